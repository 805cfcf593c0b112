"""The foil: an isolation forest, which never sees a finding and takes what is rare for what is wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_TREES = 100
_SAMPLE = 256  # rows a tree grows on, as published. Source : Liu, Ting and Zhou 2008, ICDM, 413-422.


class Foil:
    """Rarity of an application among all, whatever was found; it stands in the ladder to be compared, not to be used.

    Parameters
    ----------
    seed : of the forest

    Attributes
    ----------
    middle : median of each column, for gaps
    forest : scikit-learn's isolation forest
    """

    def __init__(self, *, seed: int) -> None:
        self.seed = seed
        self.middle: Any = None
        self.forest: Any = None

    def fit(self, matrix: NDArray[np.float64], target: NDArray[np.bool_]) -> Foil:
        """Grow the forest on the rows; `target` is taken for the common interface and not looked at."""
        from sklearn.ensemble import IsolationForest

        del target
        known = ~np.isnan(matrix).all(axis=0)
        self.middle = np.zeros(matrix.shape[1])
        self.middle[known] = np.nanmedian(matrix[:, known], axis=0)
        size = min(_SAMPLE, matrix.shape[0])
        self.forest = IsolationForest(n_estimators=_TREES, max_samples=size, random_state=self.seed)
        self.forest.fit(self._whole(matrix))
        return self

    def decision_function(self, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rarity, higher for rarer, shape (n,)."""
        return -np.asarray(self.forest.score_samples(self._whole(matrix)), dtype=np.float64)

    def _whole(self, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(np.isnan(matrix), self.middle, matrix)
