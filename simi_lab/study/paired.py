"""Figures of the same applicants in two ways of working, and what replications say of their difference."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.clock import to_local
from simi_lab.estimate import Estimate, Goal, student
from simi_lab.measures.comparison import ratio_of_logs
from simi_lab.office import OfficeResult
from simi_lab.privacy import suppress
from simi_lab.study.block import case_rows, work
from simi_lab.study.ways import Way

Floats = NDArray[np.float64]
LONG_WAIT_MIN = 60
STANDARD_DAYS = 4  # Permenkumham 8/2014 article 22: working days from the interview to the ready book
PER_APPLICANT = ("wait_min", "lead_days", "work_days", "total_days", "visits", "travel_hours")
FRONT = ("counter", "interview")


class Metric(NamedTuple):
    """A figure of one way of working: its unit, and which direction is better."""

    name: str
    unit: str
    goal: Goal | None


METRICS = (
    Metric("wait_min", "min", "lower"),
    Metric("wait_median", "min", "lower"),
    Metric("wait_p95", "min", "lower"),
    Metric("wait_over_60", "share", "lower"),
    Metric("lead_days", "day", "lower"),
    Metric("work_days", "day", "lower"),
    Metric("within_standard", "share", "higher"),
    Metric("total_days", "day", "lower"),
    Metric("visits", "visit", "lower"),
    Metric("travel_hours", "hour", "lower"),
    Metric("dropped", "share", "lower"),
    Metric("backlog", "case", "lower"),
    Metric("utilisation_counter", "share", None),
    Metric("utilisation_interview", "share", None),
    Metric("overtime_hours", "hour", "lower"),
)


@dataclass(frozen=True)
class Replay:
    """One replication of one way of working, rows in the order of the applications' numbers.

    Parameters
    ----------
    values : per applicant, NaN where there is none; columns of `PER_APPLICANT`
    district : home of each applicant
    desk : figures of the office as a whole: dropped, backlog, utilisation_*, overtime_hours
    facts : what a `watch` has seen, None without one
    """

    values: Mapping[str, Floats]
    district: pl.Series
    desk: Mapping[str, float]
    facts: Any = None


def replay(way: Way, replication: int, watch: Callable[[int, OfficeResult, pl.DataFrame], Any] | None = None) -> Replay:
    """Let the office work once; the same replication has the same random words in every way of working.

    `watch` may look at what the office left behind, and at its cases in the order of their numbers.
    """
    result = work(way.scenario, way.desk, replication=replication, regime_override=way.regime)
    rows = case_rows(way.scenario, way.desk, result.events).sort("application_id")
    ended = to_local(pl.col("ended_at"), way.scenario.site.zone).dt.date()
    is_left = ended.is_null() | (ended > way.scenario.period.last)
    whole = rows.select(
        pl.col("state").is_in(["expired", "cancelled"]).mean().alias("dropped"), is_left.sum().alias("backlog")
    ).row(0, named=True)
    desks = {row["station"]: row for row in result.stations.iter_rows(named=True)}
    whole |= {f"utilisation_{name}": desks[name]["utilisation"] for name in FRONT}
    whole["overtime_hours"] = math.fsum(desks[name]["overtime_hours"] for name in FRONT)
    values = {name: rows[name].cast(pl.Float64).fill_null(math.nan).to_numpy() for name in PER_APPLICANT}
    desk = {name: math.nan if value is None else float(value) for name, value in whole.items()}
    facts = watch(replication, result, rows) if watch is not None else None
    return Replay(values, rows["district_id"], desk, facts)


def on_both_sides(before: Replay, after: Replay, column: str) -> NDArray[np.bool_]:
    """Applicants with a value in both ways of working: both means speak of the same people."""
    return ~(np.isnan(before.values[column]) | np.isnan(after.values[column]))


def mean_of(way: Replay, column: str, among: NDArray[np.bool_]) -> float:
    """Mean over those of `among` who have a value; NaN if nobody has."""
    values = way.values[column][among]
    values = values[~np.isnan(values)]
    return float(values.mean()) if values.size else math.nan


def figures(before: Replay, after: Replay) -> dict[str, tuple[float, float]]:
    """Every metric of one replication, before and after, over the applicants with a value on both sides."""
    sides = (before, after)
    both = {name: on_both_sides(before, after, name) for name in PER_APPLICANT}
    found: dict[str, tuple[float, float]] = {}
    for name in PER_APPLICANT:
        found[name] = (mean_of(before, name, both[name]), mean_of(after, name, both[name]))
    waits = [side.values["wait_min"][both["wait_min"]] for side in sides]
    days = [side.values["work_days"][both["work_days"]] for side in sides]
    found["wait_median"] = _both(waits, lambda x: float(np.median(x)))
    found["wait_p95"] = _both(waits, lambda x: float(np.quantile(x, 0.95)))
    found["wait_over_60"] = _both(waits, lambda x: float((x > LONG_WAIT_MIN).mean()))
    found["within_standard"] = _both(days, lambda x: float((x <= STANDARD_DAYS).mean()))
    return found | {name: (before.desk[name], after.desk[name]) for name in before.desk}


def _both(columns: Sequence[Floats], of: Any) -> tuple[float, float]:
    first, second = (of(x) if x.size else math.nan for x in columns)
    return first, second


def shift(metric: Metric, pairs: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """Before, after, paired difference and ratio of one metric over replications, as plain values.

    The ratio is null where a side is zero or nobody has a value: nothing can be said there.
    """
    told: dict[str, Any] = {"unit": metric.unit, "goal": metric.goal, "before": None, "after": None}
    told |= {"difference": None, "ratio": None, "log_ratio": None}
    if any(math.isnan(x) for pair in pairs for x in pair):
        return told
    told["before"], told["after"] = (math.fsum(pair[side] for pair in pairs) / len(pairs) for side in (0, 1))
    told["difference"] = difference(metric, [after - before for before, after in pairs]).to_dict()
    logs = logs_of(pairs)
    if logs is not None:
        ratio = ratio_of_logs(logs, name=metric.name, goal=metric.goal)
        told |= {"ratio": ratio.ratio.to_dict(), "log_ratio": ratio.log_ratio.to_dict()}
    return told


def difference(metric: Metric, values: Sequence[float]) -> Estimate:
    """Mean of paired differences (after less before) with Student's interval over replications."""
    return student(values, name=metric.name, unit=metric.unit, goal=metric.goal)


def logs_of(pairs: Iterable[tuple[float, float]]) -> list[float] | None:
    """Log ratios of the replications; None where one of them has none."""
    kept = list(pairs)
    if not all(before > 0 and after > 0 for before, after in kept):
        return None
    return [math.log(after / before) for before, after in kept]


def journeys(before: Replay, after: Replay) -> pl.DataFrame:
    """Travel hours per applicant by district, in one replication of both ways."""
    frame = pl.DataFrame(
        {"district_id": before.district, "before": before.values["travel_hours"], "after": after.values["travel_hours"]}
    )
    means = pl.col("before", "after").mean()
    return frame.group_by("district_id").agg(pl.len().cast(pl.Int64).alias("n_applicants"), means).sort("district_id")


def by_district(parts: Sequence[pl.DataFrame], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Travel hours per applicant by district with the paired difference; groups under 5 and their partners hidden.

    The total of all applicants is told too: where partners cannot protect a small group from it, all are hidden.
    """
    shown = suppress(parts[0].select("district_id", "n_applicants"), count="n_applicants", by=["district_id"])
    if shown["total_unsafe"].any():
        hidden = [pl.lit(None, dtype=pl.Int64).alias("n_applicants"), pl.lit(True).alias("suppressed")]
        shown = shown.with_columns(hidden)
    found = []
    for place, row in enumerate(shown.iter_rows(named=True)):
        entry: dict[str, Any] = {"district_id": row["district_id"], "name": names.get(row["district_id"], "")}
        entry |= {"suppressed": row["suppressed"], "n_applicants": row["n_applicants"]}
        pairs = [part.select("before", "after").row(place) for part in parts]
        told = shift(Metric("travel_hours", "hour", "lower"), pairs)
        wanted = ("before", "after", "difference")
        found.append(entry | {key: None if row["suppressed"] else told[key] for key in wanted})
    return found
