"""The area under the curve, and its interval from drawing whole groups of contacts again and again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simi_lab.estimate import Estimate
from simi_lab.risk.judging.intervals import Resampling

_LEVEL = 0.95
AREA = "proxy_auc"


class Guess:
    """Guesses of one value against the rest, sorted once, for people that no part of the guess had seen.

    Parameters
    ----------
    score : higher for those thought to have the value, shape (n,)
    hit : who has it, shape (n,)
    """

    def __init__(self, score: NDArray[np.float64], hit: NDArray[np.bool_]) -> None:
        self.level, self.hit = np.unique(score, return_inverse=True)[1], hit
        self.n_levels = int(self.level.max(initial=-1)) + 1

    def area(self, weight: NDArray[np.float64] | None = None) -> float:
        """Area under the curve, equal scores counted half; NaN without either kind."""
        weight = np.ones(self.hit.size) if weight is None else weight
        hits = np.bincount(self.level, weights=weight * self.hit, minlength=self.n_levels)
        rest = np.bincount(self.level, weights=weight * ~self.hit, minlength=self.n_levels)
        total = hits.sum() * rest.sum()
        if not total:
            return float("nan")
        return float((hits * (np.cumsum(rest) - rest / 2)).sum() / total)


def mean_area(guesses: list[Guess], weights: list[NDArray[np.float64]] | None = None) -> float:
    """Mean over folds and values, left out where a fold lacks one kind."""
    areas = [guess.area(None if weights is None else weights[k]) for k, guess in enumerate(guesses)]
    known = [area for area in areas if not np.isnan(area)]
    return float(np.mean(known)) if known else float("nan")


def area_estimate(
    guesses: list[Guess], rows: list[NDArray[np.int64]], groups: NDArray[np.int64], *, resamples: int, seed: int
) -> Estimate:
    """Mean area with its interval by bootstrap over groups.

    Parameters
    ----------
    guesses : per fold and value
    rows : per guess, which people it is about
    groups : group of every person, shape (n,)
    resamples, seed : of the bootstrap
    """
    drawn = Resampling.of(groups, resamples=resamples, rng=np.random.default_rng(seed))
    again = []
    for counts in drawn.counts:
        everyone = counts[drawn.place].astype(np.float64)
        again.append(mean_area(guesses, [everyone[row] for row in rows]))
    value = mean_area(guesses)
    known = np.array([area for area in again if not np.isnan(area)])
    low, high = np.quantile(known, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2]) if known.size else (0.0, 1.0)
    low, high = min(float(low), value), max(float(high), value)
    return Estimate(AREA, value, low, high, "share", "lower", groups.size, _LEVEL, "group bootstrap")
