"""The cheapest plan that keeps a promise: a climb to a first one, then branch and bound over what is still cheaper."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, product
from typing import Any

from simi_lab.study.recipe.trials import FINAL, GLANCE, ROUNDS, SpentError, Trial, Trials, judge
from simi_lab.study.whatif.levers import LEVERS, Levers

Place = tuple[int, ...]


@dataclass(frozen=True)
class Space:
    """Plans that may be chosen.

    Parameters
    ----------
    start : today's plan, under the demand and outage that are asked for
    ordered : per lever of `ORDERED` that is free its values from few to many
    others : per other free lever its values
    """

    start: Levers
    ordered: Mapping[str, tuple[float, ...]]
    others: Mapping[str, tuple[float, ...]]

    def plan(self, place: Place, rest: Mapping[str, Any]) -> Levers:
        """The plan at a place of the grid of ordered levers."""
        return self.start.but(**{n: v[i] for (n, v), i in zip(self.ordered.items(), place, strict=True)}, **rest)

    def place(self, plan: Levers) -> Place:
        """Where a plan stands, the nearest place if it stands on none."""
        return tuple(
            min(range(len(values)), key=lambda i: abs(values[i] - getattr(plan, name)))
            for name, values in self.ordered.items()
        )

    def rests(self) -> Iterator[dict[str, Any]]:
        """Every setting of the levers that have no order."""
        for values in product(*self.others.values()):
            yield dict(zip(self.others, values, strict=True))

    @property
    def top(self) -> Place:
        """Most of everything."""
        return tuple(len(values) - 1 for values in self.ordered.values())

    @property
    def size(self) -> int:
        """How many plans there are."""
        n = 1
        for values in (*self.ordered.values(), *self.others.values()):
            n *= len(values)
        return n


def notches(name: str, low: float | None = None, high: float | None = None) -> tuple[float, ...]:
    """Values of a lever, notch by notch."""
    lever = LEVERS[name]
    low, high = lever.low if low is None else low, lever.high if high is None else high
    n = round((high - low) / lever.step)
    values = [low + k * lever.step for k in range(n + 1)]
    return tuple(int(v) for v in values) if lever.step == int(lever.step) else tuple(round(v, 6) for v in values)


def smallest_quota(trials: Trials, start: Levers, values: Sequence[float]) -> int:
    """Fewest places a day with which applicants wait at home no longer than allowed; today's if none is enough.

    Places cost nothing and a smaller quota spreads the visits, so that among those allowed the smallest is best.
    Source : the time from filing to the visit does not depend on desks, `tests/unit/study/test_whatif.py`.
    """
    low, high, found = 0, len(values) - 1, start.quota
    while low <= high:
        middle = (low + high) // 2
        trial = trials.look(start.but(quota=int(values[middle])), ROUNDS[0])
        if trial.seen.lead_days.mean() <= trials.promise.lead_days:
            found, high = int(values[middle]), middle - 1
        else:
            low = middle + 1
    return found


def find(trials: Trials, space: Space, fresh: int = FINAL) -> bool:
    """Search until nothing cheaper is left, then prove the best on months that the search has not seen.

    Returns
    -------
    bool
        Whether every cheaper plan was refuted; False if the budget ended before. The best is `trials.best`, None if no
        plan was found that keeps the promise. `fresh` more months judge it; a plan that fails on them is out.
    """
    whole, trials.budget = trials.budget, trials.budget - fresh
    is_proven = True
    while True:
        try:
            for rest in space.rests():
                _climb(trials, space, rest)
                _local_moves(trials, space, rest)
                _branch(trials, space, rest)
            for rest in space.rests():
                _local_moves(trials, space, rest, is_check=True)
        except SpentError:
            is_proven = False
        if trials.best is None:
            return is_proven
        trials.budget = max(whole, trials.spent + fresh)
        if is_kept_on_fresh(trials, trials.best, fresh):
            return is_proven
        trials.reject(trials.best.plan)
        trials.budget = whole - fresh


def is_kept_on_fresh(trials: Trials, best: Trial, fresh: int) -> bool:
    """Whether a plan keeps the promise on months after those that chose it."""
    whole = trials.look(best.plan, FINAL + fresh)
    later = Trial(best.plan, type(whole.seen)(*(column[FINAL:] for column in whole.seen)))
    return bool(judge(later, trials.promise))


def _climb(trials: Trials, space: Space, rest: Mapping[str, Any]) -> None:
    """From today's plan, notch by notch where a rupiah gains most of the promise, and down to what it needs."""
    place = space.place(space.start)
    while not trials.keeps(space.plan(place, rest), is_final=True):  # so that a small budget ends with a plan
        here = trials.look(space.plan(place, rest), GLANCE)
        ups = list(neighbours(place, space, 1))
        if not ups or (trials.best is not None and trials.floor(here.plan) >= trials.best.cost):
            return
        place = max(ups, key=lambda up: _gain(trials, here, space.plan(up, rest)))
    while True:
        downs = sorted(neighbours(place, space, -1), key=lambda down: trials.floor(space.plan(down, rest)))
        lower = next((down for down in downs if trials.keeps(space.plan(down, rest))), None)
        if lower is None:
            break
        place = lower
    trials.keeps(space.plan(place, rest), is_final=True)


def _gain(trials: Trials, here: Trial, plan: Levers) -> float:
    """What a step gives towards the promise, per rupiah."""
    there = trials.look(plan, GLANCE)
    share = trials.promise.share + 0.02  # past the promise by the width of an interval

    def missing(trial: Trial) -> float:
        queue = max(0.0, float(trial.seen.load.mean()) - 1)
        means = (trial.seen.within.mean(), trial.seen.standard.mean())
        return queue + sum(max(0.0, share - float(mean)) for mean in means)

    return (missing(here) - missing(there)) / max(1.0, trials.floor(plan) - trials.floor(here.plan))


def _branch(trials: Trials, space: Space, rest: Mapping[str, Any]) -> None:
    """Boxes of plans, that with the cheapest corner first; one whose fullest corner fails is empty."""
    order = count()
    heap: list[tuple[float, int, Place, Place]] = []

    def push(low: Place, high: Place) -> None:
        cost = trials.floor(space.plan(low, rest))
        if trials.best is None or cost < trials.best.cost:
            heapq.heappush(heap, (cost, next(order), low, high))

    push(tuple(0 for _ in space.top), space.top)
    while heap:
        cost, _, low, high = heapq.heappop(heap)
        if trials.best is not None:
            if cost >= trials.best.cost:
                return
            high = _affordable(trials, space, rest, low, high)
        if low == high:
            trials.keeps(space.plan(low, rest), is_final=True)
        elif trials.keeps(top := space.plan(high, rest), trials.best is None or trials.floor(top) < trials.best.cost):
            for part in _halves(trials, space, rest, low, high):
                push(*part)


def _affordable(trials: Trials, space: Space, rest: Mapping[str, Any], low: Place, high: Place) -> Place:
    """The box without places that alone would cost as much as the best plan so far."""
    assert trials.best is not None
    top = list(high)
    for at in range(len(top)):
        while top[at] > low[at]:
            corner = (*low[:at], top[at], *low[at + 1 :])
            if trials.floor(space.plan(corner, rest)) < trials.best.cost:
                break
            top[at] -= 1
    return tuple(top)


def _halves(
    trials: Trials, space: Space, rest: Mapping[str, Any], low: Place, high: Place
) -> Iterator[tuple[Place, Place]]:
    """Two halves along the lever whose range in the box costs most."""

    def spread(at: int) -> float:
        far = (*low[:at], high[at], *low[at + 1 :])
        return trials.floor(space.plan(far, rest)) - trials.floor(space.plan(low, rest))

    at = max((i for i in range(len(low)) if high[i] > low[i]), key=spread)
    middle = (low[at] + high[at]) // 2
    yield low, (*high[:at], middle, *high[at + 1 :])
    yield (*low[:at], middle + 1, *low[at + 1 :]), high


def _local_moves(trials: Trials, space: Space, rest: Mapping[str, Any], is_check: bool = False) -> None:
    """Exchanges around the best plan that cost less: those that look kept in few months are raced, cheapest first.

    As a check of the order of plans (`is_check`) also what was inferred to fail is looked at.
    """
    while (best := trials.best) is not None:
        if any(getattr(best.plan, name) != value for name, value in rest.items()):
            return
        near = dict.fromkeys(space.plan(each, rest) for each in _exchanges(space.place(best.plan), space))
        cheaper = [plan for plan in near if trials.floor(plan) < best.cost and not trials.has_failed(plan, is_check)]
        seen = [trials.look(plan, GLANCE) for plan in sorted(cheaper, key=trials.floor)]
        hopeful = [trial.plan for trial in seen if trial.kept >= trials.promise.share]
        next((plan for plan in hopeful if trials.keeps(plan, is_final=True, is_itself=is_check)), None)
        if trials.best is best:  # a plan that is kept and cheaper before overtime may cost more with it
            return


def _exchanges(place: Place, space: Space) -> Iterator[Place]:
    """Places with one or two notches less of one lever and up to three more of another, or none."""
    for less in neighbours(place, space, -1):
        twice = tuple(2 * here - there for here, there in zip(less, place, strict=True))
        for base in (less, *([twice] if min(twice) >= 0 else [])):
            yield base
            for at, top in enumerate(space.top):
                for more in range(1, 4):
                    if base[at] == place[at] and base[at] + more <= top:
                        yield (*base[:at], base[at] + more, *base[at + 1 :])


def neighbours(place: Place, space: Space, step: int) -> Iterator[Place]:
    """Places one notch up (`step` 1) or down (-1) of one lever."""
    for at, top in enumerate(space.top):
        if 0 <= place[at] + step <= top:
            yield (*place[:at], place[at] + step, *place[at + 1 :])
