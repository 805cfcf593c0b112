"""Intervals and tests of shares, for whole columns of them."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def wilson_bounds(share: Floats, n: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Wilson's interval of each share among `n` cases (not necessarily whole); NaN where there are none."""
    z = NormalDist().inv_cdf(0.5 + level / 2)
    m = np.where(n > 0, n, np.nan)
    centre = (share + z * z / (2 * m)) / (1 + z * z / m)
    half = z * np.sqrt(np.maximum(share * (1 - share) / m + z * z / (4 * m * m), 0.0)) / (1 + z * z / m)
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


def newcombe(a: Floats, n: Floats, b: Floats, m: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Interval of the difference a - b of independent shares (Newcombe 1998, method 10)."""
    (a_low, a_high), (b_low, b_high) = wilson_bounds(a, n, level), wilson_bounds(b, m, level)
    gap = a - b
    return (
        gap - np.sqrt((a - a_low) ** 2 + (b_high - b) ** 2),
        gap + np.sqrt((a_high - a) ** 2 + (b - b_low) ** 2),
    )


def pooled_p(a: Floats, n: Floats, b: Floats, m: Floats) -> Floats:
    """Two-sided p that two shares are one (pooled normal test); 1 where both are all or nothing, NaN without cases."""
    from scipy.special import ndtr

    total = np.where((n > 0) & (m > 0), n + m, np.nan)
    pooled = (np.nan_to_num(a) * n + np.nan_to_num(b) * m) / total
    error = np.sqrt(pooled * (1 - pooled) * (1 / np.where(n > 0, n, np.nan) + 1 / np.where(m > 0, m, np.nan)))
    z = np.where(error > 0, np.abs(a - b) / np.where(error > 0, error, 1.0), 0.0)
    return np.where(np.isnan(total), np.nan, 2 * ndtr(-z))


def holm(p: Floats) -> Floats:
    """Holm's adjusted p: among all of them, the chance of even one false alarm stays below the level.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03])).tolist()
    [0.03, 0.06, 0.06]
    """
    order = np.argsort(p, kind="stable")
    factor = p.size - np.arange(p.size)
    adjusted = np.minimum(np.maximum.accumulate(p[order] * factor), 1.0)
    out = np.empty_like(p)
    out[order] = adjusted
    return out


def matched_difference(one: Floats, other: Floats, level: float = 0.95) -> tuple[float, float]:
    """Interval of mean(one) - mean(other) on the same cases: two choices that agree on few cases are not proven equal.

    Parameters
    ----------
    one, other : whether, or with which chance, each case is taken, 0 to 1

    Source : Agresti and Min 2005, Statistics in Medicine 24, 729-740.

    Examples
    --------
    >>> [round(float(edge), 3) for edge in matched_difference(np.ones(8), np.ones(8))]
    [-0.196, 0.196]
    """
    z, n, change = NormalDist().inv_cdf(0.5 + level / 2), one.size, one - other
    gained, lost = float(change[change > 0].sum()), float(-change[change < 0].sum())
    centre = (gained - lost) / (n + 2)
    half = z * np.sqrt(gained + lost + 1 - (gained - lost) ** 2 / (n + 2)) / (n + 2)
    return max(-1.0, centre - half), min(1.0, centre + half)
