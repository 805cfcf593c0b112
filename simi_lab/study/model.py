"""The risk model of a run: features, training, judgement against the truth, kept beside the run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from simi_lab.store import Derived, Run, derived
from simi_lab.study.measure import scenario_of

_FORMAT = 3  # of what is kept beside a run: raised when models, figures or files change


@dataclass(frozen=True)
class RiskModel:
    """A fitted set of models and how they were judged.

    `path` is the folder with the model files; `evaluation` is a `risk.Evaluation`.
    """

    path: Path
    evaluation: Any
    scores: pl.LazyFrame


def risk_model(run: Run) -> RiskModel:
    """Fit and judge the models of a run, once; read them afterwards.

    Raises
    ------
    SimiError
        The run has too little to learn from (one class only, too few months); the message says what is missing.
    """
    from simi_lab.risk import Evaluation

    thing = kept_model(run)
    if not thing.exists:
        _fit(run, thing, scenario_of(run))
    evaluation = Evaluation.from_dict(json.loads(thing.file("evaluation.json").read_text(encoding="utf-8")))
    return RiskModel(thing.path, evaluation, thing.frame("scores"))


def kept_model(run: Run) -> Derived:
    """Where the models of a run lie, or will lie; nothing is fitted."""
    plan = scenario_of(run).risk
    return derived(run, "risk", {"format": _FORMAT, **json.loads(plan.model_dump_json())})


def _fit(run: Run, thing: Any, scenario: Any) -> None:
    from simi_lab.risk import evaluate, features, fit, save, score
    from simi_lab.store.run.parts import parquet_bytes

    last = scenario.period.last
    as_of = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1)
    names = ("applications", "documents", "people", "households", "events", "decisions", "labels")
    zone = scenario.site.zone
    tables = {name: run.table(name).collect() for name in names}
    table = features(
        *(tables[name] for name in names),
        as_of=as_of,
        zone=zone,
        expiry_days=int(scenario.risk.expiry_days.value),
    )
    labels = tables["labels"]
    fitted = fit(table, labels, plan=scenario.risk, run_hash=run.hash, zone=zone)
    judged = evaluate(
        fitted, table, labels, run.truth("truth_applications").collect(), decisions=tables["decisions"], zone=zone
    )
    scored = score(fitted, table)
    with thing.writing({"evaluation": "evaluation.json"}) as folder:
        save(fitted, folder)
        (folder / "scores.parquet").write_bytes(parquet_bytes(scored, "scores"))
        (folder / "evaluation.json").write_text(json.dumps(judged.to_dict()), encoding="utf-8")
