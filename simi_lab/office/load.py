"""How busy desks are, and when they can never keep up."""

from __future__ import annotations

import numpy as np
import polars as pl

from simi_lab.errors import BadRequest
from simi_lab.office.arrivals import Coming
from simi_lab.office.hours import open_seconds
from simi_lab.office.journey import DELAYS, STATIONS, Journey
from simi_lab.office.queues.schedule import Schedule
from simi_lab.office.records import Walked

LONG_DAYS = 60
"""A plan is judged only over at least so many days: a shorter rush may well exceed the desks and drain later."""


def refuse_overload(comes: Coming, path: Journey, schedules: dict[str, Schedule], *, first: int, end: int) -> None:
    """Refuse a plan whose desks have more work than time, over the days of filing.

    Demand above the quota is no fault: it shows as lead days. Demand let in and never worked off is.

    Raises
    ------
    BadRequest
        The queue at a station grows for ever; the message tells the station and its load.
    """
    if end - first < LONG_DAYS * 86_400:
        return
    inside = (comes.arrival >= 0) & (comes.arrival < end)
    for index, name in enumerate(STATIONS):
        if name in DELAYS:
            continue
        here = path.takes & (path.station == index) & inside[:, None]
        work = float(path.service[here].sum())
        (desk_time,) = open_seconds([schedules[name]], end)
        if work > desk_time:
            load = "endless" if desk_time == 0 else f"{100 * work / desk_time:.0f} %"
            raise BadRequest(
                "The queue is not stable: the load at {station} is {load} of what its desks can do.",
                where="office.desks",
                cure="Add desks or hours there, or let fewer applicants in.",
                station=name,
                load=load,
            )


def stations_table(path: Journey, walked: Walked, schedules: dict[str, Schedule], *, end: int) -> pl.DataFrame:
    """One row per staffed station: work done, desk time, utilisation, overtime and mean wait up to `end`.

    Overtime is the part of the work that lies outside the windows: after closing, or begun just before the break.
    """
    rows = []
    for index, name in enumerate(STATIONS):
        if name in DELAYS:
            continue
        schedule = schedules[name]
        here = (path.station == index) & (walked.departure >= 0) & (walked.departure < end)
        start, departure = walked.start[here], walked.departure[here]
        (desk_time,) = open_seconds([schedule], end)
        busy = float((departure - start).sum())
        rows.append(
            {
                "station": name,
                "n_served": int(here.sum()),
                "busy_hours": busy / 3600,
                "desk_hours": desk_time / 3600,
                "utilisation": busy / desk_time if desk_time else None,
                "overtime_hours": float(_outside(start, departure, schedule).sum()) / 3600,
                "mean_wait_min": float((start - walked.joined[here]).mean()) / 60 if here.any() else None,
            }
        )
    return pl.DataFrame(
        rows,
        schema={
            "station": pl.String(),
            "n_served": pl.Int64(),
            "busy_hours": pl.Float64(),
            "desk_hours": pl.Float64(),
            "utilisation": pl.Float64(),
            "overtime_hours": pl.Float64(),
            "mean_wait_min": pl.Float64(),
        },
    )


def _outside(start: np.ndarray, departure: np.ndarray, schedule: Schedule) -> np.ndarray:
    """Part of each service that lies outside the windows."""
    if not len(schedule.opens):
        return departure - start
    before = np.cumsum(schedule.closes - schedule.opens) - (schedule.closes - schedule.opens)

    def open_until(moment: np.ndarray) -> np.ndarray:
        k = np.clip(np.searchsorted(schedule.opens, moment, side="right") - 1, 0, None)
        inside = np.clip(moment - schedule.opens[k], 0, schedule.closes[k] - schedule.opens[k])
        return before[k] + inside

    return (departure - start) - (open_until(departure) - open_until(start))
