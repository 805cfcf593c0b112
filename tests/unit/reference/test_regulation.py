"""Rules by the day of application."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simi_lab.errors import BadRequest
from simi_lab.reference import regulation

NAMES = sorted(set(regulation.rules()["rule"]))


@pytest.mark.parametrize(
    ("age", "is_married", "on", "years"),
    [
        (40, False, date(2022, 10, 11), 5),
        (40, False, date(2022, 10, 12), 10),
        (17, False, date(2025, 1, 1), 10),
        (16, False, date(2025, 1, 1), 5),
        (16, True, date(2025, 1, 1), 10),
        (3, False, date(2021, 1, 1), 5),
    ],
)
def test_ten_years_from_12_october_2022_for_those_aged_17_or_married(age, is_married, on, years):
    assert regulation.validity_years(age, is_married, on) == years


@pytest.mark.parametrize("name", NAMES)
def test_a_day_before_the_first_rule_is_refused_and_the_first_day_is_named(name: str):
    first = regulation.rules().filter(pl.col("rule") == name)["valid_from"].min()
    assert isinstance(first, date)
    assert regulation.rule(name, first).valid_from == first
    with pytest.raises(BadRequest, match=f"The first one starts on {first.isoformat()}"):
        regulation.rule(name, first - timedelta(days=1))


@pytest.mark.parametrize("name", NAMES)
def test_versions_of_a_rule_follow_each_other_without_gap_or_overlap(name: str):
    spans = regulation.rules().filter(pl.col("rule") == name).sort("valid_from").select("valid_from", "valid_to").rows()
    for (_, ends), (starts, _) in itertools.pairwise(spans):
        assert ends + timedelta(days=1) == starts
    assert spans[-1][1] is None


def test_the_savings_rule_was_withdrawn_and_the_recommendation_abolished():
    assert regulation.rule("savings_deposit_idr", date(2017, 3, 19)).value == 25_000_000
    assert regulation.rule("savings_deposit_idr", date(2017, 3, 20)).value == 0
    assert regulation.rule("umrah_recommendation", date(2023, 2, 22)).value == 0
    assert regulation.rule("payment_limit_hours", date(2024, 1, 1)).value == 2
    assert regulation.rule("service_working_days", date(2024, 1, 1)).value == 4


def test_an_unknown_rule_is_refused_with_those_that_are_known():
    with pytest.raises(BadRequest, match=r"Known are: .*service_working_days"):
        regulation.rule("lunch", date(2024, 1, 1))
    with pytest.raises(BadRequest, match="There is no rule called lunch"):
        regulation.rule_expr("lunch", pl.col("day"))


_CASE = st.tuples(st.integers(0, 100), st.booleans(), st.dates(date(2016, 1, 1), date(2027, 1, 1)))


@given(st.lists(_CASE, min_size=1, max_size=40))
@settings(derandomize=True, deadline=None)
def test_a_column_of_validities_is_what_one_by_one_gives(cases: list[tuple[int, bool, date]]):
    schema = {"age": pl.Int64(), "married": pl.Boolean(), "on": pl.Date()}
    frame = pl.DataFrame(cases, schema=schema, orient="row")
    column = frame.select(regulation.validity_years_expr(pl.col("age"), pl.col("married"), pl.col("on"))).to_series()
    for (age, is_married, on), found in zip(cases, column, strict=True):
        expected = regulation.validity_years(age, is_married, on) if on >= date(2019, 1, 1) else None
        assert found == expected
