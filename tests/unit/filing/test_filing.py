"""Applications follow the calendar, the rules and the scenario."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from simi_lab import clock
from simi_lab.filing import make_applications, make_documents, plant
from simi_lab.filing.calendar import day_weights
from simi_lab.people import People, area_of, make_people
from simi_lab.reference import calendar, tariff
from simi_lab.scenario.load import resolve
from simi_lab.scenario.model import Scenario

HOUSES = 9_000
FOUR_SE = 4.0


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Scenario.model_validate(resolve("kotabumi").plain)


@pytest.fixture(scope="module")
def people(scenario: Scenario) -> People:
    return make_people(scenario, area_of(scenario), 0, HOUSES)


@pytest.fixture(scope="module")
def filed(scenario: Scenario, people: People) -> pl.DataFrame:
    return make_applications(scenario, people.applicants(), office_id=0)


def share_is(column: pl.Series, expected: float) -> bool:
    n = column.len()
    return abs(float(column.mean()) - expected) <= FOUR_SE * (expected * (1 - expected) / n) ** 0.5  # type: ignore[arg-type]


def test_a_smaller_block_is_the_first_rows(scenario: Scenario, filed: pl.DataFrame) -> None:
    small = make_people(scenario, area_of(scenario), 0, 700)
    table = make_applications(scenario, small.applicants(), office_id=0)
    assert table.equals(filed.head(table.height))


def test_nobody_files_when_the_office_is_closed(scenario: Scenario, filed: pl.DataFrame) -> None:
    days = filed.select(clock.to_local(pl.col("filed_at")).dt.date().unique())["filed_at"]
    assert all(calendar.is_working_day(day) for day in days)
    assert scenario.period.first <= days.min() <= days.max() <= scenario.period.last  # type: ignore[operator]


def test_ramadan_is_quiet_and_january_is_full(scenario: Scenario) -> None:
    days, weights = day_weights(scenario)
    dates = [clock.day_of(int(d)) for d in days]
    fast = np.mean([w for d, w in zip(dates, weights, strict=True) if date(2024, 3, 12) <= d < date(2024, 4, 10) and w])
    january = np.mean([w for d, w in zip(dates, weights, strict=True) if d.year == 2024 and d.month == 1 and w])
    assert january > 2.5 * fast


def test_shares_follow_the_scenario(scenario: Scenario, filed: pl.DataFrame) -> None:
    plan = scenario.filing
    for kind, share in plan.kinds.values.items():
        assert share_is(filed["kind"] == kind, share), kind
    adults = filed.filter(~pl.col("is_minor"))
    for purpose, share in plan.purposes.values.items():
        assert share_is(adults["purpose"] == purpose, share), purpose
    for year, share in plan.electronic_by_year.values.items():
        mine = filed.filter(pl.col("filed_at").dt.year() == int(year))
        assert share_is(mine["service"].cast(pl.String).str.starts_with("el"), share), year
    for regime, number in (("manual", scenario.papers.incomplete_manual), ("simi", scenario.papers.incomplete_simi)):
        assert share_is(~filed.filter(pl.col("regime") == regime)["is_complete"], number.value), regime


def test_papers_complete_by_hand_are_complete_with_simi(filed: pl.DataFrame) -> None:
    assert filed.filter("is_complete_manual")["is_complete_simi"].all()


def test_children_get_five_years_and_no_work_purpose(filed: pl.DataFrame) -> None:
    minors = filed.filter("is_minor")
    assert minors.height > 100
    assert set(minors["service"].cast(pl.String)) <= {"nonel_5", "el_5"}
    assert not (minors["purpose"] == "work").any()


def test_fees_are_those_of_the_day(filed: pl.DataFrame) -> None:
    for row in filed.sample(200, seed=1).iter_rows(named=True):
        day = (row["filed_at"]).astimezone(clock.ZoneInfo(clock.OFFICE_ZONE)).date()
        expected = tariff.fees(row["service"], day, is_same_day=row["is_same_day"], kind=row["kind"])
        assert row["fee_idr"] == expected


def test_papers_are_those_that_were_asked_for_and_errors_keep_their_clean_value(
    scenario: Scenario, filed: pl.DataFrame, people: People
) -> None:
    planted = plant(scenario, filed, people.people, area_of(scenario).districts, office_id=0)
    documents, clean = make_documents(scenario, planted.applications, planted.people.select("person_id", "sex"))
    assert documents["document_id"].is_sorted() and documents["document_id"].n_unique() == documents.height
    joined = documents.join(
        planted.applications.select("application_id", "is_minor", "missing_document"), on="application_id"
    )
    assert not (joined.filter("is_minor")["document_kind"] == "ktp").any()
    assert not joined.filter(pl.col("document_kind") == pl.col("missing_document")).height
    ktp = documents.filter(pl.col("document_kind") == "ktp")
    odd = scenario.papers.nik_sex_mismatch.value + scenario.papers.nik_dob_mismatch.value
    ordinary = planted.truth.filter(pl.col("ring_id").is_null()).select("application_id")
    assert share_is(ktp.join(ordinary, on="application_id")["nik_check"] != "ok", odd)
    names = clean.filter(pl.col("column") == "name_on_document").join(
        documents, left_on="row_id", right_on="document_id"
    )
    assert names.height > 20
    assert (names["clean_value"] != names["name_on_document"]).all()
