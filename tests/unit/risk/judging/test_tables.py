"""Tables of a judgement, worked out by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from simi_lab.risk.judging.tables import (
    benign_by_chance,
    benign_table,
    calibration_table,
    month_table,
    per_month,
    typology_by_chance,
    typology_table,
)
from simi_lab.risk.judging.targets import Target


def flags(*values: int) -> np.ndarray:
    return np.array(values, dtype=bool)


def target(hit: np.ndarray, known: np.ndarray | None = None) -> Target:
    return Target("truth", hit, np.ones(hit.size, dtype=bool) if known is None else known)


def test_months_count_persons():
    months = pl.Series([date(2024, 1, 1)] * 3 + [date(2024, 2, 1)] * 3)
    table = month_table(months, flags(1, 0, 1, 1, 0, 0), target(flags(1, 1, 0, 0, 0, 0), flags(1, 1, 1, 0, 1, 1)))
    assert table.rows() == [(date(2024, 1, 1), 3, 2, 1, 1, 1), (date(2024, 2, 1), 3, 1, 0, 0, 0)]
    found, missed, alarms = per_month(table, seed=1)
    assert [found.value, missed.value, alarms.value] == [0.5, 0.5, 0.5]


def test_a_count_of_zero_does_not_promise_zero():
    months = pl.Series([date(2024, m, 1) for m in (1, 2, 3, 4)])
    table = month_table(months, flags(1, 1, 1, 1), target(flags(1, 1, 1, 1)))
    missed = per_month(table, seed=1)[1]
    assert (missed.value, missed.low) == (0, 0)
    assert missed.high == pytest.approx(3.689 / 4, abs=0.001)  # Garwood's upper limit of a count of 0


def test_calibration_bins_expect_alike_and_never_part_equal_scores():
    rng = np.random.default_rng(2)
    score = np.round(rng.beta(1, 12, 4000), 3)
    table = calibration_table(score, target(rng.random(4000) < score))
    assert table.height == 10
    assert table["expected"].sum() == pytest.approx(score.sum())
    assert table["expected"].max() < 1.3 * table["expected"].min()
    assert (table["score_low"][1:] > table["score_high"][:-1]).all()
    assert table["is_inside"].sum() >= 8


def test_a_score_twice_too_high_falls_out_of_the_band():
    rng = np.random.default_rng(2)
    score = rng.beta(1, 12, 4000)
    table = calibration_table(score, target(rng.random(4000) < score / 2))
    assert table["is_inside"].sum() <= 3


def test_few_expected_finds_have_few_bins():
    table = calibration_table(np.full(100, 0.01), target(np.zeros(100, dtype=bool)))
    assert table.rows(named=True)[0]["n"] == 100
    assert table.height == 1


TRUTH = pl.DataFrame(
    {
        "application_id": range(8),
        "typology": ["none"] * 5 + ["pmi_group", "pmi_group", "two_identities"],
        "is_positive": [False] * 5 + [True] * 3,
        "twin_of": ["pmi_group", "pmi_group", "pmi_group", "two_identities", None, None, None, None],
        "ring_id": [1, 1, 2, None, None, 3, 3, 4],
    },
    schema_overrides={"twin_of": pl.String},
)


def test_a_benign_group_is_stopped_once_with_its_persons():
    table = benign_table(TRUTH, flags(1, 1, 0, 0, 1, 1, 0, 0))
    kept = table.select("twin_of", "n_groups", "n_groups_stopped", "share", "n_persons", "n_persons_stopped")
    assert kept.rows() == [("pmi_group", 2, 1, 0.5, 3, 2), ("two_identities", 1, 0, 0.0, 1, 0)]


def test_patterns_are_found_in_persons_and_in_groups():
    table = typology_table(TRUTH, flags(1, 1, 0, 0, 1, 1, 0, 0))
    kept = table.select("typology", "n_groups", "n_groups_found", "n_persons", "n_persons_found", "share")
    assert kept.rows() == [("pmi_group", 1, 1, 2, 1, 0.5), ("two_identities", 1, 0, 1, 0, 0.0)]


def test_chance_stops_a_group_unless_it_spares_every_member():
    chance = np.full(8, 0.5)
    assert benign_by_chance(TRUTH, chance).rows() == [("pmi_group", (0.75 + 0.5) / 2), ("two_identities", 0.5)]
    assert typology_by_chance(TRUTH, chance).rows() == [("pmi_group", 0.5), ("two_identities", 0.5)]
