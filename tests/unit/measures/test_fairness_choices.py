"""Thresholds, weights, repaired features and the impossibility: answers worked out by hand, directions, bad input."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from simi_lab.errors import BadRequest
from simi_lab.measures.fairness.choices import (
    Rows,
    Variant,
    equally_right,
    equally_wrong,
    frontier,
    mean_score_of_the_innocent,
)
from simi_lab.measures.fairness.choices.cuts import Cut, Ladder, Tuned, at_level
from simi_lab.measures.fairness.choices.treat import repair, reweigh


def test_a_cut_takes_its_share_and_draws_lots_among_equals() -> None:
    ladder = Ladder(np.array([5.0, 3.0, 3.0, 3.0, 1.0]))
    assert ladder.cut(0.2) == Cut(5.0, 1.0)
    assert ladder.cut(0.4) == Cut(3.0, pytest.approx(1 / 3))
    assert ladder.cut(0.8) == Cut(3.0, 1.0)
    assert ladder.cut(1.0) == Cut(1.0, 1.0)
    assert ladder.cut(0.4)(np.array([5.0, 3.0, 1.0])).tolist() == [1.0, pytest.approx(1 / 3), 0.0]


def test_thresholds_by_group_go_from_one_for_all_to_equal_shares() -> None:
    score = np.concatenate([np.arange(100.0), np.arange(100.0) + 50])  # the second group scores 50 higher
    group = np.repeat([0, 1], 100)
    tuned = Tuned.of(score, group, least=30)
    common = tuned.looked_at(score, group, 0.25, 0.0)
    assert [common[:100].sum(), common[100:].sum()] == [0.0, 50.0]
    half = tuned.looked_at(score, group, 0.25, 0.5)
    assert [half[:100].sum(), half[100:].sum()] == pytest.approx([12.5, 37.5])
    whole = tuned.looked_at(score, group, 0.25, 1.0)
    assert [whole[:100].sum(), whole[100:].sum()] == pytest.approx([25.0, 25.0])


def test_a_group_too_small_to_tune_is_cut_like_everyone() -> None:
    score, group = np.arange(50.0), np.array([0] * 45 + [1] * 5)
    tuned = Tuned.of(score, group, least=30)
    assert set(tuned.groups) == {0}
    assert tuned.looked_at(score, group, 0.1, 1.0)[45:].tolist() == [1.0] * 5


def test_choices_are_compared_at_the_same_number_of_people() -> None:
    rng = np.random.default_rng(3)
    early, late = rng.normal(size=400), rng.normal(0.3, 1, size=600)  # the later months drift
    tuned = Tuned.of(early, np.repeat([0, 1], 200), least=30)
    group, among = np.repeat([0, 1], 300), np.ones(600, dtype=bool)
    for mix in (0.0, 0.5, 1.0):
        assert at_level(tuned, late, group, among, level=0.1, mix=mix).mean() == pytest.approx(0.1, abs=1e-6)


def test_weights_untie_label_and_group() -> None:
    label = np.array([True] * 6 + [False] * 4 + [True] * 2 + [False] * 8)
    group = np.repeat([0, 1], 10)
    weight = reweigh(label, group)
    assert weight[0] == pytest.approx(10 * 8 / (20 * 6))  # expected 4 findings in the group, held 6
    assert weight[10] == pytest.approx(10 * 8 / (20 * 2))
    shares = [np.average(label[group == g], weights=weight[group == g]) for g in (0, 1)]
    assert shares == pytest.approx([0.4, 0.4])
    assert weight.sum() == pytest.approx(20)
    assert reweigh(label, group, strength=0).tolist() == [1.0] * 20
    assert reweigh(np.zeros(4, dtype=bool), np.array([0, 0, 1, 1])).tolist() == [1.0] * 4


def test_repair_takes_the_group_out_and_leaves_the_rank() -> None:
    rng = np.random.default_rng(1)
    values = np.concatenate([rng.normal(0, 1, 2000), rng.normal(5, 3, 2000)])
    group, learn = np.repeat([0, 1], 2000), np.ones(4000, dtype=bool)
    moved = repair(values, group, learn)
    for g in (0, 1):
        mine = group == g
        assert (np.argsort(values[mine]) == np.argsort(moved[mine])).all()
    edges = np.linspace(0.05, 0.95, 19)
    assert np.quantile(moved[:2000], edges) == pytest.approx(np.quantile(moved[2000:], edges), abs=0.05)
    half = repair(values, group, learn, strength=0.5)
    assert half == pytest.approx((values + moved) / 2)
    assert (repair(values, np.zeros(4000, dtype=int), learn) == values).all()


def test_repair_keeps_what_is_unknown_and_small_groups() -> None:
    values = np.concatenate([np.arange(40.0), np.arange(40.0) + 100, [7.0, 8.0]])
    values[3] = np.nan
    group = np.array([0] * 40 + [1] * 40 + [2] * 2)
    moved = repair(values, group, np.ones(82, dtype=bool))
    assert np.isnan(moved[3])
    assert moved[80:].tolist() == [7.0, 8.0]


def people(*, gap: float, n: int = 4000, seed: int = 5) -> tuple[Rows, np.ndarray]:
    """Two groups with the same base rate; the second scores `gap` higher for no reason."""
    rng = np.random.default_rng(seed)
    group = np.repeat(["a", "b"], n // 2)
    hit = rng.random(n) < 0.05
    score = rng.normal(size=n) + 2.0 * hit + gap * (group == "b")
    later = np.tile(np.arange(n // 2) >= n // 6, 2)
    return Rows(hit, group.tolist(), np.arange(n), later, np.zeros(n, dtype=bool)), score


def test_the_frontier_shows_what_thresholds_by_group_mend() -> None:
    rows, score = people(gap=1.0, n=60_000)
    tried = [Variant("common", 0, score), Variant("threshold", 0.5, score, 0.5), Variant("threshold", 1, score, 1.0)]
    choices, groups = frontier(rows, tried, level=0.05, resamples=200, seed=1)
    assert choices["fpr"].to_list() == pytest.approx([0.05] * 3, abs=1e-6)
    equality = choices["equality"].to_list()
    assert equality[0] < equality[1] < equality[2]
    assert equality[0] < 0.25
    assert equality[2] > 0.8
    assert choices["loss"][0] == 0
    assert not choices["reached"][0] and not choices["reached"][1]
    assert (choices["equality_low"] <= choices["equality"]).all()
    assert (choices["recall_low"] < choices["recall"]).all() and (choices["recall"] < choices["recall_high"]).all()
    common = groups.filter(method="common").sort("group")
    assert common["fpr"][0] < common["fpr"][1]
    assert common["n"].sum() == int((~rows.hit & rows.is_later).sum())


def test_groups_that_are_alike_look_alike_beside_chance() -> None:
    below = 0
    for seed in range(20):
        rows, score = people(gap=0.0, seed=seed)
        told, _ = frontier(rows, [Variant("common", 0, score)], level=0.05, resamples=20, seed=seed)
        below += told["equality"][0] < told["by_chance"][0]
    assert below <= 4  # 5 % of 20 is one; five or more would happen once in 400 tries


def test_choices_that_agree_on_few_people_are_not_called_equal() -> None:
    rows, score = people(gap=0.0)
    told, _ = frontier(rows, [Variant("common", 0, score), Variant("copy", 0, score)], level=0.05, resamples=50, seed=1)
    assert told["loss"][1] == 0
    assert told["loss_low"][1] < 0 < told["loss_high"][1]
    assert not told["sure"][1]


@pytest.mark.parametrize(
    ("hit", "group", "later"),
    [
        ([False] * 4, ["a", "b", "a", "b"], [False, True, True, True]),  # nobody to find
        ([True] * 4, ["a", "b", "a", "b"], [False, True, True, True]),  # no innocent
        ([False, True, False, True], ["a"] * 4, [False, True, True, True]),  # one group
        ([False, True, False, True], ["a", "b", "a", "b"], [True] * 4),  # nothing to tune on
    ],
)
def test_too_little_to_compare_is_refused(hit: list[bool], group: list[str], later: list[bool]) -> None:
    rows = Rows(np.array(hit), group, np.arange(4), np.array(later), np.zeros(4, dtype=bool))
    with pytest.raises(BadRequest):
        frontier(rows, [Variant("common", 0, np.arange(4.0))], level=0.05, resamples=10, seed=1)


def test_ten_thousand_groups_are_refused() -> None:
    n = 10_000
    rows = Rows(np.arange(n) % 2 == 0, [str(i) for i in range(n)], np.arange(n), np.arange(n) > 9, np.zeros(n, bool))
    with pytest.raises(BadRequest, match="10000 groups"):
        frontier(rows, [Variant("common", 0, np.zeros(n))], level=0.05, resamples=10, seed=1)


def test_groups_too_small_to_compare_leave_no_ratio() -> None:
    rows, score = people(gap=0.0, n=300)
    told, groups = frontier(rows, [Variant("common", 0, score)], level=0.05, resamples=10, seed=1)
    assert told["equality"].to_list() == [None]
    assert told["reached"].to_list() == [False]
    assert not groups["is_compared"].any()


@pytest.mark.parametrize(("p", "fpr", "fnr"), [*product((0.01, 0.3, 0.7), (0.02, 0.4), (0.1, 0.6))])
def test_three_rates_settle_the_fourth(p: float, fpr: float, fnr: float) -> None:
    right, wrong = p * (1 - fnr), (1 - p) * fpr
    side = equally_wrong(p, fpr=fpr, fnr=fnr)
    assert side.ppv == pytest.approx(right / (right + wrong))
    assert equally_right(p, ppv=side.ppv, fnr=fnr).fpr == pytest.approx(fpr)


def test_the_identity_on_published_counts() -> None:
    # COMPAS (ProPublica 2016), Black and white defendants: FP, TN, FN, TP
    for fp, tn, fn, tp in ((805, 990, 532, 1369), (349, 1139, 461, 505)):
        n = fp + tn + fn + tp
        side = equally_right((fn + tp) / n, ppv=tp / (tp + fp), fnr=fn / (fn + tp))
        assert side.fpr == pytest.approx(fp / (fp + tn))
        told = side.in_people(n)
        assert [told["found"], told["missed"], told["in_vain"], told["in_peace"]] == pytest.approx([tp, fn, fp, tn])


def test_equal_precision_and_misses_need_equal_base_rates_or_perfection() -> None:
    assert equally_right(0.3, ppv=0.6, fnr=0.2).fpr > equally_right(0.1, ppv=0.6, fnr=0.2).fpr
    assert equally_wrong(0.3, fpr=0.1, fnr=0.2).ppv > equally_wrong(0.1, fpr=0.1, fnr=0.2).ppv
    assert equally_right(0.3, ppv=1.0, fnr=0.2).fpr == equally_right(0.1, ppv=1.0, fnr=0.2).fpr == 0
    assert not equally_right(0.9, ppv=0.3, fnr=0.0).exists
    assert mean_score_of_the_innocent(0.4, 0.5) == pytest.approx(1 / 3)
    assert mean_score_of_the_innocent(0.1, 0.5) == pytest.approx(1 / 18)


@pytest.mark.parametrize(("p", "ppv", "fnr"), [(0.0, 0.5, 0.5), (1.0, 0.5, 0.5), (0.5, 0.0, 0.5), (0.5, 0.5, 1.2)])
def test_rates_without_an_answer_are_refused(p: float, ppv: float, fnr: float) -> None:
    with pytest.raises(BadRequest):
        equally_right(p, ppv=ppv, fnr=fnr)
