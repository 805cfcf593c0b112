"""The cheapest staffing, quota and opening plan that keeps a promise, and what more or less of it costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from simi_lab.errors import BadRequest
from simi_lab.scenario.load import resolve
from simi_lab.scenario.office_service import PROMISED_SHARE, PROMISED_WAIT_MIN
from simi_lab.study.block import extent_of, prepare
from simi_lab.study.make import plan_of
from simi_lab.study.recipe import curve
from simi_lab.study.recipe.office import Office, Promise, TwinOffice, is_unstable
from simi_lab.study.recipe.search import Space, find, neighbours, notches, smallest_quota
from simi_lab.study.recipe.trials import FINAL, ORDERED, ROUNDS, Trial, Trials, breaks, judge
from simi_lab.study.whatif import WhatIf
from simi_lab.study.whatif.levers import LEVERS, Levers

BUDGET = 4000
LEAST_BUDGET = 1000
FREE = (*ORDERED, "quota")
ALSO = ("unit_days", "early_check", "online_share")
LONGER_DAYS = 0.5
"""A plan may let people wait at home by so much longer than today's, on average."""
_COARSE = (0.25, 0.5, 0.75, 1.0)


def recipe(
    scenario: str | Path | WhatIf = "kotabumi",
    *,
    within: float = PROMISED_WAIT_MIN,
    share: float = PROMISED_SHARE,
    days: float = 4.0,
    lead_days: float | None = None,
    demand: float = 1.0,
    outage_days: int = 0,
    month: date | None = None,
    levers: Sequence[str] = FREE,
    budget: int = BUDGET,
    progress: Callable[..., Any] | None = None,
) -> dict[str, Any]:
    """Find the cheapest plan of an office month with which a share of applicants waits and gets the book in time.

    Every plan meets the same applicants with the same random words. Hopeless plans leave after 20 months, finalists
    see 200; branch and bound leaves out plans that are dearer than the best and, as more desks or hours never lengthen
    a wait, those with less of everything than one that failed. The winner must keep the promise by the lower end of
    its 95 % interval twice: on the months that chose it, and on 200 fresh ones.

    Parameters
    ----------
    scenario : name or YAML file, its first office is taken; or a month that is open already
    within : minutes at the counter
    share : share of applicants who wait no longer, and share whose book is ready in time; above 0, below 1
    days : working days from the interview to the ready book
    lead_days : mean days from filing to the visit that may not be passed; None is half a day more than with today's
        plan, so that a small quota cannot keep the promise by letting people wait at home
    demand : applicants as a factor of those of the month, 1 to 1.4
    outage_days : working days without the central system, 0 to 10
    month : any day of it; None is the usual month
    levers : what may be moved, of `FREE` and `ALSO`
    budget : months that the search may simulate, at least 1000; the curve takes up to half as many more
    progress : called with a label, what is done and how much there is

    Returns
    -------
    dict
        Plain values. `is_kept`; `plan` (None if no plan keeps the promise), `nearest` (then), `today`, each a plan with
        cost and shares and their intervals; `is_proven`: every cheaper plan was refuted; `curve`, see
        `study.recipe.curve.told`; `binding`: what one notch less of each lever saves and breaks; `load` of every kind
        of desk; `months_spent`, `plans_tried`, `n_plans`.

    Raises
    ------
    BadRequest, ScenarioError
        A value outside its range, a lever that is none, a month without applicants.

    Randomness : the streams of the scenario's seed, by month and applicant. Source : common random numbers, Law,
    Simulation Modeling and Analysis, ch. 11; races: Maron and Moore, Artificial Intelligence Review 11, 1997.
    """
    _check(within, share, days, lead_days, demand, outage_days, levers, budget)
    asked = scenario if isinstance(scenario, WhatIf) else _opened(scenario, month)
    office = TwinOffice(asked, within, days, demand, outage_days)
    about = {
        "scenario": asked.scenario.name,
        "month": asked.first.isoformat(),
        "seed": asked.scenario.seed,
        "n_applicants": office.n_applicants,
        "demand": demand,
        "outage_days": outage_days,
    }
    free = [name for name in levers if name in asked.useful or name in FREE]
    promise = Promise(within, days, share, float("inf") if lead_days is None else lead_days)
    found = answer(office, promise, free, budget, progress, is_lead_given=lead_days is not None)
    shown = (found["plan"] or found["nearest"])["plan"]
    return about | found | {"load": office.loads(Levers(**shown), range(1, ROUNDS[0] + 1))}


def answer(
    office: Office,
    promise: Promise,
    free: Sequence[str],
    budget: int,
    progress: Callable[..., Any] | None = None,
    *,
    is_lead_given: bool = True,
    values: dict[str, tuple[float, ...]] | None = None,
) -> dict[str, Any]:
    """The answer for any office; `values` narrows the range of levers, else `LEVERS` gives it.

    Parameters, returns and chance as in `recipe`; what names scenario and month is left out.
    """
    trials = Trials(office, promise, budget, progress)
    today = trials.look(office.today, FINAL)
    if not is_lead_given:
        trials.promise = promise = replace(promise, lead_days=float(today.seen.lead_days.mean()) + LONGER_DAYS)
    space = space_of(trials, free, values)
    is_proven = find(trials, space)
    best = trials.best
    spent = trials.spent
    trials.budget = spent + 100 * FINAL  # what is told of the best is not part of the search
    nearest = _nearest(trials, space) if best is None else None
    shown = best or nearest
    assert shown is not None
    binding = _binding(trials, space, trials.seen[shown.plan])
    curve.widen(trials, space, budget // 2)
    points = curve.refined(trials, space)
    return {
        "synthetic": True,
        "promise": asdict(promise),
        "is_kept": best is not None,
        "is_proven": is_proven,
        "plan": _told(trials.seen[best.plan], promise) if best else None,
        "nearest": _told(trials.seen[nearest.plan], promise) if nearest else None,
        "today": _told(trials.seen[today.plan], promise),
        "binding": binding,
        "curve": curve.told(points, trials.seen.values()),
        "free": list(free),
        "n_plans": space.size,
        "plans_tried": len(trials.seen),
        "months_spent": spent,
        "months_of_curve": trials.spent - spent,
    }


def space_of(trials: Trials, free: Sequence[str], values: dict[str, tuple[float, ...]] | None = None) -> Space:
    """The plans that may be chosen; of quotas only the smallest that lets nobody wait too long at home."""
    range_of = {name: (values or {}).get(name) or notches(name) for name in free}
    start = trials.office.today
    others = {name: _coarse(name, range_of[name], start) for name in free if name in ALSO}
    quota = smallest_quota(trials, start, range_of["quota"]) if "quota" in free else start.quota
    return Space(start.but(quota=quota), {n: range_of[n] for n in ORDERED if n in free}, {**others, "quota": (quota,)})


def _coarse(name: str, values: tuple[float, ...], start: Levers) -> tuple[float, ...]:
    """Levers without an order are tried one value after the other: few of a share, today's among them."""
    if name != "online_share":
        return values
    return tuple(sorted({*_COARSE, start.online_share}))


def _nearest(trials: Trials, space: Space) -> Trial:
    """Where no plan keeps the promise: the cheapest of those that serve as many in time as any."""
    for rest in space.rests():
        trials.look(space.plan(space.top, rest), ROUNDS[1])
    tried = [trial for trial in trials.seen.values() if trial.seen.lead_days.mean() <= trials.promise.lead_days]
    tried = tried or list(trials.seen.values())
    most = max(trial.kept for trial in tried)
    near = min((trial for trial in tried if trial.kept > most - 0.005), key=lambda trial: trial.cost)
    return trials.look(near.plan, FINAL)


def _binding(trials: Trials, space: Space, best: Trial) -> list[dict[str, Any]]:
    """What one notch less of each lever would save and which part of the promise it would break."""
    rest = {name: getattr(best.plan, name) for name in space.others}
    rows = []
    for place in neighbours(space.place(best.plan), space, -1):
        less = trials.look(space.plan(place, rest), ROUNDS[1])
        ((name, (_, value)),) = less.plan.moved(best.plan).items()
        rows.append(
            {
                "lever": name,
                "value": value,
                "saves": best.cost - less.cost,
                "within": float(less.seen.within.mean()),
                "standard": float(less.seen.standard.mean()),
                "breaks": breaks(less, trials.promise),
            }
        )
    return rows


def _told(trial: Trial, promise: Promise) -> dict[str, Any]:
    shares = {name: trial.share(name) for name in ("within", "standard")}
    in_time = (trial.seen.within >= promise.share) & (trial.seen.standard >= promise.share)
    return {
        "plan": asdict(trial.plan),
        "cost": trial.cost,
        **{name: each.to_dict() for name, each in shares.items()},
        "lead_days": float(trial.seen.lead_days.mean()),
        "fullest_load": float(trial.seen.load.mean()),
        "is_unstable": is_unstable(trial.seen),
        "keeps": bool(judge(trial, promise)),
        "months_kept": float(in_time.mean()),
        "months": trial.n,
        "tightest": min(shares, key=lambda name: shares[name].low),
    }


def _opened(scenario: str | Path, month: date | None) -> WhatIf:
    plan = plan_of(resolve(scenario))
    return WhatIf(plan, prepare(plan, extent_of(plan, None), 0), month)


def _check(
    within: float,
    share: float,
    days: float,
    lead_days: float | None,
    demand: float,
    outage_days: int,
    levers: Sequence[str],
    budget: int,
) -> None:
    """Refuse what has no answer, before anything is made."""
    most = 1 + LEVERS["campaign"].high
    ranges: list[tuple[str, float, float, float]] = [
        ("--within", within, 1, 480),
        ("--share", share, 0.5, 0.995),
        ("--days", days, 1, 60),
        ("--lead-days", 0 if lead_days is None else lead_days, 0, 365),
        ("--demand", demand, 1, most),
        ("--outage-days", outage_days, 0, LEVERS["outage_days"].high),
        ("--budget", budget, LEAST_BUDGET, 1_000_000),
    ]
    for where, value, low, high in ranges:
        if not low <= value <= high:
            raise BadRequest(
                "{value} is outside {low} to {high}.",
                where=where,
                cure="Give a value between these.",
                value=f"{value:g}",
                low=f"{low:g}",
                high=f"{high:g}",
            )
    unknown = [name for name in levers if name not in (*FREE, *ALSO)]
    if unknown or not set(levers) & set(ORDERED):
        raise BadRequest(
            "These levers cannot be searched: {names}.",
            where="--lever",
            cure="Choose of {known}, at least one of the first four.",
            names=", ".join(unknown or levers) or "-",
            known=", ".join((*FREE, *ALSO)),
        )
