"""Whether a world keeps a target: met, missed, or too few to say."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from simi_lab.measures.targets.measure import Counts, Made
from simi_lab.measures.targets.registry import METRICS
from simi_lab.measures.targets.world import World
from simi_lab.scenario.targets import Target

FEWEST = 5.0  # cases expected on either side of a share: below it a count says little, unless it is far off
FEWEST_ROWS = 30  # of a mean
_NEAR = 1e-9

Word = Literal["met", "missed", "too_few"]


@dataclass(frozen=True)
class Outcome:
    """A target, what the world gave, and the interval that chance leaves it."""

    target: Target
    made: Made
    low: float
    high: float
    verdict: Word


def outcomes(targets: Iterable[Target], world: World) -> Iterator[Outcome]:
    """Measure each target and judge it; a metric is counted once for all its rows.

    Parameters
    ----------
    targets : resolved against the scenario of the same world; metrics of `METRICS`

    Randomness : none.
    """
    counted: dict[str, Counts] = {}
    for target in targets:
        if target.metric not in counted:
            counted[target.metric] = Counts(METRICS[target.metric], world)
        yield judge(target, counted[target.metric].at(target.strata))


def judge(target: Target, made: Made) -> Outcome:
    """Compare a value with its target.

    A share has the binomial standard error of the allowed end itself, so that a world is not excused by its own
    fault. Where fewer than five cases are expected the exact binomial chance decides: a count that 4 standard errors
    would exclude is missed, any other is too few to say.
    """
    if made.value is None or made.n == 0:
        return Outcome(target, made, target.low, target.high, "too_few")
    if not made.is_share or target.standard_errors == 0:
        slack = target.standard_errors * (made.standard_error or 0.0)
        low, high = target.low - slack, target.high + slack
        inside = low - _NEAR <= made.value <= high + _NEAR
        few = made.n < FEWEST_ROWS and target.standard_errors > 0
        return Outcome(target, made, low, high, "too_few" if few else _word(inside))
    low = target.low - target.standard_errors * _binomial_error(target.low, made.n)
    high = target.high + target.standard_errors * _binomial_error(target.high, made.n)
    expected = min(_inside(target.value), 1 - _inside(target.value)) * made.n
    if 0 < expected < FEWEST:
        return Outcome(target, made, max(low, 0.0), min(high, 1.0), _of_few(target, made))
    return Outcome(target, made, max(low, 0.0), min(high, 1.0), _word(low - _NEAR <= made.value <= high + _NEAR))


def _word(inside: bool) -> Word:
    return "met" if inside else "missed"


def _inside(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _binomial_error(share: float, n: int) -> float:
    kept = _inside(share)
    return math.sqrt(kept * (1 - kept) / n)


def _of_few(target: Target, made: Made) -> Word:
    """Exact: is a count so far out as unlikely as `standard_errors` of a normal?"""
    assert made.value is not None
    count = round(made.value * made.n)
    rare = math.erfc(target.standard_errors / math.sqrt(2)) / 2
    above = upper_tail(count, made.n, _inside(target.high))
    below = upper_tail(made.n - count, made.n, 1 - _inside(target.low))
    return "missed" if min(above, below) < rare else "too_few"


def upper_tail(count: int, n: int, share: float) -> float:
    """Chance of at least `count` hits among `n`.

    Examples
    --------
    >>> round(upper_tail(2, 3, 0.5), 3)
    0.5
    """
    if count <= 0 or share >= 1:
        return 1.0
    if share <= 0:
        return 0.0
    whole = math.lgamma(n + 1)
    return math.fsum(
        math.exp(
            whole - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * math.log(share) + (n - k) * math.log1p(-share)
        )
        for k in range(count, min(n, count + 400) + 1)
    )
