"""Metrics of the work itself: minutes at each desk."""

from __future__ import annotations

import polars as pl

from simi_lab.measures.targets.measure import Metric, mean
from simi_lab.measures.targets.world import World

DESKS = {
    "counter": "counter",
    "numbering": "numbering",
    "duplicate_check": "duplicate_check",
    "printing": "printing",
    "handover": "handover",
}


def _minutes(world: World) -> pl.DataFrame:
    """First piece of work of each case at each desk of the manual years, as long as no break interrupts it."""
    plan = world.scenario.office.work
    high = {name: getattr(plan, name).high.value for name in DESKS}
    manual = world.applications.filter(pl.col("regime").cast(pl.String) == "manual").select("application_id")
    minutes = (pl.col("ended_at") - pl.col("started_at")).dt.total_seconds() / 60
    rows = (
        world.events.with_columns(pl.col("station").cast(pl.String).alias("desk"))
        .filter(pl.col("desk").is_in(list(DESKS)) & pl.col("started_at").is_not_null())
        .join(manual, on="application_id", how="semi")
        .group_by("application_id", "desk", maintain_order=True)
        .agg(minutes.first().alias("value"))
    )
    most = pl.col("desk").replace_strict(high, return_dtype=pl.Float64)
    return rows.filter(pl.col("value") <= most).select("desk", "value")


METRICS: tuple[Metric, ...] = (mean("desk_minutes", _minutes, "desk"),)
