"""The ladder: points that add up by hand, terms that are the exact reasons, a foil that learns from no finding."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from simi_lab.risk.models import fit
from simi_lab.risk.models.fitting import FOIL
from simi_lab.risk.models.matrix import to_matrix
from simi_lab.risk.models.scorecard import DOUBLING, Scorecard
from simi_lab.risk.models.terms import contributions, raw_scores
from simi_lab.schema import enum


def test_the_terms_of_the_glass_box_add_up_to_its_score(frame, fitted):
    model = fitted.models["glass_box"]
    base, terms = contributions(model, frame)
    assert terms.columns == list(model.columns)
    raw = base + terms.sum_horizontal().to_numpy()
    assert np.abs(raw - raw_scores(model, frame)).max() < 1e-9
    assert np.abs(model.calibration(raw) - model.probability(frame)).max() < 1e-9


def test_a_term_moves_with_its_own_feature_only(frame, fitted):
    model = fitted.models["glass_box"]
    _, before = contributions(model, frame)
    _, after = contributions(model, frame.with_columns(agency_unlicensed=~pl.col("agency_unlicensed")))
    moved = [name for name in before.columns if not before[name].equals(after[name])]
    assert moved == ["agency_unlicensed"]


def test_the_scorecard_adds_up_by_hand(frame, fitted):
    model = fitted.models["scorecard"]
    card = model.estimator
    row = to_matrix(frame, model.columns)[100:101]
    total = sum(card.points[k][answer] for k, answer in enumerate(card.answers(row)[0]))
    assert card.totals(row)[0] == total
    assert card.decision_function(row)[0] == pytest.approx(card.intercept + total * math.log(2) / DOUBLING)
    assert all(isinstance(point, int) for points in card.points for point in points)


def test_the_scorecard_finds_planted_points():
    rng = np.random.default_rng(6)
    matrix = np.column_stack([rng.random(200_000) < 0.3, np.log1p(rng.integers(0, 3, 200_000))])
    odds = -2.0 + 2 * math.log(2) * matrix[:, 0] + math.log(2) * (np.expm1(matrix[:, 1]) > 1.6)
    card = Scorecard(["flag", "count"], [0, 0]).fit(matrix, rng.random(200_000) < 1 / (1 + np.exp(-odds)))
    flag = card.points[0]
    assert flag[1] - flag[0] == pytest.approx(2 * DOUBLING, abs=1)
    count = card.points[1]
    assert count[2] - count[0] == pytest.approx(DOUBLING, abs=1)
    assert count[1] - count[0] == pytest.approx(0, abs=1)


def test_a_gap_is_an_answer_of_its_own():
    matrix = np.array([[1.0], [2.0], [3.0], [np.nan]] * 50)
    target = np.isnan(matrix[:, 0]) & (np.arange(200) % 3 > 0)
    card = Scorecard(["amount"], [0]).fit(matrix, target)
    answers = card.answers(matrix[:4])[:, 0]
    assert len(set(answers[:3])) > 1
    assert answers[3] not in answers[:3]
    assert card.decision_function(matrix[3:4])[0] > card.decision_function(matrix[:3]).max()


def test_the_foil_is_blind_to_findings(world, frame, fitted, plan):
    labels = world.tables["labels"]
    turned = labels.with_columns(label=labels["label"].cast(str).shuffle(seed=1).cast(enum("label")))
    again = fit(frame, turned, plan=plan)
    matrix = to_matrix(frame, fitted.models[FOIL].columns)
    ours, theirs = (m.models[FOIL].estimator.decision_function(matrix) for m in (fitted, again))
    assert np.corrcoef(ours, theirs)[0, 1] > 0.9
    glass = [m.models["glass_box"].estimator.decision_function(matrix) for m in (fitted, again)]
    assert np.corrcoef(*glass)[0, 1] < 0.9


def test_the_foil_finds_less_than_the_glass_box(evaluation):
    by = {name: evaluation.figure(name, "recall_at_5pct_fpr", target="truth").value for name in (FOIL, "glass_box")}
    assert by[FOIL] < by["glass_box"]
