"""Recall at a fixed share of false alarms, and how much of it a model loses against the perfect judge."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simi_lab.estimate import Estimate
from simi_lab.risk.judging.intervals import Resampling, matched_difference

FALSE_ALARM_SHARE = 0.05
RECALL, SHORTFALL = "recall_at_5pct_fpr", "shortfall_to_oracle"
_LEVEL = 0.95


class Alarms:
    """One score of the judged rows, sorted once, so that each resample costs one pass.

    Rows of equal score are taken by lot: the curve between two levels is a straight line, which is what drawing lots
    gives on average. A rule with few points is thus neither favoured nor punished for its ties.

    Parameters
    ----------
    target : true where there is something to find, shape (n,)
    score : higher is looked at first, shape (n,)
    drawn : resampling of the same rows
    """

    def __init__(self, target: NDArray[np.bool_], score: NDArray[np.float64], drawn: Resampling) -> None:
        order = np.argsort(-score, kind="stable")
        steps = np.append(True, np.diff(score[order]) != 0) if score.size else np.zeros(0, dtype=bool)
        self.level = np.empty(score.size, dtype=np.int64)
        self.level[order] = np.cumsum(steps) - 1
        self.hit, self.drawn, self.n_levels = target, drawn, int(steps.sum())
        self.n = int(target.sum())

    def recall(self) -> float:
        """Share of the positives found when 5 % of the others are looked at in vain; NaN without either."""
        return self._recall(None)

    def resampled(self) -> NDArray[np.float64]:
        """The same in each resample, the threshold set anew, shape (resamples,)."""
        return np.array([self._recall(counts) for counts in self.drawn.counts])

    def looked_at(self) -> NDArray[np.float64]:
        """Probability of each row to be looked at, shape (n,): 1 above the threshold, a lot at it, 0 below."""
        _, misses = self._cumulated(None)
        share = np.clip(
            (FALSE_ALARM_SHARE * misses[-1] - np.append(0.0, misses[:-1]))
            / np.maximum(np.diff(misses, prepend=0.0), 1e-300),
            0.0,
            1.0,
        )
        return np.asarray(share[self.level], dtype=np.float64)

    def _recall(self, counts: NDArray[np.int8] | None) -> float:
        hits, misses = self._cumulated(counts)
        if not hits.size or hits[-1] == 0 or misses[-1] == 0:
            return math.nan
        allowed = FALSE_ALARM_SHARE * misses[-1]
        k = int(np.searchsorted(misses, allowed, side="right"))
        before_hits, before_misses = (hits[k - 1], misses[k - 1]) if k else (0.0, 0.0)
        if k == hits.size:
            return 1.0
        lot = (allowed - before_misses) / (misses[k] - before_misses)
        return float((before_hits + lot * (hits[k] - before_hits)) / hits[-1])

    def _cumulated(self, counts: NDArray[np.int8] | None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Positives and others from the highest level down."""
        weight = np.ones(self.hit.size) if counts is None else counts[self.drawn.place].astype(np.float64)
        hits = np.bincount(self.level, weights=weight * self.hit, minlength=self.n_levels)
        everyone = np.bincount(self.level, weights=weight, minlength=self.n_levels)
        return np.cumsum(hits), np.cumsum(everyone - hits)


def recall_at_alarms(alarms: Alarms, again: NDArray[np.float64]) -> Estimate:
    """Recall at 5 % false alarms with its interval: bootstrap over groups, widened to Wilson's.

    Parameters
    ----------
    alarms : of one model or of the oracle
    again : its `resampled()`
    """
    from simi_lab.estimate import wilson

    value = alarms.recall()
    if math.isnan(value):
        return Estimate(RECALL, value, 0.0, 1.0, "share", "higher", alarms.n, _LEVEL, "wilson, group bootstrap")
    plain = wilson(round(value * alarms.n), alarms.n, level=_LEVEL)
    low, high = _edges(again)
    low, high = min(low, plain.low, value), max(high, plain.high, value)
    return Estimate(RECALL, value, low, high, "share", "higher", alarms.n, _LEVEL, "wilson, group bootstrap")


def shortfall(alarms: Alarms, again: NDArray[np.float64], best: Alarms, best_again: NDArray[np.float64]) -> Estimate:
    """How much less a model finds than the perfect judge at the same share of false alarms, on the same people.

    Paired: both are resampled with the same groups; widened to the interval for matched shares.

    Parameters
    ----------
    alarms, again : of the model
    best, best_again : of the oracle, same rows, target and draws

    Returns
    -------
    Estimate
        Oracle less model, unit share, lower is better; NaN without a positive.
    """
    value = best.recall() - alarms.recall()
    if math.isnan(value):
        return Estimate(SHORTFALL, value, -1.0, 1.0, "share", "lower", alarms.n, _LEVEL, "matched shares, bootstrap")
    low, high = matched_difference(best.looked_at()[best.hit], alarms.looked_at()[alarms.hit])
    edges = _edges(best_again - again)
    low, high = min(low, edges[0], value), max(high, edges[1], value)
    return Estimate(SHORTFALL, value, low, high, "share", "lower", alarms.n, _LEVEL, "matched shares, group bootstrap")


def _edges(values: NDArray[np.float64]) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    if not known.size:
        return math.inf, -math.inf
    low, high = np.quantile(known, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return float(low), float(high)
