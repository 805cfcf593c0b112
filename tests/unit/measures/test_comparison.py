"""Ratios of the same applicants before and after."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from simi_lab.errors import BadRequest, TooFewRunsError
from simi_lab.estimate import Estimate, Goal
from simi_lab.measures import halving_verdict, paired_log_ratio
from simi_lab.measures.comparison import claim_verdict


def test_two_replications_by_hand() -> None:
    before = pl.DataFrame({"replication": [1, 1, 2, 2], "application_id": [1, 2, 1, 2], "wait": [20.0, 60, 30, 50]})
    after = pl.DataFrame({"replication": [1, 1, 2, 2], "application_id": [2, 1, 2, 1], "wait": [10.0, 10, 5, 5]})
    found = paired_log_ratio(before, after, value="wait")
    logs = [math.log(10 / 40), math.log(5 / 40)]
    assert found.log_ratio.value == pytest.approx(sum(logs) / 2)
    half = 12.7062 * abs(logs[0] - logs[1]) / 2  # Student with one degree of freedom; s / sqrt(2) = |difference| / 2
    assert found.log_ratio.high == pytest.approx(sum(logs) / 2 + half, rel=1e-4)
    assert found.ratio.value == pytest.approx(math.sqrt(1 / 4 * 1 / 8))
    assert found.ratio.n == 2


def test_only_applicants_on_both_sides_are_compared() -> None:
    before = pl.DataFrame({"application_id": [1, 2, 3], "week": [1, 2, 3], "wait": [10.0, 30.0, 900.0]})
    after = pl.DataFrame({"application_id": [1, 2, 3], "wait": [5.0, 15.0, None]})
    found = paired_log_ratio(before, after, value="wait", cluster="week")
    assert found.ratio.value == pytest.approx(0.5)
    assert found.ratio.low == pytest.approx(0.5)  # every cluster halves exactly


def test_the_same_on_both_sides_is_a_ratio_of_one_without_doubt() -> None:
    same = pl.DataFrame({"application_id": [1, 2, 3], "week": [1, 1, 2], "wait": [3.0, 8.0, 4.0]})
    found = paired_log_ratio(same, same, value="wait", cluster="week").ratio
    assert (found.low, found.value, found.high) == (1.0, 1.0, 1.0)


def test_clusters_cover_the_truth_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(20241124)
    hits = 0
    for _ in range(200):
        week = np.repeat(np.arange(30), 20)
        crowd = rng.gamma(4, 5, size=30)[week]  # the whole week waits long or short together
        calm = 0.6 * rng.gamma(4, 5, size=30)[week]
        before = pl.DataFrame({"application_id": np.arange(600), "week": week, "wait": crowd * rng.gamma(2, 1, 600)})
        after = pl.DataFrame({"application_id": np.arange(600), "wait": calm * rng.gamma(2, 1, 600)})
        ratio = paired_log_ratio(before, after, value="wait", cluster="week").ratio
        hits += ratio.low <= 0.6 <= ratio.high
    assert 180 <= hits <= 199


def test_one_run_without_clusters_gives_no_interval() -> None:
    one = pl.DataFrame({"application_id": [1, 2], "wait": [3.0, 8.0]})
    with pytest.raises(TooFewRunsError):
        paired_log_ratio(one, one, value="wait")


def test_nobody_in_common_and_nobody_waiting_are_refused() -> None:
    one = pl.DataFrame({"application_id": [1], "week": [1], "wait": [3.0]})
    with pytest.raises(BadRequest):
        paired_log_ratio(one, one.with_columns(application_id=pl.lit(2)), value="wait", cluster="week")
    with pytest.raises(BadRequest):
        paired_log_ratio(one, one.with_columns(wait=pl.lit(0.0)), value="wait", cluster="week")


@pytest.mark.parametrize(
    ("low", "high", "said"), [(0.3, 0.5, "reached"), (0.3, 0.51, "not_reached"), (0.6, 0.9, "not_reached")]
)
def test_halved_only_if_the_whole_interval_says_so(low: float, high: float, said: str) -> None:
    assert halving_verdict(Estimate("wait_min", (low + high) / 2, low, high, "ratio")) == said


def shifted(low: float, high: float) -> Estimate:
    return Estimate("x", (low + high) / 2, low, high, "u")


@pytest.mark.parametrize(
    ("low", "high", "goal", "said"),
    [
        (-3, -1, "lower", "supported"),
        (-3, 0, "lower", "no_difference"),
        (-3, 1, "lower", "no_difference"),
        (1, 3, "lower", "not_supported"),
        (1, 3, "higher", "supported"),
        (-3, -1, "higher", "not_supported"),
        (0, 0, "higher", "no_difference"),
    ],
)
def test_a_claim_is_supported_only_by_a_whole_interval_on_its_side(
    low: float, high: float, goal: Goal, said: str
) -> None:
    assert claim_verdict(shifted(low, high), goal=goal) == said


@pytest.mark.parametrize(("high", "said"), [(0.5, "supported"), (0.51, "not_supported"), (0.9, "not_supported")])
def test_what_was_promised_has_to_be_reached_by_the_whole_interval(high: float, said: str) -> None:
    ratio = Estimate("x", 0.4, 0.3, high, "ratio")
    assert claim_verdict(shifted(-3, -1), goal="lower", ratio=ratio, promised=0.5) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-0.2, -0.1, "no_difference"),
        (0.1, 0.2, "no_difference"),
        (-0.6, -0.1, "supported"),
        (0.1, 0.6, "not_supported"),
    ],
)
def test_a_sure_difference_below_the_least_is_none(low: float, high: float, said: str) -> None:
    assert claim_verdict(shifted(low, high), goal="lower", least=0.3) == said


def test_a_promise_without_a_ratio_and_without_a_difference() -> None:
    assert claim_verdict(shifted(-3, -1), goal="lower", promised=0.5) == "not_supported"
    assert claim_verdict(shifted(-3, 1), goal="lower", promised=0.5) == "no_difference"


def test_a_promised_rise_is_reached_from_below() -> None:
    assert (
        claim_verdict(shifted(1, 3), goal="higher", ratio=Estimate("x", 2.2, 2.0, 2.4, "r"), promised=2) == "supported"
    )
    assert (
        claim_verdict(shifted(1, 3), goal="higher", ratio=Estimate("x", 2.2, 1.9, 2.4, "r"), promised=2)
        == "not_supported"
    )
