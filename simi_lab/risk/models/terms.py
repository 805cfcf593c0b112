"""The exact reasons of a score: what each feature adds to the log-odds of the glass box, or to the card's points."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.risk.models.fitting import FittedModel, one_thread
from simi_lab.risk.models.matrix import to_matrix


def contributions(model: FittedModel, frame: pl.DataFrame) -> tuple[float, pl.DataFrame]:
    """What each feature adds, against the average of the training rows.

    The glass box is a sum by construction: its terms are its reasons, nothing is approximated. Base and contributions
    of a row add up to the raw score, of which the probability is a never falling function.

    Parameters
    ----------
    model : the fitted glass box
    frame : table of features

    Returns
    -------
    base, terms
        Log-odds of the average training row; and a frame with one row per application, one column per feature of the
        model, log-odds.
    """
    parts, scaler, line = (step for _, step in model.estimator.steps)
    with one_thread():
        scaled = scaler.transform(parts.transform(to_matrix(frame, model.columns)))
    weighted = scaled * line.coef_[0]
    owners = _owners(parts)
    sums = np.zeros((frame.height, len(model.columns)))
    for column, owner in enumerate(owners):
        sums[:, owner] += weighted[:, column]
    return float(line.intercept_[0]), pl.DataFrame(sums, schema=list(model.columns), orient="row")


def points_given(model: FittedModel, frame: pl.DataFrame) -> pl.DataFrame:
    """Points that each answer is given by the fitted scorecard: one row per application, one column per feature.

    Their sum decides the score; the commonest answer of a feature is worth nothing.
    """
    card = model.estimator
    answers = card.answers(to_matrix(frame, model.columns))
    given = {name: [card.points[k][a] for a in answers[:, k]] for k, name in enumerate(model.columns)}
    return pl.DataFrame(given, schema=dict.fromkeys(model.columns, pl.Int64))


def raw_scores(model: FittedModel, frame: pl.DataFrame) -> NDArray[np.float64]:
    """Log-odds before calibration, shape (n_applications,)."""
    with one_thread():
        raw = model.estimator.decision_function(to_matrix(frame, model.columns))
    return np.asarray(raw, dtype=np.float64)


def _owners(parts: Any) -> list[int]:
    """Which feature each column of the transformed matrix was made from, in its order."""
    owners = [-1] * max(place.stop for place in parts.output_indices_.values())
    for name, part, columns in parts.transformers_:
        place = parts.output_indices_[name]
        width = place.stop - place.start
        if not width:
            continue
        if name == "category":
            made = [column for column, codes in zip(columns, part.categories_, strict=True) for _ in codes]
        else:
            made = [column for column in columns for _ in range(width // len(columns))]
        owners[place] = made
    return owners
