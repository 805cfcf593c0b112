"""What is claimed of a new way of working, claim by claim: before, after, difference, and what it supports."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import polars as pl

from simi_lab.estimate import Estimate, Goal
from simi_lab.measures.claims.effort import Spending
from simi_lab.measures.comparison import claim_verdict
from simi_lab.scenario.model import Scenario
from simi_lab.study.claims_facts import Facts
from simi_lab.study.claims_survey import asked, index_figures, pooled, widened
from simi_lab.study.paired import Metric, shift
from simi_lab.study.ways import Way

Basis = Literal["worked", "given"]

CLAIM_METRICS = (
    Metric("stuck", "share", "lower"),
    Metric("stuck_office", "share", "lower"),
    Metric("backlog_mean", "case", "lower"),
    Metric("backlog_most", "case", "lower"),
    Metric("cost_idr", "IDR", "lower"),
    Metric("values_right", "share", "higher"),
    Metric("dossiers_astray", "share", "lower"),
    Metric("status_hours", "hour", "lower"),
    Metric("decision_minutes", "min", "lower"),
    Metric("ikm", "score", "higher"),
    Metric("ikm_printed", "score", "higher"),
)
"""Figures that come on top of those of `study.paired`."""


class Claim(NamedTuple):
    """A claim of the seed of this project: the metric that tests it, the direction, and a ratio if one was promised.

    `basis` says what a difference rests on: "worked" came out of the office at work, "given" is what the scenario
    assumes of each way of working (`keys`), so that it shows the size of the assumption and proves nothing.
    """

    metric: str
    goal: Goal
    basis: Basis
    keys: tuple[str, ...] = ()
    promised: float | None = None


CLAIMS = (
    Claim("wait_min", "lower", "worked", promised=0.5),
    Claim("values_right", "higher", "given", ("office.service.corrected",)),
    Claim(
        "dossiers_astray",
        "lower",
        "given",
        ("papers.dossier_sought", "papers.dossier_lost", "papers.dossier_days", "papers.dossier_rebuild_days"),
    ),
    Claim(
        "status_hours",
        "lower",
        "given",
        ("office.service.status",),
    ),
    Claim("decision_minutes", "lower", "given", ("office.work.counter.mean", "office.service.advice")),
    Claim("ikm", "higher", "worked", ("survey.wait_penalty_per_hour", "survey.days_penalty_per_week")),
)


class Seen(NamedTuple):
    """What is kept of one replication of both ways: figures, month ends and answers to the survey."""

    figures: dict[str, tuple[float, float]]
    months: tuple[pl.DataFrame, pl.DataFrame]
    spent: tuple[Spending, Spending]
    n_issued: tuple[int, int]
    noticed: tuple[float, float]
    answers: dict[str, Any]


def seen(ways: tuple[Way, Way], facts: tuple[Facts, Facts]) -> Seen:
    """Figures of one replication, over the applicants with a value on both sides."""
    found: dict[str, tuple[float, float]] = {}
    for name in ("stuck", "stuck_office", "dossiers_astray", "status_hours", "decision_minutes"):
        columns = [each.values[name] for each in facts]
        both = ~(np.isnan(columns[0]) | np.isnan(columns[1]))
        found[name] = _pair(float(column[both].mean()) if both.any() else math.nan for column in columns)
    found["values_right"] = _pair(map(_right_share, facts))
    found["backlog_mean"] = _pair(_of_months(each, "mean") for each in facts)
    found["backlog_most"] = _pair(_of_months(each, "max") for each in facts)
    found["cost_idr"] = _pair(each.spent.total / each.n_issued if each.n_issued else math.nan for each in facts)
    answers = asked(ways, facts)
    return Seen(
        found | index_figures(answers),
        (facts[0].months, facts[1].months),
        (facts[0].spent, facts[1].spent),
        (facts[0].n_issued, facts[1].n_issued),
        (facts[0].noticed, facts[1].noticed),
        answers.told(),
    )


def _pair(values: Any) -> tuple[float, float]:
    before, after = values
    return before, after


def _right_share(facts: Facts) -> float:
    n_values = float(np.nansum(facts.values["n_values"]))
    return 1 - float(np.nansum(facts.values["n_wrong"])) / n_values if n_values else math.nan


def _of_months(facts: Facts, which: Literal["mean", "max"]) -> float:
    backlog = facts.months["backlog"]
    if backlog.is_empty():
        return math.nan
    return float(backlog.mean() if which == "mean" else backlog.max())  # type: ignore[arg-type]


def figures_of(kept: Sequence[Seen]) -> dict[str, Any]:
    """The figures of `CLAIM_METRICS` over replications, as plain values by name."""
    found = {metric.name: shift(metric, [each.figures[metric.name] for each in kept]) for metric in CLAIM_METRICS}
    answers = [each.answers for each in kept]
    return found | {name: widened(name, found[name], answers) for name in ("ikm", "ikm_printed")}


def judged(metrics: Mapping[str, Any], before: Scenario, after: Scenario) -> list[dict[str, Any]]:
    """Each claim with its figures and what they support, as plain values.

    Parameters
    ----------
    metrics : as `study.paired.shift` tells them, by name
    before, after : without and with the changes; the assumptions after them are told with the claims that rest on them

    Returns
    -------
    list of dict
        metric, unit, goal, promised_ratio (or null), least (smallest difference worth speaking of), basis,
        is_comparable (false where a change altered the survey itself), assumptions (key, value, unit, mark, reason),
        before, after, difference, ratio, and verdict: supported, not_supported, no_difference, or null where nobody has
        a value or the two sides cannot be compared.
    """
    return [_judged(claim, metrics[claim.metric], before, after) for claim in CLAIMS if claim.metric in metrics]


def _judged(claim: Claim, told: Mapping[str, Any], before: Scenario, after: Scenario) -> dict[str, Any]:
    difference, ratio = (Estimate(**told[name]) if told[name] else None for name in ("difference", "ratio"))
    known = getattr(after.office.service.least, claim.metric, None)
    least = 0.0 if known is None else known.value
    is_comparable = claim.metric != "ikm" or before.survey == after.survey
    verdict = None
    if difference is not None and is_comparable:
        verdict = claim_verdict(difference, goal=claim.goal, ratio=ratio, promised=claim.promised, least=least)
    return {
        "metric": claim.metric,
        "unit": told["unit"],
        "goal": claim.goal,
        "promised_ratio": claim.promised,
        "least": least,
        "basis": claim.basis,
        "is_comparable": is_comparable,
        "assumptions": [each for key in claim.keys for each in _numbers(key, after)],
        **{name: told[name] for name in ("before", "after", "difference", "ratio")},
        "verdict": verdict,
    }


def _numbers(key: str, scenario: Scenario) -> list[dict[str, Any]]:
    """Numbers at a place of the scenario, with their reasons."""
    node: Any = scenario.model_dump(mode="json")
    for step in key.split("."):
        node = node[step]
    leaves = [(key, node)] if "unit" in node else [(f"{key}.{name}", leaf) for name, leaf in node.items()]
    return [
        {
            "key": name,
            "value": leaf.get("value", leaf.get("values")),
            "unit": leaf["unit"],
            "mark": leaf["mark"],
            "reason": leaf["reason"],
        }
        for name, leaf in leaves
    ]


def month_series(kept: Sequence[Seen]) -> list[dict[str, Any]]:
    """Open and stuck cases at each month end: before, after and paired difference over replications."""
    names = ("backlog", "stuck", "stuck_office")
    return [
        {"day": day.isoformat()}
        | {
            name: shift(
                Metric(name, "case", "lower"),
                [_pair(float(frame[name][row]) for frame in each.months) for each in kept],
            )
            for name in names
        }
        for row, day in enumerate(kept[0].months[0]["day"])
    ]


def costs(kept: Sequence[Seen], scenario: Scenario) -> dict[str, Any]:
    """Rupiah by kind, in all and per passport, mean over replications, with the prices that were assumed."""
    parts = {
        name: {"before": _spent(kept, 0, at), "after": _spent(kept, 1, at)} for at, name in enumerate(Spending._fields)
    }
    return {"unit": "IDR", "parts": parts, "prices": _numbers("office.costs", scenario)}


def _spent(kept: Sequence[Seen], side: int, kind: int) -> dict[str, float | None]:
    sums, books = [each.spent[side][kind] for each in kept], [each.n_issued[side] for each in kept]
    each_book = None if 0 in books else math.fsum(s / n for s, n in zip(sums, books, strict=True)) / len(kept)
    return {"total": math.fsum(sums) / len(kept), "per_passport": each_book}


def told(kept: Sequence[Seen], metrics: Mapping[str, Any], before: Scenario, after: Scenario) -> dict[str, Any]:
    """Everything about the claims, as plain values: claims, months, costs, survey, and what a form can notice."""
    noticed = [_pair(None if math.isnan(x) else x for x in each.noticed) for each in kept]
    return {
        "claims": judged(metrics, before, after),
        "stuck_days": int(after.office.service.stuck_days.value),
        "months": month_series(kept),
        "costs": costs(kept, after),
        "survey": pooled([each.answers for each in kept]),
        "errors_noticed": {"before": noticed[0][0], "after": noticed[0][1]},
    }
