"""The risk model of a run: features, training, judgement against the truth, kept beside the run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from simi_lab.store import Derived, Run, derived
from simi_lab.study.measure import scenario_of

_FORMAT = 7  # of what is kept beside a run: raised when models, figures or files change


@dataclass(frozen=True)
class RiskModel:
    """A fitted set of models and how they were judged.

    `path` is the folder with the model files; `evaluation` is a `risk.Evaluation`; `features` is the table that they
    were trained and judged on, see `risk.features`.
    """

    path: Path
    evaluation: Any
    scores: pl.LazyFrame
    features: pl.LazyFrame


def risk_model(run: Run, *, again: bool = False) -> RiskModel:
    """Fit and judge the models of a run, once; read them afterwards.

    Parameters
    ----------
    run : the run
    again : delete what is there and fit anew, the cure for a folder that was altered

    Raises
    ------
    BrokenRunError
        A file of the models was altered, or they were made for another run, schema or version: nothing of it is shown.
    SimiError
        The run has too little to learn from (one class only, too few months); the message says what is missing.
    """
    from simi_lab.risk.judging import Evaluation
    from simi_lab.risk.models.sealed import read_facts

    scenario = scenario_of(run)
    thing = _place(run, scenario)
    if again:
        thing.delete()
    if not thing.exists:
        _fit(run, thing, scenario)
    read_facts(thing.path, run_hash=run.hash)
    evaluation = Evaluation.from_dict(json.loads(thing.file("evaluation.json").read_text(encoding="utf-8")))
    return RiskModel(thing.path, evaluation, thing.frame("scores"), thing.frame("features"))


def kept_model(run: Run) -> Derived:
    """Where the models of a run lie, or will lie; nothing is fitted."""
    return _place(run, scenario_of(run))


def _place(run: Run, scenario: Any) -> Derived:
    return derived(run, "risk", {"format": _FORMAT, **json.loads(scenario.risk.model_dump_json())})


def _fit(run: Run, thing: Derived, scenario: Any) -> None:
    from simi_lab.risk import evaluate, features, fit, score

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
    _keep(thing, fitted, judged, {"scores": score(fitted, table), "features": table})


def _keep(thing: Derived, fitted: Any, judged: Any, tables: Mapping[str, pl.DataFrame]) -> None:
    """Write models, judgement and tables, every file sealed with the models."""
    from simi_lab.risk.models import save
    from simi_lab.store.run.parts import parquet_bytes

    with thing.writing({"evaluation": "evaluation.json"}) as folder:
        for name, table in tables.items():
            (folder / f"{name}.parquet").write_bytes(parquet_bytes(table, name))
        (folder / "evaluation.json").write_text(json.dumps(judged.to_dict()), encoding="utf-8")
        save(fitted, folder, beside=("evaluation.json", *(f"{name}.parquet" for name in tables)))
