"""Officers differ: how fast each desk works in each week, drawn once for the office."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simi_lab.clock import SECONDS_PER_DAY
from simi_lab.office.chance import Draws
from simi_lab.office.hours import OfficeDays
from simi_lab.office.journey import STAFFED, STATIONS
from simi_lab.office.queues.pace import Pace, pack_pace
from simi_lab.scenario.office import OfficePlan
from simi_lab.streams import transforms

_WEEK = 7 * SECONDS_PER_DAY
_DESKS, _WEEKS = 64, 4096  # room for counters: a desk of a station, a week of a desk
SLOWEST, FASTEST = 3.0, 1 / 3


def pace_of(
    plan: OfficePlan, calendar: OfficeDays, desks: dict[str, int], draws: Draws, *, office_id: int, role: str = ""
) -> NDArray[np.float64] | None:
    """Factor on the time of a service by desk and week of the calendar, all stations one below the other.

    An officer keeps the own pace (`desks.pace_spread` between officers) and has good and bad weeks
    (`desks.pace_weekly`); both have mean 1, so that an office is on the whole as fast as one of even desks.

    Returns
    -------
    array of shape (desks of all staffed stations, n_weeks), or None where all desks are even

    Randomness : `draws`, one word per desk and one per desk and week.
    """
    spread, weekly = plan.desks.pace_spread.value, plan.desks.pace_weekly.value
    if spread <= 0 and weekly <= 0:
        return None
    numbers = [STATIONS.index(name) * _DESKS + desk for name in STAFFED for desk in range(desks[name])]
    who = np.array(numbers, dtype=np.int64) + office_id * _DESKS * len(STATIONS)
    weeks = np.arange(-(-calendar.weekday.size // 7), dtype=np.int64)
    factor = np.ones((who.size, weeks.size))
    if spread > 0:
        factor *= transforms.lognormal(draws(f"pace{role}", who), 1.0, spread)[:, None]
    if weekly > 0:
        words = draws(f"pace of a week{role}", (who[:, None] * _WEEKS + weeks).ravel())
        factor *= transforms.lognormal(words, 1.0, weekly).reshape(factor.shape)
    return np.clip(factor, FASTEST, SLOWEST)


def packed(factor: NDArray[np.float64] | None, calendar: OfficeDays, desks: dict[str, int]) -> Pace | None:
    """The factors as the event loop reads them, weeks counted from the first day of the calendar."""
    if factor is None:
        return None
    parts, at = {}, 0
    for name in STAFFED:
        parts[name] = factor[at : at + desks[name]] if desks[name] else None
        at += desks[name]
    tables, most = [parts.get(name) for name in STATIONS], [desks[name] for name in STATIONS]
    servers = [n if table is not None else 0 for n, table in zip(most, tables, strict=True)]
    return pack_pace(tables, servers, np.int64, begins=calendar.day0 * SECONDS_PER_DAY, week=_WEEK)
