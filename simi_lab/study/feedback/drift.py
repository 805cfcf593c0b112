"""Drift of a run: what its office can watch month by month, the detectors' alarms, and how far these can be trusted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.errors import BadRequest
from simi_lab.measures.drift import DETECTORS, Change, Stream, alarms, by_change, judge, planted, verdicts_of
from simi_lab.measures.drift.judge import HORIZON_MONTHS, MONTH_COST, NAIVE
from simi_lab.measures.drift.plant import DAYS
from simi_lab.scenario.feedback import FeedbackPlan
from simi_lab.store import Run, derived
from simi_lab.study.feedback.case import FeedbackCase, laid_out, prepare_feedback
from simi_lab.study.feedback.year import told_plainly
from simi_lab.study.measure import scenario_of

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
WATCHED = ("score", "online", "unknown", "finding")
SEEDS = 4
_FORMAT = 2
_LOST, _NEW_FINDINGS, _MORE_OF_PATTERN, _MORE_ONLINE = 0.15, 0.01, 4.0, 2.0

CHANGES = (
    Change("mix", weights="more_online"),
    Change("pattern", weights="more_of_pattern"),
    Change("gaps", instead={"unknown": "unknown_later", "score": "score_with_gaps"}),
    Change("labels", instead={"finding": "finding_later"}),
)
"""What is planted: twice as many file online; four times as many of a planted pattern; 15 % of the scans cannot be
read; one applicant in a hundred is recorded as a finding under a new instruction. All four are assumptions."""


@dataclass(frozen=True)
class Drift:
    """What was watched in a run, and the detectors' record on planted changes.

    Parameters
    ----------
    by_month : month, watch, value (mean per applicant), n; with is_reference for months that set the normal
    alarms : detector, watch, month of an alarm in the run itself
    judged : see `measures.drift.judge`
    by_change : see `measures.drift.judge.by_change`
    facts : seeds, months, cost of a month unnoticed
    """

    by_month: pl.DataFrame
    alarms: pl.DataFrame
    judged: pl.DataFrame
    by_change: pl.DataFrame
    facts: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        tables = {name: getattr(self, name).to_dicts() for name in ("by_month", "alarms", "judged", "by_change")}
        return told_plainly({**self.facts, **tables})


def drift(run: Run, *, seeds: int = SEEDS, progress: Callable[[str, int, int], None] | None = None) -> Drift:
    """Watch a run and judge the detectors on planted changes in streams drawn from it; once, then read.

    Parameters
    ----------
    seeds : streams drawn per kind of change

    Raises
    ------
    SimiError
        The run is too short.

    Randomness : NumPy's PCG64 by seed and kind (an analysis, no world column).
    """
    if seeds < 2:
        raise BadRequest("{n} streams of each kind; an interval needs at least two.", n=seeds)
    from simi_lab.risk.signals import feature_hash

    told_by = {"format": _FORMAT, "features": feature_hash(), "seeds": seeds, "month_cost": MONTH_COST}
    thing = derived(run, "drift", told_by)
    names = ("by_month", "alarms", "judged", "by_change")
    if not thing.exists:
        made = _watch(run, seeds, progress or (lambda *_: None))
        thing.write({name: getattr(made, name) for name in names}, {"facts": made.facts})
    return Drift(**{name: thing.frame(name).collect() for name in names}, facts=thing.meta["facts"])


def _watch(run: Run, seeds: int, say: Callable[[str, int, int], None]) -> Drift:
    steps = 2 + len(DETECTORS)
    say("the applicants and what is known of them", 0, steps)
    case, pool = watched_rows(run)
    say("what the office can watch", 1, steps)
    rows, found = _in_the_run(case, pool)
    season = pool.filter(pl.col("month").is_in(case.months[-12:]))
    streams: list[tuple[str, Stream]] = []
    for seed in range(seeds):
        for kind, change in (("none", None), *((change.name, change) for change in CHANGES)):
            rng = np.random.default_rng([seed, len(streams)])
            streams.append((kind, planted(season, WATCHED, change, rng=rng)))
    judged: dict[str, list[Any]] = {}
    for k, name in enumerate(DETECTORS):
        say("detectors on planted changes", 2 + k, steps)
        judged |= verdicts_of([name], streams)
    facts = {
        "seeds": seeds,
        "n_streams": len(streams),
        "horizon_months": HORIZON_MONTHS,
        "month_cost": MONTH_COST,
        "per_month": round(season.height / season["month"].n_unique()),
    }
    return Drift(rows, found, judge(judged, seed=7), by_change(judged), facts)


def watched_rows(run: Run) -> tuple[FeedbackCase, pl.DataFrame]:
    """What an office can watch of each applicant, in order of filing, and what a planted change makes of it.

    The score is that of a first model trained on what was recorded before the last half of the run.
    """
    scenario = scenario_of(run)
    period = scenario.period
    have = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    case, frame = prepare_feedback(run, scenario, FeedbackPlan(months=max(1, have // 2)))
    labels = run.table("labels").select("application_id", finding=pl.col("label").cast(pl.String) != "none").collect()
    told_of = frame.select("application_id").join(labels, on="application_id", how="left", maintain_order="left")
    finding = told_of["finding"].fill_null(False).to_numpy()
    score, blind = _scores(case, frame, finding)
    lost = np.random.default_rng(1).random(case.keys.size) < _LOST
    told = np.random.default_rng(2).random(case.keys.size) < _NEW_FINDINGS
    online = (frame["channel"].cast(pl.String) == "online").to_numpy()
    pool = pl.DataFrame(
        {
            "month": frame["month"],
            "filed_at": frame["filed_at"],
            "score": score,
            "online": online.astype(np.float64),
            "unknown": frame["scan_quality_min"].is_null().cast(pl.Float64),
            "finding": finding.astype(np.float64),
            "more_online": np.where(online, _MORE_ONLINE, 1.0),
            "more_of_pattern": np.where(case.positive, _MORE_OF_PATTERN, 1.0),
            "unknown_later": lost.astype(np.float64),
            "score_with_gaps": np.where(lost, blind, score),
            "finding_later": (finding | told).astype(np.float64),
        }
    )
    return case, pool.sort("filed_at", maintain_order=True)


def _scores(case: FeedbackCase, frame: pl.DataFrame, finding: Flags) -> tuple[Floats, Floats]:
    """Log-odds by the first model: of the applicants as they are, and with scans that cannot be read."""
    from sklearn.linear_model import LogisticRegression

    from simi_lab.risk.models.fitting import one_thread

    early = case.month < case.first
    learned = early & (case.known_us < case.starts_us[case.first])
    if finding[learned].all() or not finding[learned].any():
        raise BadRequest(
            "The months before {month} hold findings of one kind only: a first model needs both.",
            month=f"{case.months[case.first]:%Y-%m}",
            cure="Use a larger world or more months.",
        )
    unread = frame.with_columns(scan_quality_min=pl.lit(None, dtype=frame.schema["scan_quality_min"]))
    plain, blind = laid_out(frame, early, unread)
    with one_thread():
        model = LogisticRegression(C=0.5, max_iter=1000).fit(plain[learned], finding[learned])
        return np.asarray(model.decision_function(plain)), np.asarray(model.decision_function(blind))


def _in_the_run(case: FeedbackCase, pool: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Means by month, and the alarms of every detector on each figure, with the earlier months as the normal."""
    number = pool["month"].replace_strict(list(case.months), range(len(case.months)), return_dtype=pl.Int64)
    place, size = pl.int_range(pl.len()).over("month"), pl.len().over("month")
    day = pool.with_columns(number=number).select((pl.col("number") * DAYS + place * DAYS // size).cast(pl.Int64))
    streams = {
        name: Stream(
            values={name: pool[name].to_numpy()},
            day=day.to_series().to_numpy(),
            n_reference=int((number < case.first).sum()),
            judged_from=case.first * DAYS,
            last=len(case.months) * DAYS - 1,
        )
        for name in WATCHED
    }
    found = [
        {"detector": detector, "watch": name, "month": case.months[when // DAYS]}
        for name, stream in streams.items()
        for detector in DETECTORS
        if detector not in NAIVE
        for when in alarms(detector, stream)
    ]
    means = (
        pool.select("month", *WATCHED)
        .unpivot(index="month", variable_name="watch")
        .group_by("watch", "month", maintain_order=True)
        .agg(pl.col("value").mean(), n=pl.len().cast(pl.Int64), total=pl.col("value").sum())
        .with_columns(is_reference=pl.col("month") < case.months[case.first])
        .sort("watch", "month")
    )
    schema = {"detector": pl.String(), "watch": pl.String(), "month": pl.Date()}
    return means, pl.DataFrame(found, schema=schema).unique().sort("detector", "watch", "month")
