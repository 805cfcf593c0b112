"""Applications follow the calendar, the rules and the scenario."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import polars as pl
import pytest

from simi_lab import clock
from simi_lab.filing import make_applications
from simi_lab.filing.applications import settle
from simi_lab.filing.calendar import day_weights
from simi_lab.people import People, area_of, make_people
from simi_lab.reference import calendar, procedure, tariff
from simi_lab.scenario.load import resolve
from simi_lab.scenario.model import Scenario
from simi_lab.schema import CODES

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


def local_day() -> pl.Expr:
    return clock.to_local(pl.col("filed_at")).dt.date()


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
    adults = filed.filter(~pl.col("is_minor"))
    for kind, share in plan.kinds.values.items():
        assert share_is(adults["kind"] == kind, share), kind
    for purpose, share in plan.purposes.values.items():
        assert share_is(adults["purpose"] == purpose, share), purpose
    assert plan.electronic_only_from is not None
    before = filed.filter(local_day() < plan.electronic_only_from)
    for year, share in plan.electronic_by_year.values.items():
        mine = before.filter(local_day().dt.year() == int(year))
        assert share_is(mine["service"].cast(pl.String).str.starts_with("el"), share), year
    for regime, number in (("manual", scenario.papers.incomplete_manual), ("simi", scenario.papers.incomplete_simi)):
        assert share_is(~filed.filter(pl.col("regime") == regime)["is_complete"], number.value), regime


def test_kind_and_purpose_are_independent_for_adults_who_apply_alone(filed: pl.DataFrame) -> None:
    """The exact posterior multiplies their laws: the share of renewals is the same under every purpose and channel."""
    alone = filed.filter(~pl.col("is_minor") & ~pl.col("is_group"))
    share = float((alone["kind"] == "expired").mean())  # type: ignore[arg-type]
    for column in ("purpose", "channel", "has_itinerary", "regime", "service", "dossier"):
        for part in alone.drop_nulls(column).partition_by(column):
            assert share_is(part["kind"] == "expired", share), (column, part[column][0])


def test_after_the_day_the_office_issues_electronic_books_only(scenario: Scenario, filed: pl.DataFrame) -> None:
    after = filed.filter(local_day() >= scenario.filing.electronic_only_from)
    assert after.height > 500
    assert after["service"].cast(pl.String).str.starts_with("el").all()


def test_ten_years_only_for_adults_and_since_the_rule(scenario: Scenario, people: People) -> None:
    """The same people in an earlier world: no ten-year book before 12 October 2022, and then never for a child."""
    plain = resolve("kotabumi").plain | {"period": {"first": date(2023, 1, 1), "last": date(2023, 12, 31)}}
    frame = make_applications(Scenario.model_validate(plain), people.applicants(), office_id=0)
    moved = frame.with_columns(pl.col("filed_at").dt.offset_by("-1y"))
    old = settle(moved, scenario)
    ten = old["service"].cast(pl.String).str.ends_with("10")
    day = old.select(local_day())["filed_at"]
    assert day.filter(ten).min() >= date(2022, 10, 12)  # type: ignore[operator]
    late = old.filter((local_day() >= date(2022, 10, 12)) & ~pl.col("is_minor"))
    assert share_is(late["service"].cast(pl.String).str.ends_with("10"), scenario.filing.ten_year_share.value)
    assert not old.filter("is_minor")["service"].cast(pl.String).str.ends_with("10").any()


def test_papers_complete_by_hand_are_complete_with_simi(filed: pl.DataFrame) -> None:
    assert filed.filter("is_complete_manual")["is_complete_simi"].all()


def test_children_get_five_years_and_no_work_purpose(filed: pl.DataFrame) -> None:
    minors = filed.filter("is_minor")
    assert minors.height > 100
    assert set(minors["service"].cast(pl.String)) <= {"nonel_5", "el_5"}
    assert not (minors["purpose"] == "work").any()


def test_fees_are_those_of_the_day(filed: pl.DataFrame) -> None:
    exempt = filed.filter(pl.col("exemption").is_not_null())
    for row in pl.concat([filed.sample(200, seed=1), exempt]).with_columns(day=local_day()).iter_rows(named=True):
        expected = tariff.fees(
            row["service"],
            row["day"],
            is_same_day=row["is_same_day"],
            kind=row["kind"],
            exemption=row["exemption"],
        )
        assert row["fee_idr"] == expected


def test_the_first_book_of_a_worker_is_free_since_the_rule(filed: pl.DataFrame) -> None:
    free = filed.filter(pl.col("exemption") == "worker_first_book")
    due = filed.filter(
        (pl.col("kind") == "new")
        & (pl.col("purpose") == "work")
        & pl.col("service").cast(pl.String).str.starts_with("nonel")
        & (local_day() >= date(2024, 12, 17))
    )
    assert free.height == due.height > 0
    assert set(free["fee_idr"] - 1_000_000 * free["is_same_day"].cast(pl.Int64)) == {0}


def test_flood_and_fire_free_from_the_charge(scenario: Scenario) -> None:
    people = make_people(scenario, area_of(scenario), 0, 30_000)
    filed = make_applications(scenario, people.applicants(), office_id=0)
    charged = filed.filter(pl.col("kind").is_in(["lost", "damaged"]))
    spared = charged["exemption"] == "force_majeure"
    assert share_is(spared.fill_null(False), scenario.filing.force_majeure.value)
    assert (spared.fill_null(False) == charged["by_disaster"]).all()
    assert set(charged.filter("by_disaster")["kind"].cast(pl.String)) == {"lost", "damaged"}
    assert filed.filter(~pl.col("kind").is_in(["lost", "damaged"]))["exemption"].is_in(["force_majeure"]).sum() == 0


def test_priority_is_by_age_or_by_need(scenario: Scenario, filed: pl.DataFrame, people: People) -> None:
    rows = filed.join(people.people.select("person_id", "sex"), on="person_id")
    group, age = rows["priority_group"].cast(pl.String), rows["age_years"]
    assert (group.is_not_null() == rows["is_priority"]).all()
    assert ((group == "over_60").fill_null(False) == (age >= 60)).all()
    assert ((group == "under_5").fill_null(False) == (age < 5)).all()
    bearing = rows.filter((pl.col("sex") == "F") & pl.col("age_years").is_between(18, 46, closed="left"))
    shares = scenario.filing.frail.values
    assert share_is((bearing["priority_group"] == "pregnant_nursing").fill_null(False), shares["pregnant_nursing"])
    others = rows.filter(pl.col("priority_group") == "pregnant_nursing")
    assert (others["sex"] == "F").all() and others["age_years"].min() >= 18  # type: ignore[operator]
    between = rows.filter(pl.col("age_years").is_between(5, 60, closed="left"))
    for need in ("disability", "sick"):
        assert share_is((between["priority_group"] == need).fill_null(False), shares[need]), need


def test_the_unit_serves_its_own_regency(scenario: Scenario, filed: pl.DataFrame) -> None:
    near = pl.col("district_id").str.slice(0, 5).is_in(scenario.filing.unit_regencies)
    assert share_is(filed.filter(near)["channel"] == "ukk", scenario.filing.unit_share.value)
    assert not (filed.filter(~near)["channel"] == "ukk").any()


def test_pilgrims_file_in_a_wave_before_ramadan(scenario: Scenario) -> None:
    days, weights = day_weights(scenario)
    dates = np.array([clock.day_of(int(d)) for d in days])
    open_days = weights > 0
    wave = (dates >= date(2025, 1, 2)) & (dates <= date(2025, 1, 31)) & open_days  # feast of 6 June 2025
    plain = resolve("kotabumi").plain
    plain["demand"]["haji_wave_factor"] = plain["demand"]["haji_wave_factor"] | {"value": 1.0}
    without = day_weights(Scenario.model_validate(plain))[1]
    ratio = weights[wave] / without[wave]
    assert set(np.round(ratio, 9)) == {scenario.demand.haji_wave_factor.value}
    august = (dates >= date(2024, 8, 1)) & (dates <= date(2024, 8, 31)) & open_days
    assert (weights[august] == without[august]).all()


def test_dossiers_are_lost_or_sought_only_on_paper(scenario: Scenario, filed: pl.DataFrame) -> None:
    paper = filed.filter(pl.col("regime") == "manual")
    plan = scenario.papers
    assert share_is(paper["dossier"] == "sought", plan.dossier_sought.value)
    assert share_is(paper["dossier"] == "lost", plan.dossier_lost.value)
    assert filed.filter(pl.col("regime") == "simi").select(pl.col("dossier", "dossier_days").is_null().all()).row(
        0
    ) == (
        True,
        True,
    )
    assert ((paper["dossier_days"] > 0) == (paper["dossier"] != "at_hand")).all()
    sought = filed.filter(pl.col("dossier_manual") == "sought")["dossier_days_manual"].cast(pl.Float64)
    mean, spread = plan.dossier_days.value, plan.dossier_days.value - 0.5
    assert abs(sought.mean() - mean) <= 4 * spread / sought.len() ** 0.5 + 0.1  # type: ignore[operator]


def test_the_missing_paper_is_one_that_was_asked_for(scenario: Scenario, filed: pl.DataFrame) -> None:
    kinds = CODES["document_kind"]
    rows = filed.with_columns(day=local_day()).sample(400, seed=3)
    for row in rows.iter_rows(named=True):
        needed = procedure.documents_required(row["kind"], row["purpose"], row["is_minor"], row["day"])
        asked = {kinds[k] for k in range(len(kinds)) if row["asked"] >> k & 1}
        assert len(asked) == len(needed)
        for need in needed:
            of_parents = row["is_minor"] and need.name == "identity"
            assert asked & ({"parent_ktp"} if of_parents else set(need.documents)), need.name
        assert row["would_miss"] in asked
    new = filed.filter((pl.col("kind") == "new") & ~pl.col("is_minor") & (pl.col("purpose") == "holiday"))
    for proof, share in scenario.papers.proofs.values.items():
        assert share_is(pl.Series(new["asked"].to_numpy() >> kinds.index(proof) & 1 == 1), share), proof


def test_the_umrah_recommendation_was_asked_until_it_was_abolished(filed: pl.DataFrame) -> None:
    bit = 1 << CODES["document_kind"].index("recommendation")
    umrah = filed.filter(pl.col("purpose") == "umrah_haji").with_columns(day=local_day())
    asked = pl.Series(umrah["asked"].to_numpy() & bit > 0)
    assert (asked == (umrah["day"] <= date(2023, 2, 21))).all()
    assert asked.sum() > 20


def test_a_row_moved_to_another_day_follows_the_rule_of_that_day(scenario: Scenario, filed: pl.DataFrame) -> None:
    """Settling again changes nothing; what was drawn stays, what the rule makes of it follows the day."""
    assert settle(filed, scenario).equals(filed)
    later = settle(
        filed.with_columns(filed_at=pl.lit(datetime(2025, 9, 1, 3, tzinfo=UTC), pl.Datetime("us", "UTC"))), scenario
    )
    assert later["service"].cast(pl.String).str.starts_with("el").all()
    assert (later["regime"] == "simi").all() and later["dossier"].is_null().all()
    assert (later["is_complete"] == filed["is_complete_simi"]).all()
