"""The only place where UTC and office time meet."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

OFFICE_ZONE = "Asia/Jakarta"
EPOCH = date(1970, 1, 1)
US_PER_SECOND = 1_000_000
SECONDS_PER_DAY = 86_400


def to_local(column: pl.Expr, zone: str = OFFICE_ZONE) -> pl.Expr:
    """Naive office-local time of a UTC instant column, for charts and people."""
    return column.dt.convert_time_zone(zone).dt.replace_time_zone(None)


def to_utc(column: pl.Expr, zone: str = OFFICE_ZONE) -> pl.Expr:
    """UTC instants (microseconds) of a naive office-local column."""
    return column.dt.replace_time_zone(zone).dt.convert_time_zone("UTC").cast(pl.Datetime("us", "UTC"))


def utc_us(moment: datetime) -> int:
    """Microseconds since 1970-01-01 UTC of an aware datetime."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))


def now() -> datetime:
    """Return the present moment in UTC; `SIMI_LAB_NOW` (ISO 8601 with zone) stands for it where a day is rehearsed."""
    told = os.environ.get("SIMI_LAB_NOW")
    return datetime.fromisoformat(told).astimezone(UTC) if told else datetime.now(UTC)


def day_index(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(index: int) -> date:
    """The day with that index."""
    return EPOCH + timedelta(days=index)


def offset_seconds(day: date, zone: str = OFFICE_ZONE) -> int:
    """Seconds by which office-local time is ahead of UTC on that day's noon.

    Indonesian zones have no daylight saving, so one value serves all days of a run.
    """
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone))
    shift = noon.utcoffset()
    return int(shift.total_seconds()) if shift else 0


def to_utc_days(moments: pl.Series, zone: str = OFFICE_ZONE) -> pl.Series:
    """UTC instant of the office-local midnight before each moment: the day is kept, the hour is not."""
    frame = pl.DataFrame({"at": moments})
    local = to_local(pl.col("at"), zone).dt.truncate("1d")
    return frame.select(to_utc(local, zone)).to_series()
