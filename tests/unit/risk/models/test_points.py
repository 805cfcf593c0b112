"""The points on the card are those of the fitted scorecard: adding them up gives its total."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from simi_lab.risk import card
from simi_lab.risk.models.matrix import chosen, to_matrix
from simi_lab.risk.models.points import point_rows, start_share
from simi_lab.risk.telling.points import answer_said, point_table


def added_up(rows: list[dict], row: dict) -> int:
    """Points of an application as a clerk would add them up from the table."""
    total = 0
    for line in rows:
        value = row[line["feature"]]
        if line["is_gap"] or value is None:
            applies = line["is_gap"] and value is None
        elif line["code"] is not None:
            applies = value == line["code"]
        else:
            above = line["low"] is None or value > line["low"]
            applies = above and (line["high"] is None or value <= line["high"])
        total += line["points"] * applies
    return total


def test_adding_up_the_table_gives_the_total_of_the_scorecard(fitted, frame):
    model = fitted.models["scorecard"]
    rows, some = point_rows(model), frame.sample(300, seed=4)
    by_hand = [added_up(rows, row) for row in some.iter_rows(named=True)]
    totals = model.estimator.totals(to_matrix(some, model.columns))
    assert by_hand == totals.tolist()
    assert len(set(by_hand)) > 3


def test_no_points_is_where_an_ordinary_application_starts(fitted, frame):
    model = fitted.models["scorecard"]
    totals = model.estimator.totals(to_matrix(frame, model.columns))
    nothing = frame.filter(pl.Series(totals == 0)).head(1)
    assert start_share(model) == pytest.approx(model.probability(nothing)[0])


def test_rows_are_plain_values_for_json(fitted):
    assert json.loads(json.dumps(point_rows(fitted.models["scorecard"]))) == point_rows(fitted.models["scorecard"])


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_card_shows_each_answer_with_its_points(evaluation, monkeypatch, lang):
    monkeypatch.setenv("SIMI_LAB_STRICT", "1")
    text = card(evaluation, lang)
    rows = point_table(evaluation, lang)
    assert len(rows) == 1 + len(evaluation.facts["scorecard"]) > 5
    for question, answer, points in rows[1:]:
        assert f"| {question} | {answer} | {points} |" in text


@pytest.mark.parametrize(
    ("name", "low", "high", "told"),
    [
        ("phone_others_90d", None, 0.5, "0"),
        ("phone_others_90d", 0.5, 1.5, "1"),
        ("phone_others_90d", 1.5, 3.5, "2 to 3"),
        ("phone_others_90d", 3.5, None, "4 or more"),
        ("phone_same_trip_share", None, 1e-9, "none"),
        ("phone_same_trip_share", 1e-9, 0.5, "up to 50%"),
        ("phone_same_trip_share", 0.5, None, "more than 50%"),
        ("days_to_departure", 14.0, 36.0, "more than 14, up to 36"),
        ("held_before", 0.5, None, "yes"),
        ("held_before", None, 0.5, "no"),
    ],
)
def test_answers_by_hand(name, low, high, told):
    row = {"is_gap": False, "code": None, "low": low, "high": high}
    assert answer_said(chosen((name,))[0], row, "en") == told
    assert np.isfinite(low or 0.0)
