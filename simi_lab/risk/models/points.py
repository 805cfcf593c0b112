"""The scorecard as a table that a clerk can add up on paper: points per answer."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from simi_lab.risk.asof import Feature
from simi_lab.risk.models.fitting import FittedModel
from simi_lab.risk.models.matrix import chosen
from simi_lab.schema import CODES


def point_rows(model: FittedModel) -> list[dict[str, Any]]:
    """Answers that are worth points, feature by feature; all others are worth nothing.

    Parameters
    ----------
    model : the fitted scorecard

    Returns
    -------
    list of dict
        Plain values: feature, points, and the answer: `is_gap` (no value is known), `code` of a category, or the
        values above `low` (None: no limit) up to and with `high` (None: no limit), in the unit of the feature; a flag
        is 1 where it holds.
    """
    card = model.estimator
    rows = []
    for k, feature in enumerate(chosen(model.columns)):
        edges = [_in_unit(edge, feature) for edge in card.edges[k]]
        for answer, points in enumerate(card.points[k]):
            if points:
                rows.append({"feature": feature.name, **_answer(feature, edges, answer), "points": int(points)})
    return rows


def start_share(model: FittedModel) -> float:
    """Probability of an application that gives every commonest answer: no points at all."""
    return float(model.calibration(np.array([model.estimator.intercept]))[0])


def _answer(feature: Feature, edges: list[float], answer: int) -> dict[str, Any]:
    if answer == len(edges) + 1:
        return {"is_gap": True, "code": None, "low": None, "high": None}
    if feature.kind == "category":
        return {"is_gap": False, "code": CODES[feature.codes][answer], "low": None, "high": None}
    low = edges[answer - 1] if answer else None
    high = edges[answer] if answer < len(edges) else None
    return {"is_gap": False, "code": None, "low": low, "high": high}


def _in_unit(edge: float, feature: Feature) -> float:
    """The matrix holds counts as log(1 + n)."""
    return round(math.expm1(edge), 6) if feature.kind == "count" else float(edge)
