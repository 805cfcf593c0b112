"""Thresholds: one for everyone, one for each group, or anything between, at a fixed share of people looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]

_STEPS = 40  # halvings of the scale of shares: far below one person


class Ladder:
    """Sorted scores of some people, to be cut at any share; people of equal score are taken by lot.

    Parameters
    ----------
    score : higher is looked at first, shape (n,), n at least 1
    """

    def __init__(self, score: Floats) -> None:
        self.level, counts = np.unique(-score, return_counts=True)
        self.reached = np.cumsum(counts)
        self.n = int(self.reached[-1])

    def cut(self, share: float) -> Cut:
        """Threshold that takes this share of the people, 0 to 1."""
        wanted = min(max(share, 0.0), 1.0) * self.n
        k = min(int(np.searchsorted(self.reached, wanted, side="left")), self.level.size - 1)
        before = float(self.reached[k - 1]) if k else 0.0
        return Cut(float(-self.level[k]), (wanted - before) / (float(self.reached[k]) - before))


@dataclass(frozen=True)
class Cut:
    """Whoever scores above `threshold` is looked at, whoever scores exactly that with probability `lot`."""

    threshold: float
    lot: float

    def __call__(self, score: Floats) -> Floats:
        """Probability of each person to be looked at."""
        return np.where(score > self.threshold, 1.0, np.where(score == self.threshold, self.lot, 0.0))


@dataclass(frozen=True)
class Tuned:
    """What the earlier months tell of a score: the ladder of everyone, and of each group large enough.

    Parameters
    ----------
    everyone : of all tuning rows
    groups : by code; a group that is missing here is cut like everyone
    """

    everyone: Ladder
    groups: Mapping[int, Ladder]

    @classmethod
    def of(cls, score: Floats, group: Codes, least: int) -> Tuned:
        """Learn from tuning rows; groups with fewer than `least` rows have no ladder of their own."""
        codes, counts = np.unique(group, return_counts=True)
        large = [int(code) for code, n in zip(codes, counts, strict=True) if n >= least]
        return cls(Ladder(score), {code: Ladder(score[group == code]) for code in large})

    def looked_at(self, score: Floats, group: Codes, share: float, mix: float) -> Floats:
        """Probability of each row to be looked at, shape (n,).

        Parameters
        ----------
        score, group : of the rows to decide on
        share : of the people to look at, on the tuning rows
        mix : 0 cuts everyone at one threshold; 1 takes the same share of each group; between, each group's share lies
            so far on the way from one to the other
        """
        common = self.everyone.cut(share)
        chance = common(score)
        for code, ladder in self.groups.items():
            if mix <= 0:
                break
            mine = group == code
            own = _share_above(ladder, common)
            chance[mine] = ladder.cut((1 - mix) * own + mix * share)(score[mine])
        return chance


def at_level(tuned: Tuned, score: Floats, group: Codes, among: Flags, *, level: float, mix: float) -> Floats:
    """Look at exactly this share of some rows: the shape of the thresholds is tuned, their height is set here.

    Comparing two choices at different heights would compare how many people they bother, not how well they choose.

    Parameters
    ----------
    tuned : of the earlier months
    score, group : of the later months
    among : of whom the share is taken: the innocent (a share of false alarms) or everyone (a capacity)
    level : the share, 0 to 1
    mix : see `Tuned.looked_at`
    """
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if float(tuned.looked_at(score, group, middle, mix)[among].mean()) < level:
            low = middle
        else:
            high = middle
    less, more = (tuned.looked_at(score, group, share, mix) for share in (low, high))
    at_less, at_more = float(less[among].mean()), float(more[among].mean())
    lot = (level - at_less) / (at_more - at_less) if at_more > at_less else 1.0
    return less + min(max(lot, 0.0), 1.0) * (more - less)  # the people at the edge are taken by lot


def _share_above(ladder: Ladder, cut: Cut) -> float:
    """Share of a group whom a threshold takes."""
    k = int(np.searchsorted(-ladder.level[::-1], cut.threshold, side="right"))  # ascending scores up to the threshold
    above = ladder.level.size - k
    taken = float(ladder.reached[above - 1]) if above else 0.0
    at = above < ladder.level.size and float(-ladder.level[above]) == cut.threshold
    tied = float(ladder.reached[above]) - taken if at else 0.0
    return (taken + cut.lot * tied) / ladder.n
