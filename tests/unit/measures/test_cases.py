"""Four applications whose figures a person can work out with a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from simi_lab.measures import cases

ZONE = "Asia/Jakarta"


def at(day: int, clock: str, month: int = 3) -> datetime:
    """An office-local moment of 2025, as stored."""
    hour, minute = clock.split(":")
    return datetime(2025, month, day, int(hour), int(minute), tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def applications() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "application_id": [1, 2, 3, 4],
            "office_id": [1, 1, 1, 1],
            "district_id": ["18.04.04", "18.04.04", "18.04.09", "18.04.09"],
            "service": ["nonel_5", "nonel_10", "nonel_5", "el_10"],
            "regime": ["manual", "manual", "simi", "simi"],
            "filed_at": [at(3, "08:00"), at(3, "23:30"), at(4, "09:00"), at(31, "10:00")],
            "hours_to_office": [4.0, 4.0, 5.5, 5.5],
        }
    )


def events() -> pl.DataFrame:
    # 1: Monday 3 March, straight through, ready on Monday 10 (one working day is a holiday), fetched on the 11th
    # 2: sent back on the 4th, comes again on the 6th; postponed there, and waiting still
    # 3: nobody came on the 5th; comes on the 7th; refused after clarification on the 12th
    # 4: filed on the last day of the month, no event but the payment
    rows = [
        (1, 1, "counter", at(3, "08:00"), at(3, "08:20"), at(3, "08:25"), "done"),
        (1, 1, "biometrics_interview", at(3, "08:25"), at(3, "08:55"), at(3, "09:10"), "done"),
        (1, 1, "ready", at(10, "10:00"), at(10, "10:00"), at(10, "10:00"), "done"),
        (1, 2, "handover", at(11, "09:00"), at(11, "09:10"), at(11, "09:15"), "done"),
        (1, 2, "closed", at(11, "09:15"), at(11, "09:15"), at(11, "09:15"), "issued"),
        (2, 1, "counter", at(4, "08:00"), at(4, "08:30"), at(4, "08:35"), "returned"),
        (2, 2, "counter", at(6, "08:00"), at(6, "08:01"), at(6, "08:06"), "done"),
        (2, 2, "biometrics_interview", at(6, "08:06"), at(6, "08:10"), at(6, "08:40"), "postponed"),
        (3, 1, "counter", at(5, "08:00"), None, at(5, "16:00"), "no_show"),
        (3, 2, "counter", at(7, "13:00"), at(7, "13:02"), at(7, "13:07"), "done"),
        (3, 2, "biometrics_interview", at(7, "13:07"), at(7, "13:10"), at(7, "13:30"), "done"),
        (3, 3, "clarification", at(12, "10:00"), at(12, "10:00"), at(12, "10:30"), "refused"),
        (4, 1, "paid", at(31, "10:30"), at(31, "10:30"), at(31, "10:30"), "done"),
    ]
    names = ["application_id", "visit_no", "stage", "queued_at", "started_at", "ended_at", "outcome"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return frame.with_columns(pl.Series("event_id", range(frame.height)))


@pytest.fixture(scope="module")
def folded() -> pl.DataFrame:
    shuffled = events().sample(fraction=1.0, shuffle=True, seed=7)
    found = cases(applications(), shuffled, zone=ZONE, holidays=[date(2025, 3, 5)]).collect()
    return found.sort("application_id")


def test_wait_is_of_the_first_visit_attended_at_counter_and_interview(folded: pl.DataFrame) -> None:
    assert folded["wait_min"].to_list() == [50.0, 30.0, 5.0, None]


def test_days_are_counted_on_the_office_calendar(folded: pl.DataFrame) -> None:
    assert folded["lead_days"].to_list() == [0, 1, 3, None]  # filed 23:30 on the 3rd, attended on the 4th
    assert folded["total_days"].to_list() == [8, None, None, None]
    assert folded["month"].to_list() == [date(2025, 3, 1)] * 4


def test_working_days_leave_out_the_weekend_and_the_holiday(folded: pl.DataFrame) -> None:
    assert folded["work_days"].to_list() == [4, None, None, None]


def test_a_journey_is_a_day_at_the_office_and_a_no_show_is_none(folded: pl.DataFrame) -> None:
    assert folded["visits"].to_list() == [2, 2, 2, 0]
    assert folded["travel_hours"].to_list() == [16.0, 16.0, 22.0, 0.0]


def test_postponed_has_a_way_back_and_refused_has_none(folded: pl.DataFrame) -> None:
    assert folded["state"].to_list() == ["issued", "postponed", "refused", "open"]
    assert folded["ended_at"].is_not_null().to_list() == [True, False, True, False]
    assert folded["was_returned"].to_list() == [False, True, False, False]


def test_a_postponed_case_that_goes_on_is_open_again() -> None:
    later = pl.DataFrame(
        [(2, 3, "clarification", at(20, "09:00"), at(20, "09:00"), at(20, "09:20"), "done", 99)],
        schema=events().columns,
        orient="row",
    )
    found = cases(applications(), pl.concat([events(), later]), zone=ZONE).collect()
    assert found.filter(pl.col("application_id") == 2)["state"].item() == "open"


def test_without_events_every_case_is_open() -> None:
    found = cases(applications(), events().clear(), zone=ZONE).collect()
    assert found["state"].to_list() == ["open"] * 4
    assert found["visits"].sum() == 0
