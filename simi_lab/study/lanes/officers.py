"""Officers beside a score: their errors measured on a practice set, and five ways to share out the cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.decide import team_of
from simi_lab.decide.analysts import Analyst
from simi_lab.decide.assignment import STRATEGIES
from simi_lab.errors import BadRequest
from simi_lab.estimate import Estimate, student, wilson
from simi_lab.scenario.officers import Officers
from simi_lab.store import Run
from simi_lab.study.lanes.bench import MODELS, Bench, bench
from simi_lab.study.lanes.cases import Alerts, alerts
from simi_lab.study.lanes.shares import Round, Words, expected_costs, practised

Floats = NDArray[np.float64]
REPLICATIONS = 40


@dataclass(frozen=True)
class Shared:
    """What each way to share out the cases costs, on the same cases and words.

    Parameters
    ----------
    facts : counts and prices; plain values
    officers : one row per officer: kind, and on the practice set the shares missed, and doubted in vain near and far
        (estimates as plain values)
    ways : per strategy its expected and realised cost per hundred cases, persons missed and stopped in vain, and the
        paired differences of the realised cost from random sharing, from the score alone and from greedy sharing
    """

    facts: Mapping[str, Any]
    officers: tuple[Mapping[str, Any], ...]
    ways: Mapping[str, Mapping[str, Any]]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"synthetic": True, **self.facts, "officers": list(self.officers), "ways": dict(self.ways)}


def share_out(run: Run, model: str = MODELS[0], *, replications: int = REPLICATIONS) -> Shared:
    """Let a team decide the highest scores of the later test months in every way to share them out.

    The cases of a month are shared out at once, as a batch. Officers are measured on the earlier test months, where
    each of them decides every case and the answers are known; what a way is expected to cost comes from there.

    Parameters
    ----------
    run, model : as in `lanes.frontier`
    replications : how often the officers decide, at least 2

    Raises
    ------
    BadRequest
        No such model, too few replications, or too little to measure officers with.

    Randomness : decision keys analyst_follow, analyst_own and analyst_order, by replication, case and officer: an
    officer who gets the same case in two ways decides it with the same words.
    """
    if replications < 2:
        raise BadRequest("{n} replications; give at least 2.", n=replications)
    return share_out_among(bench(run, model), model, replications=replications)


def share_out_among(stand: Bench, model: str, *, replications: int = REPLICATIONS, seed: int | None = None) -> Shared:
    """As `share_out`, on a bench that is there already.

    Parameters
    ----------
    stand : its scenario's section `officers` may be another one than that of the run
    seed : of the team and its words; None is the scenario's own
    """
    found = alerts(stand, model)
    plan = stand.scenario.officers
    seed = stand.scenario.seed if seed is None else seed
    team = team_of(plan, tuple(stand.scenario.typologies), seed=seed)
    words = Words(seed)
    answers = practised(team, found.practice, words)
    each = Round(found.test, expected_costs(found, answers, plan), team, plan, words)
    told = {name: each.tried(name, replications) for name in STRATEGIES}
    return Shared(
        facts=_facts(stand.scenario.name, model, found, plan, replications),
        officers=tuple(_officer(analyst, found.practice, answers[i]) for i, analyst in enumerate(team)),
        ways=_beside(told, found.test.height),
    )


def _officer(analyst: Analyst, practice: pl.DataFrame, answer: NDArray[np.bool_]) -> dict[str, Any]:
    """What one officer got wrong on the practice set."""
    positive, far = (practice[name].to_numpy() for name in ("is_positive", "is_far"))
    told: dict[str, Any] = {"kind": analyst.kind, "knows": analyst.knows}
    for name, among, wrong in (
        ("missed", positive, ~answer),
        ("in_vain_near", ~positive & ~far, answer),
        ("in_vain_far", ~positive & far, answer),
    ):
        share = wilson(int(wrong[among].sum()), int(among.sum()), name=name, goal="lower").to_dict()
        told[name] = share if among.any() else None  # nobody to be wrong about
    return told


def _beside(told: Mapping[str, Mapping[str, Floats]], n: int) -> dict[str, dict[str, Any]]:
    """Means with intervals, and differences on the same words; costs per hundred cases."""

    def cost(values: Floats, name: str) -> Estimate:
        return student((values * 100 / n).tolist(), name=name, unit="cost per 100 cases", goal="lower")

    ways: dict[str, dict[str, Any]] = {}
    for name, way in told.items():
        row: dict[str, Any] = {column: cost(way[column], column).to_dict() for column in ("expected", "realised")}
        row |= {column: float(way[column].mean()) for column in ("missed", "stopped", "by_officers")}
        for rival in ("random", "model_only", "greedy"):
            row[f"beside_{rival}"] = cost(way["realised"] - told[rival]["realised"], rival).to_dict()
        ways[name] = row
    return ways


def _facts(scenario: str, model: str, found: Alerts, plan: Officers, replications: int) -> dict[str, Any]:
    return {
        "scenario": scenario,
        "model": model,
        "replications": replications,
        "n_practice": found.practice.height,
        "n_practice_at_risk": int(found.practice["is_positive"].sum()),
        "n_cases": found.test.height,
        "n_at_risk": int(found.test["is_positive"].sum()),
        "n_months": found.test["month"].n_unique(),
        "team": plan.team,
        "capacity_share": plan.capacity_share.value,
        "cost_missed": plan.cost_missed.value,
        "cost_stopped": plan.cost_stopped.value,
    }
