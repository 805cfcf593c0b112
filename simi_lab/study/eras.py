"""Stretches of time of one world: the base that was made at once, and each month that was added to it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from simi_lab.errors import BadRequest
from simi_lab.filing.calendar import day_weights
from simi_lab.people import SHARD, mean_applicants
from simi_lab.reference import calendar
from simi_lab.scenario.model import Period, Scenario
from simi_lab.study.block import Extent, extent_of
from simi_lab.study.kept import kept_scenario

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Era:
    """A stretch of time with households of its own.

    Parameters
    ----------
    plan : the scenario with the period of this era alone
    extent : its households, whose numbers begin after those of the era before, on a shard of their own
    """

    plan: Scenario
    extent: Extent

    @property
    def first(self) -> date:
        """First day."""
        return self.plan.period.first

    @property
    def last(self) -> date:
        """Last day, inside the era."""
        return self.plan.period.last


def base_plan(origin: Mapping[str, Any]) -> Scenario:
    """Scenario of a run as it was made at once, without the months that were added."""
    plan = kept_scenario(origin["scenario"])
    plan = plan.model_copy(update={"seed": origin["seed"]})
    last = origin["options"].get("base_last")
    return plan if last is None else _during(plan, plan.period.first, date.fromisoformat(last))


def base_era(origin: Mapping[str, Any]) -> Era:
    """The first era of a run, from the `origin` of its manifest."""
    plan = base_plan(origin)
    return Era(plan, extent_of(plan, origin["options"].get("applications")))


def eras_of(base: Era, months: int) -> list[Era]:
    """The base and so many months after it, each as large as its season asks.

    Raises
    ------
    BadRequest
        The months leave the years for which holidays are known.
    """
    eras = [base]
    for number in range(1, months + 1):
        last = month_on(base.last, number)
        if last > calendar.LAST_DAY:
            raise BadRequest(
                "The world would end on {last}; holidays are known until {known}.",
                cure="Ask for fewer months, or add days to reference/tables/holidays.csv.",
                last=last.isoformat(),
                known=calendar.LAST_DAY.isoformat(),
            )
        plan = _during(base.plan, eras[-1].last + timedelta(days=1), last)
        eras.append(Era(plan, _extent(base.extent, plan, eras[-1].extent)))
    return eras


def month_on(day: date, months: int) -> date:
    """The same day some months later; the last day of a month stays the last one.

    Examples
    --------
    >>> month_on(date(2024, 10, 31), 1), month_on(date(2024, 1, 30), 1)
    (datetime.date(2024, 11, 30), datetime.date(2024, 2, 29))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    is_end = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if is_end else min(day.day, length))


def load_of(plan: Scenario) -> float:
    """Applications of one office in a month: the year's, by the share of its days in the year that ends with it."""
    first, last = plan.period.first, plan.period.last
    begin = max(last - timedelta(days=364), calendar.FIRST_DAY)
    _, weights = day_weights(_during(plan, begin, last))
    n_days = (last - first).days + 1
    share = float(weights[-n_days:].sum()) / float(weights.sum())
    return plan.demand.per_year.value * len(weights) / DAYS_PER_YEAR * share


def _extent(base: Extent, plan: Scenario, before: Extent) -> Extent:
    own = max(1, round(load_of(plan) / mean_applicants(plan.households)))
    rest = base.households - (base.offices - 1) * base.households_per_office
    last = max(1, round(own * rest / base.households_per_office))
    start = -(-(before.start + before.households) // SHARD) * SHARD
    return Extent(own, (base.offices - 1) * own + min(last, own), start)


def _during(plan: Scenario, first: date, last: date) -> Scenario:
    return plan.model_copy(update={"period": Period(first=first, last=last)})
