"""What an office believes of its model, and what is: shares with intervals, month by month and over all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.estimate import poisson, student, wilson
from simi_lab.study.feedback.case import FeedbackCase
from simi_lab.study.feedback.loop import Course, Policy

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
COUNTS = ("looked", "lots", "needed", "reached", "found", "found_by_lot", "found_elsewhere", "expected")
SHARES = ("believed_precision", "true_precision", "believed_recall", "true_recall")
_LEVEL = 0.95
_TAILS = ((1 - _LEVEL) / 2, (1 + _LEVEL) / 2)


@dataclass(frozen=True)
class Tally:
    """Persons up to a month, in one replication: the first value is the count, the rest are resamples of groups.

    Parameters
    ----------
    looked, lots : who had a longer conversation, and who of them by lot
    needed : who ought to have been looked at, by the truth
    reached : of these, who was looked at
    found, found_by_lot : findings recorded among those on the list, and among those looked at by lot
    found_elsewhere : findings recorded of the others, after a short interview
    expected : findings that the models expected of everyone
    """

    looked: Floats
    lots: Floats
    needed: Floats
    reached: Floats
    found: Floats
    found_by_lot: Floats
    found_elsewhere: Floats
    expected: Floats

    @property
    def recorded(self) -> Floats:
        """All findings recorded."""
        return self.found + self.found_by_lot + self.found_elsewhere

    def shares(self, explore_share: float) -> dict[str, Floats]:
        """Precision and recall as the records tell them, and as they are; NaN where there is nobody to divide by.

        Precision: of those looked at, who needed it. Recall: of those who needed it, who was looked at. The office
        takes its records for the truth. What it does not see it takes to be what it found elsewhere or, where lots
        were drawn, what they say is there, whichever is more.
        """
        seen = self.found + self.found_by_lot
        elsewhere = self.found_elsewhere
        if explore_share > 0:
            elsewhere = np.maximum(elsewhere, self.found_by_lot * (1 / explore_share - 1))
        return {
            "believed_precision": _over(seen, self.looked),
            "true_precision": _over(self.reached, self.looked),
            "believed_recall": _over(seen, seen + elsewhere),
            "true_recall": _over(self.reached, self.needed),
        }


def tallies(case: FeedbackCase, course: Course, weights: NDArray[np.int8], place: NDArray[np.int64]) -> list[Tally]:
    """Tally of one replication up to each month played.

    Parameters
    ----------
    weights, place : how often each group is drawn, shape (resamples, n_groups), and the group of each row
    """
    rows = case.played
    lots = course.drawn
    parts: dict[str, Flags | Floats] = {
        "looked": course.looked,
        "lots": lots,
        "needed": case.positive,
        "reached": case.positive & course.looked,
        "found": course.listed & course.recorded,
        "found_by_lot": lots & course.recorded,
        "found_elsewhere": ~course.looked & course.recorded,
        "expected": np.nan_to_num(course.expected),
    }
    sums = {name: _by_month(case, rows, part, weights, place) for name, part in parts.items()}
    played = range(len(case.months) - case.first)
    return [Tally(**{name: table[m] for name, table in sums.items()}) for m in played]


def month_rows(case: FeedbackCase, policy: Policy, tallied: Sequence[Sequence[Tally]]) -> pl.DataFrame:
    """One row per month, everything since the first month played: means over replications, intervals of the shares.

    Parameters
    ----------
    tallied : per replication, per month

    Returns
    -------
    pl.DataFrame
        month, variant, the counts (means in persons), and per share its value, low and high. Intervals: 95 % over
        replications and resampled groups together.
    """
    rows: list[dict[str, object]] = []
    for m, month in enumerate(case.months[case.first :]):
        now = [one[m] for one in tallied]
        row: dict[str, object] = {"month": month, "variant": policy.name}
        row |= {name: float(np.mean([getattr(tally, name)[0] for tally in now])) for name in COUNTS}
        row |= {"recorded": float(np.mean([tally.recorded[0] for tally in now]))}
        told = [tally.shares(policy.explore_share) for tally in now]
        for name in SHARES:
            row |= _spread(name, [one[name] for one in told])
        rows.append(row)
    return pl.DataFrame(rows)


def errors_of(policy: Policy, last: Sequence[Tally]) -> dict[str, float]:
    """How far belief and truth lie apart over all months, one office-year at a time.

    Returns
    -------
    dict
        Per share: its bias (mean of belief minus truth), its typical error (mean of the size of that), and the share of
        office-years whose own interval held the truth.
    """
    told: dict[str, float] = {}
    for name in ("precision", "recall"):
        gaps, held = [], []
        for tally in last:
            shares = tally.shares(policy.explore_share)
            belief, truth = float(shares[f"believed_{name}"][0]), float(shares[f"true_{name}"][0])
            low, high = office_interval(tally, policy.explore_share, name)
            gaps.append(belief - truth)
            held.append(low <= truth <= high)
        told |= {f"{name}_bias": _mean(gaps), f"{name}_error": _mean([abs(gap) for gap in gaps])}
        told |= {f"{name}_held": float(np.mean(held))}
    return told


def office_interval(tally: Tally, explore_share: float, name: str) -> tuple[float, float]:
    """The 95 % interval that an office would put around its belief, from its own records of one year.

    Precision, and recall without lots: Wilson's. Recall with lots: the exact Poisson interval of what the lots found,
    scaled to everyone; what was found elsewhere is there at least.
    """
    seen, looked = tally.found[0] + tally.found_by_lot[0], tally.looked[0]
    if name == "precision":
        span = wilson(int(seen), int(looked))
        return span.low, span.high
    elsewhere = tally.found_elsewhere[0]
    if explore_share <= 0:
        span = wilson(int(seen), int(seen + elsewhere))
        return span.low, span.high
    drawn = poisson(float(tally.found_by_lot[0]), name="found_by_lot", unit="person")
    low, high = (max(elsewhere, edge * (1 / explore_share - 1)) for edge in (drawn.low, drawn.high))
    return (float(seen / (seen + high)), float(seen / (seen + low))) if seen > 0 and low > 0 else (0.0, 1.0)


def difference(ours: Sequence[Tally], theirs: Sequence[Tally], of: str) -> dict[str, float]:
    """How many persons more one variant counts than another over all months, on the same luck and resamples."""
    gaps = [getattr(a, of) - getattr(b, of) for a, b in zip(ours, theirs, strict=True)]
    spread = _spread("gap", gaps)
    return {"value": spread["gap"], "low": spread["gap_low"], "high": spread["gap_high"]}


def nearer(with_lots: Sequence[Tally], without: Sequence[Tally], explore_share: float) -> dict[str, float]:
    """How much nearer to the truth lots bring the belief about recall, one office-year at a time; below 0 is farther.

    Returns
    -------
    dict
        value, low, high in shares: the error without lots minus the error with them, Student's interval over
        replications.
    """
    pairs = zip(with_lots, without, strict=True)
    gains = [_recall_error(theirs, 0.0) - _recall_error(ours, explore_share) for ours, theirs in pairs]
    known = [gain for gain in gains if not np.isnan(gain)]
    if len(known) < 2:
        return {"value": np.nan, "low": -1.0, "high": 1.0}
    found = student(known, name="nearer", unit="share")
    return {"value": found.value, "low": found.low, "high": found.high}


def _recall_error(tally: Tally, explore_share: float) -> float:
    shares = tally.shares(explore_share)
    return abs(float(shares["believed_recall"][0]) - float(shares["true_recall"][0]))


def _by_month(
    case: FeedbackCase, rows: Flags, part: Flags | Floats, weights: NDArray[np.int8], place: NDArray[np.int64]
) -> Floats:
    """Sum up to each month played, of the rows and of each resample; shape (n_months, 1 + resamples)."""
    n_months = len(case.months) - case.first
    mine = np.flatnonzero(rows & (part != 0))
    value, month, group = part[mine].astype(np.float64), case.month[mine] - case.first, place[mine]
    found, at = np.unique(group, return_inverse=True)
    table = np.zeros((found.size, n_months))
    np.add.at(table, (at, month), value)
    drawn = np.vstack([np.ones(found.size), weights[:, found].astype(np.float64)])
    return np.asarray(np.cumsum(drawn @ table, axis=1).T)


def _spread(name: str, values: Sequence[Floats]) -> dict[str, float]:
    """Mean over replications, and the interval over replications and resamples together; NaN where none is known."""
    points = np.array([v[0] for v in values])
    every = np.concatenate([v[1:] for v in values])
    points, every = points[~np.isnan(points)], every[~np.isnan(every)]
    if not points.size or not every.size:
        return {name: np.nan, f"{name}_low": np.nan, f"{name}_high": np.nan}
    low, high = np.quantile(np.concatenate([points, every]), _TAILS)
    return {name: float(points.mean()), f"{name}_low": float(low), f"{name}_high": float(high)}


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")


def _over(top: Floats, bottom: Floats) -> Floats:
    return np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 0)


def figures_of(rows: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The last month's row of each variant: the whole of what was played."""
    return pl.concat([table.tail(1) for table in rows.values()])
