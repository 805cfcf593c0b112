"""What the page *Risiko* shows at each capacity, worked out once: persons found, missed and looked at in vain.

Counts and intervals only; no row speaks of one person. The oracle's row is the ceiling, the row of random looks is
chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.store import Derived, Run, derived
from simi_lab.study.measure import scenario_of
from simi_lab.study.model import RiskModel, kept_model, risk_model

FORM = 1
"""Number of the form in which the curves are kept."""

STEPS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 60)
"""Persons a day and office that the page lets a reader try; the scenario's own stands among them."""
ORACLE, RANDOM = "oracle", "random"
_DRAWS = 4000


@dataclass(frozen=True)
class RiskCurves:
    """What the page shows.

    Parameters
    ----------
    curve : one row per capacity (persons per working day and office) and model, oracle and random among them. Persons
        over all test months: n_looked_at, found, missed, false_alarms, protect_found, investigate_found (of random
        looks: expected). Persons a month with 95 % interval: found_month, found_month_low, found_month_high, and so for
        missed and false_alarms (no interval for missed and false alarms of random looks). Shares with 95 % interval:
        precision, recall, protect, investigate, each with _low and _high.
    facts : the facts of `Evaluation`, and n_world, n_world_positive: applications and positives of the whole world
    evaluation : the judgement at the scenario's capacity
    """

    curve: pl.DataFrame
    facts: dict[str, Any]
    evaluation: Any


def risk_curves(run: Run) -> RiskCurves:
    """The curves of a run; made and kept if they are not there, models too.

    Raises
    ------
    SimiError
        The run has too little to learn from, or its models were altered.
    """
    model = risk_model(run)
    thing = kept_curves(run)
    if not thing.exists:
        thing.write({"curve": _curve(run, model)}, _whole_world(run))
    facts = {**model.evaluation.facts, **thing.meta}
    return RiskCurves(thing.frame("curve").collect(), facts, model.evaluation)


def kept_curves(run: Run) -> Derived:
    """Where the curves lie, or will lie."""
    return derived(run, "risk_page", {"form": FORM, "steps": list(STEPS)}, parents=[kept_model(run)])


def is_ready(run: Run) -> bool:
    """Whether models and curves are there, so that a page need not wait for them."""
    return kept_model(run).exists and kept_curves(run).exists


def _whole_world(run: Run) -> dict[str, int]:
    told = run.truth("truth_applications").select(n=pl.len(), positive=pl.col("is_positive").sum()).collect()
    return {"n_world": int(told["n"][0]), "n_world_positive": int(told["positive"][0])}


def _curve(run: Run, model: RiskModel) -> pl.DataFrame:
    from simi_lab.risk.judging.intervals import Resampling
    from simi_lab.risk.judging.targets import kinds_of, targets_of, true_rows

    plan, zone = scenario_of(run).risk, scenario_of(run).site.zone
    months = [f"{month}-01" for month in model.evaluation.facts["test_months"]]
    test = model.features.filter(pl.col("month").cast(pl.String).is_in(months)).collect()
    truth = true_rows(test, run.truth("truth_applications").collect())
    rng = np.random.default_rng(plan.seed)
    case = _Judged(
        test=test,
        targets={
            "all": targets_of(pl.Series([None] * test.height, dtype=pl.Boolean), truth)[0],
            **{kind.name: kind for kind in kinds_of(truth)},
        },
        drawn=Resampling.of(test["group_id"].to_numpy(), resamples=plan.resamples, rng=rng),
        seed=plan.seed,
    )
    scores = _scores(model, test) | {ORACLE: truth["posterior"].to_numpy()}
    steps = sorted({*STEPS, plan.capacity_per_day.value})
    places = {float(step): _places(test, step, plan.capacity_period, zone) for step in _useful(steps, test, plan, zone)}
    return pl.DataFrame(list(_rows(case, scores, places)), infer_schema_length=None)


@dataclass(frozen=True)
class _Judged:
    """The judged rows, what there is to find, and the draws that every model and capacity shares."""

    test: pl.DataFrame
    targets: dict[str, Any]
    drawn: Any
    seed: int


def _scores(model: RiskModel, test: pl.DataFrame) -> dict[str, NDArray[np.float64]]:
    from simi_lab.risk.models import MODELS

    told = model.scores.collect().partition_by("model", as_dict=True)
    ids = test.select("application_id")
    found = {}
    for (name,), rows in told.items():
        found[str(name)] = ids.join(rows, on="application_id", how="left", maintain_order="left")["score"].to_numpy()
    return {name: found[name] for name in MODELS}


def _places(test: pl.DataFrame, step: float, period: Any, zone: str) -> pl.DataFrame:
    from simi_lab.risk.judging.capacity import slots

    return slots(test, capacity_per_day=step, period=period, zone=zone)


def _useful(steps: list[float], test: pl.DataFrame, plan: Any, zone: str) -> Iterator[float]:
    """Capacities up to the first that looks at nearly everyone."""
    for step in steps:
        yield step
        strata = _places(test, step, plan.capacity_period, zone).group_by("stratum")
        seen = strata.agg(pl.min_horizontal(pl.len(), pl.col("n_slots").first()).alias("seen"))["seen"].sum()
        if seen >= 0.9 * test.height and step >= plan.capacity_per_day.value:
            return


def _rows(case: _Judged, scores: Any, places: dict[float, pl.DataFrame]) -> Iterator[dict[str, Any]]:
    ranks = {name: _rank(case.test, score, next(iter(places.values()))) for name, score in scores.items()}
    for capacity, place in places.items():
        n_slots = place["n_slots"].to_numpy()
        for name, rank in ranks.items():
            yield {"capacity": capacity, "model": name, **_told(case, rank < n_slots)}
        yield {"capacity": capacity, "model": RANDOM, **_by_chance(case, place)}


def _rank(test: pl.DataFrame, score: NDArray[np.float64], place: pl.DataFrame) -> NDArray[np.int64]:
    """Turn of each row in its office and period: the highest score first, equal scores first come."""
    rows = test.select("application_id", "filed_at").with_columns(place["stratum"], score=pl.Series(score))
    rows = rows.with_row_index("row").sort(
        "stratum", "score", "filed_at", "application_id", descending=[False, True, False, False]
    )
    return rows.with_columns(turn=pl.int_range(pl.len()).over("stratum")).sort("row")["turn"].to_numpy()


def _told(case: _Judged, chosen: NDArray[np.bool_]) -> dict[str, Any]:
    from simi_lab.risk.judging.intervals import grouped_share
    from simi_lab.risk.judging.tables import month_table, per_month

    whole = case.targets["all"]
    months = month_table(case.test["month"], chosen, whole)
    told: dict[str, Any] = {"n_looked_at": float(chosen.sum())}
    for column in ("found", "missed", "false_alarms"):
        told[column] = float(months[column].sum())
    for estimate in per_month(months, seed=case.seed):
        name = estimate.name.replace("_per_month", "_month")
        told |= {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}
    shares = {"precision": (chosen & whole.hit, chosen), "recall": (chosen & whole.hit, whole.hit)}
    for kind in ("protect", "investigate"):
        hit = case.targets[kind].hit
        told[f"{kind}_found"] = float((chosen & hit).sum())
        shares[kind] = (chosen & hit, hit)
    for name, (part, of) in shares.items():
        share = grouped_share(part, of, case.drawn, name=name)
        told |= _interval(name, share.value, share.low, share.high)
    return told


def _by_chance(case: _Judged, place: pl.DataFrame) -> dict[str, Any]:
    """What random looks of the same number find: the exact mean, and 95 % of the draws."""
    from simi_lab.risk.judging.capacity import chance_finds

    n_months = case.test["month"].n_unique()
    rng = np.random.default_rng(case.seed)
    seen = float(chance_finds(np.ones(case.test.height, dtype=bool), place, draws=0, rng=rng)[0])
    told: dict[str, Any] = {"n_looked_at": seen}
    for kind, target in case.targets.items():
        mean, draws = chance_finds(target.hit, place, draws=_DRAWS, rng=rng)
        low, high = (float(edge) for edge in np.quantile(draws, [0.025, 0.975]))
        n = float(target.hit.sum())
        name = "recall" if kind == "all" else kind
        told |= _interval(name, *(x / n if n else float("nan") for x in (mean, low, high)))
        if kind != "all":
            told[f"{kind}_found"] = mean
            continue
        told |= {"found": mean, "missed": n - mean, "false_alarms": seen - mean}
        told |= _interval("found_month", mean / n_months, low / n_months, high / n_months)
        told |= {"missed_month": (n - mean) / n_months, "false_alarms_month": (seen - mean) / n_months}
        told |= _interval("precision", *(x / seen if seen else float("nan") for x in (mean, low, high)))
    return told


def _interval(name: str, value: float, low: float, high: float) -> dict[str, float]:
    return {name: value, f"{name}_low": low, f"{name}_high": high}


def example_of(run: Run) -> str:
    """Key of the application that the glass box puts first in the last test month, for showing its reasons."""
    model = risk_model(run)
    last = f"{model.evaluation.facts['test_months'][-1]}-01"
    rows = model.features.filter(pl.col("month").cast(pl.String) == last).select("application_id", "filed_at")
    scores = model.scores.filter(pl.col("model").cast(pl.String) == "glass_box").select("application_id", "score")
    first = rows.join(scores, on="application_id").sort("score", "filed_at", descending=[True, False]).head(1).collect()
    return str(first["application_id"][0])
