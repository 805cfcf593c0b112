"""Recall at 5 % false alarms: equal to the ROC curve worked out elsewhere, ties by lot, paired with the oracle."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simi_lab.risk.judging.alarms import Alarms, recall_at_alarms, shortfall
from simi_lab.risk.judging.intervals import Resampling


def made(hit, score, *, groups=None, resamples=200):
    groups = np.arange(hit.size) if groups is None else groups
    drawn = Resampling.of(groups, resamples=resamples, rng=np.random.default_rng(3))
    return Alarms(hit, score, drawn)


@pytest.mark.parametrize("decimals", [1, 8])
def test_it_is_the_point_of_the_roc_curve_at_five_percent(decimals):
    from sklearn.metrics import roc_curve

    rng = np.random.default_rng(1)
    hit = rng.random(3000) < 0.1
    score = np.round(rng.random(3000) + 0.4 * hit, decimals)
    fpr, tpr, _ = roc_curve(hit, score, drop_intermediate=False)
    assert made(hit, score).recall() == pytest.approx(np.interp(0.05, fpr, tpr), abs=1e-12)


def test_by_hand_with_a_tie_at_the_threshold():
    hit = np.array([True, True, False, *[False] * 38, True])
    score = np.array([9.0, 5.0, 5.0, *[5.0] * 3, *[1.0] * 35, 1.0])
    # 39 others allow 1.95 in vain; four stand at 5.0 with one positive: 1 + 1.95 / 4 of 3 are found
    assert made(hit, score).recall() == pytest.approx((1 + 1.95 / 4) / 3)
    assert made(hit, score).looked_at()[[0, 1, 41]].tolist() == pytest.approx([1, 1.95 / 4, 0])


def test_who_is_looked_at_adds_up_to_the_recall():
    rng = np.random.default_rng(2)
    hit = rng.random(500) < 0.2
    alarms = made(hit, np.round(rng.random(500) + 0.3 * hit, 1))
    share = alarms.looked_at()
    assert share[hit].mean() == pytest.approx(alarms.recall())
    assert share[~hit].mean() == pytest.approx(0.05)


def test_the_same_score_loses_nothing_and_a_blind_one_loses_nearly_all():
    rng = np.random.default_rng(4)
    hit = rng.random(4000) < 0.05
    best = made(hit, hit + 0.01 * rng.random(4000))
    blind = made(hit, rng.random(4000))
    same = shortfall(best, best.resampled(), best, best.resampled())
    assert (same.value, same.excludes(0.0)) == (0.0, False)
    lost = shortfall(blind, blind.resampled(), best, best.resampled())
    assert lost.value == pytest.approx(best.recall() - blind.recall())
    assert lost.low > 0.8


def test_groups_found_together_widen_the_interval():
    rng = np.random.default_rng(5)
    hit = np.repeat(rng.random(400) < 0.1, 10)
    score = np.repeat(rng.random(400) + 0.05 * hit[::10], 10)
    alone, together = made(hit, score), made(hit, score, groups=np.repeat(np.arange(400), 10))
    widths = [e.high - e.low for e in (recall_at_alarms(a, a.resampled()) for a in (alone, together))]
    assert widths[1] > 1.5 * widths[0]


@pytest.mark.parametrize("value", [True, False])
def test_one_class_only_is_a_dash_and_no_crash(value):
    alarms = made(np.full(20, value), np.arange(20.0))
    told = recall_at_alarms(alarms, alarms.resampled())
    assert math.isnan(told.value)
    assert math.isnan(shortfall(alarms, alarms.resampled(), alarms, alarms.resampled()).value)
