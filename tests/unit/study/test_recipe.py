"""The recipe finder: the brute-force optimum on a small grid, against random search, and a promise nobody can keep."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from simi_lab.errors import BadRequest
from simi_lab.estimate import student
from simi_lab.streams import Streams, transforms
from simi_lab.study.recipe import answer, recipe, space_of
from simi_lab.study.recipe.curve import front
from simi_lab.study.recipe.office import Months, Promise
from simi_lab.study.recipe.random import random_search
from simi_lab.study.recipe.search import find, notches
from simi_lab.study.recipe.trials import FINAL, Trials
from simi_lab.study.whatif.levers import Levers

VALUES = {
    "counters": notches("counters", 1, 5),
    "interviewers": notches("interviewers", 1, 5),
    "extra_hours": notches("extra_hours", -1, 2),
    "back_desks": notches("back_desks", 0, 2),
    "quota": notches("quota", 40, 80),
}
FREE = tuple(VALUES)
SEEDS = range(12)
BUDGET = 1600


class Late:
    """An office like the stub, where short days cost overtime that nobody knows of before."""

    def __init__(self, world: int, demand: float) -> None:
        self.known = Stub(world, demand)
        self.today = self.known.today

    def floor(self, plan: Levers) -> float:
        return self.known.floor(plan)

    def months(self, plan: Levers, numbers: range) -> Months:
        told = self.known.months(plan, numbers)
        return told._replace(cost=told.cost + (20e6 if plan.extra_hours < 1 else 0.0))


class Stub:
    """An office by formula: shares grow with what there is of the scarcest desk; months differ by the same chance."""

    def __init__(self, world: int, demand: float) -> None:
        self.world, self.demand = world, demand
        self.today = Levers(counters=2, interviewers=2, quota=70)

    def floor(self, plan: Levers) -> float:
        staff = 3 + plan.counters + 1.1 * plan.interviewers + 1.9 * plan.back_desks
        return 7e6 * staff * (1 + plan.extra_hours / 7)

    def months(self, plan: Levers, numbers: range) -> Months:
        at = np.arange(numbers.start, numbers.stop, dtype=np.int64)
        noise = 0.01 * transforms.normal(Streams(self.world).decision("stub", at, "share"))
        hours = (7 + plan.extra_hours) / 7
        crowd = self.demand * (0.8 + 0.2 * plan.quota / 70)
        front_desk = crowd / (hours * min(plan.counters / 1.1, plan.interviewers / 1.7))
        back_desk = self.demand / (hours * (1 + plan.back_desks) * 1.05)
        load = np.full(at.size, max(front_desk, back_desk))
        return Months(
            cost=np.full(at.size, self.floor(plan)),
            within=np.clip(1.05 - 0.25 * front_desk**2 + noise, 0, 1),
            standard=np.clip(1.04 - 0.22 * back_desk**2 + noise, 0, 1),
            lead_days=np.full(at.size, 3 + max(0.0, 60 - plan.quota) / 10),
            load=load,
        )


def brute(office: Stub, promise: Promise, lead_days: float) -> float:
    """Cost of the cheapest plan that keeps the promise on the months of the race and on the fresh ones."""
    costs = []
    for values in product(*VALUES.values()):
        plan = office.today.but(**dict(zip(VALUES, values, strict=True)))
        halves = [office.months(plan, numbers) for numbers in (range(1, FINAL + 1), range(FINAL + 1, 2 * FINAL + 1))]
        shares = [student(list(s), name="s", unit="share").low for h in halves for s in (h.within, h.standard)]
        kept = min(shares) >= promise.share and max(h.load.mean() for h in halves) <= 1
        if kept and halves[0].lead_days.mean() <= lead_days:
            costs.append(office.floor(plan))
    return min(costs)


@pytest.mark.parametrize("world", range(6))
def test_the_finder_finds_what_brute_force_finds(world: int) -> None:
    office = Stub(world, 0.8 + 0.15 * world)
    found = answer(office, Promise(), FREE, 6000, is_lead_given=False, values=VALUES)
    assert found["is_kept"] and found["is_proven"]
    assert found["plan"]["cost"] == pytest.approx(brute(office, Promise(), found["promise"]["lead_days"]))
    assert found["plan"]["within"]["low"] >= 0.9 and found["plan"]["standard"]["low"] >= 0.9
    assert found["plans_tried"] < found["n_plans"] / 2


def test_at_equal_budget_it_is_seldom_dearer_than_random_search_and_mostly_cheaper() -> None:
    ratios = []
    for seed in SEEDS:
        office, promise = Stub(seed, 1.0 + 0.1 * (seed % 4)), Promise(lead_days=3.5)
        ours, theirs = Trials(office, promise, BUDGET), Trials(office, promise, BUDGET, infers=False)
        find(ours, space_of(ours, FREE, VALUES))
        random_search(theirs, space_of(theirs, FREE, VALUES), seed)
        assert ours.spent <= BUDGET and ours.best is not None
        ratios.append(ours.best.cost / theirs.best.cost if theirs.best else 0.0)
    assert sum(ratio <= 1 + 1e-9 for ratio in ratios) >= 0.9 * len(ratios)
    assert sum(ratio < 1 - 1e-9 for ratio in ratios) >= 0.5 * len(ratios)


def test_a_promise_that_nobody_can_keep_is_said_so() -> None:
    found = answer(Stub(1, 9.0), Promise(lead_days=3.5), FREE, 4000, values=VALUES)
    assert not found["is_kept"] and found["is_proven"] and found["plan"] is None
    assert found["nearest"]["within"]["low"] < 0.9 or found["nearest"]["standard"]["low"] < 0.9


@pytest.mark.parametrize("world", range(4))
def test_overtime_that_is_not_known_before_ends_in_an_answer(world: int) -> None:
    found = answer(Late(world, 1.0 + 0.1 * world), Promise(lead_days=3.5), FREE, 4000, values=VALUES)
    known = answer(Stub(world, 1.0 + 0.1 * world), Promise(lead_days=3.5), FREE, 4000, values=VALUES)
    assert found["is_kept"] and found["plan"]["cost"] >= known["plan"]["cost"]


def test_a_small_quota_cannot_keep_the_promise_by_waiting_at_home() -> None:
    free = answer(Stub(3, 1.2), Promise(lead_days=3.5), FREE, 4000, values=VALUES)
    assert free["plan"]["plan"]["quota"] == 55 and free["plan"]["lead_days"] <= 3.5


def test_the_curve_rises_and_tells_its_steps() -> None:
    found = answer(Stub(2, 1.1), Promise(lead_days=3.5), FREE, 3000, values=VALUES)
    curve = found["curve"]
    assert len(curve) > 3 and curve[0]["more_cost"] is None
    for before, after in pairwise(curve):
        assert after["cost"] > before["cost"] and after["kept"] > before["kept"]
        assert after["more_cost"] == pytest.approx(after["cost"] - before["cost"])
        assert after["steps"] and after["plan"] != before["plan"]
    kept = [row for row in curve if row["kept_low"] >= 0.9]
    assert min(row["cost"] for row in kept) == pytest.approx(found["plan"]["cost"])


def test_one_notch_less_breaks_the_promise_and_the_answer_says_where() -> None:
    found = answer(Stub(2, 1.1), Promise(lead_days=3.5), FREE, 4000, values=VALUES)
    assert found["binding"] and all(row["saves"] > 0 and row["breaks"] for row in found["binding"])
    assert {name for row in found["binding"] for name in row["breaks"]} <= {"within", "standard", "lead_days"}


def test_the_front_holds_no_plan_that_another_beats() -> None:
    trials = Trials(Stub(1, 1.0), Promise(lead_days=3.5), 10_000)
    for counters, people in product(range(1, 6), range(1, 6)):
        trials.look(Levers(counters=counters, interviewers=people, quota=55), 20)
    points = front(trials.seen.values())
    for point in points:
        better = [t for t in trials.seen.values() if t.cost < point.cost and t.kept >= point.kept]
        assert not better


def test_the_same_question_has_the_same_answer() -> None:
    a, b = (answer(Stub(4, 1.0), Promise(lead_days=3.5), FREE, 2000, values=VALUES) for _ in range(2))
    assert a == b


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ({"share": 1.0}, "--share"),
        ({"within": 0}, "--within"),
        ({"demand": 2.0}, "--demand"),
        ({"demand": float("nan")}, "--demand"),
        ({"outage_days": 99}, "--outage-days"),
        ({"budget": 10}, "--budget"),
        ({"levers": ("charm",)}, "--lever"),
        ({"levers": ("quota",)}, "--lever"),
    ],
)
def test_bad_requests_are_refused_before_a_world_is_made(words: dict, where: str) -> None:
    with pytest.raises(BadRequest) as told:
        recipe("no_such_scenario", **words)
    assert told.value.where == where
