"""Intervals: equal to known answers, wider for groups, honest at the edges."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simi_lab.estimate import wilson
from simi_lab.risk.judging.intervals import Resampling, average_precision, grouped_share, paired_gain


def rng() -> np.random.Generator:
    return np.random.default_rng(4)


def alone(n: int, resamples: int = 300) -> Resampling:
    return Resampling.of(np.arange(n), resamples=resamples, rng=rng())


def test_each_resample_draws_as_many_groups_as_there_are():
    drawn = Resampling.of(np.array([3, 3, 9, 4]), resamples=50, rng=rng())
    assert (drawn.counts.sum(axis=1) == 3).all()
    assert drawn.sums(np.ones(4, dtype=bool)).min() >= 3


def test_a_share_is_never_narrower_than_wilson():
    part = np.arange(40) < 12
    told, plain = grouped_share(part, np.ones(40, dtype=bool), alone(40), name="x"), wilson(12, 40)
    assert told.value == 0.3
    assert told.low <= plain.low
    assert told.high >= plain.high


def test_people_found_in_groups_make_it_wider():
    part = np.arange(40) < 12
    whole = np.ones(40, dtype=bool)
    together = Resampling.of(np.arange(40) // 10, resamples=300, rng=rng())
    apart = grouped_share(part, whole, alone(40), name="x")
    grouped = grouped_share(part, whole, together, name="x")
    assert grouped.high - grouped.low > 1.3 * (apart.high - apart.low)


def test_nothing_to_divide_by_is_no_share():
    none = np.zeros(5, dtype=bool)
    told = grouped_share(none, none, alone(5), name="x")
    assert math.isnan(told.value)
    assert (told.low, told.high, told.n) == (0, 1, 0)


@pytest.mark.parametrize("seed", range(4))
def test_the_area_equals_scikit_learns(seed):
    from sklearn.metrics import average_precision_score

    draw = np.random.default_rng(seed)
    target, score = draw.random(300) < 0.1, draw.integers(0, 12, 300) / 12
    told = average_precision(target, score, alone(300, 60))
    assert told.value == pytest.approx(average_precision_score(target, score), abs=1e-12)
    assert told.low <= told.value <= told.high
    assert told.n == target.sum()


def test_the_area_interval_covers_what_other_samples_give():
    def sample(seed: int) -> tuple[np.ndarray, np.ndarray]:
        draw = np.random.default_rng(seed)
        target = draw.random(800) < 0.08
        return target, draw.normal(0, 1, 800) + 1.5 * target

    area = [average_precision(*sample(seed), alone(800, 2)).value for seed in range(100, 160)]
    inside = 0
    for seed in range(20):
        told = average_precision(*sample(seed), alone(800, 120))
        inside += told.low <= np.mean(area) <= told.high
    assert inside >= 16


def test_no_positive_has_no_area():
    assert math.isnan(average_precision(np.zeros(9, dtype=bool), np.arange(9.0), alone(9)).value)


def test_a_paired_gain_by_hand():
    hit = np.ones(20, dtype=bool)
    better, rival = np.arange(20) < 15, np.arange(20) < 5
    told = paired_gain(better, rival, hit, alone(20), name="gain")
    assert told.value == 0.5
    assert told.low > 0


def test_two_choices_that_agree_are_not_proven_equal():
    hit = np.ones(20, dtype=bool)
    told = paired_gain(hit, hit, hit, alone(20), name="gain")
    assert told.value == 0
    assert told.low < -0.05
    assert told.high > 0.05
