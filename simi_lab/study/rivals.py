"""Models that try to know more than the posterior: everything on record, and the posterior itself, as inputs."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_EVIDENCE = ("purpose", "destination", "agency_licensed", "kind", "channel", "service", "signal", "livelihood")
_PLAIN = (
    "has_itinerary",
    "is_same_day",
    "mrz_fails",
    "nik_fault",
    "duplicate_hit",
    "is_priority",
    "is_group",
    "is_minor",
)


def recorded_inputs(table: pl.DataFrame, sexes: pl.DataFrame, districts: pl.DataFrame) -> pl.DataFrame:
    """Everything on record as numbers: more than any model of the lab may see, so that none can know more."""
    table = table.join(sexes, on="person_id", how="left", maintain_order="left").join(
        districts.select("district_id", "hours_to_office"), on="district_id", how="left", maintain_order="left"
    )
    week = pl.col("departs_on").dt.truncate("1w")
    return table.select(
        *(_number(table, name) for name in _EVIDENCE),
        *(pl.col(name).cast(pl.Float64) for name in _PLAIN),
        pl.col("sex").to_physical().cast(pl.Float64),
        "age_years",
        "hours_to_office",
        (pl.col("departs_on") - pl.col("filed_at").dt.date()).dt.total_days().cast(pl.Float64).alias("notice"),
        pl.col("filed_at").dt.hour().cast(pl.Float64).alias("hour"),
        pl.col("filed_at").dt.month().cast(pl.Float64).alias("month"),
        pl.len().over("phone").cast(pl.Float64).alias("same_phone"),
        pl.col("household_id").n_unique().over("phone").cast(pl.Float64).alias("phone_homes"),
        pl.len().over("phone", week).cast(pl.Float64).alias("same_phone_week"),
        pl.when(pl.col("email").is_null())
        .then(0)
        .otherwise(pl.len().over("email"))
        .cast(pl.Float64)
        .alias("same_email"),
        pl.len().over("agency_id").cast(pl.Float64).alias("same_agency"),
    )


def _number(table: pl.DataFrame, name: str) -> pl.Expr:
    column = pl.col(name)
    return (column if table[name].dtype == pl.Boolean else column.to_physical()).cast(pl.Float64)


def against_rivals(
    frame: pl.DataFrame, p: Floats, y: NDArray[np.bool_], fate: NDArray[np.int64]
) -> tuple[float, dict[str, tuple[float, float]]]:
    """Loss of the posterior on the second half, and how much larger that of each rival is, with standard error.

    Parameters
    ----------
    frame : `recorded_inputs` beside posterior, is_positive, ring_id and half (0 trains, 1 tests)
    p, y, fate : posterior, truth, and who shares one fate; shape (n,)

    Randomness : the boosting has a fixed seed.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    x = frame.drop("posterior", "is_positive", "ring_id", "half").to_numpy()
    train = frame["half"].to_numpy() == 0
    if not (y[train].any() and y[~train].any()):
        return float(_loss(p, y).mean()), {}
    ours = _loss(p[~train], y[~train])
    odds = np.log(np.clip(p, 1e-7, 1 - 1e-7) / (1 - np.clip(p, 1e-7, 1 - 1e-7)))
    rivals = {}
    for name, inputs in (("boosting", x), ("boosting with the posterior", np.column_stack([x, odds]))):
        model = HistGradientBoostingClassifier(
            learning_rate=0.06, max_iter=120, max_leaf_nodes=15, min_samples_leaf=200, l2_regularization=1.0,
            early_stopping=True, random_state=7,
        )  # fmt: skip
        model.fit(inputs[train], y[train])
        theirs = _loss(model.predict_proba(inputs[~train])[:, 1], y[~train])
        excess = pl.DataFrame({"fate": fate[~train], "d": theirs - ours}).group_by("fate").agg(pl.col("d").sum())["d"]
        n = ours.size
        mean = float(excess.sum()) / n
        error = float(((excess - excess.mean()) ** 2).sum()) ** 0.5 / n
        rivals[name] = (mean, error)
    return float(ours.mean()), rivals


def _loss(p: Floats, y: NDArray[np.bool_]) -> Floats:
    kept = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.where(y, np.log(kept), np.log(1 - kept))
