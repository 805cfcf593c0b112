"""From rows to the value of a metric in a stratum, with how many rows it stands on and its standard error."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from simi_lab.measures.targets.world import World


@dataclass(frozen=True)
class Made:
    """What a world gave.

    Parameters
    ----------
    value : null where nothing could be counted
    n : rows, or whatever the metric counts
    standard_error : of a mean or a ratio; null where that of a share follows from the target itself
    """

    value: float | None
    n: int
    standard_error: float | None = None

    @property
    def is_share(self) -> bool:
        """Whether the value is a share of `n` independent rows."""
        return self.standard_error is None


@dataclass(frozen=True)
class Metric:
    """A metric by name.

    Parameters
    ----------
    strata : columns by which a target may ask for a part of the rows
    rows : one row per case: the strata as text, and for a share `hit`, for a mean `value`; for the share of classes
        neither, the class is a stratum; ready figures have `value`, `n` and `standard_error`
    kind : share, mean, share_of (classes of the stratum `of`), or ready
    """

    name: str
    strata: tuple[str, ...]
    rows: Callable[[World], pl.DataFrame]
    kind: str
    of: str = ""

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, also where it works them out itself."""
        return self.kind in ("share", "share_of") or self.name.endswith("_share")


def share(name: str, rows: Callable[[World], pl.DataFrame], *strata: str) -> Metric:
    """Share of the rows in which `hit` is true."""
    return Metric(name, strata, rows, "share")


def share_of(of: str, rows: Callable[[World], pl.DataFrame], *strata: str) -> Metric:
    """Share of each class of the column `of`; its name is `share_of_` and the column."""
    return Metric(f"share_of_{of}", (*strata, of), rows, "share_of", of)


def mean(name: str, rows: Callable[[World], pl.DataFrame], *strata: str) -> Metric:
    """Mean of `value`."""
    return Metric(name, strata, rows, "mean")


def ready(name: str, rows: Callable[[World], pl.DataFrame], *strata: str) -> Metric:
    """One figure per stratum, worked out by the metric itself."""
    return Metric(name, strata, rows, "ready")


class Counts:
    """A metric counted once, asked for many strata."""

    def __init__(self, metric: Metric, world: World) -> None:
        self.metric = metric
        rows = metric.rows(world)
        text = [pl.col(name).cast(pl.String) for name in metric.strata]
        if metric.kind == "ready":
            self._sums = rows.with_columns(text)
        else:
            self._sums = _summed(rows.with_columns(text), metric)

    def at(self, strata: Mapping[str, str]) -> Made:
        """Value in a stratum; what is not named is taken over all."""
        metric = self.metric
        outer = {name: code for name, code in strata.items() if name != metric.of}
        rows = self._sums.filter(*(pl.col(name) == code for name, code in outer.items()))
        if metric.kind == "ready":
            return _ready(rows)
        n = int(rows["n"].sum())
        if n == 0:
            return Made(None, 0)
        if metric.kind == "share_of":
            here = rows.filter(pl.col(metric.of) == strata[metric.of])
            return Made(float(here["n"].sum()) / n, n)
        average = float(rows["total"].sum()) / n
        if metric.kind == "share":
            return Made(average, n)
        spread = max(float(rows["squares"].sum()) / n - average**2, 0.0)
        return Made(average, n, math.sqrt(spread / n))


def _summed(rows: pl.DataFrame, metric: Metric) -> pl.DataFrame:
    values = {"share": pl.col("hit").cast(pl.Float64), "mean": pl.col("value").cast(pl.Float64)}
    value = values.get(metric.kind, pl.lit(1.0))
    if metric.kind != "share_of":
        rows = rows.drop_nulls("hit" if metric.kind == "share" else "value")
    sums = [pl.len().alias("n"), value.sum().alias("total"), (value**2).sum().alias("squares")]
    if not metric.strata:
        return rows.select(sums)
    return rows.group_by(metric.strata).agg(sums)


def _ready(rows: pl.DataFrame) -> Made:
    rows = rows.drop_nulls("value")
    if rows.height != 1 or not rows["n"][0]:
        return Made(None, 0)
    error = rows["standard_error"][0]
    return Made(float(rows["value"][0]), int(rows["n"][0]), None if error is None else float(error))
