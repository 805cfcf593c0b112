"""What the satisfaction survey says: the index with its interval, month by month, and its nine elements."""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from simi_lab.estimate import Estimate
from simi_lab.measures import ikm
from simi_lab.measures.satisfaction import element_scores
from simi_lab.privacy import SMALLEST_GROUP, suppress
from simi_lab.reference.skm import skm_grades_within


@dataclass(frozen=True)
class Survey:
    """Figures of the answers of the months and the area asked for; the survey knows no more of who answered.

    Parameters
    ----------
    index : IKM with its interval, None when too few answered
    grades : grades that the interval can mean, best first; more than one says that the grade is not settled
    by_month : month of the answer, n, value, low, high; null where fewer than five answered, and then `suppressed`
    elements : element, n, score (1 to 4); `suppressed` where hidden
    """

    index: Estimate | None
    grades: tuple[str, ...]
    by_month: pl.DataFrame
    elements: pl.DataFrame


def survey_of(answers: pl.DataFrame) -> Survey:
    """Describe answers (element, score, n per month and district)."""
    by_month = _by_month(answers)
    found = ikm(answers)
    safe = by_month.is_empty() or not by_month["total_unsafe"].any()
    index = found if safe and found.n >= SMALLEST_GROUP and not math.isnan(found.value) else None
    grades = skm_grades_within(index.low, index.high) if index else ()
    return Survey(index, grades, by_month.drop("total_unsafe"), _elements(answers, index is not None))


def _by_month(answers: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for (month,), part in answers.sort("month").group_by("month", maintain_order=True):
        found = ikm(part)
        if found.n:
            rows.append((month, found.n, found.value, found.low, found.high))
    schema = {"month": pl.Date, "n": pl.Int64, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64}
    return suppress(pl.DataFrame(rows, schema=schema, orient="row"), count="n", by=["month"])


def _elements(answers: pl.DataFrame, is_told: bool) -> pl.DataFrame:
    scores = element_scores(answers).with_columns(((pl.col("n") < SMALLEST_GROUP) | (not is_told)).alias("suppressed"))
    shown = [pl.when(~pl.col("suppressed")).then(pl.col(name)).alias(name) for name in ("n", "score")]
    return scores.with_columns(shown)
