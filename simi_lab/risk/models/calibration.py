"""From a model's order to a probability, learned on rows the model had not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Method = Literal["sigmoid", "isotonic"]

ENOUGH_FOR_ISOTONIC = 200  # positives; below it a staircase follows single persons
_TIE_BREAK = 1e-6  # share of the score that keeps the model's own order inside a flat step


@dataclass(frozen=True)
class Calibration:
    """A monotone map from raw score to probability, held as plain numbers.

    Parameters
    ----------
    method : sigmoid (slope and intercept of the raw score) or isotonic (steps)
    x, y : sigmoid: (slope,) and (intercept,); isotonic: raw scores and probabilities, both ascending
    """

    method: Method
    x: tuple[float, ...]
    y: tuple[float, ...]

    def __call__(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities in (0, 1), strictly in the order of `raw`."""
        sigmoid = self.method == "sigmoid"
        calibrated = _expit(self.x[0] * raw + self.y[0]) if sigmoid else np.interp(raw, self.x, self.y)
        return (1 - _TIE_BREAK) * calibrated + _TIE_BREAK * _expit(raw)


def fit_calibration(
    raw: NDArray[np.float64], target: NDArray[np.bool_], *, method: Literal["auto", "sigmoid", "isotonic"] = "auto"
) -> Calibration:
    """Learn the map on held-out rows.

    Parameters
    ----------
    raw : scores of rows by models that were not trained on them, shape (n,)
    target : recorded findings of those rows, both kinds present
    method : auto takes isotonic from `ENOUGH_FOR_ISOTONIC` findings on, sigmoid below

    Returns
    -------
    Calibration
        Never decreasing: a score that points the wrong way becomes the flat base rate.
    """
    if method == "auto":
        method = "isotonic" if int(target.sum()) >= ENOUGH_FOR_ISOTONIC else "sigmoid"
    return _isotonic(raw, target) if method == "isotonic" else _sigmoid(raw, target)


def _sigmoid(raw: NDArray[np.float64], target: NDArray[np.bool_]) -> Calibration:
    from sklearn.linear_model import LogisticRegression

    centre, spread = float(raw.mean()), float(raw.std()) or 1.0
    line = LogisticRegression(C=1e3, max_iter=1000).fit(((raw - centre) / spread)[:, None], target)
    slope, intercept = float(line.coef_[0, 0]) / spread, float(line.intercept_[0])
    if slope <= 0:
        base = float(target.mean())
        return Calibration("sigmoid", (0.0,), (float(np.log(base / (1 - base))),))
    return Calibration("sigmoid", (slope,), (intercept - slope * centre,))


def _isotonic(raw: NDArray[np.float64], target: NDArray[np.bool_]) -> Calibration:
    from sklearn.isotonic import IsotonicRegression

    steps = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(raw, target.astype(np.float64))
    return Calibration("isotonic", tuple(steps.X_thresholds_.tolist()), tuple(steps.y_thresholds_.tolist()))


def _expit(z: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1.0 / (1.0 + np.exp(-np.clip(z, -500, 500)))
