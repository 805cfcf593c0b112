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
from simi_lab.risk.judging.capacity import chance_finds, looked_at, slots
from simi_lab.risk.judging.evaluation import TABLES, Evaluation, Figure
from simi_lab.risk.judging.facts import facts_of, month_names, notes_of
from simi_lab.risk.judging.intervals import Resampling, average_precision, grouped_share, paired_gain
from simi_lab.risk.judging.tables import (
    benign_by_chance,
    benign_table,
    calibration_table,
    month_table,
    per_month,
    typology_by_chance,
    typology_table,
)
from simi_lab.risk.judging.targets import Target, targets_of, true_rows
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
    places = slots(test, capacity_per_day=capacity, period=plan.capacity_period, zone=zone)
    finding = recorded_finding(test, recorded)
    facts_known = None if truth is None else true_rows(test, truth)
    targets = targets_of(finding, facts_known)
    judged = [_judge(fitted, name, test, places, targets, facts_known) for name in fitted.models]
    chance = [figure for target in targets for figure in _chance(target, places, test, fitted)]
    if facts_known is not None:
        judged += [_oracle(fitted, test, places, targets[0], facts_known), _patterns_by_chance(facts_known, places)]
    tables = {name: pl.concat([one[name] for one in judged if name in one], how="diagonal") for name in TABLES}
    silent = silent_months(test, finding, fitted.split.test_months)
    return Evaluation(
        facts=facts_of(fitted, test, places, targets, finding, capacity),
        figures=(*(figure for one in judged for figure in one.get("figures", ())), *chance),
        notes=(*fitted.notes, *notes_of(targets, test, silent)),
        **tables,
    )


def _judge(
    fitted: FittedModels,
    name: str,
    test: pl.DataFrame,
    places: pl.DataFrame,
    targets: list[Target],
    truth: pl.DataFrame | None,
) -> dict[str, Any]:
    """Figures and tables of one model."""
    score = fitted.models[name].probability(test)
    chosen = looked_at(test, score, places)
    by_rule = looked_at(test, fitted.models["rule_of_thumb"].probability(test), places)
    drawn = _drawn(fitted, test)
    figures: list[Figure] = []
    months, bins = [], []
    for target in targets:
        month = month_table(test["month"], chosen, target)
        told = [
            grouped_share(chosen & target.hit, chosen & target.known, drawn, name="precision_at_capacity"),
            grouped_share(chosen & target.hit, target.hit, drawn, name="recall_at_capacity"),
            _area(score, target, test, fitted),
            *per_month(month, seed=fitted.plan.seed),
        ]
        if name != "rule_of_thumb":
            told.append(paired_gain(chosen, by_rule, target.hit, drawn, name="recall_over_rule"))
        figures += [Figure(name, target.name, estimate) for estimate in told]
        months.append(_named(month, name, target.name))
        bins.append(_named(calibration_table(score, target), name, target.name))
    tables: dict[str, Any] = {"figures": figures, "months": pl.concat(months), "calibration": pl.concat(bins)}
    tables["benign"] = pl.DataFrame() if truth is None else _named(benign_table(truth, chosen), name)
    tables["typologies"] = pl.DataFrame() if truth is None else _named(typology_table(truth, chosen), name)
    return tables


def _oracle(
    fitted: FittedModels, test: pl.DataFrame, places: pl.DataFrame, target: Target, truth: pl.DataFrame
) -> dict[str, Any]:
    """What nobody can do better: looking at those whom the evidence makes likeliest, by the exact posterior."""
    score = truth["posterior"].to_numpy()
    chosen, drawn = looked_at(test, score, places), _drawn(fitted, test)
    month = month_table(test["month"], chosen, target)
    told = [
        grouped_share(chosen & target.hit, chosen & target.known, drawn, name="precision_at_capacity"),
        grouped_share(chosen & target.hit, target.hit, drawn, name="recall_at_capacity"),
        _area(score, target, test, fitted),
        *per_month(month, seed=fitted.plan.seed),
    ]
    return {
        "figures": [Figure(ORACLE, target.name, estimate) for estimate in told],
        "months": _named(month, ORACLE, target.name),
        "benign": _named(benign_table(truth, chosen), ORACLE),
        "typologies": _named(typology_table(truth, chosen), ORACLE),
    }


def _drawn(fitted: FittedModels, rows: pl.DataFrame) -> Resampling:
    """The same draws for every model, so that differences between models are paired."""
    rng = np.random.default_rng(fitted.plan.seed)
    return Resampling.of(rows["group_id"].to_numpy(), resamples=fitted.plan.resamples, rng=rng)


def _area(score: NDArray[np.float64], target: Target, test: pl.DataFrame, fitted: FittedModels) -> Estimate:
    known = test.filter(target.known)
    return average_precision(target.hit[target.known], score[target.known], _drawn(fitted, known))


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
