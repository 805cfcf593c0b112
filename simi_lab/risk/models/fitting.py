"""Training the ladder of models on the same months and scoring with them under one interface."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.errors import BadRequest
from simi_lab.risk.models.calibration import Calibration, fit_calibration
from simi_lab.risk.models.foil import Foil
from simi_lab.risk.models.learners import boosting, glass_box
from simi_lab.risk.models.matrix import check_frame, chosen, constant_features, to_matrix
from simi_lab.risk.models.ordinary import Value, ordinary_values
from simi_lab.risk.models.rules import rule_points
from simi_lab.risk.models.scorecard import scorecard
from simi_lab.risk.models.split import Split, group_folds, recorded, silent_months, split_months, training_rows
from simi_lab.risk.signals import FEATURES
from simi_lab.scenario.risk import RiskPlan

MODELS = ("rule_of_thumb", "scorecard", "glass_box", "boosting", "isolation")
FOIL = "isolation"  # learns without findings; judged like the others to show what that is worth


@dataclass(frozen=True)
class Note:
    """A sentence a reader must see beside the figures: an English message for `i18n.t` and its values."""

    message: str
    values: Mapping[str, str | int | float]


@dataclass(frozen=True)
class FittedModel:
    """One model: raw order first, probability by its calibration.

    Parameters
    ----------
    name : one of `MODELS`
    columns : features it looks at, in the order of its matrix; empty for the rule of thumb
    estimator : anything with `decision_function`, higher is looked at first; None for the rule of thumb
    calibration : from raw score to probability
    """

    name: str
    columns: tuple[str, ...]
    estimator: Any
    calibration: Calibration

    def probability(self, frame: pl.DataFrame) -> NDArray[np.float64]:
        """Probability of a recorded finding per row of a feature frame, shape (n_applications,)."""
        if self.estimator is None:
            return self.calibration(rule_points(frame))
        with one_thread():
            return self.calibration(self.estimator.decision_function(to_matrix(frame, self.columns)))


@dataclass(frozen=True)
class FittedModels:
    """The ladder of models, and all that must be known to judge and to reuse them.

    Parameters
    ----------
    models : by name
    split : months that trained and months that test
    plan : the scenario section they were made by
    n_train, n_positive, n_positive_groups : rows, findings and groups with a finding that trained
    n_shared : rows left out of training because their group stands in the test
    notes : what a reader must know
    run_hash : run whose tables trained them, "" if none was named
    ordinary : what an ordinary training row shows, by feature, see `ordinary_values`
    """

    models: Mapping[str, FittedModel]
    split: Split
    plan: RiskPlan
    n_train: int
    n_positive: int
    n_positive_groups: int
    n_shared: int
    notes: tuple[Note, ...]
    run_hash: str = ""
    ordinary: Mapping[str, Value] = field(default_factory=dict)


def fit(
    features: pl.DataFrame, labels: pl.DataFrame, *, plan: RiskPlan, run_hash: str = "", zone: str = clock.OFFICE_ZONE
) -> FittedModels:
    """Train the ladder on the earlier months: written rules, scorecard, glass box, boosting, and a foil.

    The target is the recorded label, known before the first test month begins; a row without recorded outcome does not
    train. Recorded labels are selective: they say what the office looked for and believed, not what is true.

    Parameters
    ----------
    features : table from `risk.features`
    labels : table `labels`
    plan : section `risk` of the scenario
    run_hash : hash of the run, kept with the models
    zone : IANA zone of the office, where months begin

    Raises
    ------
    TableError
        The frame is not the registry's: missing, undeclared or unseen values.
    BadRequest
        Too few months, no recorded outcome in the training months, or findings of one kind or one group only.

    Randomness : folds and boosting from `plan.seed`.
    """
    check_frame(features)
    split = split_months(features, plan, zone)
    finding = recorded(features, labels, before=split.known_until)
    rows, n_shared = training_rows(features, finding, split)
    train, target = features.filter(rows), finding.filter(rows).to_numpy().astype(bool)
    groups = train["group_id"].to_numpy()
    n_groups = _enough(train, target, split)
    constant = constant_features(train)
    columns = tuple(feature.name for feature in FEATURES if feature.name not in constant)
    if not columns:
        raise BadRequest("Every feature is constant in the training months.", cure="Make a larger world.")
    silent = silent_months(features, finding, split.train_months)
    with one_thread():
        models = _train(train, target, groups, columns, plan, folds=min(plan.folds, n_groups))
    return FittedModels(
        models=models,
        split=split,
        plan=plan,
        n_train=train.height,
        n_positive=int(target.sum()),
        n_positive_groups=n_groups,
        n_shared=n_shared,
        notes=tuple(_notes(constant, silent)),
        run_hash=run_hash,
        ordinary=ordinary_values(train),
    )


def score(fitted: FittedModels, features: pl.DataFrame) -> pl.DataFrame:
    """Probability of a recorded finding, by each model.

    Parameters
    ----------
    fitted : models of `fit` or `load`
    features : table from `risk.features`

    Returns
    -------
    pl.DataFrame
        One row per application and model: application_id, score (0 to 1), model.

    Raises
    ------
    TableError
        The frame is not the registry's.
    """
    check_frame(features)
    parts = [
        pl.DataFrame({"application_id": features["application_id"], "score": model.probability(features)}).with_columns(
            model=pl.lit(name)
        )
        for name, model in fitted.models.items()
    ]
    return pl.concat(parts).with_columns(pl.col("model").cast(pl.Enum(MODELS)))


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold the numeric libraries to one thread: repeatable, and kind to a shared machine."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        yield


def _train(
    train: pl.DataFrame,
    target: NDArray[np.bool_],
    groups: NDArray[np.int64],
    columns: tuple[str, ...],
    plan: RiskPlan,
    folds: int,
) -> dict[str, FittedModel]:
    matrix, declared = to_matrix(train, columns), chosen(columns)
    fold = group_folds(groups, target, folds, rng=np.random.default_rng(plan.seed))
    makers: dict[str, Callable[[], Any]] = {
        "scorecard": partial(scorecard, declared),
        "glass_box": partial(glass_box, declared, matrix),
        "boosting": partial(boosting, declared, seed=plan.seed),
        FOIL: partial(Foil, seed=plan.seed),
    }
    points = rule_points(train)
    rule = fit_calibration(points, target, method="sigmoid")
    models = {"rule_of_thumb": FittedModel("rule_of_thumb", (), None, rule)}
    for name, make in makers.items():
        held_out = np.empty(target.size)
        for k in range(folds):
            held_out[fold == k] = make().fit(matrix[fold != k], target[fold != k]).decision_function(matrix[fold == k])
        calibration = fit_calibration(held_out, target, method=plan.calibration)
        models[name] = FittedModel(name, columns, make().fit(matrix, target), calibration)
    return models


def _enough(train: pl.DataFrame, target: NDArray[np.bool_], split: Split) -> int:
    """Number of groups with a finding; stops where nothing can be learned or held out."""
    months = f"{split.train_months[0]:%Y-%m} to {split.train_months[-1]:%Y-%m}"
    if train.is_empty():
        raise BadRequest(
            "No outcome was recorded for the training months {months}.", months=months, cure="Train on later months."
        )
    if target.all() or not target.any():
        raise BadRequest(
            "The training months {months} hold {n} findings in {all} recorded outcomes: a model needs both kinds.",
            months=months,
            n=int(target.sum()),
            all=target.size,
            cure="Use a larger world or more months.",
        )
    n_groups = train.filter(target)["group_id"].n_unique()
    if n_groups < 2:
        raise BadRequest(
            "All {n} findings of the training months belong to one group: none can be held out for calibration.",
            n=int(target.sum()),
            cure="Use a larger world or more months.",
        )
    return n_groups


def _notes(constant: tuple[str, ...], silent: list[date]) -> Iterator[Note]:
    if constant:
        yield Note(
            "Left out of the learned models, because they had one value only in the training months: {names}.",
            {"names": ", ".join(constant)},
        )
    if silent:
        yield Note(
            "No outcome was recorded for these months, and they do not train: {months}.",
            {"months": ", ".join(f"{month:%Y-%m}" for month in silent)},
        )
