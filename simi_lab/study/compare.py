"""Never with always on the same applicants: what a change does to waits, days, journeys, and through which cause."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from simi_lab.errors import BadRequest
from simi_lab.estimate import Estimate
from simi_lab.measures import halving_verdict
from simi_lab.measures.comparison import ratio_of_logs
from simi_lab.reference import places
from simi_lab.study import claims
from simi_lab.study.claims_facts import Watch
from simi_lab.study.light import Words, light_replays
from simi_lab.study.paired import METRICS, by_district, figures, journeys, logs_of, replay, shift
from simi_lab.study.split import SPLIT, Split, split_of, told, values_of
from simi_lab.study.ways import Question, Way, question

Progress = Callable[..., Any]
PRECISION = 0.03
FEWEST, MOST = 5, 20
PROMISED_RATIO = 0.5
ALL_METRICS = (*METRICS, *claims.CLAIM_METRICS)
_BYTES_PER_FIGURE = 200  # a number, its key and its place in a table
_BYTES_PER_APPLICATION = 15_000  # tables of one replay and its event loop, measured on the default world


@dataclass(frozen=True)
class Kept:
    """What is kept of one replication; its rows are let go."""

    figures: dict[str, tuple[float, float]]
    journeys: pl.DataFrame
    values: dict[str, Any] | None
    seen: claims.Seen | None


def compare(
    scenario: str | Path = "kotabumi",
    *,
    changes: Sequence[str | Path],
    replications: int | None = None,
    precision: float = PRECISION,
    split: bool = True,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Send the same applicants through the office without and with the changes, with the same random words.

    Both ways hold from the first day to the last. SIMI and its end are compared as ways of working for everyone, with
    the weeks of learning left out; the channel by which each application was filed stays as it is. Other changes
    leave each application its own way of working.

    Parameters
    ----------
    scenario : name or YAML file; its first office is taken
    changes : names or files of changes of the office, of papers, of the survey or of SIMI
    replications : so many; None goes on until the half width of the log ratio of the mean wait is at most `precision`,
        at least 5 and at most 20
    precision : half width that is asked for, on the log scale
    split : whether the difference is split by cause
    progress : called with a label, what is done and how much there is

    Returns
    -------
    dict
        Plain values: what was compared; per metric before, after, paired difference and ratio with 95 % intervals over
        replications; travel hours by district, small groups hidden; the split; the verdict; and what
        `study.claims.told` gives: claims, month ends, costs, survey.

    Raises
    ------
    BadRequest, ScenarioError
        See `study.ways.question`; fewer than two replications, or more than memory holds.

    Randomness : the streams of the scenario's seed, by replication. Source : paired comparison by common random
    numbers, Law, Simulation Modeling and Analysis, ch. 11.
    """
    if replications is not None and replications < 2:
        raise BadRequest("One replication gives no interval.", where="--replications", cure="Ask for at least 2.")
    asked = question(scenario, changes)
    _refuse_too_many(replications or MOST, asked.before, split_of(asked) if split else None)
    return told_of(asked, replications=replications, precision=precision, split=split, progress=progress)


def told_of(
    asked: Question,
    *,
    replications: int | None = None,
    precision: float = PRECISION,
    split: bool = True,
    with_claims: bool = True,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Answer a question that has been read already; parameters, returns and chance as in `compare`.

    `with_claims` False leaves out the claims and their figures, which takes less time.
    """
    plan = split_of(asked) if split else None
    ways = (asked.before, asked.after)
    watches = tuple(Watch(way) for way in ways) if with_claims else (None, None)
    kept = _replications(ways, watches, plan, replications, precision, progress or (lambda *_: None))
    return _answer(asked, ways[0], plan, kept, precision if replications is None else None)


def _replications(
    ways: tuple[Way, Way],
    watches: Sequence[Watch | None],
    plan: Split | None,
    wanted: int | None,
    precision: float,
    tell: Progress,
) -> list[Kept]:
    kept: list[Kept] = []
    limit = wanted or MOST
    for replication in range(1, limit + 1):
        tell("Replications of the office", replication - 1, limit)
        before, after = (replay(way, replication, watch) for way, watch in zip(ways, watches, strict=True))
        values = None
        if plan is not None:
            words, n_done = Words(ways[0].scenario.seed), replication - 1

            def tell_part(done: float, start: int = n_done) -> None:
                tell("Replications of the office", start + done, limit)

            between = light_replays(plan.between, replication, words, tell_part)
            values = values_of(before, after, between)
        seen = claims.seen(ways, (before.facts, after.facts)) if before.facts is not None else None
        kept.append(Kept(figures(before, after), journeys(before, after), values, seen))
        half = _half_width(kept) if wanted is None and replication >= FEWEST else None
        if half is not None and half <= precision:
            break
    return kept


def _half_width(kept: Sequence[Kept]) -> float | None:
    """Half width of the log ratio of the mean wait so far; None where there is no ratio."""
    logs = logs_of(each.figures["wait_min"] for each in kept)
    if logs is None:
        return None
    found = ratio_of_logs(logs, name="wait_min").log_ratio
    return (found.high - found.low) / 2


def _answer(
    asked: Question, way: Way, plan: Split | None, kept: Sequence[Kept], precision: float | None
) -> dict[str, Any]:
    seen = [each.seen for each in kept if each.seen is not None]
    metrics = {metric.name: shift(metric, [each.figures[metric.name] for each in kept]) for metric in METRICS}
    metrics |= claims.figures_of(seen) if seen else {}
    half = _half_width(kept)
    names = dict(places.districts().select("district_id", "name").iter_rows())
    values = [each.values for each in kept if each.values is not None]
    return {
        "synthetic": True,
        "scenario": asked.base.name,
        "changes": [change.name for change in asked.changes],
        "seed": asked.base.seed,
        "regimes": {"before": asked.regimes[0], "after": asked.regimes[1]},
        "n_applicants": way.desk.intake.height,
        "replications": len(kept),
        "precision": {
            "asked": precision,
            "half_width": half,
            "is_reached": precision is None or (half is not None and half <= precision),
        },
        "metrics": metrics,
        "districts": by_district([each.journeys for each in kept], names),
        "split": told(plan, values) if plan is not None else None,
        "verdict": verdict(metrics),
        **(claims.told(seen, metrics, asked.before.scenario, asked.after.scenario) if seen else {}),
    }


def verdict(metrics: dict[str, Any]) -> dict[str, Any]:
    """Judge the promise of half the wait, and whether waiting only moved to the days before the visit.

    It moved in part where the wait falls and the days before the visit rise; it only moved where the whole way from
    filing to the book is longer too: then nobody has gained anything. All are said only if the whole interval supports
    them.
    """
    ratio = metrics["wait_min"]["ratio"]
    lead = metrics["lead_days"]["difference"]
    total = metrics["total_days"]["difference"]
    is_shorter = ratio is not None and ratio["high"] < 1
    has_moved = is_shorter and lead is not None and lead["low"] > 0
    is_longer_way = total is not None and total["low"] > 0
    is_halved = ratio is not None and halving_verdict(Estimate(**ratio), promised=PROMISED_RATIO) == "reached"
    return {
        "claim": "wait_min",
        "promised_ratio": PROMISED_RATIO,
        "halved": "reached" if is_halved else "not_reached",
        "is_shorter": is_shorter,
        "is_longer": ratio is not None and ratio["low"] > 1,
        "moved_to_lead_days": has_moved,
        "only_moved": has_moved and is_longer_way,
        "total_days_rise": is_longer_way,
    }


def _refuse_too_many(replications: int, way: Way, plan: Split | None) -> None:
    """More replications than memory holds are refused before the first one."""
    n_figures = 2 * len(ALL_METRICS) + 4 * way.desk.area.districts.height
    n_figures += (len(plan.between) + 2) * len(SPLIT) if plan is not None else 0
    room = free_memory() // 2 - way.desk.intake.height * _BYTES_PER_APPLICATION
    fits = max(0, room // (n_figures * _BYTES_PER_FIGURE))
    if replications > fits:
        raise BadRequest(
            "{n} replications do not fit into memory; {fits} would.",
            where="--replications",
            cure="Ask for at most {fits}; with none named, the comparison stops by itself when it is precise enough.",
            n=replications,
            fits=fits,
        )


def free_memory() -> int:
    """Bytes that may be used now; where the system does not tell, half of what is built in, or 4 GiB."""
    for pages, share in (("SC_AVPHYS_PAGES", 1.0), ("SC_PHYS_PAGES", 0.5)):
        try:
            return int(os.sysconf(pages) * os.sysconf("SC_PAGE_SIZE") * share)
        except (AttributeError, OSError, ValueError):
            continue
    return 4 * 2**30
