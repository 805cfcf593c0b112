"""Sharing out cases: places are kept, the best plan is the best, and wrong input is refused."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from simi_lab.decide.assignment import MODEL, NOBODY, STRATEGIES, assign
from simi_lab.errors import BadRequest


def drawn(n: int, officers: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.uniform(size=(n, officers + 1)), rng.integers(0, 3, officers), rng.uniform(size=n)


def total(cost: np.ndarray, given: np.ndarray) -> float:
    column = np.where(given == MODEL, cost.shape[1] - 1, given)
    return float(cost[np.arange(len(cost)), column].sum())


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("seed", range(5))
def test_nobody_gets_more_than_the_places_there_are(strategy: str, seed: int) -> None:
    cost, places, order = drawn(12, 4, seed)
    given = assign(strategy, cost, places, order)
    taken = np.bincount(given[given >= 0], minlength=places.size)
    assert (taken <= places).all()
    if strategy in ("officer_only", "random"):
        assert taken.sum() == min(12, places.sum())
        assert set(given[given < 0]) <= {NOBODY if strategy == "officer_only" else MODEL}


@pytest.mark.parametrize("seed", range(8))
def test_the_best_plan_is_the_cheapest_of_all_that_are_possible(seed: int) -> None:
    cost, places, order = drawn(5, 2, seed)
    possible = (
        np.array(each)
        for each in product((MODEL, 0, 1), repeat=5)
        if all(each.count(officer) <= places[officer] for officer in (0, 1))
    )
    best = min(total(cost, given) for given in possible)
    found = {
        name: total(cost, assign(name, cost, places, order)) for name in ("exact", "greedy", "random", "model_only")
    }
    assert found["exact"] == pytest.approx(best)
    assert all(found["exact"] <= value + 1e-12 for value in found.values())
    assert found["greedy"] <= found["model_only"] + 1e-12


def test_without_places_the_score_decides_alone() -> None:
    cost, _, order = drawn(6, 3, 1)
    for name in ("exact", "greedy", "random", "model_only"):
        assert (assign(name, cost, np.zeros(3, dtype=np.int64), order) == MODEL).all()
    assert (assign("officer_only", cost, np.zeros(3, dtype=np.int64), order) == NOBODY).all()


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_no_case_and_no_officer_are_no_trouble(strategy: str) -> None:
    nobody = np.empty(0, dtype=np.int64)
    assert assign(strategy, np.empty((0, 3)), np.array([1, 2]), np.empty(0)).size == 0
    assert (assign(strategy, np.ones((2, 1)), nobody, np.array([0.1, 0.2])) < 0).all()


@pytest.mark.parametrize(
    ("strategy", "change", "word"),
    [
        ("best", {}, "strategy"),
        ("greedy", {"places": np.array([1, -1])}, "Places"),
        ("greedy", {"cost": np.full((3, 3), np.nan)}, "Places"),
        ("greedy", {"cost": np.ones((3, 2))}, "fit"),
        ("random", {"order": np.zeros(2)}, "fit"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(strategy: str, change: dict[str, np.ndarray], word: str) -> None:
    given = {"cost": np.ones((3, 3)), "places": np.array([1, 1]), "order": np.zeros(3)} | change
    with pytest.raises(BadRequest, match=word):
        assign(strategy, **given)
