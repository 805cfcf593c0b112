"""The scorecard: a logistic regression on answers, rounded to whole points that a clerk can add up on paper."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simi_lab.risk.asof.declare import Feature
from simi_lab.schema import CODES

DOUBLING = 10  # points that double the odds
_COUNT_EDGES = (0.5, 1.5, 3.5)  # none | one | two or three | four and more
_SHARE_EDGES = (1e-9, 0.5)  # none | less than half | half and more
_QUARTERS = (0.25, 0.5, 0.75)


class Scorecard:
    """Points per answer, learned; the commonest answer of each question is worth nothing.

    Parameters
    ----------
    kinds : kind of each column of the matrix, see `Feature`
    sizes : number of codes of a category, 0 for other kinds

    Attributes
    ----------
    edges : per column the limits between its answers, ascending; a gap is an answer of its own, the last
    points : per column the points of each answer, whole numbers
    intercept : log-odds of the application that gives every commonest answer
    """

    def __init__(self, kinds: Sequence[str], sizes: Sequence[int]) -> None:
        self.kinds, self.sizes = list(kinds), list(sizes)
        self.edges: list[list[float]] = []
        self.points: list[list[int]] = []
        self.intercept = 0.0

    def fit(self, matrix: NDArray[np.float64], target: NDArray[np.bool_]) -> Scorecard:
        """Learn the points from rows of both kinds."""
        from sklearn.linear_model import LogisticRegression

        self.edges = [self._limits(k, matrix[:, k]) for k in range(len(self.kinds))]
        answers = self.answers(matrix)
        sizes = [len(edges) + 2 for edges in self.edges]
        commonest = [int(np.bincount(answers[:, k]).argmax()) for k in range(len(sizes))]
        columns, owners = [], []
        for k, size in enumerate(sizes):
            for answer in (a for a in range(size) if a != commonest[k]):
                column = answers[:, k] == answer
                if column.any():
                    columns.append(column)
                    owners.append((k, answer))
        line = LogisticRegression(C=1.0, max_iter=2000).fit(np.column_stack(columns).astype(np.float64), target)
        self.points = [[0] * size for size in sizes]
        for (k, answer), weight in zip(owners, line.coef_[0], strict=True):
            self.points[k][answer] = round(float(weight) / math.log(2) * DOUBLING)
        self.intercept = float(line.intercept_[0])
        return self

    def answers(self, matrix: NDArray[np.float64]) -> NDArray[np.int64]:
        """Number of the answer to each question, shape (n, n_columns)."""
        told = np.empty(matrix.shape, dtype=np.int64)
        for k, edges in enumerate(self.edges):
            values = matrix[:, k]
            told[:, k] = np.where(np.isnan(values), len(edges) + 1, np.searchsorted(edges, values, side="left"))
        return told

    def totals(self, matrix: NDArray[np.float64]) -> NDArray[np.int64]:
        """Sum of the points of each row, shape (n,)."""
        answers = self.answers(matrix)
        return sum(
            (np.array(points, dtype=np.int64)[answers[:, k]] for k, points in enumerate(self.points)),
            np.zeros(matrix.shape[0], dtype=np.int64),
        )

    def decision_function(self, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log-odds: the points alone decide the order, shape (n,)."""
        return np.asarray(self.intercept + self.totals(matrix) * (math.log(2) / DOUBLING), dtype=np.float64)

    def _limits(self, k: int, values: NDArray[np.float64]) -> list[float]:
        kind = self.kinds[k]
        if kind == "flag":
            return [0.5]
        if kind == "category":
            return [place + 0.5 for place in range(self.sizes[k] - 1)]
        if kind == "count":
            return [math.log1p(edge) for edge in _COUNT_EDGES]  # the matrix holds log(1 + n)
        if kind == "share":
            return list(_SHARE_EDGES)
        known = values[~np.isnan(values)]
        return sorted(set(np.quantile(known, _QUARTERS).tolist())) if known.size else []


def scorecard(features: Sequence[Feature]) -> Scorecard:
    """An empty scorecard for these features, to be fitted."""
    sizes = [len(CODES[feature.codes]) if feature.kind == "category" else 0 for feature in features]
    return Scorecard([feature.kind for feature in features], sizes)
