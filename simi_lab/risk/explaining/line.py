"""The line of those who compete for a look: where a score stands in it, and where another score would stand."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from simi_lab.risk.explaining.explanation import Place
from simi_lab.risk.judging.capacity import slots
from simi_lab.risk.models import FittedModel, FittedModels


@dataclass(frozen=True)
class Line:
    """Scores of the test months by one model, in the office and period in which each competes.

    Parameters
    ----------
    model : its name
    fitted : the model
    rows : application_id, filed_at, score, stratum, n_slots of the test months
    """

    model: str
    fitted: FittedModel
    rows: pl.DataFrame

    @classmethod
    def of(cls, fitted: FittedModels, model: str, test: pl.DataFrame, capacity: float, zone: str) -> Line:
        """Score the test months."""
        places = slots(test, capacity_per_day=capacity, period=fitted.plan.capacity_period, zone=zone)
        score = pl.Series("score", fitted.models[model].probability(test))
        rows = test.select("application_id", "filed_at").with_columns(score, *places.get_columns())
        return cls(model, fitted.models[model], rows)

    def place(self, row: pl.DataFrame) -> Place:
        """Score and rank of one application with the features of `row`, which may differ from those it was filed with.

        Everyone else keeps their score. Equal scores go first come, as in `judging.capacity`.
        """
        number, score = row["application_id"][0], float(self.fitted.probability(row)[0])
        own = self.rows.filter(pl.col("application_id") == number).row(0, named=True)
        others = self.rows.filter((pl.col("stratum") == own["stratum"]) & (pl.col("application_id") != number))
        sooner = (pl.col("filed_at") < own["filed_at"]) | (
            (pl.col("filed_at") == own["filed_at"]) & (pl.col("application_id") < number)
        )
        ahead = others.filter((pl.col("score") > score) | ((pl.col("score") == score) & sooner)).height
        return Place(score, ahead + 1, others.height + 1, min(own["n_slots"], others.height + 1))
