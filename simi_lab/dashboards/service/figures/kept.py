"""The two promises month by month: ready within the standard, and attended within half an hour."""

from __future__ import annotations

import polars as pl

from simi_lab.dashboards.service.figures.hiding import hide_parts
from simi_lab.estimate import Estimate, wilson
from simi_lab.privacy import SMALLEST_GROUP

PROMISES = {"standard": "work_days", "wait": "wait_min"}
"""What is promised, and the metric that is measured against it."""


def kept_by_month(bins: pl.DataFrame, limits: dict[str, int]) -> pl.DataFrame:
    """Share of each month's applicants for whom a promise was kept.

    Parameters
    ----------
    bins : service bins of the choice
    limits : largest value that keeps each promise, in its metric's unit

    Returns
    -------
    DataFrame
        promise, month, n (with a value), share, low, high (95 % interval); null where few people would be told of,
        and then `suppressed`.
    """
    return pl.concat([_one(bins, promise, limit) for promise, limit in limits.items()])


def kept(bins: pl.DataFrame, promise: str, limit: int) -> Estimate | None:
    """Share of all for whom a promise was kept, with its interval; None when too few."""
    n, within = _counts(bins, promise, limit).select(pl.col("n", "within").sum()).row(0)
    return wilson(within, n, name=promise, goal="higher") if n >= SMALLEST_GROUP else None


def _counts(bins: pl.DataFrame, promise: str, limit: int) -> pl.DataFrame:
    mine = bins.filter(pl.col("metric").cast(pl.String) == PROMISES[promise])
    within = pl.col("n").filter(pl.col("bin") <= limit).sum()
    return mine.group_by("month").agg(pl.col("n").sum(), within.alias("within")).sort("month")


def _one(bins: pl.DataFrame, promise: str, limit: int) -> pl.DataFrame:
    shown = hide_parts(_counts(bins, promise, limit), "n", "within")
    shares = [
        (None, None, None) if n is None or within is None else _share(within, n)
        for n, within in shown.select("n", "within").iter_rows()
    ]
    schema = {"share": pl.Float64, "low": pl.Float64, "high": pl.Float64}
    told = pl.DataFrame(shares, schema=schema, orient="row")
    hidden = pl.col("part_hidden") | pl.col("suppressed")
    return pl.concat(
        [
            shown.select(pl.lit(promise).alias("promise"), "month", "n", hidden.alias("suppressed")),
            told,
        ],
        how="horizontal",
    ).select("promise", "month", "n", "share", "low", "high", "suppressed")


def _share(within: int, n: int) -> tuple[float, float, float]:
    told = wilson(within, n)
    return told.value, told.low, told.high
