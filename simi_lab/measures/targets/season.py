"""Metrics of the year and the week: how much a month, a weekday, Ramadan and the harvest change, all else equal."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl

from simi_lab.measures.targets.measure import Metric, ready
from simi_lab.measures.targets.world import World
from simi_lab.reference import calendar, seasons

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HARVEST = (9, 10, 11)  # months of umrah registrations after the coffee harvest
FACTORS = ("month_factor", "weekday_factor", "ramadan_factor", "harvest_factor")


def _days(world: World) -> pl.DataFrame:
    """One row per working day: households whose first ordinary application came on it, and its four factors."""
    scenario = world.scenario
    first, last = scenario.period.first, scenario.period.last
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    working = np.asarray(calendar.is_working_day(np.array(days, dtype="datetime64[D]"), scenario.site.zone))
    fasts = [(r["ramadan_from"], r["eid_al_fitr"]) for r in seasons.religious_dates().iter_rows(named=True)]
    demand = scenario.demand
    fasting = [any(start <= day < end for start, end in fasts) for day in days]
    frame = pl.DataFrame(
        {
            "filed_on": days,
            "is_open": working,
            "month": [str(day.month) for day in days],
            "weekday": [WEEKDAYS[day.weekday()] for day in days],
            "is_fast": fasting,
            "is_harvest": [day.month in HARVEST for day in days],
            "month_factor": [demand.month_factors.values[str(day.month)] for day in days],
            "weekday_factor": [demand.weekday_factors.values.get(WEEKDAYS[day.weekday()], 0.0) for day in days],
            "ramadan_factor": [demand.ramadan_factor.value if fast else 1.0 for fast in fasting],
            "harvest_factor": [demand.harvest_factor.value if day.month in HARVEST else 1.0 for day in days],
        }
    ).filter("is_open")
    counts = world.ordinary.filter("is_first").group_by("filed_on").agg(pl.len().alias("count"))
    return frame.join(counts, on="filed_on", how="left", maintain_order="left").with_columns(
        pl.col("count").fill_null(0)
    )


def _factor(world: World, factor: str, by: str, days: pl.Expr | None = None) -> pl.DataFrame:
    """A factor as the counts imply it, the three others taken as configured.

    Per stratum: its count over what its days would weigh without the factor, on the scale of the other days.
    """
    table = _days(world)
    others = pl.lit(1.0)
    for name in FACTORS:
        if name != factor:
            others = others * pl.col(name)
    table = table.with_columns(others.alias("weight"), (others * pl.col(factor)).alias("full"))
    total, mass = float(table["count"].sum()), float(table["full"].sum())
    here = table if days is None else table.filter(days)
    sums = here.group_by(by).agg(pl.col("count", "weight", "full").sum()) if by else here.sum()
    n, rest = pl.col("count"), total - pl.col("count")
    value = n / pl.col("weight") / (rest / (mass - pl.col("full")))
    error = value * (1 / n + 1 / rest).sqrt()
    kept = [by] if by else []
    found = sums.filter((n > 0) & (rest > 0))
    return found.select(*kept, value.alias("value"), n.alias("n"), error.alias("standard_error"))


METRICS: tuple[Metric, ...] = (
    ready("month_factor", lambda world: _factor(world, "month_factor", "month"), "month"),
    ready("weekday_factor", lambda world: _factor(world, "weekday_factor", "weekday"), "weekday"),
    ready("ramadan_factor", lambda world: _factor(world, "ramadan_factor", "", pl.col("is_fast"))),
    ready("harvest_factor", lambda world: _factor(world, "harvest_factor", "", pl.col("is_harvest"))),
)
