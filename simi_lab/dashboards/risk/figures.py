"""The figures at one capacity: rows of all models, and which counts of persons are too small to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from simi_lab.privacy import SMALLEST_GROUP, suppress
from simi_lab.risk.models import MODELS
from simi_lab.study.risk_page import ORACLE, RANDOM, RiskCurves

KINDS = ("protect", "investigate")
LADDER = (*MODELS, ORACLE, RANDOM)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Figures:
    """What the page says of one model at one capacity.

    Parameters
    ----------
    capacity : persons per working day and office
    model : who picks
    rows : one per model, oracle and random, see `study.risk_page`
    n_kind : persons of each kind in the test months
    n_months : test months
    """

    capacity: float
    model: str
    rows: Mapping[str, Row]
    n_kind: Mapping[str, int]
    n_months: int

    @property
    def chosen(self) -> Row:
        """The row of the model."""
        return self.rows[self.model]

    @property
    def n_positive(self) -> int:
        """Persons there were to find."""
        return sum(self.n_kind.values())

    def is_small(self, model: str) -> bool:
        """Whether so few persons were found or missed over all months that the count is not shown."""
        row = self.rows[model]
        return model != RANDOM and (_few(row["found"]) or _few(self.n_positive - row["found"]))

    def hidden_kinds(self, model: str) -> frozenset[str]:
        """Kinds whose found and missed persons are not shown, partners that would give them away among them."""
        row = self.rows[model]
        if model == RANDOM:  # expected numbers are counts of nobody
            return frozenset(kind for kind in KINDS if _few(self.n_kind[kind]))
        found = {kind: round(row[f"{kind}_found"]) for kind in KINDS}
        cells = [(kind, "found", n) for kind, n in found.items()]
        cells += [(kind, "missed", self.n_kind[kind] - n) for kind, n in found.items()]
        table = pl.DataFrame(cells, schema=["kind", "outcome", "n"], orient="row")
        marked = suppress(table, count="n", by=["kind", "outcome"])
        return frozenset(marked.filter("suppressed")["kind"])


def figures_at(curves: RiskCurves, capacity: float, model: str) -> Figures:
    """The figures of one model at a capacity that was worked out."""
    rows = curves.curve.filter(pl.col("capacity") == capacity)
    return Figures(
        capacity,
        model,
        {row["model"]: row for row in rows.iter_rows(named=True)},
        curves.facts["n_kind"],
        len(curves.facts["test_months"]),
    )


def steps_of(curves: RiskCurves) -> list[float]:
    """Capacities that were worked out, in order."""
    return sorted(curves.curve["capacity"].unique())


def _few(n: float) -> bool:
    return 0 < round(n) < SMALLEST_GROUP
