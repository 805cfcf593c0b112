"""What a setting of the levers does: figures with intervals, beside today's, for whom, and at what cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.estimate import Estimate, Goal, student
from simi_lab.office.replicas import Duty, Replicas
from simi_lab.reference import regulation
from simi_lab.scenario.office_costs import Costs
from simi_lab.scenario.office_service import PROMISED_SHARE, PROMISED_WAIT_MIN
from simi_lab.study.whatif.levers import Levers
from simi_lab.study.whatif.month import Month

Floats = NDArray[np.float64]
Worth = Literal["today", "better", "saves", "mixed", "not_worth", "worse"]
IDLE = 0.5
"""Desks that are busy for less than this share of their time are called idle."""
NOTICED_MIN = 1.0
"""Less than so many minutes of waiting is no gain that anybody would notice."""
FULL = 1.0


class Asked(NamedTuple):
    """A figure of a month: unit, and which direction is better."""

    unit: str
    goal: Goal | None


FIGURES: Mapping[str, Asked] = {
    "wait_min": Asked("min", "lower"),
    "wait_p95": Asked("min", "lower"),
    "within_30": Asked("share", "higher"),
    "lead_days": Asked("day", "lower"),
    "within_standard": Asked("share", "higher"),
    "total_days": Asked("day", "lower"),
    "visits": Asked("visit", "lower"),
    "travel_hours": Asked("hour", "lower"),
    "without_passport": Asked("share", "lower"),
    "utilisation_counter": Asked("share", None),
    "utilisation_interview": Asked("share", None),
    "overtime_hours": Asked("hour", "lower"),
    "passports": Asked("passport", "higher"),
    "cost_month": Asked("IDR", "lower"),
    "cost_passport": Asked("IDR", "lower"),
}
GAINS = ("wait_min", "lead_days", "total_days", "travel_hours", "without_passport", "within_standard")
"""What an applicant feels: a setting is weighed by these and by its cost."""


@dataclass(frozen=True)
class Figure:
    """One figure of a month under a setting.

    Parameters
    ----------
    now : mean over months with its interval
    change : mean paired difference from today's setting; None for today's
    low, high : between these lie nine of ten such months
    """

    now: Estimate
    change: Estimate | None
    low: float
    high: float


@dataclass(frozen=True)
class Answer:
    """What a setting does.

    Parameters
    ----------
    levers, today : settings
    replications : months simulated
    n_applicants : those who filed in the month, and n_won those whom the campaign wins
    figures : per name of `FIGURES`; None where nobody has a value
    load : per staffed station, mean share of its desk time that the month's work needs; above 1 the queue only grows
    districts : district_id, n_applicants, before, after: travel hours per applicant; small groups are in here
    worth : how gain and cost stand to each other, see `worth_of`
    """

    levers: Levers
    today: Levers
    replications: int
    n_applicants: int
    n_won: int
    figures: Mapping[str, Figure | None]
    load: Mapping[str, float]
    districts: pl.DataFrame
    worth: Worth

    @property
    def unstable(self) -> dict[str, float]:
        """Stations that can never keep up, with their load."""
        return {name: load for name, load in self.load.items() if load > FULL}

    @property
    def keeps_promise(self) -> bool:
        """Whether nine of ten wait at most half an hour, and nine of ten books are ready within the standard."""
        wait, days = self.figures["within_30"], self.figures["within_standard"]
        return wait is not None and days is not None and min(wait.now.value, days.now.value) >= PROMISED_SHARE

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; districts are left out, because small groups are in them."""
        from dataclasses import asdict

        told = {name: None if f is None else asdict(f) for name, f in self.figures.items()}
        return {
            "synthetic": True,
            "levers": asdict(self.levers),
            "today": asdict(self.today),
            "replications": self.replications,
            "n_applicants": self.n_applicants,
            "n_won": self.n_won,
            "figures": told,
            "load": dict(self.load),
            "unstable": self.unstable,
            "keeps_promise": self.keeps_promise,
            "worth": self.worth,
        }


class Told(NamedTuple):
    """What is kept of the months of a setting: every figure, one value per replication; load; travel by applicant."""

    figures: Mapping[str, Floats]
    load: Mapping[str, float]
    travel: Floats


def told_of(asked: Month, levers: Levers, parts: Sequence[Replicas]) -> Told:
    """The figures of a set of months; the rows of applicants are let go."""
    travel = _travel(asked, levers, parts)
    load = {name: float(np.concatenate([part.load[name] for part in parts]).mean()) for name in parts[0].load}
    return Told(_figures(asked, levers, parts, travel), load, travel.mean(axis=0))


def answer_of(asked: Month, levers: Levers, before: Told, after: Told) -> Answer:
    """The same months under today's setting and another, put beside each other."""
    is_today = levers == asked.today
    told = {name: _figure(name, before.figures[name], after.figures[name], is_today) for name in FIGURES}
    crowd, rows = asked.crowd, asked.rows(levers)
    own = crowd.is_own & crowd.in_month
    districts = pl.DataFrame(
        {"district_id": crowd.district.filter(pl.Series(own)), "before": before.travel, "after": after.travel}
    )
    n = pl.len().cast(pl.Int64).alias("n_applicants")
    return Answer(
        levers=levers,
        today=asked.today,
        replications=after.figures["wait_min"].size,
        n_applicants=int(own.sum()),
        n_won=int((~crowd.is_own & crowd.in_month)[rows].sum()),
        figures=told,
        load=after.load,
        districts=districts.group_by("district_id").agg(n, pl.col("before", "after").mean()).sort("district_id"),
        worth="today" if is_today else worth_of(told),
    )


def _values(asked: Month, levers: Levers, parts: Sequence[Replicas], name: str) -> Floats:
    """One row per replication, one column per own applicant of the month."""
    rows, crowd = asked.rows(levers), asked.crowd
    own = (crowd.is_own & crowd.in_month)[rows]
    return np.concatenate([part.values[name] for part in parts])[:, own]


def _travel(asked: Month, levers: Levers, parts: Sequence[Replicas]) -> Floats:
    """Hours on the road, to and fro for all visits: one row per replication, one column per own applicant."""
    crowd = asked.crowd
    own = crowd.is_own & crowd.in_month
    far = crowd.intake.hours_to_office[own]
    unit = asked.hours_to_unit(levers)[own]
    near = np.where(np.isnan(unit), 0.0, _values(asked, levers, parts, "visits_near"))
    return 2 * (far * (_values(asked, levers, parts, "visits") - near) + np.nan_to_num(unit) * near)


def _mean(values: Floats) -> Floats:
    """Mean of each row over those with a value; NaN where nobody has one."""
    has = ~np.isnan(values)
    n = has.sum(axis=1)
    return np.where(n > 0, np.where(has, values, 0.0).sum(axis=1) / np.maximum(n, 1), np.nan)


def _p95(values: Floats) -> Floats:
    has = ~np.isnan(values)
    last = np.maximum(np.ceil(0.95 * has.sum(axis=1)).astype(np.int64) - 1, 0)
    in_order = np.sort(values, axis=1)  # NaN stand last
    return np.where(has.any(axis=1), np.take_along_axis(in_order, last[:, None], axis=1)[:, 0], np.nan)


def _figures(asked: Month, levers: Levers, parts: Sequence[Replicas], travel: Floats) -> dict[str, Floats]:
    """Every figure, one value per replication."""
    value = {name: _values(asked, levers, parts, name) for name in parts[0].values}
    standard = regulation.rule("service_working_days", asked.last).value
    wait, work = value["wait_min"], value["work_days"]
    crowd, rows = asked.crowd, asked.rows(levers)
    month = crowd.in_month[rows]
    passports = (~np.isnan(np.concatenate([p.values["total_days"] for p in parts])[:, month])).sum(axis=1)
    overtime = np.concatenate([part.overtime_hours for part in parts])
    cost = cost_of(asked, levers, parts[0].duty, overtime, int(month.sum()))
    return {
        "wait_min": _mean(wait),
        "wait_p95": _p95(wait),
        "within_30": _mean(np.where(np.isnan(wait), np.nan, wait <= PROMISED_WAIT_MIN)),
        "lead_days": _mean(value["lead_days"]),
        "within_standard": _mean(np.where(np.isnan(work), np.nan, work <= standard)),
        "total_days": _mean(value["total_days"]),
        "visits": _mean(value["visits"]),
        "travel_hours": _mean(travel),
        "without_passport": np.isnan(value["total_days"]).mean(axis=1) if wait.shape[1] else np.full(len(wait), np.nan),
        "utilisation_counter": np.concatenate([part.utilisation["counter"] for part in parts]),
        "utilisation_interview": np.concatenate([part.utilisation["interview"] for part in parts]),
        "overtime_hours": overtime,
        "passports": passports.astype(np.float64),
        "cost_month": cost,
        "cost_passport": np.where(passports > 0, cost / np.maximum(passports, 1), np.nan),
    }


def cost_of(asked: Month, levers: Levers, duty: Duty, overtime: Floats, n_month: int) -> Floats:
    """Rupiah of the month: people at desks, the team, overtime hours, and what the levers cost beside."""
    costs: Costs = asked.plan.costs
    won = int((~asked.crowd.is_own & asked.crowd.in_month)[asked.rows(levers)].sum())
    more_weeks = max(0, levers.training_weeks - asked.today.training_weeks)
    fixed = (
        duty.staff_days * costs.staff_day.value
        + duty.outreach_days * costs.outreach_day.value
        + duty.open_days * levers.extra_hours * costs.opening_hour.value
        + duty.staff_days * _longer(asked, levers) * costs.staff_day.value
        + won * costs.campaign_person.value
        + more_weeks * costs.training_week.value
        + levers.early_check * n_month * costs.check_application.value
    )
    return fixed + overtime * costs.overtime_hour.value


def _longer(asked: Month, levers: Levers) -> float:
    """Share by which a working day is longer than today's."""
    hours = asked.plan.hours
    day = next(iter(hours.opens.values))
    break_ = hours.break_to.values[day] - hours.break_from.values[day]
    return levers.extra_hours / (hours.closes.values[day] - hours.opens.values[day] - break_)


def _figure(name: str, then: Floats, now: Floats, is_today: bool) -> Figure | None:
    if np.isnan(now).any() or np.isnan(then).any():
        return None
    unit, goal = FIGURES[name]
    low, high = np.quantile(now, [0.05, 0.95])
    change = None if is_today else student((now - then).tolist(), name=name, unit=unit, goal=goal)
    return Figure(student(now.tolist(), name=name, unit=unit, goal=goal), change, float(low), float(high))


def worth_of(told: Mapping[str, Figure | None]) -> Worth:
    """How gain and cost of a setting stand to each other.

    Returns
    -------
    str
        "better": something that applicants feel improves and nothing gets worse; "saves": nothing gets worse and it
        costs less; "mixed": some improves and some gets worse; "not_worth": nobody would notice it, nothing is saved;
        "worse": something gets worse and nothing improves. Only changes whose whole interval supports them count, and
        minutes of waiting only from `NOTICED_MIN` on.
    """
    directions = {name: direction(told[name]) for name in GAINS}
    gains, losses = (any(d == sign for d in directions.values()) for sign in (1, -1))
    cost = told["cost_month"]
    cheaper = cost is not None and cost.change is not None and cost.change.high < 0
    if gains and losses:
        return "mixed"
    if gains:
        return "better"
    if losses:
        return "mixed" if cheaper else "worse"
    return "saves" if cheaper else "not_worth"


def direction(figure: Figure | None) -> int:
    """1 improves, -1 gets worse, 0 nothing that the interval supports and anyone would notice."""
    if figure is None or figure.change is None or not figure.change.excludes(0):
        return 0
    change = figure.change
    least = {"min": NOTICED_MIN, "day": 0.1, "hour": 0.1, "share": 0.005}.get(change.unit, 0.0)
    if abs(change.value) < least:
        return 0
    improves = change.value < 0 if change.goal == "lower" else change.value > 0
    return 1 if improves else -1
