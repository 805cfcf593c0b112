"""The answer: precision and recall at capacity with intervals, beside a rule and beside chance, never accuracy."""

from __future__ import annotations

import json
import math
from typing import Any

import polars as pl
import pytest

from simi_lab.errors import BadRequest, TableError
from simi_lab.risk import evaluate
from simi_lab.risk.judging import Evaluation
from simi_lab.risk.models import MODELS


def test_every_model_has_every_figure_against_both_targets(evaluation):
    names = {"precision_at_capacity", "recall_at_capacity", "pr_auc", "found_per_month", "missed_per_month"}
    for target in ("truth", "recorded"):
        for model in MODELS:
            for name in names | {"false_alarms_per_month"}:
                told = evaluation.figure(model, name, target=target)
                assert told.low <= told.value <= told.high
                assert told.n > 0
        by_lot = {"precision_at_capacity", "recall_at_capacity", "pr_auc", "found_per_month", "recall_at_5pct_fpr"}
        assert by_lot == {f.estimate.name for f in evaluation.figures if f.model == "random" and f.target == target}


def test_there_is_no_accuracy(evaluation):
    words = json.dumps(evaluation.to_dict())
    assert "accuracy" not in words


def test_figures_agree_with_the_months_in_persons(evaluation):
    for model in MODELS:
        months = evaluation.months.filter((pl.col("model") == model) & (pl.col("target") == "truth"))
        found, missed = months["found"].sum(), months["missed"].sum()
        assert found + missed == evaluation.facts["n_positive"]["truth"]
        assert months["looked_at"].sum() == evaluation.facts["n_looked_at"]
        assert months["found"].sum() + months["false_alarms"].sum() == evaluation.facts["n_looked_at"]
        recall = evaluation.figure(model, "recall_at_capacity", target="truth")
        assert recall.value == pytest.approx(found / (found + missed))
        precision = evaluation.figure(model, "precision_at_capacity", target="truth")
        assert precision.value == pytest.approx(found / evaluation.facts["n_looked_at"])


def test_models_find_more_than_chance_on_the_planted_world(evaluation):
    chance = evaluation.figure("random", "recall_at_capacity", target="truth")
    for model in MODELS:
        assert evaluation.figure(model, "recall_at_capacity", target="truth").low > chance.high


def test_more_capacity_finds_more_and_troubles_more(world, frame, fitted, evaluation):
    more = evaluate(fitted, frame, world.tables["labels"], world.truth, capacity_per_day=2)
    for model in (*MODELS, "random"):
        for name in ("recall_at_capacity", "found_per_month"):
            assert (
                more.figure(model, name, target="truth").value >= evaluation.figure(model, name, target="truth").value
            )
    assert more.facts["n_looked_at"] == pytest.approx(4 * evaluation.facts["n_looked_at"], rel=0.05)
    stopped = [told.benign["n_persons_stopped"].sum() for told in (evaluation, more)]
    assert stopped[0] < stopped[1]


def test_endless_capacity_finds_everyone_at_the_base_rate(world, frame, fitted):
    told = evaluate(fitted, frame, world.tables["labels"], world.truth, capacity_per_day=10_000)
    for model in (*MODELS, "random"):
        assert told.figure(model, "recall_at_capacity", target="truth").value == 1
        precision = told.figure(model, "precision_at_capacity", target="truth").value
        assert precision == pytest.approx(told.facts["n_positive"]["truth"] / told.facts["n_test"])
    assert set(told.benign["share"]) == {1.0}


def test_few_positives_are_said(evaluation):
    assert evaluation.facts["n_positive"]["truth"] < 50
    assert any(note.message.startswith("Only {n} persons") for note in evaluation.notes)


def test_selective_labels_are_said(evaluation):
    assert any("only a synthetic world knows" in note.message for note in evaluation.notes)
    assert evaluation.facts["n_positive"]["recorded"] < evaluation.facts["n_positive"]["truth"]


def test_without_truth_only_the_records_judge(world, frame, fitted):
    told = evaluate(fitted, frame, world.tables["labels"], None, capacity_per_day=0.5)
    assert told.targets == ("recorded",)
    assert told.benign.is_empty()
    assert {figure.target for figure in told.figures} == {"recorded"}


def test_a_shuffled_truth_leaves_nothing_to_find(world, frame, fitted):
    positive = world.truth["is_positive"].shuffle(seed=8)
    told = evaluate(
        fitted, frame, world.tables["labels"], world.truth.with_columns(is_positive=positive), capacity_per_day=0.5
    )
    chance = told.figure("random", "recall_at_capacity", target="truth").value
    for model in MODELS:
        recall = told.figure(model, "recall_at_capacity", target="truth")
        assert recall.low <= chance <= recall.high


def test_no_positive_at_all_is_a_dash_and_no_crash(world, frame, fitted):
    calm = world.truth.with_columns(is_positive=pl.lit(False))
    told = evaluate(fitted, frame, world.tables["labels"], calm, capacity_per_day=0.5)
    assert math.isnan(told.figure("boosting", "recall_at_capacity", target="truth").value)
    assert told.to_dict()["figures"][1]["value"] is None


def test_it_survives_json(evaluation):
    words = json.loads(json.dumps(evaluation.to_dict(), allow_nan=False))
    again = Evaluation.from_dict(words)
    assert again.to_dict() == words
    assert again.to_frame().equals(evaluation.to_frame())
    assert again.months.equals(evaluation.months)


def test_the_long_frame_holds_every_figure(evaluation):
    frame = evaluation.to_frame()
    assert frame.height == len(evaluation.figures)
    assert frame.select(pl.struct("model", "target", "metric").n_unique()).item() == frame.height


def test_a_silent_test_month_is_told(world, frame, fitted):
    month = fitted.split.test_months[1]
    silent = frame.filter(pl.col("month") == month)["application_id"]
    labels = world.tables["labels"].filter(~pl.col("application_id").is_in(silent.implode()))
    told = evaluate(fitted, frame, labels, world.truth)
    assert any(note.values.get("months") == f"{month:%Y-%m}" for note in told.notes)
    assert told.facts["n_unrecorded"] == silent.len()


def test_frames_without_the_test_months_or_truth_without_rows_are_refused(world, frame, fitted):
    early = frame.filter(~pl.col("month").is_in(fitted.split.test_months))
    with pytest.raises(BadRequest, match="no application of the test months 2024-12"):
        evaluate(fitted, early, world.tables["labels"], world.truth)
    with pytest.raises(TableError, match="rows are missing"):
        evaluate(fitted, frame, world.tables["labels"], world.truth.head(100))
    with pytest.raises(TableError, match=r"truth_applications\.ring_id"):
        evaluate(fitted, frame, world.tables["labels"], world.truth.drop("ring_id"))
    with pytest.raises(BadRequest, match="there is no truth to judge against"):
        evaluate(fitted, frame, world.tables["labels"].clear(), None)


def test_the_perfect_judge_stands_above_and_only_against_the_truth(
    fitted: Any, frame: pl.DataFrame, world: Any
) -> None:
    sure = world.truth.with_columns(posterior=pl.when("is_positive").then(0.9).otherwise(0.001))
    told = evaluate(fitted, frame, world.tables["labels"], sure, capacity_per_day=0.5)
    best = told.figure("oracle", "recall_at_capacity", target="truth").value
    for model in (*MODELS, "random"):
        assert best >= told.figure(model, "recall_at_capacity", target="truth").value
    assert told.figure("oracle", "precision_at_capacity", target="truth").value <= 1
    assert not [f for f in told.figures if f.model == "oracle" and f.target == "recorded"]
