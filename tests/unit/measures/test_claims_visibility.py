"""Hours until news can be seen, by a clock that a person can read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from simi_lab.measures.claims import status_hours
from simi_lab.measures.claims.visibility import closings_of
from simi_lab.scenario.office_service import Status

ZONE = "Asia/Jakarta"
CLOSINGS = closings_of([date(2025, 3, 4), date(2025, 3, 3)], [16 * 3600, 16 * 3600])


def told(*rows: tuple[int, str, datetime], status: Status | None = None) -> dict[int, tuple]:
    frame = pl.DataFrame(
        list(rows),
        schema={"application_id": pl.Int64, "stage": pl.String, "ended_at": pl.Datetime("us", "UTC")},
        orient="row",
    )
    signals = pl.DataFrame({"application_id": [1, 2, 3], "signal": ["good", "weak", "none"]})
    found = status_hours(frame, signals, status=status or Status(), closings=CLOSINGS, zone=ZONE).collect()
    return {row[0]: row[1:] for row in found.iter_rows()}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 3, day, hour, minute, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def test_the_register_is_written_at_the_end_of_the_day_and_a_message_comes_by_the_signal() -> None:
    found = told((1, "printing", at(3, 9)), (2, "adjudication", at(3, 15, 30)), (3, "ready", at(3, 16)))
    assert found == {1: (7.0, 0.1), 2: (0.5, 2.0), 3: (0.0, 12.0)}


def test_what_is_done_after_closing_is_seen_on_the_next_working_day() -> None:
    assert told((1, "printing", at(3, 17)))[1][0] == pytest.approx(23.0)


def test_a_case_has_the_mean_of_its_news_and_desks_are_no_news() -> None:
    found = told(
        (1, "printing", at(3, 9)), (1, "ready", at(3, 13)), (1, "counter", at(3, 8)), (2, "handover", at(3, 9))
    )
    assert found == {1: (5.0, 0.1)}


def test_later_registers_are_seen_later() -> None:
    later = Status(register_hours=Status().register_hours.model_copy(update={"value": 18}))
    assert told((1, "printing", at(3, 9)), status=later)[1][0] == 25.0


def test_beyond_the_last_closing_nothing_is_said() -> None:
    assert told((1, "closed", at(9, 9))) == {1: (None, 0.1)}
    assert told() == {}


def test_every_signal_needs_its_hours() -> None:
    some = Status().message_hours.model_copy(update={"values": {"good": 1.0}})
    with pytest.raises(ValueError, match="message_hours"):
        Status(message_hours=some.model_dump())
