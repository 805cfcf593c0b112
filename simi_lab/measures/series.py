"""An interrupted time series: what a change did to a monthly figure, as an evaluator without a twin can tell it.

Segmented regression with errors that may hang together from month to month. How much they do (the correlation with the
month before) can hardly be known from two or three years, so no single value is put in its place: every value from
-0.5 to 0.95 is tried, weighed by how well it explains the months, and the interval covers them all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.errors import TooFewRunsError
from simi_lab.estimate import Estimate, Goal
from simi_lab.measures.series_months import LEVEL, SLOPE, Design, Event, design, two_means

Floats = NDArray[np.float64]
CORRELATIONS = np.arange(-10, 20) / 20
FEWEST_FREE = 2
"""Months that must be left over once each term has taken one."""


@dataclass(frozen=True)
class Segmented:
    """A fitted series.

    Parameters
    ----------
    months : first days, in order
    design : its columns
    effect : mean effect over the months after, weighed by the applicants of each
    level, slope : what changed at once, and by how much more each month; None where a series is too short for a slope
    fitted, counterfactual : per month, as fitted, and as if the change had never come
    correlation : with the month before, averaged over the values that were tried
    """

    months: tuple[date, ...]
    design: Design
    effect: Estimate
    level: Estimate
    slope: Estimate | None
    fitted: Floats
    counterfactual: Floats
    correlation: float
    _pull: Floats

    def response(self, values: Sequence[float] | Floats) -> float:
        """The effect that the same regression, weighed the same way, finds in another series of the same months.

        It is linear: of two series that add up, the effects add up.
        """
        return float(self._pull @ np.asarray(values, dtype=float))


@dataclass(frozen=True)
class _Fit:
    """One regression for each correlation that is tried: coefficients, how they follow from the values, their spread.

    Parameters
    ----------
    weights : (n_correlations,), sum 1
    maps : (n_correlations, n_columns, n_months)
    spreads : (n_correlations, n_columns, n_columns), covariance of the coefficients
    free : degrees of freedom
    """

    weights: Floats
    maps: Floats
    spreads: Floats
    free: int

    def estimate(self, pick: Floats, y: Floats, *, name: str, unit: str, goal: Goal | None, level: float) -> Estimate:
        """A sum of coefficients with its interval over all correlations."""
        values = np.einsum("k,rkn,n->r", pick, self.maps, y)
        widths = np.sqrt(np.einsum("k,rkl,l->r", pick, self.spreads, pick))
        low, high = (_quantile(p, self.weights, values, widths, self.free) for p in ((1 - level) / 2, (1 + level) / 2))
        method = "segmented regression, averaged over AR(1)"
        return Estimate(name, float(self.weights @ values), low, high, unit, goal, y.size, level, method)


def segmented(
    table: pl.DataFrame,
    live: date,
    *,
    with_season: bool = True,
    events: Sequence[Event] = (),
    unit: str = "",
    goal: Goal | None = "lower",
) -> Segmented:
    """Fit level, trend, and what a change did to both.

    Parameters
    ----------
    table : one row per month: `month` (first day), `value` (mean of the month), `n` (applicants; weighs the months in
        the effect, not in the fit)
    live : first day of the change; a month that holds both ways of working must be left out
    with_season : whether the year's wave and Ramadan are taken out
    events : named beside the change
    unit, goal : of the figure

    Returns
    -------
    Segmented
        Estimates with 95 % intervals; `n` counts months.

    Raises
    ------
    TooFewRunsError
        No month before or after, or fewer than two months more than terms.

    Randomness : none.   Source : Wagner et al. 2002; the average over the correlation follows Box and Tiao 1973,
    Bayesian Inference in Statistical Analysis, with a flat prior and the restricted likelihood as weight.
    """
    rows = table.sort("month")
    months = rows["month"].to_list()
    laid = design(months, live, with_season=with_season, events=events)
    _refuse_too_few(laid)
    y, n = rows["value"].to_numpy().astype(float), rows["n"].to_numpy().astype(float)
    fit = _fit(laid.matrix, y)
    whole = np.einsum("r,rkn->kn", fit.weights, fit.maps)
    picks = np.eye(len(laid.names))
    pick = laid.effect(n)

    def told(which: Floats, name: str, of: str) -> Estimate:
        return fit.estimate(which, y, name=name, unit=of, goal=goal, level=0.95)

    slope = told(picks[laid.names.index(SLOPE)], SLOPE, f"{unit}/month") if SLOPE in laid.names else None
    return Segmented(
        tuple(months),
        laid,
        told(pick, "effect", unit),
        told(picks[laid.names.index(LEVEL)], LEVEL, unit),
        slope,
        laid.matrix @ whole @ y,
        laid.without_change() @ whole @ y,
        float(fit.weights @ CORRELATIONS),
        pick @ whole,
    )


def before_and_after(table: pl.DataFrame, live: date, *, unit: str = "", goal: Goal | None = "lower") -> Estimate:
    """Mean of the months after less that of the months before: what is told when nobody asks what else changed.

    The interval is Welch's, as if months were independent draws.
    """
    sides = two_means(table, live)
    if min(len(side) for side in sides) < 2:
        raise TooFewRunsError("A series needs months before and after the change, and more of them than it has terms.")
    from scipy.special import stdtrit

    (m0, v0, n0), (m1, v1, n1) = ((float(np.mean(x)), float(np.var(x, ddof=1)), len(x)) for x in sides)
    parts = (v0 / n0, v1 / n1)
    spread = math.sqrt(sum(parts))
    free = sum(parts) ** 2 / (parts[0] ** 2 / (n0 - 1) + parts[1] ** 2 / (n1 - 1)) if spread else n0 + n1 - 2.0
    half = float(stdtrit(free, 0.975)) * spread
    return Estimate("effect", m1 - m0, m1 - m0 - half, m1 - m0 + half, unit, goal, n0 + n1, 0.95, "two means, welch")


def _refuse_too_few(laid: Design) -> None:
    n, k = laid.matrix.shape
    if LEVEL not in laid.names or laid.is_after.all() or n - k < FEWEST_FREE:
        raise TooFewRunsError("A series needs months before and after the change, and more of them than it has terms.")


def _fit(x: Floats, y: Floats) -> _Fit:
    """Generalised least squares for every correlation, with its weight."""
    n, k = x.shape
    found = [_least_squares(x, y, float(rho)) for rho in CORRELATIONS]
    heights = np.array([height for height, _, _ in found])
    weights = np.exp(heights - heights.max())
    maps, spreads = (np.array([each[i] for each in found]) for i in (1, 2))
    return _Fit(weights / weights.sum(), maps, spreads, n - k)


def _least_squares(x: Floats, y: Floats, rho: float) -> tuple[float, Floats, Floats]:
    """Restricted log likelihood, map from values to coefficients, covariance of these, at one correlation."""
    n, k = x.shape
    whiten = np.eye(n) - rho * np.eye(n, k=-1)
    whiten[0, 0] = math.sqrt(1 - rho * rho)
    q, r = np.linalg.qr(whiten @ x)
    inverse = np.linalg.inv(r)
    to_coefficients = inverse @ q.T @ whiten
    rest = whiten @ (y - x @ (to_coefficients @ y))
    variance = max(float(rest @ rest) / (n - k), 1e-12 * float(y @ y) + 1e-300)
    height = -(n - k) / 2 * math.log(variance) + math.log(1 - rho * rho) / 2 - float(np.log(np.abs(np.diag(r))).sum())
    return height, to_coefficients, variance * inverse @ inverse.T


def _quantile(p: float, weights: Floats, values: Floats, widths: Floats, free: int) -> float:
    """Where the weighed mixture of Student's distributions reaches `p`, found by halving."""
    from scipy.special import stdtr, stdtrit

    reach = abs(float(stdtrit(free, min(p, 1 - p) / values.size))) * widths
    low, high = float((values - reach).min()), float((values + reach).max())
    safe = np.maximum(widths, 1e-300)
    for _ in range(44):
        middle = (low + high) / 2
        if float(weights @ stdtr(free, (middle - values) / safe)) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2
