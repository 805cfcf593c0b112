"""Two of the learned models: the glass box (splines and logistic regression), and gradient boosting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simi_lab.risk.asof.declare import Feature
from simi_lab.schema import CODES

_KNOTS = 4


def glass_box(features: Sequence[Feature], matrix: NDArray[np.float64]) -> Any:
    """Scaled logistic regression without class weights; amounts as splines, gaps as a column of their own.

    A sum of one term per feature, so that its terms are the exact reasons of a score.

    Parameters
    ----------
    features : declarations of the matrix's columns
    matrix : (n_applications, n_features), looked at only for whether an amount has values enough for a spline
    """
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import MissingIndicator, SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, SplineTransformer, StandardScaler

    amounts = [i for i, feature in enumerate(features) if feature.kind == "amount"]
    curved = [i for i in amounts if _bends(matrix[:, i])]
    categories = [i for i, feature in enumerate(features) if feature.kind == "category"]
    plain = [i for i in range(len(features)) if i not in {*curved, *categories}]
    spline = SplineTransformer(n_knots=_KNOTS, knots="quantile", extrapolation="linear", include_bias=False)
    places = [np.arange(len(CODES[features[i].codes]), dtype=np.float64) for i in categories]
    parts = ColumnTransformer(
        [
            ("plain", SimpleImputer(strategy="median"), plain),
            ("curved", make_pipeline(SimpleImputer(strategy="median"), spline), curved),
            ("unknown", MissingIndicator(features="all"), amounts),
            ("category", OneHotEncoder(categories=places, sparse_output=False, handle_unknown="ignore"), categories),
        ]
    )
    return make_pipeline(parts, StandardScaler(), LogisticRegression(C=0.5, max_iter=1000))


def boosting(features: Sequence[Feature], *, seed: int) -> Any:
    """Small trees, slowly added: findings are few, so leaves stay large and depth shallow.

    Run it inside `threadpool_limits(1)`: a second thread gains a third on an idle machine and loses threefold on a
    shared one.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    categories = [i for i, feature in enumerate(features) if feature.kind == "category"]
    return HistGradientBoostingClassifier(
        learning_rate=0.06,
        max_iter=120,
        max_leaf_nodes=8,
        min_samples_leaf=20,
        l2_regularization=1.0,
        early_stopping=False,
        categorical_features=categories or None,
        random_state=seed,
    )


def _bends(values: NDArray[np.float64]) -> bool:
    """Whether quantile knots of a column would be distinct, so that a spline can be laid through it."""
    known = values[~np.isnan(values)]
    knots = np.quantile(known, np.linspace(0, 1, _KNOTS)) if known.size else known
    return np.unique(knots).size == _KNOTS
