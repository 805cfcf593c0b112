"""Champion and challenger on the frozen hold-out: the first model against the newest, by the truth and by records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.study.feedback.case import FeedbackCase
from simi_lab.study.feedback.loop import Course
from simi_lab.study.feedback.office import Judgement

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


def held_out_rows(case: FeedbackCase, variant: str, courses: Sequence[Course], share: float) -> pl.DataFrame:
    """What each newer model would find among those set aside, if as large a share of them were looked at.

    Returns
    -------
    pl.DataFrame
        One row per training: month, variant, n_positive (findings learned from, mean over replications), found and
        needed (persons, by the truth), recall.
    """
    needed = case.positive[case.held_out]
    rows = []
    trained = courses[0].trained
    for k, month in enumerate(trained):
        chosen = _chosen(courses, k, share, needed.size)
        found = float(chosen[needed].sum())
        rows.append(
            {
                "month": case.months[month],
                "variant": variant,
                "n_positive": float(np.mean([c.n_positive[min(k, len(c.n_positive) - 1)] for c in courses])),
                "found": found,
                "needed": int(needed.sum()),
                "recall": found / needed.sum() if needed.any() else np.nan,
            }
        )
    return pl.DataFrame(rows)


def match(
    case: FeedbackCase,
    courses: Sequence[Course],
    judged: Sequence[Judgement],
    share: float,
    weights: NDArray[np.int8],
    place: NDArray[np.int64],
) -> dict[str, Any]:
    """The newest model against the first, on the same people: how much larger a share of those in need it reaches.

    Returns
    -------
    dict
        champion and challenger (persons found), needed, gain with low and high (shares, by the truth; 95 % over groups
        and over the luck of the replications), and recorded_gain (by what a longer conversation of everyone would
        record).
    """
    from simi_lab.risk.judging.intervals import matched_difference

    rows = case.held_out
    needed = case.positive[rows]
    last = max(len(course.held_out) for course in courses) - 1
    first, newest = _chosen(courses, 0, share, needed.size), _chosen(courses, last, share, needed.size)
    n = int(needed.sum())
    told: dict[str, Any] = {
        "champion": float(first[needed].sum()), "challenger": float(newest[needed].sum()), "needed": n,
        "n_held_out": int(rows.sum()),
    }  # fmt: skip
    if not n:
        return told | {"gain": np.nan, "low": -1.0, "high": 1.0, "recorded_gain": np.nan}
    low, high = matched_difference(newest[needed], first[needed])
    groups = place[rows]
    spread = []
    for k in range(len(courses)):
        one = _of_one(courses[k], last, share) - _of_one(courses[k], 0, share)
        top = np.bincount(groups, weights=one * needed, minlength=weights.shape[1])
        bottom = np.bincount(groups, weights=needed.astype(float), minlength=weights.shape[1])
        used = np.flatnonzero(bottom)
        drawn = weights[:, used].astype(np.float64)
        tops, bottoms = drawn @ top[used], drawn @ bottom[used]
        spread.append(tops[bottoms > 0] / bottoms[bottoms > 0])
    edges = np.quantile(np.concatenate(spread), [0.025, 0.975])
    records = [judge.longer[rows] for judge in judged]
    seen = [
        ((_of_one(c, last, share) - _of_one(c, 0, share))[record].mean())
        for c, record in zip(courses, records, strict=True)
        if record.any()
    ]
    return told | {
        "gain": float((newest - first)[needed].mean()),
        "low": min(low, float(edges[0])),
        "high": max(high, float(edges[1])),
        "recorded_gain": float(np.mean(seen)) if seen else np.nan,
    }


def _chosen(courses: Sequence[Course], k: int, share: float, n: int) -> Floats:
    """With which chance over replications each of those set aside would be looked at by the k-th model, shape (n,)."""
    return np.asarray(np.mean([_of_one(course, k, share) for course in courses], axis=0)) if n else np.empty(0)


def _of_one(course: Course, k: int, share: float) -> Floats:
    score = course.held_out[min(k, len(course.held_out) - 1)]
    chosen = np.zeros(score.size)
    chosen[np.argsort(-score, kind="stable")[: round(share * score.size)]] = 1.0
    return chosen
