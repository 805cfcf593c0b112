"""The office's calendar: holidays, working days between two dates, and the hours of each weekday."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any, overload

import numpy as np
import numpy.typing as npt
import polars as pl

from simi_lab.errors import BadRequest

from ._tables import declare, load

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
FIRST_DAY = date(2023, 1, 1)
LAST_DAY = date(2026, 12, 31)
Days = npt.NDArray[np.datetime64]

declare(
    "holidays",
    {
        "day": pl.Date(),
        "name_id": pl.String(),
        "name_en": pl.String(),
        "kind": pl.Enum(("national", "collective_leave", "election")),
    },
    key=("day",),
)
declare(
    "office_hours",
    {
        "weekday": pl.Int64(),
        "opens_min": pl.Int64(),
        "break_from_min": pl.Int64(),
        "break_to_min": pl.Int64(),
        "closes_min": pl.Int64(),
    },
    key=("weekday",),
)


def holidays() -> pl.DataFrame:
    """National holidays, collective leave and election days of 2023 to 2026, one row per day (two feasts never share).

    Source : joint decrees of three ministers as generally known, 2026 assumed until checked.
    """
    return load("holidays")


def office_hours() -> pl.DataFrame:
    """Opening, break and closing per ISO weekday (1 = Monday) in minutes after local midnight; closed days are absent.

    Monday to Thursday 08:00 to 16:00, Friday to 16:30 with a longer noon break. Assumed: hours differ by office.
    """
    return load("office_hours")


@cache
def working_days(zone: str = "Asia/Jakarta") -> np.busdaycalendar:
    """The calendar of working days (Monday to Friday without holidays), for NumPy's `busday_*` functions.

    Indonesia's three zones share it; the zone decides only on which local day an instant falls.

    Raises
    ------
    BadRequest
        The zone is not Indonesian.
    """
    if zone not in ZONES:
        known = ", ".join(ZONES)
        raise BadRequest("{zone} is not an Indonesian zone.", cure="Known are: {known}.", zone=zone, known=known)
    return np.busdaycalendar(weekmask="1111100", holidays=holidays()["day"].to_numpy().astype("datetime64[D]"))


@overload
def is_working_day(days: date, zone: str = ...) -> bool: ...
@overload
def is_working_day(days: pl.Series, zone: str = ...) -> pl.Series: ...
@overload
def is_working_day(days: Days, zone: str = ...) -> npt.NDArray[np.bool_]: ...
def is_working_day(days: Any, zone: str = "Asia/Jakarta") -> Any:
    """Whether each day is a working day; a date, a NumPy array or a polars Series gives the same kind back.

    Raises
    ------
    BadRequest
        A day lies outside 2023 to 2026, where no holidays are listed.
    """
    found = np.is_busday(_known(_array(days)), busdaycal=working_days(zone))
    return _like(days, found)


@overload
def add_working_days(days: date, n: int, zone: str = ...) -> date: ...
@overload
def add_working_days(days: pl.Series, n: int | pl.Series, zone: str = ...) -> pl.Series: ...
@overload
def add_working_days(days: Days, n: int | npt.NDArray[np.integer[Any]], zone: str = ...) -> Days: ...
def add_working_days(days: Any, n: Any, zone: str = "Asia/Jakarta") -> Any:
    """The n-th working day after each day (the day itself is not counted); n = 0 gives the first one on or after it.

    Monday plus 4 is Friday; Saturday plus 1 is Monday. A negative n counts back in the same way.

    Raises
    ------
    BadRequest
        A day, or the answer, lies outside 2023 to 2026.
    """
    start, steps = _known(_array(days)), np.asarray(n, dtype=np.int64)
    calendar = working_days(zone)
    after = np.busday_offset(start, steps, roll="backward", busdaycal=calendar)
    before = np.busday_offset(start, steps, roll="forward", busdaycal=calendar)
    return _like(days, _known(np.where(steps > 0, after, before)))


@overload
def working_days_between(start: date, end: date, zone: str = ...) -> int: ...
@overload
def working_days_between(start: pl.Series, end: pl.Series, zone: str = ...) -> pl.Series: ...
@overload
def working_days_between(start: Days, end: Days, zone: str = ...) -> npt.NDArray[np.int64]: ...
def working_days_between(start: Any, end: Any, zone: str = "Asia/Jakarta") -> Any:
    """How many working days follow `start` up to and including `end`; negative when `end` lies before `start`.

    Interview on Monday, book ready on Friday: 4. This is the count of Permenkumham 8/2014 article 22.

    Raises
    ------
    BadRequest
        A day lies outside 2023 to 2026.
    """
    first, last = _known(_array(start)), _known(_array(end))
    calendar = working_days(zone)
    swap = last < first
    low, high = np.where(swap, last, first), np.where(swap, first, last)
    one = np.timedelta64(1, "D")
    count = np.busday_count(low + one, high + one, busdaycal=calendar).astype(np.int64)
    return _like(start, np.where(swap, -count, count))


def days_of(first: date, last: date) -> pl.DataFrame:
    """One row per day of a span: day, weekday (1 = Monday), is_working, and name_id, name_en, kind of a holiday."""
    if first < FIRST_DAY or last > LAST_DAY:
        _refuse(first if first < FIRST_DAY else last)
    days = pl.date_range(first, last, interval=timedelta(days=1), eager=True).alias("day")
    frame = pl.DataFrame({"day": days}).with_columns(weekday=pl.col("day").dt.weekday().cast(pl.Int64))
    frame = frame.with_columns(is_working_day(days).alias("is_working"))
    names = holidays().select("day", "name_id", "name_en", "kind")
    return frame.join(names, on="day", how="left", maintain_order="left")


def _array(days: Any) -> Days:
    if isinstance(days, pl.Series):
        if days.null_count():
            raise BadRequest("A day is empty.", cure="Drop or fill empty days before counting working days.")
        return days.to_numpy().astype("datetime64[D]")
    return np.asarray(days, dtype="datetime64[D]")


def _like(days: Any, result: npt.NDArray[Any]) -> Any:
    if isinstance(days, pl.Series):
        return pl.Series(days.name, result)
    return result if isinstance(days, np.ndarray) else result.item()


def _known(days: Days) -> Days:
    if days.size and (days.min() < np.datetime64(FIRST_DAY) or days.max() > np.datetime64(LAST_DAY)):
        outside = days.min() if days.min() < np.datetime64(FIRST_DAY) else days.max()
        _refuse(outside.astype(date))
    return days


def _refuse(day: date) -> None:
    raise BadRequest(
        "The calendar of holidays does not reach {day}.",
        cure="It covers {first} to {last}; add the decree of that year to reference/tables/holidays.csv.",
        day=day.isoformat(),
        first=FIRST_DAY.isoformat(),
        last=LAST_DAY.isoformat(),
    )
