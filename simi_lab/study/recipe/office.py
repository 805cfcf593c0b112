"""An office month as the recipe finder sees it: what a plan costs before it is tried, and months of it when it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from simi_lab.scenario.office_service import PROMISED_SHARE, PROMISED_WAIT_MIN
from simi_lab.study.whatif import WhatIf
from simi_lab.study.whatif.answers import FULL, cost_of
from simi_lab.study.whatif.levers import Levers

Floats = NDArray[np.float64]
CHUNK = 10


@dataclass(frozen=True)
class Promise:
    """What an office promises its applicants.

    Parameters
    ----------
    within_min : minutes of waiting at the counter
    days : working days from the interview to the ready book
    share : share of applicants for whom each of the two must hold, 0 to 1
    lead_days : mean days from filing to the visit that may not be passed; without it a small quota would keep every
        promise by letting people wait at home
    """

    within_min: float = PROMISED_WAIT_MIN
    days: float = 4.0
    share: float = PROMISED_SHARE
    lead_days: float = float("inf")


class Months(NamedTuple):
    """Figures of some months of one plan, shape (n,) each: rupiah, shares, days, load of the fullest desks."""

    cost: Floats
    within: Floats
    standard: Floats
    lead_days: Floats
    load: Floats


class Office(Protocol):
    """What the finder needs of an office; the tests hand in one whose best plan is known."""

    today: Levers

    def floor(self, plan: Levers) -> float:
        """Rupiah of a month of the plan before overtime: it costs at least this."""
        ...

    def months(self, plan: Levers, numbers: range) -> Months:
        """Months by their numbers from 1; the same number meets the same chance in every plan."""
        ...


class TwinOffice:
    """The office twin under a demand and an outage that no plan can choose.

    Parameters
    ----------
    asked : the month
    within_min, days : limits of the promise
    demand : applicants as a factor of those who came, 1 or more; the added ones are people of the same weeks of
        another year, those from far districts and weak signal first, as for a campaign, but nobody pays for one
    outage_days : working days in the middle of the month on which the central system stands still
    """

    def __init__(
        self, asked: WhatIf, within_min: float, days: float, demand: float = 1.0, outage_days: int = 0
    ) -> None:
        self.asked, self.within_min, self.days = asked, within_min, days
        self.today = asked.today.but(campaign=round(demand - 1, 6), outage_days=outage_days)
        rows = asked.rows(self.today)
        self._in_month = asked.crowd.in_month[rows]
        self.n_applicants = int(self._in_month.sum())

    def floor(self, plan: Levers) -> float:
        """Rupiah of a month of the plan before overtime."""
        return float(self._cost(plan, np.zeros(1))[0])

    def months(self, plan: Levers, numbers: range) -> Months:
        """Months by their numbers; everyone who filed in the month counts, won or not."""
        parts = self.asked.months_of(plan, numbers, CHUNK)
        values = {
            name: np.concatenate([part.values[name] for part in parts])[:, self._in_month]
            for name in ("wait_min", "work_days", "lead_days")
        }
        return Months(
            cost=self._cost(plan, np.concatenate([part.overtime_hours for part in parts])),
            within=_share(values["wait_min"], self.within_min),
            standard=_share(values["work_days"], self.days),
            lead_days=np.nanmean(values["lead_days"], axis=1),
            load=np.concatenate([np.max(list(part.load.values()), axis=0) for part in parts]),
        )

    def loads(self, plan: Levers, numbers: range) -> dict[str, float]:
        """How full each kind of desk is: work let in by desk time, mean over the months."""
        parts = self.asked.months_of(plan, numbers, CHUNK)
        return {name: float(np.concatenate([part.load[name] for part in parts]).mean()) for name in parts[0].load}

    def _cost(self, plan: Levers, overtime: Floats) -> Floats:
        # demand comes by itself here: nobody is paid for winning it
        return cost_of(self.asked, plan.but(campaign=0.0), self.asked.duty(plan), overtime, self.n_applicants)


def _share(values: Floats, limit: float) -> Floats:
    """Share of each month's applicants at or under a limit, of those with a value; 1 where nobody has one."""
    has = ~np.isnan(values)
    n = has.sum(axis=1)
    return np.where(n > 0, (has & (values <= limit)).sum(axis=1) / np.maximum(n, 1), 1.0)


def is_unstable(months: Months) -> bool:
    """Whether some desks are given more work than they can ever do."""
    return bool(months.load.mean() > FULL)
