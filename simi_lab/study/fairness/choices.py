"""What treating groups more alike would cost in this world: thresholds, weights and repaired features compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.errors import BadRequest
from simi_lab.measures.fairness.choices import Rows, Variant, frontier
from simi_lab.measures.fairness.choices.treat import repair, reweigh
from simi_lab.store import Run, derived
from simi_lab.study.fairness.rows import OFFICE, applicants, checked, checked_group, months_of_test
from simi_lab.study.measure import scenario_of
from simi_lab.study.model import RiskModel, risk_model

ALARMS = 0.05
TUNING = 1 / 3
"""Share of the test months, the earlier ones, on which thresholds are set; the rest judges."""
MIXES = (0.25, 0.5, 0.75, 1.0)
STRENGTHS = (0.5, 1.0)
LEVELS = ("alarms", "capacity")
RESAMPLES = 1000
_FORMAT = 1


@dataclass(frozen=True)
class Choices:
    """The frontier of one model and one group column.

    Parameters
    ----------
    choices, groups : see `measures.fairness.choices.frontier`, with `at` ("alarms": 5 % of the innocent looked at in
        vain; "capacity": as many looked at as the interviewers can)
    facts : n_later, n_hit, n_tuning, months (first and last of those that judge), level (share of people per `at`),
        left_out (people of groups with fewer people than a threshold of their own needs)
    """

    picker: str
    group: str
    choices: pl.DataFrame
    groups: pl.DataFrame
    facts: dict[str, Any]


def choices(run: Run, picker: str, group: str) -> Choices:
    """Try each way on a model and a group column of a run; made once and kept beside the run.

    Every choice is judged on the later two thirds of the test months, at the same level of people looked at; thresholds
    are set on the third before them, from what the office had on record, and models learn from the training months.

    Raises
    ------
    BadRequest
        No such model or group column, or too little to compare.
    """
    if checked(picker) == OFFICE:
        raise BadRequest("The office has no score whose threshold could be moved.", cure="Name a model.")
    checked_group(group)
    model = risk_model(run)
    thing = derived(
        run, "fairness_choices", {"format": _FORMAT, "picker": picker, "group": group, "risk": model.path.name}
    )
    if not thing.exists:
        frames, facts = _made(run, model, picker, group)
        thing.write(frames, facts)
    return Choices(picker, group, thing.frame("choices").collect(), thing.frame("groups").collect(), thing.meta)


def _made(run: Run, model: RiskModel, picker: str, group: str) -> tuple[dict[str, pl.DataFrame], dict[str, Any]]:
    features = model.features.collect()
    plan = scenario_of(run).risk
    who = applicants(run).select("application_id", group, "truth", "finding")
    people = features.select("application_id", "month", "group_id").join(
        who, on="application_id", how="left", maintain_order="left"
    )
    months = months_of_test(model)
    n_tuning = max(1, round(TUNING * len(months)))
    if len(months) < 2:
        raise BadRequest("One test month is too few to set thresholds and to judge them.", cure="Use a longer world.")
    used = people["month"].is_in(months).to_numpy()
    later = people["month"].is_in(months[n_tuning:]).to_numpy()[used]
    names = people[group].fill_null("?")
    rows = Rows(
        hit=people["truth"].to_numpy()[used],
        group=names.filter(pl.Series(used)).to_list(),
        cluster=people["group_id"].rank("dense").cast(pl.Int64).to_numpy()[used] - 1,
        is_later=later,
        is_told=people["finding"].fill_null(False).to_numpy()[used],
    )
    tried = [
        Variant(one.method, one.strength, one.score[used], one.mix)
        for one in _variants(run, model, picker, features, names)
    ]
    facts = model.evaluation.facts
    levels = {"alarms": ALARMS, "capacity": facts["n_looked_at"] / facts["n_test"]}
    frames: dict[str, list[pl.DataFrame]] = {"choices": [], "groups": []}
    for at, level in levels.items():
        found = frontier(rows, tried, level=level, of_everyone=at == "capacity", resamples=RESAMPLES, seed=plan.seed)
        for name, frame in zip(frames, found, strict=True):
            frames[name].append(frame.select(pl.lit(at).alias("at"), pl.all()))
    told = {
        "n_later": int(later.sum()),
        "n_tuning": int((~later).sum()),
        "n_hit": int(rows.hit[later].sum()),
        "months": [f"{months[n_tuning]:%Y-%m}", f"{months[-1]:%Y-%m}"],
        "level": levels,
    }
    return {name: pl.concat(parts) for name, parts in frames.items()}, told


def _variants(run: Run, model: RiskModel, picker: str, features: pl.DataFrame, names: pl.Series) -> Iterator[Variant]:
    """The model as it is, with thresholds by group, and trained anew with weights or on repaired features."""
    from simi_lab.risk.models.variant import VARIED, training, variant_scores

    scores = model.scores.filter(pl.col("model").cast(pl.String) == picker).collect()
    own = features.select("application_id").join(scores, on="application_id", how="left", maintain_order="left")
    score = own["score"].to_numpy()
    yield Variant("common", 0.0, score)
    for mix in MIXES:
        yield Variant("threshold", mix, score, mix)
    if picker not in VARIED:
        return
    scenario = scenario_of(run)
    plan = scenario.risk
    rows, target = training(features, run.table("labels").collect(), plan=plan, zone=scenario.site.zone)
    _, codes = np.unique(names.to_numpy().astype(str), return_inverse=True)
    for strength in STRENGTHS:
        weight = reweigh(target[rows], codes[rows], strength=strength)
        told = variant_scores(features, rows, target, model=picker, seed=plan.seed, weight=weight)
        yield Variant("reweigh", strength, told)
    for strength in STRENGTHS:
        mended = repaired(features, codes, rows, strength)
        yield Variant("repair", strength, variant_scores(mended, rows, target, model=picker, seed=plan.seed))


def repaired(
    features: pl.DataFrame, codes: NDArray[np.int64], learn: NDArray[np.bool_], strength: float
) -> pl.DataFrame:
    """The table of features with every number moved to the form common to the groups; yes-or-no answers and categories
    have no ranks and stay.
    """
    from simi_lab.risk.signals import FEATURES

    moved = []
    for feature in FEATURES:
        if feature.kind in ("count", "share", "amount"):
            values = features[feature.name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
            series = pl.Series(feature.name, repair(values, codes, learn, strength=strength))
            moved.append(series.fill_nan(None) if feature.kind == "amount" else series)
    return features.with_columns(moved)
