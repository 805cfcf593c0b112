"""The posterior of a sponsor ring is what it says: as many are true as it tells, and no other weighting knows more."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from simi_lab.foreign import Companies, Laws, draw_companies, laws_of, ring_posterior
from simi_lab.foreign.companies import ALONE
from simi_lab.foreign.laws import RING
from simi_lab.scenario.load import resolve
from simi_lab.scenario.model import Scenario
from simi_lab.streams import Streams

GROUPS = 150_000
EDGES = (0.0, 0.003, 0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 1.001)


def drawn(laws: Laws, seed: int) -> Companies:
    return draw_companies(laws, Streams(seed), GROUPS)


def one_of_each_set(companies: Companies) -> np.ndarray:
    """Tied companies share one fate: one row for all of them."""
    return companies.tie == np.arange(companies.tie.size)


def loss(truth: np.ndarray, share: np.ndarray) -> np.ndarray:
    p = np.clip(share, 1e-12, 1 - 1e-12)
    return -np.where(truth, np.log(p), np.log1p(-p))


def test_as_many_are_rings_as_the_posterior_tells(laws: Laws) -> None:
    companies = drawn(laws, 11)
    rows = one_of_each_set(companies)
    told, true = ring_posterior(laws, companies)[rows], (companies.kind == RING)[rows]
    for low, high in pairwise(EDGES):
        mine = (told >= low) & (told < high)
        spread = np.sqrt((told[mine] * (1 - told[mine])).sum())
        assert mine.sum() > 100
        assert abs(true[mine].sum() - told[mine].sum()) < 4 * spread, (low, high)


def without(laws: Laws, name: str) -> Laws:
    flat = np.ones_like(laws.evidence[name]) / laws.evidence[name].shape[1]
    return replace(laws, evidence={**laws.evidence, name: flat})


@pytest.mark.parametrize("name", ["nib_status", "premises", "tax_report", "describes_business", "company_age",
                                  "main_index", "n_holders"])  # fmt: skip
def test_to_leave_out_a_piece_of_evidence_tells_less(laws: Laws, name: str) -> None:
    companies = drawn(laws, 12)
    true, rows = companies.kind == RING, one_of_each_set(companies)
    worse = loss(true, ring_posterior(without(laws, name), companies))
    gain = (worse - loss(true, ring_posterior(laws, companies)))[rows]
    assert gain.mean() > 2 * gain.std() / np.sqrt(gain.size)


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_another_prior_or_another_sharpness_tells_less(laws: Laws, factor: float) -> None:
    companies = drawn(laws, 13)
    true, rows = companies.kind == RING, one_of_each_set(companies)
    best = np.clip(ring_posterior(laws, companies), 1e-12, 1 - 1e-12)
    odds = best / (1 - best)
    for other in (odds * factor, odds**factor):
        gain = (loss(true, other / (1 + other)) - loss(true, best))[rows]
        assert gain.mean() > 3 * gain.std() / np.sqrt(gain.size)


def test_tied_companies_are_judged_together_and_to_judge_each_alone_tells_less(laws: Laws) -> None:
    companies = drawn(laws, 14)
    true, rows = companies.kind == RING, one_of_each_set(companies)
    together = ring_posterior(laws, companies)
    assert (together == together[companies.tie]).all()
    alone = replace(companies, tie=np.arange(companies.tie.size), bond=np.full(companies.tie.size, ALONE))
    gain = (loss(true, ring_posterior(laws, alone)) - loss(true, together))[rows]
    assert gain.mean() > 3 * gain.std() / np.sqrt(gain.size)


def test_rings_are_hard_to_find_but_not_hopeless(laws: Laws) -> None:
    companies = drawn(laws, 15)
    told, true = ring_posterior(laws, companies), companies.kind == RING
    limit = np.quantile(told[~true], 0.95)
    assert 0.4 < (told[true] > limit).mean() < 0.8


def test_a_ring_with_days_of_its_own_lives_only_then(laws: Laws) -> None:
    plain = resolve("ukk_liwa").plain
    ring = plain["foreign"]["sponsor_ring"]["kinds"]["ring"]
    ring |= {"since": "2024-01-01", "until": "2024-06-30"}
    plan = Scenario.model_validate(plain).foreign.sponsor_ring
    timed = laws_of(plan, 19_000, 20_200)
    companies = drawn(timed, 16)
    told, true = ring_posterior(timed, companies), companies.kind == RING
    inside = (companies.start >= timed.first[RING]) & (companies.start <= timed.last[RING])
    assert true.any()
    assert inside[true].all()
    assert (told[~inside] == 0).all()
    rows = one_of_each_set(companies)
    spread = np.sqrt((told * (1 - told))[rows].sum())
    assert abs(true[rows].sum() - told[rows].sum()) < 4 * spread


def test_a_ring_whose_days_lie_outside_the_world_never_comes_about() -> None:
    plain = resolve("ukk_liwa").plain
    plain["foreign"]["sponsor_ring"]["kinds"]["ring"]["since"] = "2040-01-01"
    plan = Scenario.model_validate(plain).foreign.sponsor_ring
    companies = drawn(laws_of(plan, 19_000, 20_200), 17)
    assert not (companies.kind == RING).any()
