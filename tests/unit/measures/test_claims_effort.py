"""Officers' minutes and rupiah that can be added up by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from simi_lab.measures.claims import Used, decision_minutes, spending
from simi_lab.scenario.office import Desks, by_weekday
from simi_lab.scenario.office_costs import Costs

START = datetime(2025, 3, 3, 1, tzinfo=UTC)


def minutes(*rows: tuple[int, str, int | None, float, str]) -> dict[int, float]:
    frame = pl.DataFrame(
        list(rows),
        schema={
            "application_id": pl.Int64,
            "stage": pl.String,
            "officer_id": pl.Int64,
            "m": pl.Float64,
            "outcome": pl.String,
        },
        orient="row",
    )
    start = pl.lit(START)
    timed = frame.with_columns(
        start.alias("started_at"), (start + pl.duration(seconds=(pl.col("m") * 60).cast(pl.Int64))).alias("ended_at")
    )
    return dict(decision_minutes(timed).collect().iter_rows())


def test_work_until_the_decision_counts_and_nothing_after_it() -> None:
    told = minutes(
        (1, "counter", 4, 5.0, "returned"),
        (1, "counter", 4, 6.0, "done"),
        (1, "biometrics_interview", 7, 12.0, "done"),
        (1, "adjudication", 9, 3.0, "done"),
        (1, "printing", 5, 15.0, "done"),
        (1, "handover", 6, 5.0, "done"),
    )
    assert told == {1: 26.0}


def test_a_refusal_is_a_decision_and_a_lapsed_case_is_none() -> None:
    told = minutes(
        (1, "biometrics_interview", 7, 12.0, "done"),
        (1, "clarification", 8, 60.0, "refused"),
        (2, "counter", 4, 5.0, "returned"),
        (2, "closed", None, 0.0, "expired"),
    )
    assert told == {1: 72.0}


def test_what_the_system_does_costs_no_officer() -> None:
    assert minutes((1, "numbering", None, 30.0, "done"), (1, "adjudication", 9, 3.0, "done")) == {1: 3.0}


def test_nobody_came_and_nothing_was_decided() -> None:
    assert minutes() == {}


def one(n: float) -> object:
    return by_weekday(n, unit="desk", source="test", reason="test")


USED = Used(
    open_days={"mon": 2, "sat": 1}, open_hours=20, overtime_hours=3, outreach_days=1, checked=100, training_weeks=2
)


def test_costs_add_up_by_hand() -> None:
    names = ("counter", "interview", "numbering", "duplicate_check", "printing", "handover")
    desks, costs = Desks(**{name: one(1) for name in names}), Costs()
    told = spending(desks, costs, USED)
    signing = desks.clarifiers.value + desks.adjudicators.value
    team = desks.outreach_counter.value + desks.outreach_interview.value
    person_days = 2 * 6 + 3 * signing + team  # on Saturday only those who sign are there
    assert told.staff == person_days * costs.staff_day.value
    assert told.overtime == 3 * costs.overtime_hour.value
    assert told.opening == 20 * costs.opening_hour.value
    assert told.outreach == costs.outreach_day.value
    assert told.checks == 100 * costs.check_application.value
    assert told.training == 2 * costs.training_week.value
    assert told.total == pytest.approx(sum(told))


def test_an_office_that_never_opens_costs_nothing() -> None:
    assert spending(Desks(), Costs(), Used({}, 0, 0, 0, 0, 0)).total == 0
