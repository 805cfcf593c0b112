"""What an alarm is worth: delay, misses, false alarms a year, and a cost that weighs them, against two naive rivals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from simi_lab.errors import BadRequest
from simi_lab.estimate import Estimate, bootstrap_mean, poisson, student, wilson
from simi_lab.measures.drift.detectors import alarms
from simi_lab.measures.drift.plant import DAYS, Stream

HORIZON_MONTHS = 6
YEAR_DAYS = 12 * DAYS
NAIVE = ("never", "always")
MONTH_COST = 5.0
"""Cost of a month in which a change goes unnoticed, in false alarms: an assumption; the table says from which and up to
which value of it a detector is worth having."""


@dataclass(frozen=True)
class Verdict:
    """How a detector did on one stream.

    Parameters
    ----------
    change : code of what was planted, "none" for a calm stream
    delay : working days from the change to the first alarm, None where none came in time
    is_missed : a change, and no alarm within the horizon
    false_alarms : alarms before the change, or at all in a calm stream
    unnoticed : months that the change went unnoticed, at most the horizon; 0 in a calm stream
    years : judged time in which an alarm would be false
    """

    change: str
    delay: int | None
    is_missed: bool
    false_alarms: int
    unnoticed: float
    years: float


def verdict(change: str, stream: Stream, days: Sequence[int]) -> Verdict:
    """Judge the alarms of one stream.

    An alarm within the horizon after the change finds it; further ones there are no fault, the office is at work on it.
    Alarms after the horizon are not judged.

    Parameters
    ----------
    days : of `alarms`
    """
    if stream.changed_on is None:
        return Verdict(change, None, False, len(days), 0.0, (stream.last + 1 - stream.judged_from) / YEAR_DAYS)
    end = stream.changed_on + HORIZON_MONTHS * DAYS
    after = [day for day in days if stream.changed_on <= day < end]
    false = sum(day < stream.changed_on for day in days)
    delay = after[0] - stream.changed_on if after else None
    unnoticed = HORIZON_MONTHS if delay is None else delay / DAYS
    years = (stream.changed_on - stream.judged_from) / YEAR_DAYS
    return Verdict(change, delay, delay is None, false, float(unnoticed), years)


def verdicts_of(detectors: Iterable[str], streams: Sequence[tuple[str, Stream]]) -> dict[str, list[Verdict]]:
    """Verdicts of each detector on the same streams, by detector.

    Parameters
    ----------
    streams : what was planted ("none" in calm ones), and the stream
    """
    return {name: [verdict(kind, stream, alarms(name, stream)) for kind, stream in streams] for name in detectors}


def judge(judged: Mapping[str, Sequence[Verdict]], *, seed: int, month_cost: float = MONTH_COST) -> pl.DataFrame:
    """What each detector is worth, against never and always alarming, on the same streams.

    Parameters
    ----------
    judged : of `verdicts_of`; holds the two naive ones
    seed : of the bootstrap over streams
    month_cost : cost of a month unnoticed, in false alarms

    Returns
    -------
    pl.DataFrame
        One row per detector: detector, n_changes, missed with low and high (share), delay_days with low and high (of
        those found; null where fewer than two were), false_alarms (a year) with low and high, f1, cost with low and
        high (per stream, in false alarms), better_from and better_to (costs of a month unnoticed between which it beats
        both naive ones; null where it never does).

    Raises
    ------
    BadRequest
        A naive rival is missing, or fewer than two streams were judged.

    Randomness : bootstrap from `seed`.
    """
    if lacking := [name for name in NAIVE if name not in judged]:
        raise BadRequest("A judgement needs the naive rivals beside: {names}.", names=", ".join(lacking))
    if len(judged[NAIVE[0]]) < 2:
        raise BadRequest("{n} streams; an interval needs at least two.", n=len(judged[NAIVE[0]]))
    return pl.DataFrame([_row(name, each, judged, seed, month_cost) for name, each in judged.items()])


def by_change(judged: Mapping[str, Sequence[Verdict]]) -> pl.DataFrame:
    """How often each detector found each planted change, and after how many working days.

    Returns
    -------
    pl.DataFrame
        One row per detector and change: detector, change, n, found, delay_days (mean of those found, else null).
    """
    rows = []
    for name, each in judged.items():
        kinds = dict.fromkeys(one.change for one in each if one.change != "none")
        for kind in kinds:
            mine = [one for one in each if one.change == kind]
            delays = [one.delay for one in mine if one.delay is not None]
            mean = float(np.mean(delays)) if delays else None
            rows.append({"detector": name, "change": kind, "n": len(mine), "found": len(delays), "delay_days": mean})
    return pl.DataFrame(rows, schema_overrides={"delay_days": pl.Float64})


def costs(verdicts: Sequence[Verdict], month_cost: float) -> list[float]:
    """Cost of each stream in false alarms: those raised, and the months unnoticed at their price."""
    return [one.false_alarms + month_cost * one.unnoticed for one in verdicts]


def better_range(false: float, unnoticed: float, rivals: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """Costs of a month unnoticed between which a detector is cheaper than every rival; None where there are none.

    Parameters
    ----------
    false, unnoticed : mean false alarms and months unnoticed of the detector
    rivals : the same of each rival
    """
    low, high = 0.0, np.inf
    for their_false, their_months in rivals:
        more, sooner = false - their_false, their_months - unnoticed
        if sooner > 0:
            low = max(low, more / sooner)
        elif sooner < 0:
            high = min(high, more / sooner)
        elif more >= 0:
            return None
    return (low, high) if low < high else None


def _row(
    name: str, each: Sequence[Verdict], naive: Mapping[str, Sequence[Verdict]], seed: int, month_cost: float
) -> dict[str, object]:
    changed = [one for one in each if one.change != "none"]
    missed = wilson(sum(one.is_missed for one in changed), len(changed))
    delays = [float(one.delay) for one in changed if one.delay is not None]
    delay = student(delays, name="delay_days", unit="day") if len(delays) > 1 else None
    found, false = len(delays), sum(one.false_alarms for one in each)
    years = sum(one.years for one in each)
    cost = bootstrap_mean(costs(each, month_cost), name="cost", unit="false alarm", seed=seed)
    rivals = [_means(naive[rival]) for rival in NAIVE if rival != name]
    worth = None if name in NAIVE else better_range(*_means(each), rivals)
    return {
        "detector": name,
        "n_changes": len(changed),
        **_spread("missed", missed),
        **_spread("delay_days", delay),
        **_spread("false_alarms", poisson(false, name="false_alarms", unit="per year", exposure=years)),
        "f1": 2 * found / (2 * found + false + len(changed) - found) if changed else None,
        **_spread("cost", cost),
        "better_from": worth[0] if worth else None,
        "better_to": worth[1] if worth else None,
    }


def _means(each: Sequence[Verdict]) -> tuple[float, float]:
    return float(np.mean([one.false_alarms for one in each])), float(np.mean([one.unnoticed for one in each]))


def _spread(name: str, found: Estimate | None) -> dict[str, float | None]:
    ends = (None, None, None) if found is None else (found.value, max(0.0, found.low), found.high)
    return dict(zip((name, f"{name}_low", f"{name}_high"), ends, strict=True))
