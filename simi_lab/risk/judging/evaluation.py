"""The answer about a set of models: what they find at the interviewers' capacity, beside a rule and beside chance."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from simi_lab.estimate import Estimate
from simi_lab.risk.models import Note

TABLES = ("months", "calibration", "benign", "typologies", "rings")


@dataclass(frozen=True)
class Figure:
    """One figure of one model against one target.

    Parameters
    ----------
    model : one of `MODELS`, oracle (against the truth only), or random
    target : recorded (what the office noted) or truth (known in a synthetic world only), and apart from each other its
        two parts, protect and investigate
    estimate : value, interval, unit, count
    """

    model: str
    target: str
    estimate: Estimate


@dataclass(frozen=True)
class Evaluation:
    """How the models did on the later months.

    Parameters
    ----------
    facts : counts and dates a reader needs beside any figure; plain values
    figures : per model and target: precision_at_capacity, recall_at_capacity, pr_auc, found_per_month,
        missed_per_month, false_alarms_per_month, recall_over_rule, recall_at_5pct_fpr, shortfall_to_oracle
    months : per model, target and month, persons: n, looked_at, found, missed, false_alarms
    calibration : per model, target and bin: see `calibration_table`
    benign : per model and pattern looked like: see `benign_table`; empty without truth
    typologies : per model and pattern: see `typology_table`; empty without truth
    rings : per model and pattern: see `ring_table`; empty without truth
    notes : sentences that belong beside the figures
    """

    facts: Mapping[str, Any]
    figures: tuple[Figure, ...]
    months: pl.DataFrame
    calibration: pl.DataFrame
    benign: pl.DataFrame
    typologies: pl.DataFrame
    rings: pl.DataFrame
    notes: tuple[Note, ...]

    def figure(self, model: str, name: str, *, target: str) -> Estimate:
        """One figure by its three names (KeyError if there is none)."""
        for figure in self.figures:
            if (figure.model, figure.target, figure.estimate.name) == (model, target, name):
                return figure.estimate
        raise KeyError(f"{model}, {name}, {target}")

    @property
    def targets(self) -> tuple[str, ...]:
        """Targets it was judged against, the truth first where it was given."""
        return tuple(self.facts["n_positive"])

    @property
    def kinds(self) -> tuple[str, ...]:
        """Parts of the truth that were judged apart: protect, investigate; none without truth."""
        return tuple(self.facts["n_kind"])

    def to_frame(self) -> pl.DataFrame:
        """One row per figure: model, target, metric, value, low, high, unit, goal, n, level, method."""
        rows = [{"model": f.model, "target": f.target, **f.estimate.to_dict()} for f in self.figures]
        return pl.DataFrame(rows).rename({"name": "metric"})

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: days as text, what is not a number as null."""
        whole = {
            "facts": dict(self.facts),
            "figures": [{"model": f.model, "target": f.target, **f.estimate.to_dict()} for f in self.figures],
            "notes": [{"message": note.message, "values": dict(note.values)} for note in self.notes],
            **{name: getattr(self, name).to_dicts() for name in TABLES},
        }
        plain = json.loads(json.dumps(_finite(whole)))
        assert isinstance(plain, dict)
        return plain

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Evaluation:
        """The evaluation that `to_dict` told; intervals without end come back as infinite."""
        figures = []
        for row in told["figures"]:
            values = {key: value for key, value in row.items() if key not in ("model", "target")}
            values["value"] = math.nan if values["value"] is None else values["value"]
            values["high"] = math.inf if values["high"] is None else values["high"]
            figures.append(Figure(row["model"], row["target"], Estimate(**values)))
        tables = {name: pl.DataFrame(told[name], infer_schema_length=None) for name in TABLES}
        if "month" in tables["months"].columns:
            tables["months"] = tables["months"].with_columns(pl.col("month").str.to_date())
        notes = tuple(Note(note["message"], note["values"]) for note in told["notes"])
        return cls(facts=told["facts"], figures=tuple(figures), notes=notes, **tables)


def _finite(value: Any) -> Any:
    """The same tree in JSON's own words."""
    if isinstance(value, Mapping):
        return {key: _finite(child) for key, child in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(child) for child in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if isinstance(value, date) else value
