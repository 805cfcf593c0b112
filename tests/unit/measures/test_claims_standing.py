"""Stuck cases that a person can count on a calendar, and open cases counted one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest

from simi_lab.measures.claims import silences, standing
from simi_lab.measures.claims.standing import month_ends
from simi_lab.scenario.load import resolve
from simi_lab.store import Run
from simi_lab.study.make import plan_of

ZONE = "Asia/Jakarta"


def at(day: int, hour: int = 9, month: int = 3) -> datetime:
    """An office-local hour of 2025 (3 March is a Monday), as stored."""
    return datetime(2025, month, day, hour, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def events(*rows: tuple[int, str, datetime, str]) -> pl.DataFrame:
    names = ["application_id", "stage", "ended_at", "outcome"]
    schema = {
        "application_id": pl.Int64,
        "stage": pl.String,
        "ended_at": pl.Datetime("us", "UTC"),
        "outcome": pl.String,
    }
    frame = pl.DataFrame(list(rows), schema=names, orient="row", schema_overrides=schema)
    return frame.with_columns(pl.Series("event_id", range(frame.height), dtype=pl.Int64))


def found(frame: pl.DataFrame, days: int = 5, holidays: tuple[date, ...] = ()) -> list[tuple]:
    return silences(frame, days=days, zone=ZONE, holidays=holidays).rows()


def test_five_quiet_working_days_are_allowed_and_the_sixth_is_not() -> None:
    start = (1, "adjudication", at(3), "done")  # Monday; the fifth working day after it is Monday the 10th
    assert found(events(start, (1, "printing", at(10), "done"), (1, "closed", at(10, 10), "issued"))) == []
    on_the_sixth = events(start, (1, "printing", at(11), "done"), (1, "closed", at(11, 10), "issued"))
    assert found(on_the_sixth) == []  # it came on the day at whose end it would have been stuck
    late = events(start, (1, "printing", at(12), "done"), (1, "closed", at(12, 10), "issued"))
    assert found(late) == [(1, date(2025, 3, 11), date(2025, 3, 12), True)]


def test_a_holiday_and_a_weekend_do_not_count() -> None:
    rows = events((1, "counter", at(3), "done"), (1, "numbering", at(12), "done"), (1, "closed", at(12, 10), "issued"))
    assert len(found(rows)) == 1
    assert found(rows, holidays=(date(2025, 3, 6),)) == []
    from_saturday = events(
        (1, "paid", at(8), "done"), (1, "counter", at(17), "done"), (1, "closed", at(17, 10), "issued")
    )
    # Monday 10 to Friday 14 are five; on Monday 17 it came
    assert found(from_saturday) == []


def test_a_case_that_ended_is_not_stuck_however_long_ago() -> None:
    assert found(events((1, "closed", at(3, month=1), "issued"), (2, "clarification", at(3, month=1), "refused"))) == []


def test_an_open_case_stays_stuck_and_nobody_knows_whose_step_is_next() -> None:
    assert found(events((1, "numbering", at(3), "done"))) == [(1, date(2025, 3, 11), None, None)]


def test_whose_step_it_was_is_told_by_what_came_next() -> None:
    waits_for_the_applicant = events((1, "ready", at(3), "done"), (1, "handover", at(24), "done"))
    assert found(waits_for_the_applicant)[0][3] is False
    assert found(events((1, "duplicate_check", at(3), "done"), (1, "adjudication", at(24), "done")))[0][3] is True


def test_nothing_happened_to_nobody() -> None:
    assert found(events()) == []
    nobody = pl.Series([], dtype=pl.Date)
    quiet = silences(events(), days=5, zone=ZONE)
    assert standing(nobody, nobody, quiet, days=[date(2025, 3, 31)]).row(0) == (date(2025, 3, 31), 0, 0, 0)


def test_order_of_rows_does_not_matter() -> None:
    rows = events(
        (2, "counter", at(3), "done"),
        (2, "printing", at(25), "done"),
        (1, "counter", at(4), "done"),
        (1, "ready", at(26), "done"),
    )
    assert found(rows) == found(rows.reverse()) != []


def test_open_and_stuck_on_a_day_are_what_counting_one_by_one_gives() -> None:
    rng = np.random.default_rng(4)
    first = date(2025, 1, 1).toordinal()
    begins = [date.fromordinal(first + int(d)) for d in rng.integers(0, 90, 200)]
    ends = [None if rng.random() < 0.1 else date.fromordinal(b.toordinal() + int(rng.integers(0, 60))) for b in begins]
    office = [bool(x) for x in rng.integers(0, 2, 200)]
    quiet = pl.DataFrame(
        {"application_id": range(200), "stuck_on": begins, "until_on": ends, "is_office": office},
        schema_overrides={"until_on": pl.Date},
    )
    days = [date(2025, 2, 1), date(2025, 3, 31), date(2024, 12, 31)]
    told = standing(quiet["stuck_on"], quiet["until_on"], quiet, days=days)
    for row in told.iter_rows(named=True):
        here = [b <= row["day"] and (e is None or e > row["day"]) for b, e in zip(begins, ends, strict=True)]
        assert row["backlog"] == row["stuck"] == sum(here)
        assert row["stuck_office"] == sum(a and b for a, b in zip(here, office, strict=True))


@pytest.mark.parametrize(
    ("first", "last", "n"),
    [
        (date(2024, 2, 29), date(2024, 2, 29), 1),
        (date(2025, 1, 1), date(2025, 1, 30), 0),
        (date(2023, 1, 1), date(2025, 12, 31), 36),
    ],
)
def test_month_ends(first: date, last: date, n: int) -> None:
    assert len(month_ends(first, last)) == n


def test_the_page_and_the_comparison_count_the_same_cases(mungil: Run) -> None:
    from simi_lab.reference.calendar import holidays
    from simi_lab.study.measure import aggregates

    scenario = plan_of(resolve("mungil"))
    zone, period, shut = scenario.site.zone, scenario.period, tuple(holidays()["day"])
    on_the_page = aggregates(mungil).standing.group_by("month").agg(pl.col("n_open", "n_stuck").sum()).sort("month")
    log = mungil.table("events").collect()
    quiet = silences(log, days=int(scenario.office.service.stuck_days.value), zone=zone, holidays=shut)
    is_end = pl.col("outcome").cast(pl.String).is_in(("issued", "refused", "expired", "cancelled"))
    spans = log.group_by("application_id").agg(
        pl.col("ended_at").min().alias("since"), pl.col("ended_at").filter(is_end).max().alias("until")
    )
    days = spans.select(pl.col("since", "until").dt.convert_time_zone(zone).dt.date())
    told = standing(days["since"], days["until"], quiet, days=month_ends(period.first, period.last))
    assert told["backlog"].to_list() == on_the_page["n_open"].to_list()
    assert told["stuck"].to_list() == on_the_page["n_stuck"].to_list()
    assert sum(told["stuck"]) > 0
