"""Figures of a day, at a moment, per quarter of an hour and as a whole: pure, tested without a browser."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from simi_lab.dashboards.day.reading import ROOMS, Day

QUARTER = 900
SECONDS_PER_MINUTE = 60
_USUAL = (8 * 3600, 16 * 3600)  # of a clock that nothing moves


@dataclass(frozen=True)
class Moment:
    """How many people are where in the office at a moment; the team that is out is not counted.

    Parameters
    ----------
    waiting : in a queue
    longest_s : seconds that the one who waits longest has waited in that queue
    serving : at a desk
    left : done with all that they came for on this day
    desks : people on duty at the desks
    """

    waiting: int
    longest_s: int
    serving: int
    left: int
    desks: int


@dataclass(frozen=True)
class Whole:
    """A day as a whole.

    Parameters
    ----------
    n_people : applicants served, the team that is out included
    half_s : half of those served in the office waited no longer, all queues of the day together
    longest_s : the longest wait in one queue
    peak, peak_at : most people in queues at a full quarter of an hour, and when (seconds after midnight)
    last_s : when the last of them left
    """

    n_people: int
    half_s: int
    longest_s: int
    peak: int
    peak_at: int
    last_s: int


def moment(day: Day, at: int) -> Moment:
    """Count the people in the office at `at` seconds after midnight: queued <= at < started waits, then is served."""
    rows = day.at(ROOMS)
    waits = rows.filter(pl.col("queued") <= at, pl.col("started") > at)
    served = rows.filter(pl.col("started") <= at, pl.col("ended") > at)
    last = rows.group_by("who").agg(pl.col("ended").max())
    return Moment(
        waiting=waits.height,
        longest_s=_most(at - waits["queued"]),
        serving=served.height,
        left=last.filter(pl.col("ended") <= at).height,
        desks=sum(day.desks.get(place, 0) for place in ROOMS),
    )


def _most(values: pl.Series) -> int:
    """The largest of whole numbers, 0 of none."""
    found = values.max()
    return found if isinstance(found, int) else 0


def span(*days: Day) -> tuple[int, int]:
    """First and last second to show, full quarters of an hour: from the first who comes to the last who leaves."""
    shown = [day for day in days if not day.is_quiet]
    hours = [day.hours for day in days if day.hours is not None]
    starts = [*(_most(day.steps["queued"].sort().head(1)) for day in shown), *(part.opens for part in hours)]
    ends = [*(_most(day.steps["ended"]) for day in shown), *(part.closes for part in hours)]
    first, last = min(starts, default=_USUAL[0]), max(ends, default=_USUAL[1])
    return first // QUARTER * QUARTER, -(-last // QUARTER) * QUARTER


def quarters(day: Day, first: int, last: int) -> pl.DataFrame:
    """One row per quarter of an hour: at (seconds), waiting, serving, left, longest_min (null when nobody waits)."""
    rows = [(at, moment(day, at)) for at in range(first, last + 1, QUARTER)]
    return pl.DataFrame(
        {
            "at": [at for at, _ in rows],
            "waiting": [found.waiting for _, found in rows],
            "serving": [found.serving for _, found in rows],
            "left": [found.left for _, found in rows],
            "longest_min": [found.longest_s // SECONDS_PER_MINUTE if found.waiting else None for _, found in rows],
        },
        schema_overrides={"longest_min": pl.Int64},
    )


def whole(day: Day) -> Whole:
    """The day in a few figures; of a day on which nobody was served all are zero."""
    if day.is_quiet:
        return Whole(0, 0, 0, 0, 0, 0)
    rows = day.at(ROOMS).with_columns(wait=pl.col("started") - pl.col("queued"))
    each = rows.group_by("who").agg(pl.col("wait").sum())["wait"]
    table = quarters(day, *span(day))
    top = table.sort("waiting", "at", descending=[True, False]).row(0, named=True)
    return Whole(
        n_people=day.people.height,
        half_s=int(each.quantile(0.5, "lower") or 0),
        longest_s=_most(rows["wait"]),
        peak=top["waiting"],
        peak_at=top["at"],
        last_s=_most(day.steps["ended"]),
    )
