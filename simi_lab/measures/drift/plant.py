"""Streams of what an office can watch, month by month, with a change planted at a known month or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.errors import BadRequest, Fault, TableError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DAYS = 21  # working days of a month of a stream


@dataclass(frozen=True)
class Change:
    """What becomes different from the planted month on.

    Parameters
    ----------
    name : code
    weights : column of the pool: how often a row comes from then on, as a multiple of before
    instead : columns of the pool that replace watched ones from then on, by watched name
    """

    name: str
    weights: str | None = None
    instead: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stream:
    """What an office watches, one value per applicant in order.

    Parameters
    ----------
    values : per watched name, shape (n,)
    day : working day of each value, from 0, shape (n,)
    n_reference : values of the months in which nothing is judged: what a detector takes for normal
    judged_from : first day that is judged
    last : last day
    changed_on : day from which something is different; None where nothing is
    """

    values: Mapping[str, Floats]
    day: Ints
    n_reference: int
    judged_from: int
    last: int
    changed_on: int | None = None

    def standard(self, name: str) -> Floats:
        """A watched value in spreads of its reference months; a value that never varied there has a small spread."""
        values, before = self.values[name], self.values[name][: self.n_reference]
        spread = max(float(before.std()), 1 / np.sqrt(max(1, before.size)))
        return (values - float(before.mean())) / spread

    def daily(self, name: str) -> tuple[Ints, Floats]:
        """Days on which somebody came, and the mean of the day in spreads of the reference months."""
        days, place = np.unique(self.day, return_inverse=True)
        return days, np.bincount(place, weights=self.standard(name)) / np.bincount(place)


def planted(
    pool: pl.DataFrame,
    watched: tuple[str, ...],
    change: Change | None,
    *,
    rng: np.random.Generator,
    reference: int = 12,
    judged: int = 12,
    at: int | None = None,
) -> Stream:
    """Draw a stream from what an office has seen, season kept: the months of the pool come round in their order.

    Rows are drawn with replacement and independently, so that nothing but season and the planted change moves; what
    groups of applicants do together is lost.

    Parameters
    ----------
    pool : one row per applicant: `month`, the watched columns, and those that the change names; of one year, so that
        each month of a stream has the size and the mix of its own season
    watched : columns that the office watches
    change : what is planted; None for a calm stream
    reference, judged : months that set the normal, and months in which alarms are judged
    at : judged month, from 0, in which the change comes; drawn from the second to the sixth by default

    Raises
    ------
    TableError
        The pool lacks a column.
    BadRequest
        The pool is empty, or the change would come outside the judged months.

    Randomness : `rng`.
    """
    _check(pool, watched, change)
    if at is None:
        at = int(rng.integers(1, max(2, judged // 2 + 1)))
    if change is not None and not 0 <= at < judged:
        raise BadRequest("A change in month {at} lies outside of the {n} judged months.", at=at, n=judged)
    months = [rows for _, rows in sorted(pool.group_by("month"), key=lambda item: item[0])]
    pieces: dict[str, list[Floats]] = {name: [] for name in watched}
    days: list[Ints] = []
    for month in range(reference + judged):
        is_changed = change is not None and month >= reference + at
        rows = months[month % len(months)]
        n = rows.height
        chance = _chance(rows, change) if is_changed else None
        drawn = rng.choice(n, size=n, p=chance)
        for name in watched:
            column = change.instead.get(name, name) if change is not None and is_changed else name
            pieces[name].append(rows[column].to_numpy().astype(np.float64)[drawn])
        days.append(month * DAYS + np.arange(n) * DAYS // n)
    sizes = [piece.size for piece in days]
    return Stream(
        values={name: np.concatenate(parts) for name, parts in pieces.items()},
        day=np.concatenate(days),
        n_reference=sum(sizes[:reference]),
        judged_from=reference * DAYS,
        last=(reference + judged) * DAYS - 1,
        changed_on=None if change is None else (reference + at) * DAYS,
    )


def _chance(rows: pl.DataFrame, change: Change | None) -> Floats | None:
    if change is None or change.weights is None:
        return None
    weights = rows[change.weights].to_numpy().astype(np.float64)
    return np.asarray(weights / weights.sum())


def _check(pool: pl.DataFrame, watched: tuple[str, ...], change: Change | None) -> None:
    wanted = ["month", *watched]
    if change is not None:
        wanted += [*([change.weights] if change.weights else []), *change.instead.values()]
    faults = [Fault(name, "the column is missing.") for name in wanted if name not in pool.columns]
    if faults:
        raise TableError(faults, what="{n} columns are missing for a planted change.")
    if pool.is_empty():
        raise BadRequest("Nobody applied, so that no stream can be drawn.")
