"""The funnel: whom each stage reaches, how often without ground, and whether shuffled groups would look the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.errors import BadRequest
from simi_lab.measures.fairness.cells import cells
from simi_lab.measures.fairness.groups import LEAST_CASES, group_metrics

SHUFFLES = 999


def funnel(
    frame: pl.DataFrame | pl.LazyFrame,
    *,
    label: str,
    stages: Sequence[str],
    group: str,
    seed: int,
    shuffles: int = SHUFFLES,
) -> pl.DataFrame:
    """Audit the stages that a case passes (profiled, looked at by an officer, found) for one group column.

    Parameters
    ----------
    frame : one row per case
    label : the truth, a flag
    stages : flags in order; who reaches a stage has reached those before it
    group : a column of at most 200 values
    seed : of the shuffles
    shuffles : how often groups are dealt anew among the cases; 0 leaves the placebo out

    Returns
    -------
    DataFrame
        One row per stage, kind and group: stage, kind ("reached": share of the group that reaches it; "unfounded":
        share of those reached whose label is false), group, n, value, low, high, difference from everyone else with
        its interval, p (Holm, over all groups of stage and kind), verdict as in `group_metrics`, and placebo: the share
        of shuffles in which the groups lie at least as far apart as here (the same for all groups of stage and kind;
        null where fewer than two groups have enough cases).

    Raises
    ------
    FaultsError
        See `cells`.
    BadRequest
        No stage, or one that is reached by a case that did not reach the stage before.

    Randomness : NumPy's PCG64 from `seed`, for the shuffles only (an analysis, not a world column).
    """
    if not stages:
        raise BadRequest("No stage is named.", where="stages", cure="Name at least one flag column.")
    counted = [cells(frame, label=label, decision=stage, group=group) for stage in stages]
    table = frame.lazy().select(list(dict.fromkeys([label, *stages, group]))).collect()
    for before, after in pairwise(stages):
        skipped = int((table[after].cast(pl.Boolean) & ~table[before].cast(pl.Boolean)).sum())
        if skipped:
            raise BadRequest(
                "{n} cases reach {after} without {before}.", where="stages", n=skipped, after=after, before=before
            )
    parts = []
    for number, stage in enumerate(stages):
        told = group_metrics(table, label=label, decision=stage, group=group).groups
        placebo = _placebo(_counts(counted[number]), np.random.default_rng([seed, number]), shuffles)
        for kind, metric in (("reached", "selection_rate"), ("unfounded", "ppv")):
            rows = told.filter(pl.col("metric") == metric).drop("metric", "n_effective")
            rows = rows if kind == "reached" else _turned(rows)
            head = [pl.lit(stage).alias("stage"), pl.lit(kind).alias("kind")]
            parts.append(rows.select(*head, pl.all(), pl.lit(placebo[kind], dtype=pl.Float64).alias("placebo")))
    return pl.concat(parts)


def _turned(rows: pl.DataFrame) -> pl.DataFrame:
    """From the share that is right to the share that is not."""
    other = {"higher": "lower", "lower": "higher"}
    return rows.with_columns(
        (1 - pl.col("value")).alias("value"),
        (1 - pl.col("high")).alias("low"),
        (1 - pl.col("low")).alias("high"),
        (-pl.col("difference")).alias("difference"),
        (-pl.col("difference_high")).alias("difference_low"),
        (-pl.col("difference_low")).alias("difference_high"),
        pl.col("verdict").replace(other),
    )


def _counts(table: pl.DataFrame) -> NDArray[np.int64]:
    """Cases per group (rows) and cell: not reached, reached with ground, reached without; shape (n_groups, 3)."""
    names = table["group"].unique(maintain_order=True).to_list()
    out = np.zeros((len(names), 3), dtype=np.int64)
    for row in table.iter_rows(named=True):
        column = 0 if not row["decision"] else 1 if row["label"] else 2
        out[names.index(row["group"]), column] += row["n"]
    return out


def _placebo(counts: NDArray[np.int64], random: np.random.Generator, shuffles: int) -> dict[str, float | None]:
    """How often chance alone spreads the groups as far as they are; sizes of the groups stay."""
    sizes, cells_ = counts.sum(axis=1), counts.sum(axis=0)
    if not shuffles:
        return {"reached": None, "unfounded": None}
    dealt = np.empty((shuffles, *counts.shape), dtype=np.int64)
    left = np.tile(cells_, (shuffles, 1))
    for g, size in enumerate(sizes):
        dealt[:, g, 0] = random.hypergeometric(left[:, 0], left[:, 1] + left[:, 2], size)
        dealt[:, g, 1] = random.hypergeometric(left[:, 1], left[:, 2], size - dealt[:, g, 0])
        dealt[:, g, 2] = size - dealt[:, g, 0] - dealt[:, g, 1]
        left -= dealt[:, g]
    chance = _ranges(dealt, large=sizes >= LEAST_CASES)
    own = _ranges(counts[None], large=sizes >= LEAST_CASES)
    found: dict[str, float | None] = {}
    for kind, value in own.items():
        more = np.nan_to_num(chance[kind], nan=0.0) >= value[0] - 1e-12
        found[kind] = None if np.isnan(value[0]) else float((1 + more.sum()) / (1 + shuffles))
    return found


def _ranges(counts: NDArray[np.int64], large: NDArray[np.bool_] | None = None) -> dict[str, NDArray[np.float64]]:
    """Largest less smallest share of each table, over groups with enough cases; NaN with fewer than two."""
    n, reached, wrong = counts.sum(axis=2), counts[:, :, 1] + counts[:, :, 2], counts[:, :, 2]
    use = np.ones(n.shape, dtype=np.bool_) if large is None else np.broadcast_to(large, n.shape)
    shares = {
        "reached": np.where(use & (n > 0), reached / np.maximum(n, 1), np.nan),
        "unfounded": np.where(reached >= LEAST_CASES, wrong / np.maximum(reached, 1), np.nan),
    }
    found = {}
    for kind, share in shares.items():
        high = np.where(np.isnan(share), -np.inf, share).max(axis=1)
        low = np.where(np.isnan(share), np.inf, share).min(axis=1)
        enough = (~np.isnan(share)).sum(axis=1) >= 2
        found[kind] = np.where(enough, high - np.where(enough, low, 0.0), np.nan)
    return found
