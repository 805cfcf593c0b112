"""Counts per one-minute, one-day or one-visit bin, so that any filter still yields a median and a p95."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import NormalDist

import polars as pl

from simi_lab.clock import to_local
from simi_lab.errors import BadRequest
from simi_lab.measures.cases import GROUPS

STEP: Mapping[str, float] = {
    "wait_min": 1.0,
    "lead_days": 1.0,
    "total_days": 1.0,
    "work_days": 1.0,
    "visits": 1.0,
    "travel_hours_x10": 0.1,
}
"""Width of one bin of each metric, in the metric's unit (minute, day, visit, hour)."""

STATES = ("issued", "refused", "cancelled", "expired", "postponed", "no_show", "open")
"""How an application can stand; every one stands in exactly one of them."""

ELEMENTS = tuple(f"u{i}" for i in range(1, 10))


def service_bins(cases: pl.DataFrame | pl.LazyFrame) -> pl.LazyFrame:
    """Histogram of every service metric per office, month, district, service and regime.

    Parameters
    ----------
    cases : frame made by `cases`, one row per application

    Returns
    -------
    LazyFrame
        office_id, month, district_id, service, regime, metric, bin (Int32), n (Int64). A bin holds values rounded to
        the nearest step (half up); values below zero and missing ones are not counted. Visits and travel hours are
        those of issued passports only: an open case has not made all its journeys.
    """
    done = pl.col("state") == "issued"
    wide = cases.lazy().select(
        *GROUPS,
        "wait_min",
        "lead_days",
        "total_days",
        "work_days",
        pl.when(done).then("visits").alias("visits"),
        pl.when(done).then(pl.col("travel_hours") * 10).alias("travel_hours_x10"),
    )
    nearest = (pl.col("value").cast(pl.Float64) + 0.5).floor().cast(pl.Int32).alias("bin")
    metric = pl.Enum(list(STEP))
    parts = [
        wide.select(*GROUPS, pl.lit(name, dtype=metric).alias("metric"), pl.col(name).alias("value"))
        .filter(pl.col("value") >= 0)
        .group_by(*GROUPS, "metric", nearest)
        .agg(pl.len().cast(pl.Int64).alias("n"))
        for name in STEP
    ]
    return pl.concat(parts).sort(*GROUPS, "metric", "bin")


def service_counts(cases: pl.DataFrame | pl.LazyFrame) -> pl.LazyFrame:
    """Applications and how they stand, per office, month, district, service and regime.

    Returns
    -------
    LazyFrame
        The group columns, then n_applications; how each stands now: n_issued, n_refused, n_cancelled, n_expired,
        n_postponed, n_no_show, n_open, which add up to n_applications; and n_returned (papers sent back at least once,
        whatever came later). All Int64.
    """
    state = pl.col("state")
    counts = {
        "n_applications": pl.len(),
        **{f"n_{name}": (state == name).sum() for name in STATES},
        "n_returned": pl.col("was_returned").sum(),
    }
    whole = [expr.cast(pl.Int64).alias(name) for name, expr in counts.items()]
    return cases.lazy().group_by(GROUPS).agg(whole).sort(GROUPS)


def skm_bins(surveys: pl.DataFrame | pl.LazyFrame, *, zone: str) -> pl.LazyFrame:
    """Answers of the satisfaction survey per office, month of the answer, district, element and score.

    The survey holds no identity, so its month is that of the answer, not of the filing.

    Parameters
    ----------
    surveys : table `surveys`, one row per respondent; u1 to u9 hold 1 to 4, null where not answered
    zone : IANA zone of the office

    Returns
    -------
    LazyFrame
        office_id, month, district_id, element (u1..u9), score (Int8, 1..4), n (Int64).
    """
    keys = ("office_id", "month", "district_id")
    month = to_local(pl.col("answered_at"), zone).dt.date().dt.truncate("1mo").alias("month")
    long = surveys.lazy().with_columns(month).unpivot(ELEMENTS, index=keys, variable_name="element", value_name="score")
    return (
        long.filter(pl.col("score").is_not_null())
        .group_by(*keys, pl.col("element").cast(pl.Enum(ELEMENTS)), pl.col("score").cast(pl.Int8))
        .agg(pl.len().cast(pl.Int64).alias("n"))
        .sort(*keys, "element", "score")
    )


def describe_bins(
    bins: pl.DataFrame | pl.LazyFrame, *, by: Sequence[str] = (), over: float | None = None
) -> pl.DataFrame:
    """Describe the values in the bins: count, mean, median, p95.

    Parameters
    ----------
    bins : frame of `service_bins`, filtered to what is asked; or any frame with `bin` and `n`
        Of one metric, or of several with "metric" in `by`; a frame without that column has bins of width one.
    by : columns to describe apart
    over : value in the metric's unit; adds the share of values above it

    Returns
    -------
    DataFrame
        `by`, n, mean, sd, median, median_low, median_high, p95, and share_over (null without `over`). A quantile is
        the smallest value that 50 % or 95 % do not exceed (the inverse of the empirical distribution); the 95 %
        interval of the median lies between two ranks. One row without `by`, its figures null when n is 0.

    Raises
    ------
    BadRequest
        Several metrics in one group: minutes and days have no common median.
    """
    keys = list(by)
    slim = bins.lazy().select(*keys, *_unless("metric", keys, bins), "bin", "n").collect()
    if "metric" not in keys and "metric" in slim.columns and slim["metric"].n_unique() > 1:
        raise BadRequest("Bins of several metrics cannot be described as one: filter to one, or group by metric.")
    width = pl.lit(1.0)
    if "metric" in slim.columns:
        width = pl.col("metric").cast(pl.String).replace_strict(STEP, default=1.0, return_dtype=pl.Float64)
    valued = slim.select(*keys, (pl.col("bin") * width).round(6).alias("x"), "n")
    merged = valued.group_by(*keys, "x").agg(pl.col("n").sum()).filter(pl.col("n") > 0).sort(*keys, "x")
    figures = _figures(over)
    return merged.group_by(keys, maintain_order=True).agg(figures) if keys else merged.select(figures)


def _unless(column: str, keys: Sequence[str], frame: pl.DataFrame | pl.LazyFrame) -> list[str]:
    return [column] if column not in keys and column in frame.lazy().collect_schema().names() else []


def _figures(over: float | None) -> list[pl.Expr]:
    """Describe one group whose distinct values `x` stand in order, each with its count `n`."""
    x, n = pl.col("x"), pl.col("n")
    total, below = n.sum(), n.cum_sum()
    reach = NormalDist().inv_cdf(0.975) * total.sqrt() / 2  # ranks of the binomial interval of the median
    mean = (x * n).sum() / total
    above = pl.lit(None, dtype=pl.Float64) if over is None else n.filter(x > over + 1e-9).sum() / total
    return [
        total.cast(pl.Int64).alias("n"),
        pl.when(total > 0).then(mean).alias("mean"),
        pl.when(total > 1).then((((x - mean) ** 2 * n).sum() / (total - 1)).sqrt()).alias("sd"),
        x.filter(below * 2 >= total).first().alias("median"),
        x.filter(below >= (total / 2 - reach).floor()).first().alias("median_low"),
        pl.coalesce(x.filter(below >= (total / 2 + reach).ceil() + 1).first(), x.last()).alias("median_high"),
        x.filter(below * 20 >= total * 19).first().alias("p95"),
        pl.when(total > 0).then(above).alias("share_over"),
    ]
