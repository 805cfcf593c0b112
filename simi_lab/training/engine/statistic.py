"""The arithmetic of item statistics: shares, correlations, upper and lower groups; undefined is told, never NaN."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from simi_lab.estimate import wilson
from simi_lab.privacy import SMALLEST_GROUP

Why = Literal["", "few", "same_marks", "same_rest", "small_ends"]
UPPER_LOWER = 0.27  # share of the learners at each end; Kelley 1939, J. Educ. Psychol. 30, 17-24


@dataclass(frozen=True)
class Statistic:
    """One statistic.

    Parameters
    ----------
    value : None when it is hidden or undefined, and then `why` says so
    n : learners behind it; None when they are too few to be counted aloud
    low, high : 95 % interval, where it helps
    why : "few" fewer than five learners (hidden); "same_marks" everybody got the same marks for the question;
        "same_rest" everybody did equally well in the rest; "small_ends" the groups of 27 % would be below five
    """

    value: float | None
    n: int | None
    low: float | None = None
    high: float | None = None
    why: Why = ""


HIDDEN = Statistic(None, None, why="few")


def share(count: int, n: int) -> Statistic:
    """Share of the learners, with Wilson's interval."""
    if n < SMALLEST_GROUP:
        return HIDDEN
    answer = wilson(count, n)
    return Statistic(answer.value, n, answer.low, answer.high)


def correlation(one: Sequence[float], other: Sequence[float]) -> Statistic:
    """Pearson's correlation of the marks for a question with those for the rest, with Fisher's interval.

    Source : Fisher 1921, Metron 1, 3-32. The interval is approximate for marks of 0 and 1.
    """
    n = len(one)
    if n < SMALLEST_GROUP:
        return HIDDEN
    x, y = _centred(one), _centred(other)
    if not any(x):
        return Statistic(None, n, why="same_marks")
    if not any(y):
        return Statistic(None, n, why="same_rest")
    r = math.fsum(a * b for a, b in zip(x, y, strict=True)) / math.sqrt(_squares(x) * _squares(y))
    r = min(max(r, -1.0), 1.0)
    if abs(r) > 1 - 1e-12:
        return Statistic(r, n)
    half = NormalDist().inv_cdf(0.975) / math.sqrt(n - 3)
    return Statistic(r, n, math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half))


def upper_lower(marks: Sequence[float], rest: Sequence[float]) -> Statistic:
    """Mean marks of the 27 % who did best in the rest, less those of the 27 % who did worst.

    Where several learners stand equal at the edge of a group, they share the seats that are left, so that no order
    of the learners matters.
    """
    n = len(marks)
    if n < SMALLEST_GROUP:
        return HIDDEN
    seats = math.floor(UPPER_LOWER * n + 0.5)
    if seats < SMALLEST_GROUP:
        return Statistic(None, n, why="small_ends")
    if not any(_centred(rest)):
        return Statistic(None, n, why="same_rest")
    upper = _end(marks, rest, seats)
    return Statistic(upper - _end(marks, [-value for value in rest], seats), n)


def _end(marks: Sequence[float], rest: Sequence[float], seats: int) -> float:
    """Mean marks of the `seats` learners with the highest rest."""
    edge = sorted(rest, reverse=True)[seats - 1]
    inside = [mark for mark, value in zip(marks, rest, strict=True) if value > edge]
    on_edge = [mark for mark, value in zip(marks, rest, strict=True) if value == edge]
    left = seats - len(inside)
    return (math.fsum(inside) + left * math.fsum(on_edge) / len(on_edge)) / seats


def _centred(values: Sequence[float]) -> list[float]:
    """Differences from the mean; exactly zero where all values are equal."""
    if max(values) == min(values):
        return [0.0] * len(values)
    mean = math.fsum(values) / len(values)
    return [value - mean for value in values]


def _squares(values: Sequence[float]) -> float:
    return math.fsum(value * value for value in values)
