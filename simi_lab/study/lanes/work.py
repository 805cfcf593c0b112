"""The office works through the test months in a setting of triage and staffing, on the same applicants and words."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.estimate import Estimate, Goal, student
from simi_lab.office.replicas import Kept, Replicas, replicate
from simi_lab.reference.calendar import holidays
from simi_lab.scenario.office import OfficePlan
from simi_lab.streams import Streams
from simi_lab.study.lanes.bench import Bench

Floats = NDArray[np.float64]
_CHUNK = 4


@dataclass(frozen=True)
class Setting:
    """One way of triage and staffing.

    Parameters
    ----------
    capacity : conversations a working day; None without triage
    more_interviewers : so many more at the interview desks than today, on every day that has one
    hurried : whether conversations in the direct lane are shorter, as the scenario says, and find less; else they stay
        as they are today: what is saved there is no part of the price of looking
    """

    capacity: float | None
    more_interviewers: int = 0
    hurried: bool = False


TODAY = Setting(None)


class Measured(NamedTuple):
    """A figure of the office in a setting: unit, which direction is better."""

    unit: str
    goal: Goal | None


FIGURES: Mapping[str, Measured] = {
    "wait_min": Measured("min", "lower"),
    "wait_p90": Measured("min", "lower"),
    "lead_days": Measured("day", "lower"),
    "total_days": Measured("day", "lower"),
    "overtime_hours": Measured("hour", "lower"),
    "utilisation_interview": Measured("share", None),
}


class Office:
    """The office of a bench, which works again and again; not thread-safe.

    Parameters
    ----------
    first : number of the first replication

    Randomness : streams of the scenario's seed; the same replication meets the same words in every setting.
    """

    def __init__(self, bench: Bench, replications: int, *, first: int = 1) -> None:
        self.bench = bench
        scenario, n = bench.scenario, bench.table.height
        self.plan = scenario.office.at(zone=scenario.site.zone, simi_from=scenario.simi.go_live)
        end = first + replications
        self._kept = [Kept(range(start, min(start + _CHUNK, end)), n, n) for start in range(first, end, _CHUNK)]

    def work(self, setting: Setting, judged: pl.DataFrame) -> dict[str, Floats]:
        """Per applicant of the window and replication: wait_min, lead_days, total_days; per replication the rest."""
        bench = self.bench
        intake, plan = bench.intake(judged), plan_in(self.plan, setting)
        streams = Streams(bench.scenario.seed)

        def draws(role: str, counters: NDArray[np.int64]) -> NDArray[np.uint64]:
            return streams.decision("office", counters, role)

        def part(kept: Kept) -> Replicas:
            window, closed = (bench.first, bench.last), holidays()["day"].to_list()
            return replicate(intake, plan, draws, kept=kept, window=window, closed_days=closed)

        with ThreadPoolExecutor(2) as pool:
            parts = list(pool.map(part, self._kept))
        own = {
            name: np.concatenate([each.values[name] for each in parts])[:, bench.in_window]
            for name in ("wait_min", "lead_days", "total_days")
        }
        own["overtime_hours"] = np.concatenate([each.overtime_hours for each in parts])
        own["utilisation_interview"] = np.concatenate([each.utilisation["interview"] for each in parts])
        return own


def plan_in(plan: OfficePlan, setting: Setting) -> OfficePlan:
    """The office plan with more interviewers, and with direct conversations as they are where nobody is hurried."""
    changed = plan
    if setting.more_interviewers:
        table = plan.desks.interview
        values = {day: n + setting.more_interviewers if n else n for day, n in table.values.items()}
        desks = plan.desks.model_copy(update={"interview": table.model_copy(update={"values": values})})
        changed = changed.model_copy(update={"desks": desks})
    if not setting.hurried:
        lanes = plan.service.lanes
        none = lanes.model_copy(update={"direct_saved": lanes.direct_saved.model_copy(update={"value": 0.0})})
        service = plan.service.model_copy(update={"lanes": none})
        changed = changed.model_copy(update={"service": service})
    return changed


def figures(before: Mapping[str, Floats], after: Mapping[str, Floats]) -> dict[str, tuple[Estimate, Estimate] | None]:
    """Each figure of a setting, and its paired difference from another; None where nobody has a value.

    Means are over applicants with a value in both, replication by replication.
    """
    found: dict[str, tuple[Estimate, Estimate] | None] = {}
    for name, (unit, goal) in FIGURES.items():
        then, now = (_of_replications(name, side, other) for side, other in ((before, after), (after, before)))
        if np.isnan(then).any() or np.isnan(now).any():
            found[name] = None
            continue
        change = student((now - then).tolist(), name=name, unit=unit, goal=goal)
        found[name] = (student(now.tolist(), name=name, unit=unit, goal=goal), change)
    return found


def _of_replications(name: str, side: Mapping[str, Floats], other: Mapping[str, Floats]) -> Floats:
    """One value per replication."""
    column = "wait_min" if name == "wait_p90" else name
    values = side[column]
    if values.ndim == 1:
        return values
    values = np.where(np.isnan(other[column]), np.nan, values)
    if np.isnan(values).all(axis=1).any():
        return np.full(len(values), np.nan)
    return np.nanquantile(values, 0.9, axis=1) if name == "wait_p90" else np.nanmean(values, axis=1)
