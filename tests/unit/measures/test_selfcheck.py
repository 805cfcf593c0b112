"""Self-checks pass a world that is right and find each thing that may go wrong in one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from simi_lab.measures.selfcheck import (
    Finding,
    flow_findings,
    label_findings,
    order_findings,
    recovery_findings,
)
from simi_lab.measures.selfcheck.flow import both_sides, holds
from simi_lab.store import Run
from simi_lab.study.measure import scenario_of

START = datetime(2024, 3, 4, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def events(mungil: Run) -> pl.DataFrame:
    return mungil.table("events").collect()


def broken(findings: object) -> set[str]:
    return {finding.check for finding in findings if not finding.ok}  # type: ignore[attr-defined]


def first_row(events: pl.DataFrame, stage: str) -> int:
    return int(events.filter(pl.col("stage").cast(pl.String) == stage)["event_id"][0])


def shifted(events: pl.DataFrame, event_id: int, column: str, by: timedelta) -> pl.DataFrame:
    here = pl.col("event_id") == event_id
    return events.with_columns(pl.when(here).then(pl.col(column) + by).otherwise(column).alias(column))


def test_the_events_of_a_world_are_in_order(events: pl.DataFrame) -> None:
    findings = list(order_findings(events))
    assert not broken(findings)
    assert all(finding.n > 100 for finding in findings)


@pytest.mark.parametrize(
    ("stage", "column", "by", "check"),
    [
        ("closed", "ended_at", timedelta(days=-200), "case_ends"),
        ("registered", "queued_at", timedelta(days=400), "case_ends"),
        ("handover", "queued_at", timedelta(days=-300), "stage_needs"),
        ("printing", "queued_at", timedelta(days=-300), "stage_needs"),
        ("biometrics_interview", "queued_at", timedelta(days=-300), "visit_order"),
        ("biometrics_interview", "ended_at", timedelta(days=300), "one_at_a_time"),
    ],
)
def test_a_stage_out_of_order_is_found(
    events: pl.DataFrame, stage: str, column: str, by: timedelta, check: str
) -> None:
    assert check in broken(order_findings(shifted(events, first_row(events, stage), column, by)))


def test_a_stage_that_was_skipped_is_found_with_its_case(events: pl.DataFrame) -> None:
    gone = first_row(events, "adjudication")
    case = events.filter(pl.col("event_id") == gone)["application_id"].item()
    found = {f.check: f for f in order_findings(events.filter(pl.col("event_id") != gone))}
    assert found["stage_needs"] == Finding("stage_needs", found["stage_needs"].n, 1, f"application {case}")


def stays(*minutes: tuple[int, int | None]) -> pl.DataFrame:
    def at(minute: int | None) -> datetime | None:
        return None if minute is None else START + timedelta(minutes=minute)

    return pl.DataFrame(
        {"come": [at(a) for a, _ in minutes], "go": [at(b) for _, b in minutes]},
        schema={"come": pl.Datetime("us", "UTC"), "go": pl.Datetime("us", "UTC")},
    )


def test_littles_law_is_an_identity_with_work_in_progress() -> None:
    end = START + timedelta(minutes=60)
    present, weighed, turned = both_sides(stays((0, 10), (5, 25), (5, None), (30, 30)), end)
    assert present == pytest.approx((10 + 20 + 55) / 60)
    assert weighed == pytest.approx(present)
    assert turned == 0
    assert holds(stays(), end)


def test_a_stay_that_ends_before_it_begins_breaks_littles_law() -> None:
    assert not holds(stays((0, 10), (20, 15)), START + timedelta(minutes=60))


def test_littles_law_holds_at_every_station_of_a_world(events: pl.DataFrame, mungil: Run) -> None:
    end = datetime(2024, 11, 1, tzinfo=UTC)
    findings = list(flow_findings(events, end=end))
    assert not broken(findings)
    assert findings[0].n >= 8
    turned = shifted(events, first_row(events, "handover"), "ended_at", timedelta(days=-100))
    assert broken(flow_findings(turned, end=end)) == {"little_station"}


def filed(per_month: dict[str, int]) -> pl.DataFrame:
    moments = [datetime.fromisoformat(f"{month}-10T05:00:00+00:00") for month, n in per_month.items() for _ in range(n)]
    return pl.DataFrame(
        {"application_id": range(len(moments)), "filed_at": moments},
        schema={"application_id": pl.Int64, "filed_at": pl.Datetime("us", "UTC")},
    )


def test_a_month_without_known_labels_fails_and_the_last_one_may_still_be_open() -> None:
    table = filed({"2024-01": 10, "2024-02": 10, "2024-03": 10})
    labels = pl.DataFrame({"application_id": range(10), "label": ["none"] * 10})
    known, _ = label_findings(labels, table, zone="Asia/Jakarta")
    assert known == Finding("labels_known", 2, 1, "2024-02")
    labels = pl.DataFrame({"application_id": range(20), "label": ["none"] * 20})
    assert not broken(label_findings(labels, table, zone="Asia/Jakarta"))


@pytest.mark.parametrize(("per_month", "fails"), [(40, False), (400, True)])
def test_absent_positives_fail_only_where_five_or_more_are_expected(per_month: int, fails: bool) -> None:
    table = filed({"2024-01": per_month, "2024-02": per_month, "2024-03": per_month})
    words = ["broker" if i < per_month and i % 20 == 0 else "none" for i in range(3 * per_month)]
    labels = pl.DataFrame({"application_id": range(3 * per_month), "label": words})
    assert broken(label_findings(labels, table, zone="Asia/Jakarta")) == ({"labels_positive"} if fails else set())


@pytest.fixture(scope="module")
def hidden(mungil: Run) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    day = pl.col("filed_at").dt.convert_time_zone("Asia/Jakarta").dt.date().alias("filed_on")
    applications = mungil.table("applications").with_columns(day).collect()
    return mungil.truth("applications").collect(), mungil.truth("rings").collect(), applications


def test_the_truth_of_a_world_is_recovered_from_its_tables(mungil: Run, hidden) -> None:
    findings = list(recovery_findings(*hidden, scenario_of(mungil).typologies))
    assert not broken(findings)
    assert {f.check: f.n for f in findings}["ring_recovered"] > 20


def spread_over_months() -> pl.Expr:
    """Every second application three months later."""
    late = pl.col("application_id") % 2 == 0
    return pl.when(late).then(pl.col("filed_on").dt.offset_by("90d")).otherwise("filed_on").alias("filed_on")


@pytest.mark.parametrize(
    ("change", "check"),
    [
        (lambda t, r, a: (t.head(-1), r, a), "truth_complete"),
        (lambda t, r, a: (t.with_columns(is_positive=~pl.col("is_positive")), r, a), "truth_one_side"),
        (lambda t, r, a: (t.with_columns(posterior=pl.col("posterior") + 1), r, a), "posterior_is_share"),
        (lambda t, r, a: (t, r.with_columns(n_members=pl.col("n_members") + 1), a), "ring_recovered"),
        (lambda t, r, a: (t, r.with_columns(is_benign=~pl.col("is_benign")), a), "ring_recovered"),
        (lambda t, r, a: (t, r.head(-1), a), "ring_recovered"),
        (lambda t, r, a: (t, r, a.with_columns(phone=pl.lit("0"), email=pl.lit("x"))), "contact_recovered"),
        (lambda t, r, a: (t.with_columns(is_linked=pl.lit(False)), r, a), "contact_recovered"),
        (lambda t, r, a: (t, r, a.with_columns(is_minor=pl.lit(True))), "ring_defined"),
        (lambda t, r, a: (t, r, a.with_columns(is_group=pl.lit(True))), "ring_defined"),
        (lambda t, r, a: (t, r, a.with_columns(spread_over_months())), "ring_defined"),
        (lambda t, r, a: (t, r.with_columns(n_members=pl.col("n_members") + 20), a), "ring_defined"),
        (lambda t, r, a: (t, r.with_columns(n_linked=pl.lit(1, dtype=pl.Int32)), a), "ring_defined"),
    ],
)
def test_a_truth_that_does_not_fit_the_record_is_found(mungil: Run, hidden, change, check: str) -> None:
    assert check in broken(recovery_findings(*change(*hidden), scenario_of(mungil).typologies))
