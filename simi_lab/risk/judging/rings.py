"""Rings: whether a model found them at all, and whether it found them while others could still be kept from harm."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.estimate import wilson


def ring_table(test: pl.DataFrame, truth: pl.DataFrame, chosen: NDArray[np.bool_]) -> pl.DataFrame:
    """Harmful groups of two and more in the judged months: found at all, found early.

    A ring is found when one of its members was looked at, and found early when that happened in the first half of its
    members by day of filing: at least as many come after the first find as came before it.

    Parameters
    ----------
    test : filed_at of the judged rows
    truth : is_positive, ring_id and typology of the same rows, in their order
    chosen : who was looked at

    Returns
    -------
    pl.DataFrame
        One row per typology with rings: typology, n_rings, n_found, found_share, found_low, found_high, n_early,
        early_share, early_low, early_high, n_members, n_members_after (members filing after the first find).
    """
    rows = (
        truth.select("is_positive", "ring_id", pl.col("typology").cast(pl.String))
        .with_columns(filed_at=test["filed_at"], chosen=pl.Series(chosen, dtype=pl.Boolean))
        .filter(pl.col("is_positive") & pl.col("ring_id").is_not_null())
        .sort("ring_id", "filed_at")
        .with_columns(place=pl.int_range(1, pl.len() + 1).over("ring_id"))
    )
    rings = (
        rows.group_by("typology", "ring_id")
        .agg(members=pl.len().cast(pl.Int64), first=pl.col("place").filter("chosen").min())
        .filter(pl.col("members") > 1)
        .with_columns(early=(pl.col("first") * 2 <= pl.col("members")).fill_null(False))
    )
    told = (
        rings.group_by("typology")
        .agg(
            n_rings=pl.len(),
            n_found=pl.col("first").is_not_null().sum(),
            n_early=pl.col("early").sum(),
            n_members=pl.col("members").sum(),
            n_members_after=(pl.col("members") - pl.col("first")).sum(),
        )
        .with_columns(pl.exclude("typology").cast(pl.Int64))
        .sort("typology")
    )
    return told.with_columns(*_share(told, "n_found", "found"), *_share(told, "n_early", "early"))


def _share(rows: pl.DataFrame, part: str, name: str) -> list[pl.Series]:
    told = [wilson(k, n) for k, n in zip(rows[part], rows["n_rings"], strict=True)]
    values = {"share": [e.value for e in told], "low": [e.low for e in told], "high": [e.high for e in told]}
    return [pl.Series(f"{name}_{edge}", edges, dtype=pl.Float64) for edge, edges in values.items()]
