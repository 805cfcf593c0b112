"""Victims and deceivers are judged apart, rings are found early or late, and a refused victim is an error."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from simi_lab.risk import evaluate
from simi_lab.risk.judging.rings import ring_table
from simi_lab.risk.models import MODELS
from simi_lab.risk.telling.apart import refused


def rings(chosen: list[int]) -> dict[str, int]:
    day = datetime(2025, 1, 1, tzinfo=UTC)
    truth = pl.DataFrame(
        {
            "is_positive": [True] * 4 + [False, True],
            "ring_id": [7, 7, 7, 7, 8, 9],
            "typology": ["pmi_group"] * 6,
        }
    )
    test = pl.DataFrame({"filed_at": [day + timedelta(days=i) for i in (3, 1, 2, 4, 5, 6)]})
    flags = np.isin(np.arange(6), chosen)
    return ring_table(test, truth, flags).row(0, named=True)


@pytest.mark.parametrize(
    ("chosen", "found", "early", "after"), [([], 0, 0, 0), ([3], 1, 0, 0), ([0], 1, 0, 1), ([2, 3], 1, 1, 2)]
)
def test_a_ring_is_found_early_in_the_first_half_of_its_members(chosen, found, early, after):
    told = rings(chosen)
    assert (told["n_rings"], told["n_members"]) == (1, 4)  # the benign one and the lone one are no rings
    assert (told["n_found"], told["n_early"], told["n_members_after"]) == (found, early, after)
    assert told["found_low"] <= told["found_share"] <= told["found_high"]


def test_the_two_parts_of_the_truth_add_up(evaluation):
    assert evaluation.kinds == ("protect", "investigate")
    assert sum(evaluation.facts["n_kind"].values()) == evaluation.facts["n_positive"]["truth"]
    for model in (*MODELS, "oracle"):
        found = [
            evaluation.figure(model, "recall_at_capacity", target=kind).value * evaluation.facts["n_kind"][kind]
            for kind in evaluation.kinds
        ]
        whole = evaluation.figure(model, "recall_at_capacity", target="truth")
        assert sum(found) == pytest.approx(whole.value * whole.n)


def test_each_model_stands_beside_the_oracle_at_five_percent(evaluation):
    for target in ("truth", *evaluation.kinds):
        best = evaluation.figure("oracle", "recall_at_5pct_fpr", target=target)
        for model in MODELS:
            told = evaluation.figure(model, "recall_at_5pct_fpr", target=target)
            lost = evaluation.figure(model, "shortfall_to_oracle", target=target)
            assert told.low <= told.value <= told.high
            assert lost.value == pytest.approx(best.value - told.value)
            assert lost.low <= lost.value <= lost.high


def test_a_refused_victim_is_counted_as_an_error(world, frame, fitted, evaluation):
    assert evaluation.facts["n_protect_refused"] is None
    test = frame.filter(pl.col("month").is_in(fitted.split.test_months))["application_id"]
    truth = world.truth.filter(pl.col("application_id").is_in(test.implode()))
    victims = truth.filter(pl.col("right_action").cast(str) == "protect_and_refer")["application_id"].head(2)
    others = truth.filter(~pl.col("is_positive"))["application_id"].head(5)
    turned = pl.DataFrame({"application_id": [*victims, *others], "decision": ["refuse", "postpone", *["refuse"] * 5]})
    told = evaluate(fitted, frame, world.tables["labels"], world.truth, decisions=turned, capacity_per_day=0.5)
    assert told.facts["n_protect_refused"] == 1
    assert "refused 1 of" in refused(told, "en")
