"""Intervals for shares of persons who come in groups, and for the area under precision and recall."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simi_lab.estimate import Estimate, wilson

_LEVEL = 0.95


@dataclass(frozen=True)
class Resampling:
    """Bootstrap over groups: a group of contacts is drawn or not drawn as a whole.

    Members of one ring are found or missed together; taking them for independent persons makes intervals too narrow.

    Parameters
    ----------
    place : number of the group of each row, from 0, shape (n,)
    counts : how often each group is drawn, shape (resamples, n_groups)
    """

    place: NDArray[np.int64]
    counts: NDArray[np.int8]

    @classmethod
    def of(cls, groups: NDArray[np.int64], *, resamples: int, rng: np.random.Generator) -> Resampling:
        """Draw the groups `resamples` times."""
        names, place = np.unique(groups, return_inverse=True)
        drawn = np.empty((resamples, names.size), dtype=np.int8)
        for i in range(resamples):
            drawn[i] = np.bincount(rng.integers(0, names.size, names.size), minlength=names.size)
        return cls(place.astype(np.int64), drawn)

    def of_rows(self, rows: NDArray[np.bool_]) -> Resampling:
        """The same draws of groups, for some of the rows only."""
        return self if rows.all() else Resampling(self.place[rows], self.counts)

    def sums(self, values: NDArray[np.bool_] | NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum of the values in each resample, shape (resamples,)."""
        per_group = np.bincount(self.place, weights=values.astype(np.float64), minlength=self.counts.shape[1])
        used = np.flatnonzero(per_group)
        return self.counts[:, used].astype(np.float64) @ per_group[used]


def grouped_share(part: NDArray[np.bool_], whole: NDArray[np.bool_], drawn: Resampling, *, name: str) -> Estimate:
    """Share of `part` in `whole`: Wilson's interval, widened to the bootstrap over groups where that is wider.

    Parameters
    ----------
    part, whole : shape (n,); `part` lies inside `whole`
    drawn : resampling of the same rows
    name : metric code
    """
    k, n = int(part.sum()), int(whole.sum())
    plain = wilson(k, n, name=name, level=_LEVEL, goal="higher")
    if n == 0:
        return plain
    tops, bottoms = drawn.sums(part), drawn.sums(whole)
    shares = tops[bottoms > 0] / bottoms[bottoms > 0]
    if shares.size == 0:
        return plain
    low, high = np.quantile(shares, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return replace(
        plain, low=min(plain.low, float(low)), high=max(plain.high, float(high)), method="wilson, group bootstrap"
    )


def paired_gain(
    chosen: NDArray[np.bool_], rival: NDArray[np.bool_], hit: NDArray[np.bool_], drawn: Resampling, *, name: str
) -> Estimate:
    """How much larger a share of the positives one choice finds than another, on the same people.

    Bootstrap over groups, widened to the interval for matched shares: two choices that agree on few people are not
    proven equal. Source : Agresti and Min 2005, Statistics in Medicine 24, 729-740.
    """
    n = int(hit.sum())
    value = float((chosen[hit].astype(np.float64) - rival[hit]).mean()) if n else math.nan
    low, high = matched_difference(chosen[hit].astype(np.float64), rival[hit].astype(np.float64))
    positives = drawn.sums(hit)
    change = (chosen & hit).astype(np.float64) - (rival & hit).astype(np.float64)
    gains = drawn.sums(change)[positives > 0] / positives[positives > 0]
    if gains.size:
        edges = np.quantile(gains, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
        low, high = min(low, float(edges[0])), max(high, float(edges[1]))
    return Estimate(name, value, low, high, "share", "higher", n, _LEVEL, "matched shares, group bootstrap")


def matched_difference(chosen: NDArray[np.float64], rival: NDArray[np.float64]) -> tuple[float, float]:
    """Interval of the mean difference of two choices on the same positives.

    Parameters
    ----------
    chosen, rival : whether, or with which chance, each positive is looked at; shape (n,), 0 to 1

    Source : Agresti and Min 2005, Statistics in Medicine 24, 729-740.
    """
    n, change = chosen.size, chosen - rival
    gained, lost = float(change[change > 0].sum()), float(-change[change < 0].sum())
    centre = (gained - lost) / (n + 2)
    half = 1.96 * math.sqrt(gained + lost + 1 - (gained - lost) ** 2 / (n + 2)) / (n + 2)
    return max(-1.0, centre - half), min(1.0, centre + half)


def average_precision(target: NDArray[np.bool_], score: NDArray[np.float64], drawn: Resampling) -> Estimate:
    """Area under precision and recall (average precision), with a bootstrap interval over groups.

    NaN without a positive. Equal scores are one step, as in scikit-learn.
    """
    order = np.argsort(-score, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(score[order])), score.size - 1)
    hit, place = target[order].astype(np.float64), drawn.place[order]
    value = _area(hit, np.ones(hit.size), ends)
    areas = np.array([_area(hit, weights[place].astype(np.float64), ends) for weights in drawn.counts])
    areas = areas[~np.isnan(areas)]
    low, high = np.quantile(areas, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2]) if areas.size else (0.0, 1.0)
    return Estimate(
        "pr_auc", value, float(low), float(high), "share", "higher", int(target.sum()), _LEVEL, "group bootstrap"
    )


def _area(hit: NDArray[np.float64], weight: NDArray[np.float64], ends: NDArray[np.int64]) -> float:
    hits = np.cumsum(hit * weight)[ends]
    seen = np.cumsum(weight)[ends]
    if hits[-1] == 0:
        return float("nan")
    precision = np.divide(hits, seen, out=np.zeros_like(hits), where=seen > 0)
    return float(np.sum(np.diff(hits, prepend=0.0) * precision) / hits[-1])
