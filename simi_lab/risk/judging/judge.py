"""Judging the models on the later months, against what was recorded and against what is true."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.errors import BadRequest
from simi_lab.estimate import Estimate
from simi_lab.risk.judging.alarms import FALSE_ALARM_SHARE, RECALL, recall_at_alarms, shortfall
from simi_lab.risk.judging.capacity import chance_finds, slots
from simi_lab.risk.judging.case import Case
from simi_lab.risk.judging.evaluation import TABLES, Evaluation, Figure
from simi_lab.risk.judging.facts import facts_of, month_names, notes_of
from simi_lab.risk.judging.intervals import Resampling, average_precision, grouped_share, paired_gain
from simi_lab.risk.judging.rings import ring_table
from simi_lab.risk.judging.tables import (
    benign_by_chance,
    benign_table,
    calibration_table,
    month_table,
    per_month,
    typology_by_chance,
    typology_table,
)
from simi_lab.risk.judging.targets import Target, kinds_of, targets_of, true_rows
from simi_lab.risk.judging.width import few_notes
from simi_lab.risk.models import FittedModels
from simi_lab.risk.models.matrix import check_frame
from simi_lab.risk.models.split import recorded as recorded_finding
from simi_lab.risk.models.split import silent_months

RANDOM, ORACLE = "random", "oracle"


def evaluate(
    fitted: FittedModels,
    features: pl.DataFrame,
    recorded: pl.DataFrame,
    truth: pl.DataFrame | None,
    *,
    decisions: pl.DataFrame | None = None,
    capacity_per_day: float | None = None,
    zone: str = clock.OFFICE_ZONE,
) -> Evaluation:
    """What each model finds in the test months when interviewers can look at so many a day.

    The only function of this room that reads the truth. Every figure stands beside the rule of thumb, beside looking
    at random people and, against the truth, beside a judge who knows the exact posterior; intervals are widened for
    groups that are found together. There is no accuracy: at two positives in a thousand, never looking at anyone would
    be right 99.8 % of the time.

    Parameters
    ----------
    fitted : models of `fit` or `load`
    features : table from `risk.features`, test months included
    recorded : table `labels`, all that is known at the moment of judging
    truth : table `truth_applications`, or None where there is none
    decisions : table `decisions`, to count people in harm's way whom the office refused; None leaves that out
    capacity_per_day : persons per working day and office; None takes the plan's

    Raises
    ------
    TableError
        The frame is not the registry's, or the truth lacks columns or rows.
    BadRequest
        No application of the test months in the frame, no recorded outcome and no truth, or an impossible capacity.

    Randomness : bootstrap and random looks from the plan's seed.
    """
    check_frame(features)
    test = features.filter(pl.col("month").is_in(fitted.split.test_months))
    if test.is_empty():
        months = month_names(fitted.split.test_months)
        raise BadRequest("The table of features holds no application of the test months {months}.", months=months)
    plan = fitted.plan
    capacity = plan.capacity_per_day.value if capacity_per_day is None else capacity_per_day
    finding = recorded_finding(test, recorded)
    known = None if truth is None else true_rows(test, truth)
    rng = np.random.default_rng(plan.seed)
    case = Case(
        test=test,
        places=slots(test, capacity_per_day=capacity, period=plan.capacity_period, zone=zone),
        targets=targets_of(finding, known),
        kinds=kinds_of(known),
        truth=known,
        drawn=Resampling.of(test["group_id"].to_numpy(), resamples=plan.resamples, rng=rng),
        seed=plan.seed,
    )
    judged = _judged(case, {name: model.probability(test) for name, model in fitted.models.items()})
    if known is not None:
        judged.append(_patterns_by_chance(known, case.places))
    tables = {name: pl.concat([one[name] for one in judged if name in one], how="diagonal") for name in TABLES}
    chance = [figure for target in case.targets for figure in _chance(target, case.places, test, fitted)]
    silent = silent_months(test, finding, fitted.split.test_months)
    figures = tuple(figure for one in judged for figure in one.get("figures", ()))
    return Evaluation(
        facts=facts_of(fitted, case, finding, capacity, decisions),
        figures=(*figures, *chance),
        notes=(*few_notes(case, figures), *fitted.notes, *notes_of(silent, has_truth=known is not None)),
        **tables,
    )


def _judged(case: Case, scores: dict[str, NDArray[np.float64]]) -> list[dict[str, Any]]:
    """Figures and tables of each model, the perfect judge last."""
    by_rule = case.chosen(scores["rule_of_thumb"])
    judged = [_judge(case, name, score, by_rule) for name, score in scores.items()]
    if case.truth is not None:
        best = case.oracle(case.targets[0])
        assert best is not None
        judged.append(_judge(case, ORACLE, best, None))
    beside = [figure for target in (*case.targets, *case.kinds) for figure in _at_alarms(case, scores, target)]
    return [*judged, {"figures": beside}]


def _judge(case: Case, name: str, score: NDArray[np.float64], by_rule: NDArray[np.bool_] | None) -> dict[str, Any]:
    """Figures at capacity and tables of one model; of the perfect judge (`by_rule` None) against the truth only."""
    chosen, drawn = case.chosen(score), case.drawn
    oracle = by_rule is None
    figures: list[Figure] = []
    tables: dict[str, Any] = {}
    months, bins = [], []
    for target in case.targets[:1] if oracle else case.targets:
        month = month_table(case.test["month"], chosen, target)
        told = [
            grouped_share(chosen & target.hit, chosen & target.known, drawn, name="precision_at_capacity"),
            grouped_share(chosen & target.hit, target.hit, drawn, name="recall_at_capacity"),
            average_precision(target.hit[target.known], score[target.known], drawn.of_rows(target.known)),
            *per_month(month, seed=case.seed),
        ]
        if by_rule is not None and name != "rule_of_thumb":
            told.append(paired_gain(chosen, by_rule, target.hit, drawn, name="recall_over_rule"))
        figures += [Figure(name, target.name, estimate) for estimate in told]
        months.append(_named(month, name, target.name))
        bins.append(_named(calibration_table(score, target), name, target.name))
    for kind in case.kinds:
        figures.append(
            Figure(name, kind.name, grouped_share(chosen & kind.hit, kind.hit, drawn, name="recall_at_capacity"))
        )
    tables |= {"figures": figures, "months": pl.concat(months), "calibration": pl.concat(bins)}
    if case.truth is not None:
        tables["benign"] = _named(benign_table(case.truth, chosen), name)
        tables["typologies"] = _named(typology_table(case.truth, chosen), name)
        tables["rings"] = _named(ring_table(case.test, case.truth, chosen), name)
    else:
        tables |= {empty: pl.DataFrame() for empty in ("benign", "typologies", "rings")}
    return tables


def _at_alarms(case: Case, scores: dict[str, NDArray[np.float64]], target: Target) -> Iterator[Figure]:
    """Recall at 5 % false alarms of each model and the perfect judge, and what each model loses against it."""
    ceiling = case.oracle(target)
    best = None if ceiling is None else case.alarms(ceiling, target)
    best_again = None if best is None else best.resampled()
    for name, score in scores.items():
        alarms = case.alarms(score, target)
        again = alarms.resampled()
        yield Figure(name, target.name, recall_at_alarms(alarms, again))
        if best is not None and best_again is not None:
            yield Figure(name, target.name, shortfall(alarms, again, best, best_again))
    if best is not None and best_again is not None:
        yield Figure(ORACLE, target.name, recall_at_alarms(best, best_again))


def _chance(target: Target, places: pl.DataFrame, test: pl.DataFrame, fitted: FittedModels) -> Iterator[Figure]:
    """The figures of looking at random people with the same capacity: exact mean, 95 % of the draws."""
    rng = np.random.default_rng(fitted.plan.seed)
    mean, draws = chance_finds(target.hit, places, draws=4000, rng=rng)
    seen, _ = chance_finds(target.known, places, draws=0, rng=rng)
    n = int(target.hit.sum())
    low, high = (float(edge) for edge in np.quantile(draws, [0.025, 0.975]))
    whole = Estimate("found", mean, low, high, "person", "higher", n, 0.95, "hypergeometric")
    for name, by, unit, size in (
        ("precision_at_capacity", seen, "share", round(seen)),
        ("recall_at_capacity", float(n), "share", n),
        ("found_per_month", float(test["month"].n_unique()), "person", test["month"].n_unique()),
    ):
        scaled = [x / by if by else math.nan for x in (whole.value, whole.low, whole.high)]
        yield Figure(
            RANDOM,
            target.name,
            replace(whole, name=name, value=scaled[0], low=scaled[1], high=scaled[2], unit=unit, n=size),
        )
    share = float(target.hit.sum() / max(target.known.sum(), 1))
    yield Figure(RANDOM, target.name, Estimate("pr_auc", share, share, share, "share", "higher", n, 0.95, "base rate"))
    at = FALSE_ALARM_SHARE
    yield Figure(RANDOM, target.name, Estimate(RECALL, at, at, at, "share", "higher", n, 0.95, "by definition"))


def _patterns_by_chance(truth: pl.DataFrame, places: pl.DataFrame) -> dict[str, Any]:
    """The last rows of the tables of patterns: what looking at random people would do."""
    share = places.select(pl.min_horizontal("n_slots", pl.len().over("stratum")) / pl.len().over("stratum"))
    chance = share.to_series().to_numpy()
    return {
        "benign": _named(benign_by_chance(truth, chance), RANDOM),
        "typologies": _named(typology_by_chance(truth, chance), RANDOM),
    }


def _named(table: pl.DataFrame, model: str, target: str | None = None) -> pl.DataFrame:
    told = {"model": pl.lit(model)} | ({} if target is None else {"target": pl.lit(target)})
    return table.select(**told, **{name: pl.col(name) for name in table.columns})
