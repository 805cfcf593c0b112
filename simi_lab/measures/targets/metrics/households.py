"""Metrics of households: who of them applies, who lives with a spouse, and how far they live."""

from __future__ import annotations

import polars as pl

from simi_lab.measures.targets.measure import Metric, ready, share
from simi_lab.measures.targets.metrics.patterns import READY
from simi_lab.measures.targets.world import World


def _alone(world: World) -> pl.DataFrame:
    parties = world.applications.group_by("household_id").agg(pl.col("is_group").any())
    return parties.select(hit=~pl.col("is_group"))


def _spouses(world: World) -> pl.DataFrame:
    """Households of whom one person applies, and whether there is a spouse on the family card."""
    alone = world.applications.group_by("household_id").agg(pl.col("is_group").any()).filter(~pl.col("is_group"))
    wed = world.people.group_by("household_id").agg((pl.col("role").cast(pl.String) == "spouse").any().alias("hit"))
    return alone.join(wed, on="household_id", how="inner").select("hit")


def _halving(world: World) -> pl.DataFrame:
    """Hours at which demand per head is a half, as the mean way of the households implies it."""
    area = world.table("districts").select("district_id", "population", "hours_to_office").collect()
    homes = world.table("households").select("district_id").collect()
    hours = homes.join(area, on="district_id", how="left")["hours_to_office"]
    n = len(hours)
    asked = world.scenario.demand.distance_half_hours.value
    way, spread = _mean_way(area, asked)
    step = asked * 0.01
    slope = (_mean_way(area, asked + step)[0] - _mean_way(area, asked - step)[0]) / (2 * step)
    if not n or slope <= 0:
        return pl.DataFrame(schema=READY)
    # near the configured value the mean way is a straight line of it
    made = asked + (sum(hours.to_list()) / n - way) / slope
    row = {"value": [made], "n": [n], "standard_error": [spread / n**0.5 / slope]}
    return pl.DataFrame(row, schema=READY)


def _mean_way(area: pl.DataFrame, half: float) -> tuple[float, float]:
    """Mean and spread of the hours to the office over households, if demand halves at so many hours."""
    weights = area["population"] / (1.0 + area["hours_to_office"] / half)
    rows = list(zip(weights.to_list(), area["hours_to_office"].to_list(), strict=True))
    total = sum(weight for weight, _ in rows)
    mean = sum(weight * hours for weight, hours in rows) / total
    return mean, (sum(weight * (hours - mean) ** 2 for weight, hours in rows) / total) ** 0.5


METRICS: tuple[Metric, ...] = (
    share("alone_share", _alone),
    share("spouse_share", _spouses),
    ready("halving_hours", _halving),
)
