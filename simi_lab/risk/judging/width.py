"""Whether there is enough to find for a figure to be believed: asked of the width of its interval, not of a count."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from simi_lab.risk.judging.case import Case
from simi_lab.risk.judging.evaluation import Figure
from simi_lab.risk.judging.targets import Target
from simi_lab.risk.models import MODELS, Note

WIDEST = 0.10  # half an interval of recall, share: beyond it two models of the ladder cannot be told apart
FEW_GROUPS = 20  # fewer groups with a find are too few to be drawn again and again: the interval itself is in doubt
LEAST = 93  # persons found or missed one by one, at which Wilson's interval at one half is ten points to each side
FEW = {
    "truth": (
        "Only {n} persons in {groups} groups are there to be found in the test months: what a model finds of them is "
        "known to within {points} points only, and a better model may look like a worse one. Ten points would need "
        "about {enough} persons."
    ),
    "recorded": (
        "Only {n} persons in {groups} groups were recorded in the test months: what a model finds of them is known to "
        "within {points} points only, and a better model may look like a worse one. Ten points would need about "
        "{enough} persons."
    ),
    "protect": (
        "Only {n} people in harm's way, in {groups} groups, are there to be found in the test months: what a model "
        "finds of them is known to within {points} points only. Ten points would need about {enough}."
    ),
    "investigate": (
        "Only {n} deceivers, in {groups} groups, are there to be found in the test months: what a model finds of them "
        "is known to within {points} points only. Ten points would need about {enough}."
    ),
}
_RECALLS = ("recall_at_capacity", "recall_at_5pct_fpr")


def half_width(figures: Sequence[Figure], target: str) -> float:
    """Half of the widest interval of what a model of the ladder finds, share; 0 if nothing was judged."""
    widths = [
        (figure.estimate.high - figure.estimate.low) / 2
        for figure in figures
        if figure.target == target and figure.model in MODELS and figure.estimate.name in _RECALLS
    ]
    return max(widths, default=0.0)


def few_notes(case: Case, figures: Sequence[Figure]) -> Iterator[Note]:
    """One sentence for each target of which too few are there to be found.

    Members of a ring are found together, so that the same number of persons can be enough in one world and too few in
    another; the number that would be enough grows with the square of the width.
    """
    for target in (*case.targets, *case.kinds):
        half = half_width(figures, target.name)
        n, n_groups = int(target.hit.sum()), _groups(case, target)
        if half > WIDEST or n_groups < FEW_GROUPS:
            enough = max(LEAST, math.ceil(n * (half / WIDEST) ** 2))
            values = {"n": n, "groups": n_groups, "points": round(100 * half), "enough": _round_up(enough)}
            yield Note(FEW[target.name], values)


def _groups(case: Case, target: Target) -> int:
    return int(np.unique(case.test["group_id"].to_numpy()[target.hit]).size)


def _round_up(n: int) -> int:
    """A number as a planner would say it: 147 as 150, 1,234 as 1,300."""
    step = 10 ** max(len(str(n)) - 2, 0)
    return -(-n // step) * step
