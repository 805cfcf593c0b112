"""What an evaluator writes beside each month of a series: the step, its slope, the season, and other events."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.reference.seasons import religious_dates

Floats = NDArray[np.float64]
LEVEL, SLOPE = "level", "slope"
SEASON_MONTHS = 18
"""Shorter series show no season apart from a trend: no month of the year stands in them twice as a rule."""

_TWO_WAVES = 30
_SLOPE_MONTHS = 3


class Event(NamedTuple):
    """Something else that happened: a `span` (an outage) or a `step` that lasts (a fee).

    Both days are inside a span; a step has no last day.
    """

    name: str
    kind: Literal["span", "step"]
    first: date
    last: date | None = None


@dataclass(frozen=True)
class Design:
    """The columns of a segmented regression, one row per month in order.

    Parameters
    ----------
    names : one per column: "mean", "trend", "level", "slope", season terms, events
    matrix : (n_months, n_columns)
    is_after : months in which the change is in force from the first day to the last
    since : months since the change, 0 in its first month
    """

    names: tuple[str, ...]
    matrix: Floats
    is_after: NDArray[np.bool_]
    since: Floats

    def without_change(self) -> Floats:
        """The same columns as if the change had never come."""
        plain = self.matrix.copy()
        for name in (LEVEL, SLOPE):
            if name in self.names:
                plain[:, self.names.index(name)] = 0.0
        return plain

    def effect(self, weights: Floats) -> Floats:
        """What to add up of the coefficients for the mean effect over the months after, each by its weight."""
        share = np.where(self.is_after, weights, 0.0)
        share = share / share.sum()
        pick = np.zeros(len(self.names))
        pick[self.names.index(LEVEL)] = 1.0
        if SLOPE in self.names:
            pick[self.names.index(SLOPE)] = float(share @ self.since)
        return pick


def window(months: Sequence[date], live: date, *, before: int | None = None, after: int | None = None) -> list[date]:
    """Months around a change: so many before and after it (None: all); a month that holds both ways is left out.

    Examples
    --------
    >>> window([date(2024, m, 1) for m in (5, 6, 7, 8)], date(2024, 7, 10), before=1)
    [datetime.date(2024, 6, 1), datetime.date(2024, 8, 1)]
    """
    whole = sorted(months)
    early = [month for month in whole if last_day(month) < live]
    late = [month for month in whole if month >= live]
    return (early if before is None else early[-before:]) + (late if after is None else late[:after])


def design(months: Sequence[date], live: date, *, with_season: bool = True, events: Sequence[Event] = ()) -> Design:
    """Lay the columns of a segmented regression.

    The season is one or two yearly waves (two from 30 months on) and the share of each month that lies in Ramadan; it
    needs 18 months. A column that the others already hold, or that is the same in every month, is left out.

    Parameters
    ----------
    months : first days, in order; gaps are allowed
    live : first day of the change
    with_season : whether season terms are wanted
    events : named beside the change

    Source : segmented regression of interrupted time series, Wagner et al. 2002, J Clin Pharm Ther 27, 299-309.
    """
    place = np.array([12 * month.year + month.month for month in months], dtype=float)
    is_after = np.array([month >= live for month in months])
    since = np.where(is_after, place - place[is_after].min(), 0.0) if is_after.any() else np.zeros(len(months))
    columns: list[tuple[str, Floats]] = [
        ("mean", np.ones(len(months))),
        ("trend", place - place[0]),
        (LEVEL, is_after.astype(float)),
    ]
    if is_after.sum() >= _SLOPE_MONTHS:
        columns.append((SLOPE, since))
    if with_season and len(months) >= SEASON_MONTHS:
        columns += _season(months)
    columns += [(event.name, np.array([_share(month, event) for month in months])) for event in events]
    names, kept = _independent(columns)
    return Design(names, kept, is_after, since)


def last_day(month: date) -> date:
    """Last day of a month given by its first."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def _season(months: Sequence[date]) -> list[tuple[str, Floats]]:
    angle = np.array([2 * math.pi * (month.month - 1) / 12 for month in months])
    waves = 2 if len(months) >= _TWO_WAVES else 1
    found = [(f"{word}_{k}", form(k * angle)) for k in range(1, waves + 1) for word, form in _WAVES]
    spans = religious_dates().select("ramadan_from", "eid_al_fitr").iter_rows()
    fasts = [Event("ramadan", "span", first, feast - timedelta(days=1)) for first, feast in spans]
    shares = np.array([sum(_share(month, fast) for fast in fasts) for month in months])
    return [*found, ("ramadan", shares)]


_WAVES = (("year_cos", np.cos), ("year_sin", np.sin))


def _share(month: date, event: Event) -> float:
    """Share of a month's days that lie in an event."""
    end = last_day(month)
    first, last = max(month, event.first), end if event.last is None else min(end, event.last)
    return max(0, (last - first).days + 1) / end.day


def _independent(columns: Sequence[tuple[str, Floats]]) -> tuple[tuple[str, ...], Floats]:
    names: list[str] = []
    kept: list[Floats] = []
    for name, column in columns:
        tried = np.column_stack([*kept, column])
        if np.linalg.matrix_rank(tried) == tried.shape[1]:
            names.append(name)
            kept.append(column)
    return tuple(names), np.column_stack(kept)


def two_means(table: pl.DataFrame, live: date) -> tuple[list[float], list[float]]:
    """Values before and after a change, as one who only compares two means takes them."""
    rows = table.sort("month").select("month", "value").rows()
    return [v for month, v in rows if month < live], [v for month, v in rows if month >= live]
