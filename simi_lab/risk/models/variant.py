"""One learned model of the ladder, trained anew with weights or on altered features: for trying, never for keeping."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.errors import BadRequest
from simi_lab.risk.models.fitting import one_thread
from simi_lab.risk.models.learners import boosting, glass_box
from simi_lab.risk.models.matrix import check_frame, chosen, constant_features, to_matrix
from simi_lab.risk.models.split import recorded, split_months, training_rows
from simi_lab.risk.signals import FEATURES
from simi_lab.scenario.risk import RiskPlan

VARIED = ("glass_box", "boosting")


def training(
    features: pl.DataFrame, labels: pl.DataFrame, *, plan: RiskPlan, zone: str = clock.OFFICE_ZONE
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which rows train, and what was recorded of them.

    Returns
    -------
    rows, target : arrays of bool, shape (n_applications,)
        `target` is false where nothing is recorded.
    """
    split = split_months(features, plan, zone)
    finding = recorded(features, labels, before=split.known_until)
    rows, _ = training_rows(features, finding, split)
    return rows, finding.fill_null(False).to_numpy().astype(np.bool_)


def variant_scores(
    features: pl.DataFrame,
    rows: NDArray[np.bool_],
    target: NDArray[np.bool_],
    *,
    model: str,
    seed: int,
    weight: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Raw scores of every row by a model trained on some of them.

    Parameters
    ----------
    features : table from `risk.features`, values perhaps altered
    rows, target : of `training`
    model : one of `VARIED`
    seed : of boosting
    weight : of the training rows, shape (rows.sum(),); None weighs each 1

    Returns
    -------
    array of float64, shape (n_applications,)
        Higher is looked at first; no probability.

    Raises
    ------
    BadRequest
        Another model, or training rows of one kind only.
    TableError
        The frame is not the registry's.
    """
    if model not in VARIED:
        raise BadRequest(
            "The model {model} cannot be trained anew; these can: {all}.", model=model, all=", ".join(VARIED)
        )
    if target[rows].all() or not target[rows].any():
        raise BadRequest(
            "The training months hold findings of one kind only.", cure="Use a larger world or more months."
        )
    check_frame(features)
    train = features.filter(rows)
    constant = constant_features(train)
    columns = tuple(feature.name for feature in FEATURES if feature.name not in constant)
    matrix, declared = to_matrix(train, columns), chosen(columns)
    makers: dict[str, Callable[[], Any]] = {
        "glass_box": partial(glass_box, declared, matrix),
        "boosting": partial(boosting, declared, seed=seed),
    }
    learner = makers[model]()
    last = "logisticregression__" if model == "glass_box" else ""
    given = {} if weight is None else {f"{last}sample_weight": weight}
    with one_thread():
        fitted = learner.fit(matrix, target[rows], **given)
        return np.asarray(fitted.decision_function(to_matrix(features, columns)), dtype=np.float64)
