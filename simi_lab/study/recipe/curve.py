"""The trade-off curve: what a better promise costs, as plans of which none is both dearer and worse than another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from simi_lab.study.recipe.search import Space, neighbours
from simi_lab.study.recipe.trials import ROUNDS, SpentError, Trial, Trials
from simi_lab.study.whatif.levers import Levers

LOWEST = 0.5
"""Plans that serve fewer than this share in time are no point of the curve."""
NOTICED_SHARE = 0.005
"""A dearer plan must serve at least this much more to be a point of its own."""


def front(trials: Iterable[Trial], key: str = "kept", notice: float = NOTICED_SHARE) -> list[Trial]:
    """Plans of which no other is as cheap and serves as many in time, from the cheapest to the dearest.

    `key` is `kept` (the smaller of the two shares), `within` or `standard`; a dearer plan must serve `notice` more.
    """
    found: list[Trial] = []
    for trial in sorted(trials, key=lambda each: (each.cost, -_value(each, key))):
        if not found or _value(trial, key) > _value(found[-1], key) + notice:
            found.append(trial)
    return found


def widen(trials: Trials, space: Space, months: int) -> None:
    """Look at the neighbours of the front until nothing new joins it or so many months more are spent."""
    trials.budget = trials.spent + months
    done: set[Levers] = set()
    try:
        while True:
            tried = [trial for trial in trials.seen.values() if _is_of(trial, trials, space)]
            open_ = [trial for trial in front(tried, notice=0.0) if trial.plan not in done]
            if not open_:
                return
            # the middle first: near the promise a reader looks closest
            here = min(open_, key=lambda trial: abs(trial.kept - trials.promise.share))
            done.add(here.plan)
            rest = {name: getattr(here.plan, name) for name in space.others}
            for step in (1, -1):
                for place in neighbours(space.place(here.plan), space, step):
                    trials.look(space.plan(place, rest), ROUNDS[0])
    except SpentError:
        return


def refined(trials: Trials, space: Space) -> list[Trial]:
    """The front by as many months as the second round sees, so that its steps are not chance."""
    while True:
        points = front(trial for trial in trials.seen.values() if _is_of(trial, trials, space))
        rough = [trial for trial in points if trial.n < ROUNDS[1]]
        if not rough:
            return points
        trials.budget = trials.spent + ROUNDS[1] * len(rough)
        for trial in rough:
            trials.look(trial.plan, ROUNDS[1])


def told(points: Sequence[Trial], everything: Iterable[Trial]) -> list[dict[str, Any]]:
    """Plain rows of the curve, cheapest first.

    Returns
    -------
    list of dict
        `plan`, `cost` (rupiah a month), `within`, `standard` (shares of applicants) and `kept` (the smaller), each with
        `_low` and `_high`; `steps`: levers moved since the row before, `more_cost` and `more_share` of that step and
        `cost_per_point` (rupiah per percentage point of `kept`), None in the first row; `also_on`: which single curves
        (`within`, `standard`) the plan is on as well.
    """
    tried = list(everything)
    single = {name: {trial.plan for trial in front(tried, name)} for name in ("within", "standard")}
    rows = [_row(trial) | {"also_on": [n for n in single if trial.plan in single[n]]} for trial in points]
    first: dict[str, Any] = {"steps": {}, "more_cost": None, "more_share": None, "cost_per_point": None}
    for row in rows[:1]:
        row |= first
    for (a, b), (before, after) in zip(pairwise(rows), pairwise(points), strict=True):
        cost, share = b["cost"] - a["cost"], b["kept"] - a["kept"]
        b |= {
            "steps": {name: list(pair) for name, pair in after.plan.moved(before.plan).items()},
            "more_cost": cost,
            "more_share": share,
            "cost_per_point": cost / (100 * share),
        }
    return rows


def _row(trial: Trial) -> dict[str, Any]:
    from dataclasses import asdict

    shares = {name: trial.share(name) for name in ("within", "standard")}
    row: dict[str, Any] = {"plan": asdict(trial.plan), "cost": trial.cost, "months": trial.n, "kept": trial.kept}
    for name, share in shares.items():
        row |= {name: share.value, f"{name}_low": share.low, f"{name}_high": share.high}
    lower = min(shares.values(), key=lambda share: share.value)
    return row | {"kept_low": lower.low, "kept_high": lower.high, "lead_days": float(trial.seen.lead_days.mean())}


def _is_of(trial: Trial, trials: Trials, space: Space) -> bool:
    """Whether a plan may stand on the curve: of this space, no longer waits at home, no hopeless office."""
    is_in_range = all(getattr(trial.plan, name) in values for name, values in space.others.items())
    is_on_grid = space.plan(space.place(trial.plan), {n: getattr(trial.plan, n) for n in space.others}) == trial.plan
    lead = float(trial.seen.lead_days.mean())
    return is_in_range and is_on_grid and trial.kept >= LOWEST and lead <= trials.promise.lead_days


def _value(trial: Trial, key: str) -> float:
    return trial.kept if key == "kept" else float(getattr(trial.seen, key).mean())
