"""Verdicts on targets: chance is allowed for, a wrong world is not; few cases are told apart from wrong ones."""

from __future__ import annotations

from dataclasses import replace
from math import comb

import polars as pl
import pytest

from simi_lab.measures.targets import Made, judge
from simi_lab.measures.targets.measure import Counts, mean, share, share_of
from simi_lab.measures.targets.verdict import upper_tail
from simi_lab.scenario.targets import Target

HALF = Target("m", {}, 0.5, 0.5, 0.5, 4.0, "s", "known", "", True, "f:1")


@pytest.mark.parametrize(
    ("value", "n", "word"),
    [
        (0.5, 100, "met"),
        (0.699, 100, "met"),  # 4 standard errors are 0.2
        (0.71, 100, "missed"),
        (0.29, 100, "missed"),
        (0.51, 1_000_000, "missed"),
        (0.5018, 1_000_000, "met"),
    ],
)
def test_a_share_may_lie_four_binomial_standard_errors_off(value: float, n: int, word: str) -> None:
    assert judge(HALF, Made(value, n)).verdict == word


def test_where_less_than_five_cases_are_expected_only_what_is_far_off_is_missed() -> None:
    rare = replace(HALF, value=0.001, low=0.001, high=0.001)
    assert judge(rare, Made(0.002, 1_000)).verdict == "too_few"
    assert judge(rare, Made(0.0, 1_000)).verdict == "too_few"
    assert judge(rare, Made(0.009, 1_000)).verdict == "missed"
    assert judge(rare, Made(None, 0)).verdict == "too_few"
    often = replace(HALF, value=0.999, low=0.999, high=0.999)
    assert judge(often, Made(0.991, 1_000)).verdict == "missed"


def test_a_certain_share_is_kept_exactly() -> None:
    always = replace(HALF, value=1.0, low=1.0, high=1.0)
    assert judge(always, Made(1.0, 7)).verdict == "met"
    assert judge(always, Made(0.999, 100_000)).verdict == "missed"


def test_a_range_gets_chance_at_its_ends_and_a_distance_gets_none() -> None:
    between = replace(HALF, low=0.4, high=0.6)
    assert judge(between, Made(0.7, 100)).verdict == "met"
    assert judge(between, Made(0.7, 10_000)).verdict == "missed"
    absolute = replace(between, standard_errors=0.0)
    assert judge(absolute, Made(0.61, 100)).verdict == "missed"


def test_a_mean_is_judged_by_its_own_standard_error() -> None:
    assert judge(HALF, Made(0.9, 50, 0.101)).verdict == "met"
    assert judge(HALF, Made(0.9, 50, 0.099)).verdict == "missed"
    assert judge(HALF, Made(9.0, 5, 0.1)).verdict == "too_few"


@pytest.mark.parametrize(("count", "n", "share"), [(3, 10, 0.2), (0, 4, 0.5), (10, 10, 0.9), (7, 40, 0.05)])
def test_the_tail_is_the_sum_of_binomial_chances(count: int, n: int, share: float) -> None:
    exact = sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(count, n + 1))
    assert upper_tail(count, n, share) == pytest.approx(exact, abs=1e-12)


def test_a_metric_is_counted_over_all_or_in_the_stratum_that_is_asked_for() -> None:
    rows = pl.DataFrame({"sex": ["F", "F", "M", "M"], "hit": [True, False, None, True], "kind": ["a", "b", "a", "a"],
                         "value": [1.0, 3.0, 5.0, None]})  # fmt: skip
    part = Counts(share("s", lambda _: rows, "sex"), None)  # type: ignore[arg-type]
    assert part.at({}) == Made(2 / 3, 3)
    assert part.at({"sex": "M"}) == Made(1.0, 1)
    assert part.at({"sex": "X"}) == Made(None, 0)
    classes = Counts(share_of("kind", lambda _: rows, "sex"), None)  # type: ignore[arg-type]
    assert classes.at({"kind": "a"}) == Made(0.75, 4)
    assert classes.at({"kind": "never", "sex": "F"}) == Made(0.0, 2)
    assert classes.at({"kind": "b", "sex": "F"}) == Made(0.5, 2)
    average = Counts(mean("v", lambda _: rows), None).at({})  # type: ignore[arg-type]
    assert (average.value, average.n) == (3.0, 3)
    assert average.standard_error == pytest.approx((8 / 3 / 3) ** 0.5)
