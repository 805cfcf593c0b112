"""Rates by group: equal to a known library, honest about small groups, and blind to groups that were shuffled."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from simi_lab.errors import BadRequest, FaultsError
from simi_lab.measures.fairness import funnel, group_metrics
from simi_lab.measures.fairness.proportions import holm, newcombe, wilson_bounds

SEEDS = range(40)


def rows(seed: int, n: int = 6000, gap: float = 0.0) -> pl.DataFrame:
    """Three groups; the third is decided against more often by `gap`, at the same truth."""
    random = np.random.default_rng(seed)
    group, y = random.integers(0, 3, n), random.random(n) < 0.1
    d = random.random(n) < np.where(y, 0.6, 0.1 + gap * (group == 2))
    return pl.DataFrame({"y": y, "d": d, "g": np.array(list("abc"))[group], "w": random.random(n) + 0.1})


@pytest.mark.parametrize("weight", [None, "w"])
def test_equal_to_fairlearn(weight: str | None) -> None:
    import fairlearn.metrics as fairlearn

    frame = rows(1, gap=0.05)
    y, d, g, w = (frame[name].to_numpy() for name in ("y", "d", "g", "w"))
    told = group_metrics(frame, label="y", decision="d", group="g", weight=weight)
    theirs = {
        "selection_rate": fairlearn.selection_rate,
        "tpr": fairlearn.true_positive_rate,
        "fpr": fairlearn.false_positive_rate,
        "fnr": fairlearn.false_negative_rate,
    }
    params: Any = {name: {"sample_weight": w} for name in theirs} if weight else None
    frames = fairlearn.MetricFrame(metrics=theirs, y_true=y, y_pred=d, sensitive_features=g, sample_params=params)
    for name in theirs:
        mine = told.groups.filter(pl.col("metric") == name).sort("group")["value"].to_numpy()
        np.testing.assert_allclose(mine, frames.by_group[name].to_numpy(), atol=1e-9)
    options: Any = {"sensitive_features": g, "sample_weight": w if weight else None}
    spread = {row["criterion"]: row for row in told.spread.iter_rows(named=True)}
    for criterion, name in (
        ("demographic_parity", "demographic_parity"),
        ("equalised_odds", "equalized_odds"),
        ("equal_opportunity", "equal_opportunity"),
    ):
        for kind in ("difference", "ratio"):
            expected = getattr(fairlearn, f"{name}_{kind}")(y, d, **options)
            assert spread[criterion][kind] == pytest.approx(expected, abs=1e-9)


def test_weights_of_one_are_no_weights() -> None:
    frame = rows(2).with_columns(pl.lit(2.0).alias("w"))
    plain, weighed = (group_metrics(frame, label="y", decision="d", group="g", weight=w) for w in (None, "w"))
    for column in ("value", "low", "high", "p", "n_effective"):
        np.testing.assert_allclose(plain.groups[column].to_numpy(), weighed.groups[column].to_numpy())


def test_a_planted_difference_is_found_and_no_difference_is_seldom_cried() -> None:
    found = [verdicts(rows(seed, gap=0.08)) for seed in SEEDS]
    assert sum(each["c", "fpr"] == "higher" for each in found) >= 0.9 * len(SEEDS)
    cried = [any(v != "none_shown" for v in verdicts(rows(seed)).values()) for seed in SEEDS]
    assert sum(cried) <= 6, "a family of tests at 5 %: two in forty are expected, seven or more have chance 0.005"


def verdicts(frame: pl.DataFrame) -> dict[tuple[str, str], str]:
    told = group_metrics(frame, label="y", decision="d", group="g").groups
    return {(row["group"], row["metric"]): row["verdict"] for row in told.iter_rows(named=True)}


def test_of_a_small_group_nothing_is_said() -> None:
    frame = rows(3).vstack(rows(4, 20).with_columns(pl.lit("z").alias("g"), pl.lit(True).alias("d")))
    told = group_metrics(frame, label="y", decision="d", group="g").groups.filter(pl.col("group") == "z")
    assert set(told["verdict"]) == {"too_few"} and told["p"].null_count() == told.height


def test_a_group_without_positives_has_no_hit_rate() -> None:
    frame = pl.DataFrame({"y": [0, 0, 1, 1], "d": [1, 0, 1, 0], "g": ["a", "a", None, None]})
    told = group_metrics(frame, label="y", decision="d", group="g")
    values = dict(told.groups.filter(pl.col("metric") == "tpr").select("group", "value").iter_rows())
    assert values == {"a": None, None: 0.5}
    assert told.spread.filter(pl.col("criterion") == "equal_opportunity")["difference"].item() is None


def test_intervals_against_published_examples() -> None:
    low, high = wilson_bounds(np.array([0.0, 0.5]), np.array([10.0, 100.0]))
    np.testing.assert_allclose(low, [0.0, 0.4038], atol=5e-5)
    np.testing.assert_allclose(high, [0.2775, 0.5962], atol=5e-5)
    gap = newcombe(np.array([56 / 70]), np.array([70.0]), np.array([48 / 80]), np.array([80.0]))
    np.testing.assert_allclose([gap[0][0], gap[1][0]], [0.0524, 0.3339], atol=5e-5)  # Newcombe 1998, table II (a)
    assert holm(np.array([0.2, 0.01])).tolist() == [0.2, 0.02]


def test_the_funnel_tells_where_the_difference_begins() -> None:
    frame = rows(5, 9000, gap=0.08).rename({"d": "profiled"})
    looked = pl.Series(np.random.default_rng(6).random(frame.height) < 0.5)
    frame = frame.with_columns((pl.col("profiled") & looked).alias("looked"))
    told = funnel(frame, label="y", stages=["profiled", "looked"], group="g", seed=7, shuffles=199)
    assert told.height == 2 * 2 * 3
    at = {(row["stage"], row["kind"], row["group"]): row for row in told.iter_rows(named=True)}
    assert at["profiled", "reached", "c"]["verdict"] == "higher"
    assert at["profiled", "unfounded", "c"]["verdict"] == "higher"
    assert at["profiled", "reached", "c"]["placebo"] == pytest.approx(1 / 200)
    for row in at.values():
        assert row["low"] <= row["value"] <= row["high"]


def test_the_placebo_of_groups_that_mean_nothing_is_even() -> None:
    """Its value is uniform: seldom small, and neither always large."""
    drawn = [
        funnel(rows(seed, 1500), label="y", stages=["d"], group="g", seed=seed, shuffles=99)["placebo"][0]
        for seed in SEEDS
    ]
    assert 0.35 < np.mean(drawn) < 0.65 and sum(p <= 0.05 for p in drawn) <= 6


def test_wrong_tables_are_told_all_at_once() -> None:
    frame = pl.DataFrame({"y": [0, 2], "d": [1, None], "g": ["a", "b"], "w": [1.0, -1.0]})
    with pytest.raises(FaultsError) as told:
        group_metrics(frame, label="y", decision="d", group="g", weight="w")
    assert {fault.where for fault in told.value.faults} == {"y", "d", "w"}
    with pytest.raises(FaultsError, match="no column"):
        group_metrics(frame, label="nope", decision="d", group="g")
    many = pl.DataFrame({"y": [True] * 10_000, "d": [True] * 10_000, "g": [str(i) for i in range(10_000)]})
    with pytest.raises(FaultsError, match="10000 values"):
        group_metrics(many, label="y", decision="d", group="g")
    with pytest.raises(BadRequest, match="No stage"):
        funnel(rows(1), label="y", stages=[], group="g", seed=1)
    skips = rows(1).with_columns(pl.lit(True).alias("later"))
    with pytest.raises(BadRequest, match="without"):
        funnel(skips, label="y", stages=["d", "later"], group="g", seed=1)


def test_an_empty_table_has_no_groups() -> None:
    told = group_metrics(rows(1).clear(), label="y", decision="d", group="g")
    assert told.groups.is_empty() and told.spread["difference"].null_count() == told.spread.height
