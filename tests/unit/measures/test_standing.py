"""Cases that stand open and hang at month ends: by hand, and as the stretches of silence say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from simi_lab.measures.claims.standing import month_ends, silences, standing
from simi_lab.measures.standing import open_at_month_ends
from simi_lab.reference.calendar import holidays
from simi_lab.store import Run
from simi_lab.study.measure import scenario_of

ZONE = "Asia/Jakarta"


def at(month: int, day: int) -> datetime:
    return datetime(2024, month, day, 3, tzinfo=UTC)


def events(*rows: tuple[int, int, str, str, datetime]) -> pl.DataFrame:
    """Application, visit, stage, outcome, moment."""
    frame = pl.DataFrame(
        [(i, *row) for i, row in enumerate(rows)],
        schema=["event_id", "application_id", "visit_no", "stage", "outcome", "ended_at"],
        orient="row",
    )
    moment = pl.col("ended_at").dt.cast_time_unit("us")
    return frame.with_columns(moment, moment.alias("started_at"), moment.alias("queued_at"))


def case(application: int, ended: datetime | None) -> dict[str, Any]:
    return {
        "application_id": application, "office_id": 0, "month": date(2024, 1, 1), "district_id": "18.04.04",
        "service": "el_10", "regime": "simi", "ended_at": ended,
    }  # fmt: skip


def test_each_month_end_counts_who_is_open_and_who_hangs() -> None:
    told = events(
        (1, 0, "registered", "done", at(1, 30)), (1, 1, "handover", "issued", at(2, 5)),  # open in January, in motion
        (2, 1, "counter", "returned", at(1, 15)), (2, 2, "closed", "expired", at(2, 20)),  # waits for its applicant
        (3, 0, "adjudication", "done", at(2, 10)),  # the office does not go on
        (4, 1, "counter", "done", at(2, 2)), (4, 1, "handover", "issued", at(2, 3)),  # never open at a month's end
    )  # fmt: skip
    rows = pl.DataFrame([case(1, at(2, 5)), case(2, at(2, 20)), case(3, None), case(4, at(2, 3))])
    found = open_at_month_ends(rows, told, zone=ZONE, last=date(2024, 3, 15), stuck_days=5).collect()
    counts = found.select("month", "n_open", "n_stuck", "n_stuck_office").rows()
    assert counts == [(date(2024, 1, 1), 2, 1, 0), (date(2024, 2, 1), 1, 1, 1), (date(2024, 3, 1), 1, 1, 1)]


def test_a_day_too_few_does_not_hang_and_a_holiday_does_not_count() -> None:
    told = events((1, 0, "printing", "done", at(1, 24)))  # a Wednesday; the 31st is five working days later
    rows = pl.DataFrame([case(1, None)])
    last = date(2024, 1, 31)

    def hang(days: int, *shut: date) -> int:
        counts = open_at_month_ends(rows, told, zone=ZONE, last=last, stuck_days=days, holidays=shut)
        return int(counts.collect()["n_stuck"].item())

    assert (hang(5), hang(4)) == (0, 1)
    assert hang(4, date(2024, 1, 26)) == 0


def test_it_agrees_with_the_stretches_of_silence(mungil: Run) -> None:
    from simi_lab.study.block import case_rows, extent_of, prepare

    plan, told, shut = scenario_of(mungil), mungil.table("events").collect(), holidays()["day"].to_list()
    rows = case_rows(plan, prepare(plan, extent_of(plan, None), 0), told)
    days = int(plan.office.service.stuck_days.value)
    mine = open_at_month_ends(rows, told, zone=ZONE, last=plan.period.last, stuck_days=days, holidays=shut).collect()
    sums = mine.group_by("month").agg(pl.col("n_open", "n_stuck").sum()).sort("month")
    ends = month_ends(plan.period.first, plan.period.last)
    quiet = silences(told, days=days, zone=ZONE, holidays=shut)
    theirs = standing(pl.Series([], dtype=pl.Date), pl.Series([], dtype=pl.Date), quiet, days=ends)
    assert sums["n_stuck"].to_list() == theirs["stuck"].to_list()
    open_now = rows.filter(pl.col("ended_at").is_null()).height
    assert sums["n_open"][-1] == open_now
