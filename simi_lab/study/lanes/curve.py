"""The frontier of risk found against waiting caused: triage at many capacities and staffings, on the same people."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from simi_lab.errors import BadRequest
from simi_lab.store import Derived, Run, derived, derived_current
from simi_lab.study.lanes.bench import MODELS, Bench, bench
from simi_lab.study.lanes.count import Count, by_chance, count
from simi_lab.study.lanes.work import FIGURES, TODAY, Office, Setting, figures
from simi_lab.study.model import risk_model

CAPACITIES = (0, 1, 2, 3, 5, 8, 12, 20, 30)
MORE_INTERVIEWERS = (0, 1, 2)
REPLICATIONS = 8
_KIND, _FORM = "lanes", 1


@dataclass(frozen=True)
class Frontier:
    """Many settings of one office, beside working without triage.

    Parameters
    ----------
    facts : who they are, and how often the office worked; plain values
    points : one row per setting
        capacity (null without triage), more_interviewers, hurried; persons as in `lanes_count.Count`; found_oracle and
        found_random at the same capacity; per figure of `lanes_work.FIGURES` its value, and the paired difference from
        today's office without triage with its interval (`_change`, `_low`, `_high`); is_best: no other setting finds
        more, lets wait less and needs no more interviewers
    """

    facts: dict[str, Any]
    points: pl.DataFrame

    def point(self, capacity: float | None, more_interviewers: int = 0, *, hurried: bool = False) -> dict[str, Any]:
        """One setting as plain values (KeyError if it was not tried)."""
        is_it = pl.col("capacity").is_null() if capacity is None else pl.col("capacity") == capacity
        rows = self.points.filter(is_it, pl.col("more_interviewers") == more_interviewers, pl.col("hurried") == hurried)
        if rows.is_empty():
            raise KeyError(f"{capacity}, {more_interviewers}, {hurried}")
        return rows.row(0, named=True)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"synthetic": True, **self.facts, "points": self.points.to_dicts()}


def frontier(
    run: Run,
    model: str = MODELS[0],
    *,
    capacity: float | None = None,
    replications: int = REPLICATIONS,
    progress: Callable[[int, int], None] | None = None,
) -> Frontier:
    """Found and missed, waits and days over capacities and staffings; read if it is there, else made and kept.

    Parameters
    ----------
    run : a run with risk models, which are fitted if they are not there
    model : whose scores choose
    capacity : one more capacity to try, conversations a working day; the scenario's own is always tried
    replications : how often the office works in each setting, at least 2
    progress : told the settings done and all of them

    Raises
    ------
    BadRequest
        No such model, a capacity below 0, too few replications, or nobody to send through lanes.

    Randomness : see `Office`; audit and ties by decision keys.
    """
    if replications < 2:
        raise BadRequest("{n} replications; give at least 2.", n=replications)
    if capacity is not None and not (capacity >= 0 and math.isfinite(capacity)):
        raise BadRequest(
            "{n} conversations a day are no capacity.", cure="Give 0 or more.", where="--capacity", n=capacity
        )
    if model not in MODELS:
        raise BadRequest(
            "There is no model {model}.", cure="Known are: {known}.", where="--model", model=model,
            known=", ".join(MODELS),
        )  # fmt: skip
    fitted = risk_model(run).path.name
    thing = _place(run, model, fitted, replications)
    stand = None
    if not thing.exists:
        stand = bench(run, model)
        made = _make(stand, model, capacities(stand), replications, progress)
        thing.write({"points": made.points}, {"facts": made.facts})
    whole = _read(thing)
    if capacity is None or float(capacity) in whole.points["capacity"]:
        return whole
    more = _place(run, model, fitted, replications, capacity)
    if not more.exists:
        made = _make(stand or bench(run, model), model, [float(capacity)], replications, progress)
        more.write({"points": made.points}, {"facts": made.facts})
    extra = _read(more).points.filter(pl.col("capacity").is_not_null())
    order = ("hurried", "more_interviewers", "capacity")
    return Frontier(whole.facts, _with_best(pl.concat([whole.points, extra]).sort(order)))


def kept_frontier(run: Run, model: str = MODELS[0]) -> Frontier | None:
    """The frontier of the models that a run has now, if it was made; None else. Nothing is made."""
    fitted = derived_current(run, "risk")
    if fitted is None:
        return None
    thing = _place(run, model, fitted.path.name, REPLICATIONS)
    return _read(thing) if thing.exists else None


def _read(thing: Derived) -> Frontier:
    return Frontier(dict(thing.meta["facts"]), thing.frame("points").collect())


def _place(run: Run, model: str, fitted: str, replications: int, capacity: float | None = None) -> Derived:
    """Where an answer lies; other models of the run give other lanes."""
    asked = {"form": _FORM, "model": model, "replications": replications, "risk": fitted}
    return derived(run, _KIND, asked if capacity is None else asked | {"capacity": capacity})


def _make(
    stand: Bench,
    model: str,
    tried_capacities: Sequence[float],
    replications: int,
    progress: Callable[[int, int], None] | None,
) -> Frontier:
    office = Office(stand, replications)
    tried = settings(tried_capacities)
    before = office.work(TODAY, stand.judged(None))
    rows, counted = [], {}
    for done, setting in enumerate(tried):
        lanes = None if setting.capacity is None else stand.lanes(setting.capacity, model)
        judged = stand.judged(lanes, hurried=setting.hurried)
        key = (setting.capacity, setting.hurried)
        if key not in counted:
            counted[key] = _people(stand, setting.capacity, lanes, judged)
        told = figures(before, before if setting == TODAY else office.work(setting, judged))
        rows.append(_row(setting, counted[key], told))
        if progress is not None:
            progress(done + 1, len(tried))
    points = pl.DataFrame(rows, infer_schema_length=None)
    return Frontier(_facts(stand, model, replications, points), _with_best(points))


def capacities(stand: Bench) -> list[float]:
    """The capacities to try: up to the mean number of applicants a day, and the scenario's own."""
    own = stand.scenario.risk.capacity_per_day.value
    a_day = stand.in_window.sum() / max(1, _working_days(stand))
    return sorted({float(n) for n in CAPACITIES if n <= a_day} | {float(own)})


def settings(found: Sequence[float]) -> list[Setting]:
    """Without triage and at every capacity, at every staffing; and at today's with the direct lane hurried."""
    whole = [Setting(n, more) for more in MORE_INTERVIEWERS for n in (None, *found)]
    return whole + [Setting(n, 0, hurried=True) for n in found]


def _working_days(stand: Bench) -> int:
    from simi_lab.reference import calendar

    return int(calendar.days_of(stand.first, stand.last)["is_working"].sum())


def _people(stand: Bench, capacity: float | None, lanes: pl.DataFrame | None, judged: pl.DataFrame) -> dict[str, Any]:
    """Persons in a setting, beside what a perfect judge and lots find with as many conversations."""
    mine: Count = count(stand, lanes, judged)
    if capacity is None:
        return mine.row() | {"found_oracle": 0, "found_oracle_victims": 0, "found_random": 0.0}
    best = stand.lanes(capacity, "oracle")
    ceiling = count(stand, best, judged)
    told = {"found_oracle": ceiling.found, "found_oracle_victims": ceiling.found_victims}
    return mine.row() | told | {"found_random": by_chance(stand, capacity)}


def _row(setting: Setting, people: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "capacity": setting.capacity,
        "more_interviewers": setting.more_interviewers,
        "hurried": setting.hurried,
        **people,
    }
    for name in FIGURES:
        now, change = told[name] or (None, None)
        row |= {name: now.value if now else None}
        row |= {f"{name}_{end}": getattr(change, at) if change else None for end, at in _ENDS}
    return row


_ENDS = (("change", "value"), ("low", "low"), ("high", "high"))


def _with_best(points: pl.DataFrame) -> pl.DataFrame:
    """Mark settings that no other one beats in found, wait and interviewers at once; hurried ones by themselves."""
    best = []
    rows = points.select("hurried", "found", "wait_min", "more_interviewers").rows()
    for mine in rows:
        rivals = [row for row in rows if row[0] == mine[0] and row != mine]
        best.append(not any(_beats(rival, mine) for rival in rivals))
    return points.with_columns(is_best=pl.Series(best, dtype=pl.Boolean))


def _beats(rival: tuple[Any, ...], mine: tuple[Any, ...]) -> bool:
    wait = (math.inf if row[2] is None else row[2] for row in (rival, mine))
    theirs, own = wait
    return rival[1] >= mine[1] and theirs <= own and rival[3] <= mine[3]


def _facts(stand: Bench, model: str, replications: int, points: pl.DataFrame) -> dict[str, Any]:
    first = points.row(0, named=True)
    plan = stand.scenario
    return {
        "model": model,
        "scenario": plan.name,
        "first": stand.first.isoformat(),
        "last": stand.last.isoformat(),
        "replications": replications,
        "n_applicants": first["n"],
        "n_days": _working_days(stand),
        "n_at_risk": first["missed"],
        "n_victims": first["missed_victims"],
        "own_capacity": plan.risk.capacity_per_day.value,
        "audit_share": plan.triage.audit_share.value,
        "minutes": {
            name: getattr(plan.office.service.lanes, name).value
            for name in type(plan.office.service.lanes).model_fields
        },
        "held_today": first["held"],
        "held_in_vain_today": first["held_in_vain"],
    }
