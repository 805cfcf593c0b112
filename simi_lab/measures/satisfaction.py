"""The public satisfaction index (IKM) of PermenPANRB 14/2017, with the interval that its border grades need."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import NormalDist
from typing import Literal

import polars as pl

from simi_lab.errors import BadRequest
from simi_lab.estimate import Estimate
from simi_lab.measures.bins import ELEMENTS
from simi_lab.reference import skm

Weight = Literal["exact", "0.11"]
WEIGHTS: Mapping[Weight, float] = {"exact": 1 / len(ELEMENTS), "0.11": 0.11}
"""Weight of an element: 1/9, or the 0.11 that the regulation prints (with which the best index is 99)."""


def ikm(answers: pl.DataFrame | pl.LazyFrame, *, weight: Weight = "exact", level: float = 0.95) -> Estimate:
    """Index of satisfaction: 25 x the weighted sum of the mean score of each element.

    A missing answer counts nowhere: each element is divided by the answers it got. The value is rounded to two
    decimals, as the regulation grades it (its bands have gaps below the second decimal).

    Parameters
    ----------
    answers : table `surveys` (u1 to u9), or frame of `skm_bins` (element, score, n)
    weight : "exact" (1/9) or "0.11", the regulation's print
    level : share, 0 < level < 1
        Coverage of the interval.

    Returns
    -------
    Estimate
        Unit "score", 25 to 100; goal "higher"; n = respondents (from bins: answers to the fullest element). From
        surveys the interval is the delta method over respondents. Bins have lost who answered what, so there the
        interval is the widest that the elements' own spreads allow (all elements moving together). NaN without answers.

    Randomness : none.   Source : PermenPANRB 14/2017; delta method for a sum of ratios.
    """
    frame = answers.lazy().collect()
    n, value, spread = _from_bins(frame) if "element" in frame.columns else _from_surveys(frame)
    if math.isnan(value):
        return Estimate("ikm", math.nan, 25.0, 100.0, "score", "higher", 0, level, "none")
    scale = 25 * WEIGHTS[weight]
    half = NormalDist().inv_cdf(0.5 + level / 2) * scale * spread
    value *= scale
    low, high = max(scale * len(ELEMENTS), value - half), min(4 * scale * len(ELEMENTS), value + half)
    return Estimate("ikm", _cents(value), _cents(low), _cents(high), "score", "higher", n, level, "delta")


def ikm_shift(before: pl.DataFrame, after: pl.DataFrame, *, weight: Weight = "exact", level: float = 0.95) -> Estimate:
    """Index after less index before, of the same respondents asked twice.

    Parameters
    ----------
    before, after : table `surveys`; the rows of one respondent have the same survey_id
    weight, level : as for `ikm`

    Returns
    -------
    Estimate
        Unit "score"; not rounded; n = respondents. The interval is the delta method over respondents, whose answers
        move together in both surveys. NaN without answers, and without an interval for one respondent.

    Raises
    ------
    BadRequest
        Not the same respondents.

    Randomness : none.   Source : delta method for a difference of sums of ratios.
    """
    first, second = (frame.sort("survey_id") for frame in (before, after))
    if not first["survey_id"].equals(second["survey_id"]):
        raise BadRequest("The two surveys have other respondents: only the same can be paired.")
    n, scale = first.height, 25 * WEIGHTS[weight]
    counts = [min(frame.select(pl.col(ELEMENTS).count()).row(0), default=0) for frame in (first, second)]
    if min(counts) == 0:
        return Estimate("ikm", math.nan, -math.inf, math.inf, "score", "higher", 0, level, "none")
    value = scale * math.fsum(b - a for a, b in zip(*(_means(frame) for frame in (first, second)), strict=True))
    moved = _pulls(second) - _pulls(first)
    squares = float((moved**2).sum())
    error = scale * math.sqrt(squares * n / (n - 1)) if n > 1 else math.inf
    half = NormalDist().inv_cdf(0.5 + level / 2) * error
    return Estimate("ikm", value, value - half, value + half, "score", "higher", n, level, "delta")


def grades(index: Estimate) -> tuple[str, ...]:
    """Grades that an index can mean within its interval, best first; more than one where it crosses a border.

    Nothing (an empty tuple) without answers. Source : PermenPANRB 14/2017.
    """
    return () if math.isnan(index.value) else skm.skm_grades_within(index.low, index.high)


def element_scores(answers: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    """Mean score (NRR, 1 to 4) and number of answers per element.

    Returns
    -------
    DataFrame
        element, n, score, in the order u1 to u9; an element without answers has n 0 and a null score.
    """
    frame = answers.lazy().collect()
    bins = frame if "element" in frame.columns else _to_bins(frame)
    sums = bins.group_by(pl.col("element").cast(pl.String)).agg(
        pl.col("n").sum(), ((pl.col("score") * pl.col("n")).sum() / pl.col("n").sum()).alias("score")
    )
    order = pl.DataFrame({"element": ELEMENTS})
    return order.join(sums, on="element", how="left", maintain_order="left").with_columns(pl.col("n").fill_null(0))


def _cents(value: float) -> float:
    """Two decimals, half up; the nudge keeps 76.605 from falling to 76.60 for want of a binary digit."""
    return math.floor(value * 100 + 0.5 + 1e-9) / 100


def _to_bins(surveys: pl.DataFrame) -> pl.DataFrame:
    long = surveys.unpivot(ELEMENTS, variable_name="element", value_name="score").drop_nulls("score")
    return long.group_by("element", "score").agg(pl.len().cast(pl.Int64).alias("n"))


def _from_surveys(surveys: pl.DataFrame) -> tuple[int, float, float]:
    """Respondents, sum of the element means, standard error of that sum."""
    n = surveys.filter(pl.any_horizontal(pl.col(ELEMENTS).is_not_null())).height
    counts = surveys.select(pl.col(ELEMENTS).count())
    if n == 0 or min(counts.row(0)) == 0:
        return n, math.nan, math.nan
    squares = float((_pulls(surveys) ** 2).sum())
    return n, sum(_means(surveys)), math.sqrt(squares * n / (n - 1)) if n > 1 else math.inf


def _means(surveys: pl.DataFrame) -> tuple[float, ...]:
    """Mean score of each element."""
    return surveys.select(pl.col(ELEMENTS).mean()).row(0)


def _pulls(surveys: pl.DataFrame) -> pl.Series:
    """How far each respondent pulls the sum of the element means."""
    pull = [((pl.col(u) - pl.col(u).mean()) / pl.col(u).count()).fill_null(0.0) for u in ELEMENTS]
    return surveys.select(pl.sum_horizontal(pull)).to_series()


def _from_bins(bins: pl.DataFrame) -> tuple[int, float, float]:
    scores = element_scores(bins)
    n = int(scores["n"].max() or 0)  # type: ignore[arg-type]
    if scores["score"].null_count():
        return n, math.nan, math.nan
    centred = bins.with_columns(pl.col("element").cast(pl.String)).join(
        scores.select("element", pl.col("score").alias("mean")), on="element"
    )
    squares = (pl.col("n") * (pl.col("score") - pl.col("mean")) ** 2).sum()
    total = pl.col("n").sum()
    errors = centred.group_by("element").agg(
        pl.when(total > 1).then((squares / (total - 1) / total).sqrt()).otherwise(math.inf).alias("error")
    )
    return n, float(scores["score"].sum()), float(errors["error"].sum())
