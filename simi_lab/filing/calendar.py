"""On which day an application is filed: season, weekday, Ramadan, haji wave, holidays and harvest as weights."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.reference import calendar, seasons
from simi_lab.scenario.model import Scenario

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Spans = list[tuple[date, date]]


def day_weights(scenario: Scenario) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Days of the period (day numbers) and how heavily each is filed on, shape (n_days,); closed days weigh 0.

    Pilgrims of the coming haji file in a wave before Ramadan, few file in Ramadan, and harvest money is spent on umrah
    in autumn. The days carry the wave, not the purposes: the mix of purposes is the same on every day.

    Raises
    ------
    BadRequest
        The period leaves the years for which the calendar is known.
    """
    first, last = scenario.period.first, scenario.period.last
    days = np.arange(clock.day_index(first), clock.day_index(last) + 1)
    working = np.asarray(calendar.is_working_day(days.astype("datetime64[D]"), scenario.site.zone))
    demand = scenario.demand
    weights = np.zeros(days.size)
    fasts, waves, harvest = _spans()
    for i in np.flatnonzero(working):
        day = first + timedelta(days=int(i))
        factor = demand.month_factors.values[str(day.month)] * demand.weekday_factors.values[WEEKDAYS[day.weekday()]]
        if _inside(day, fasts):
            factor *= demand.ramadan_factor.value
        elif _inside(day, waves):
            factor *= demand.haji_wave_factor.value
        if harvest[0] <= day.month <= harvest[1]:
            factor *= demand.harvest_factor.value
        weights[i] = factor
    return days, weights


def _spans() -> tuple[Spans, Spans, tuple[int, int]]:
    """Fasts and haji waves as [first, end) days, and the months after the coffee harvest."""
    season = {row["season"]: row for row in seasons.season_factors().iter_rows(named=True)}
    wave, after = season["haji_wave"], season["after_harvest"]
    years = list(seasons.religious_dates().iter_rows(named=True))
    fasts = [(row["ramadan_from"], row["eid_al_fitr"]) for row in years]
    waves = [
        (
            row["eid_al_adha"] - timedelta(days=wave["days_before_from"]),
            row["eid_al_adha"] - timedelta(days=wave["days_before_to"] - 1),
        )
        for row in years
    ]
    return fasts, waves, (after["month_from"], after["month_to"])


def _inside(day: date, spans: Spans) -> bool:
    return any(start <= day < end for start, end in spans)
