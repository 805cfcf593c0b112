"""Fees by the day of application, one by one and for whole tables."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simi_lab.errors import BadRequest
from simi_lab.reference import tariff

BEFORE, AFTER = date(2024, 12, 16), date(2024, 12, 17)


@pytest.mark.parametrize(
    ("service", "old", "new"),
    [
        ("nonel_5", 350_000, 350_000),
        ("nonel_10", 350_000, 650_000),
        ("el_5", 650_000, 650_000),
        ("el_10", 650_000, 950_000),
    ],
)
def test_the_fee_changes_on_17_december_2024(service: str, old: int, new: int):
    assert tariff.fees(service, BEFORE) == old
    assert tariff.fees(service, AFTER) == new


def test_same_day_lost_and_damaged_come_on_top_of_the_book():
    assert tariff.fees("el_5", BEFORE, is_same_day=True) == 1_650_000
    assert tariff.fees("nonel_5", BEFORE, kind="lost") == 1_350_000
    assert tariff.fees("nonel_5", AFTER, kind="damaged") == 850_000
    assert tariff.fees("el_10", AFTER, is_same_day=True, kind="lost") == 2_950_000
    assert tariff.fees("el_10", AFTER, kind="expired") == 950_000


def test_the_first_book_of_a_migrant_worker_is_free_since_the_new_regulation():
    assert tariff.fee("cpmi_first", AFTER) == 0
    with pytest.raises(BadRequest, match="No fee for cpmi_first is known on 2024-12-16"):
        tariff.fee("cpmi_first", BEFORE)


@pytest.mark.parametrize(("service", "first"), [("nonel_5", date(2019, 5, 3)), ("el_10", date(2022, 10, 12))])
def test_a_day_before_the_first_fee_is_refused_and_the_first_day_is_named(service: str, first: date):
    assert tariff.fees(service, first) > 0
    with pytest.raises(BadRequest, match=f"The first one starts on {first.isoformat()}"):
        tariff.fees(service, first - timedelta(days=1))


@pytest.mark.parametrize("service", ["gold", "same_day", "lost"])
def test_an_unknown_service_is_refused(service: str):
    with pytest.raises(BadRequest, match="nonel_5, nonel_10"):
        tariff.fees(service, AFTER)


def test_no_day_has_two_fees_and_none_is_left_out_after_the_first():
    for _, rows in tariff.fee_table().group_by("item"):
        spans = rows.sort("valid_from").select("valid_from", "valid_to").rows()
        for (_, ends), (starts, _) in itertools.pairwise(spans):
            assert ends + timedelta(days=1) == starts
        assert spans[-1][1] is None


def test_ten_year_books_start_with_the_rule_that_allows_them():
    ten = tariff.services().filter(pl.col("validity_years") == 10)
    assert set(ten["available_from"]) == {date(2022, 10, 12)}


_CASE = st.tuples(
    st.sampled_from(tariff.SERVICES),
    st.dates(date(2018, 1, 1), date(2027, 1, 1)),
    st.booleans(),
    st.sampled_from(["new", "expired", "full", "lost", "damaged", "data_change"]),
)


@given(st.lists(_CASE, min_size=1, max_size=40))
@settings(derandomize=True, deadline=None)
def test_a_column_of_fees_is_what_one_by_one_gives(cases: list[tuple[str, date, bool, str]]):
    frame = pl.DataFrame(
        cases, schema={"s": pl.Enum(tariff.SERVICES), "d": pl.Date, "q": pl.Boolean, "k": pl.String}, orient="row"
    )
    column = frame.select(
        tariff.fees_expr(pl.col("s"), pl.col("d"), is_same_day=pl.col("q"), kind=pl.col("k"))
    ).to_series()
    for (service, on, is_same_day, kind), found in zip(cases, column, strict=True):
        try:
            expected: int | None = tariff.fees(service, on, is_same_day=is_same_day, kind=kind)
        except BadRequest:
            expected = None
        assert found == expected
