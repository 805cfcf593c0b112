"""The terms of a score as reasons: which sentence about the application adds how much."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simi_lab.risk.asof import Feature
from simi_lab.risk.explaining.explanation import Reason, Unit
from simi_lab.risk.models import FittedModel
from simi_lab.risk.models.matrix import chosen
from simi_lab.risk.models.ordinary import Value
from simi_lab.risk.models.rules import RULES
from simi_lab.risk.models.terms import contributions, points_given


def unit_of(model: str) -> Unit:
    """In what the terms of an exact model are told."""
    return "log-odds" if model == "glass_box" else "point"


def base_of(model: FittedModel) -> float:
    """What is there before any reason: log-odds of the average training row; written rules and points begin at 0."""
    return float(model.estimator.steps[-1][1].intercept_[0]) if model.name == "glass_box" else 0.0


def reasons_of(model: FittedModel, row: pl.DataFrame) -> list[Reason]:
    """Terms of one row that are not exactly 0: those that raise, largest first, then those that lower, largest first.

    Parameters
    ----------
    model : rule of thumb, scorecard or glass box
    row : table of features with one row
    """
    found = list(_rules(row) if model.name == "rule_of_thumb" else _terms(model, row))
    return sorted((reason for reason in found if reason.adds), key=lambda r: (r.adds < 0, -abs(r.adds)))


def _rules(row: pl.DataFrame) -> Iterator[Reason]:
    for rule in RULES:
        if row.select(rule.holds).item():
            yield Reason(tuple(rule.holds.meta.root_names()), rule.sentence, None, float(rule.points))


def _terms(model: FittedModel, row: pl.DataFrame) -> Iterator[Reason]:
    terms = points_given(model, row) if model.name == "scorecard" else contributions(model, row)[1]
    for feature in chosen(model.columns):
        value: Value = row[feature.name][0]
        message = feature.told.present if _is_present(feature, value) else feature.told.absent
        yield Reason((feature.name,), message, value if "{value}" in message else None, float(terms[feature.name][0]))


def _is_present(feature: Feature, value: Value) -> bool:
    return value is not None if feature.kind in ("amount", "category") else bool(value)
