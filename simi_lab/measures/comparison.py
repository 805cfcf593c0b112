"""Before and after on the same applicants: the ratio of their means, with an interval, and the verdict on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import polars as pl

from simi_lab.errors import BadRequest, TooFewRunsError
from simi_lab.estimate import Estimate, Goal, student

Verdict = Literal["reached", "not_reached"]
ClaimVerdict = Literal["supported", "not_supported", "no_difference"]


class PairedRatio(NamedTuple):
    """Ratio of means after : before, and its logarithm, on which the interval was made."""

    ratio: Estimate
    log_ratio: Estimate


def paired_log_ratio(
    before: pl.DataFrame | pl.LazyFrame,
    after: pl.DataFrame | pl.LazyFrame,
    *,
    value: str,
    by: str = "application_id",
    cluster: str | None = None,
    level: float = 0.95,
) -> PairedRatio:
    """Ratio of two means over the same applicants, with an interval on the log scale.

    Applicants without a value on both sides are left out, so that both means speak of the same people.

    Parameters
    ----------
    before, after : one row per applicant, and per `replication` where that column exists
    value : column that is compared (a duration: zero or more)
    by : column that pairs the rows, within a replication
    cluster : column of `before` (a week, a month) whose rows may move together; used when there is one replication
        only, since applicants in one queue are not independent of each other
    level : share, 0 < level < 1
        Coverage of the interval.

    Returns
    -------
    PairedRatio
        ratio (unit "ratio", goal "lower") and log_ratio (unit "log ratio"). With replications, n counts those and the
        interval is Student's over their log ratios; with one, n counts clusters and it is the cluster delta method.

    Raises
    ------
    TooFewRunsError
        One replication without `cluster`, or fewer than two clusters: an interval cannot be given.
    BadRequest
        No applicant in common, or a mean of zero.

    Randomness : none.   Source : common random numbers, Law, Simulation Modeling and Analysis, ch. 11.
    """
    pairs = _pairs(before, after, value, by, cluster)
    groups = [frame for _, frame in pairs.group_by("replication", maintain_order=True)]
    if len(groups) > 1:
        return ratio_of_logs([_log_ratio(frame, value) for frame in groups], name=value, level=level, goal="lower")
    return _back(_clustered(pairs, value, cluster, level))


def ratio_of_logs(logs: Sequence[float], *, name: str, level: float = 0.95, goal: Goal | None = "lower") -> PairedRatio:
    """Ratio after : before from the log ratio of each replication, for means, medians or shares alike.

    Parameters
    ----------
    logs : natural logarithm of after over before, one per replication, at least two
    name : metric code
    goal : which direction is better, None if neither

    Randomness : none.
    """
    return _back(student(logs, name=name, unit="log ratio", level=level, goal=goal))


def halving_verdict(ratio: Estimate, *, promised: float = 0.5) -> Verdict:
    """Say whether a promised ratio was reached: only if the whole interval lies at or below it."""
    return "reached" if ratio.high <= promised else "not_reached"


def claim_verdict(
    difference: Estimate,
    *,
    goal: Goal,
    ratio: Estimate | None = None,
    promised: float | None = None,
    least: float = 0.0,
) -> ClaimVerdict:
    """Say what an interval supports of a claim: what goes the claimed way, and as far as was promised.

    Parameters
    ----------
    difference : after less before
    goal : direction that was claimed
    ratio : after over before; needed where a ratio is `promised`
    promised : ratio that was promised
    least : smallest difference worth speaking of, in the unit of the difference

    Returns
    -------
    str
        "supported": the whole interval lies on the claimed side, and that of the ratio at or beyond what was promised.
        "no_difference": the interval holds no difference at all, or what was found is not worth speaking of, however
        sure it is. "not_supported": there is a difference, but the other
        way, or less than promised.
    """
    if not difference.excludes(0) or abs(difference.value) < least:
        return "no_difference"
    if promised is not None:
        ends = None if ratio is None else (ratio.high if goal == "lower" else ratio.low)
        is_met = ends is not None and (ends <= promised if goal == "lower" else ends >= promised)
        return "supported" if is_met else "not_supported"
    is_better = difference.high < 0 if goal == "lower" else difference.low > 0
    return "supported" if is_better else "not_supported"


def _back(log_ratio: Estimate) -> PairedRatio:
    middle, low, high = (math.exp(x) for x in (log_ratio.value, log_ratio.low, log_ratio.high))
    method = f"paired log ratio, {log_ratio.method}"
    n, level = log_ratio.n, log_ratio.level
    ratio = Estimate(log_ratio.name, middle, low, high, "ratio", log_ratio.goal, n, level, method)
    return PairedRatio(ratio, log_ratio)


def _pairs(
    before: pl.DataFrame | pl.LazyFrame, after: pl.DataFrame | pl.LazyFrame, value: str, by: str, cluster: str | None
) -> pl.DataFrame:
    left, right = before.lazy().collect(), after.lazy().collect()
    if "replication" not in left.columns:
        left, right = (frame.with_columns(pl.lit(0).alias("replication")) for frame in (left, right))
    keys = ["replication", by]
    extra = [cluster] if cluster and cluster not in keys else []
    pairs = left.select(*keys, *extra, pl.col(value).alias("before")).join(
        right.select(*keys, pl.col(value).alias("after")), on=keys, how="inner"
    )
    pairs = pairs.drop_nulls(["before", "after"]).sort(keys)
    if pairs.is_empty():
        raise BadRequest("No applicant has {value} on both sides.", value=value)
    return pairs


def _log_ratio(pairs: pl.DataFrame, value: str) -> float:
    before, after = pairs.select("before", "after").mean().row(0)
    if before <= 0 or after <= 0:
        raise BadRequest("The mean of {value} is zero on one side: a ratio says nothing there.", value=value)
    return math.log(after / before)


def _clustered(pairs: pl.DataFrame, value: str, cluster: str | None, level: float) -> Estimate:
    """Delta method on one run: the log ratio moves by each cluster's relative gain after less that before."""
    centre = _log_ratio(pairs, value)
    if cluster is None:
        raise TooFewRunsError("One replication of {value} and no clusters: an interval cannot be given.", value=value)
    relative = pl.col("after") / pl.col("after").mean() - pl.col("before") / pl.col("before").mean()
    sums = pairs.with_columns(relative.alias("pull")).group_by(cluster).agg(pl.col("pull").sum()).sort(cluster)
    n = sums.height
    if n < 2:
        raise TooFewRunsError("One cluster of {value}: an interval needs at least two.", value=value)
    pulls = [centre + n * pull / pairs.height for pull in sums["pull"]]
    found = student(pulls, name=value, unit="log ratio", level=level, goal="lower")
    return Estimate(value, centre, found.low, found.high, "log ratio", "lower", n, level, f"clusters of {cluster}")
