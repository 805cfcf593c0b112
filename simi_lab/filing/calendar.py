"""On which day an application is filed: season, weekday, Ramadan, holidays and harvest as whole-number weights."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.reference import calendar, seasons
from simi_lab.scenario.model import Scenario

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HARVEST_MONTHS = (9, 10, 11)  # registrations after the coffee harvest, see `domain` of the scenario's source
ONLINE_ON_CLOSED_DAYS = 0.25  # assumed: bookings made on a closed day against an open one


def day_weights(scenario: Scenario) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Days of the period (day numbers) and how heavily each is filed on, shape (n_days,); closed days weigh 0.

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
    fasts = [(r["ramadan_from"], r["eid_al_fitr"]) for r in seasons.religious_dates().iter_rows(named=True)]
    for i in np.flatnonzero(working):
        day = first + timedelta(days=int(i))
        factor = demand.month_factors.values[str(day.month)] * demand.weekday_factors.values[WEEKDAYS[day.weekday()]]
        if any(start <= day < end for start, end in fasts):
            factor *= demand.ramadan_factor.value
        if day.month in HARVEST_MONTHS:
            factor *= demand.harvest_factor.value
        weights[i] = factor
    return days, weights
