"""Metrics of the year and the week: what a month, a weekday, Ramadan, haji and harvest change, all else equal."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from simi_lab.measures.targets.measure import Metric, ready
from simi_lab.measures.targets.world import World
from simi_lab.reference import calendar, seasons

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FACTORS = ("month_factor", "weekday_factor", "ramadan_factor", "haji_wave_factor", "harvest_factor")
Spans = list[tuple[date, date]]


def _spans() -> tuple[Spans, Spans, range]:
    """Fasts and haji waves as [first, end) days, and the months after the coffee harvest."""
    season = {row["season"]: row for row in seasons.season_factors().iter_rows(named=True)}
    wave, after = season["haji_wave"], season["after_harvest"]
    years = list(seasons.religious_dates().iter_rows(named=True))
    first, last = (timedelta(days=wave[name]) for name in ("days_before_from", "days_before_to"))
    one = timedelta(days=1)
    return (
        [(row["ramadan_from"], row["eid_al_fitr"]) for row in years],
        [(row["eid_al_adha"] - first, row["eid_al_adha"] - last + one) for row in years],
        range(after["month_from"], after["month_to"] + 1),
    )


def _inside(day: date, spans: Spans) -> bool:
    return any(start <= day < end for start, end in spans)


def _days(world: World) -> pl.DataFrame:
    """One row per working day: households whose first ordinary application came on it, and its five factors."""
    scenario = world.scenario
    first, last = scenario.period.first, scenario.period.last
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    working = np.asarray(calendar.is_working_day(np.array(days, dtype="datetime64[D]"), scenario.site.zone))
    fasts, waves, harvest = _spans()
    demand = scenario.demand
    fasting = [_inside(day, fasts) for day in days]
    wave = [_inside(day, waves) and not fast for day, fast in zip(days, fasting, strict=True)]
    frame = pl.DataFrame(
        {
            "filed_on": days,
            "is_open": working,
            "month": [str(day.month) for day in days],
            "weekday": [WEEKDAYS[day.weekday()] for day in days],
            "is_fast": fasting,
            "is_wave": wave,
            "is_harvest": [day.month in harvest for day in days],
            "month_factor": [demand.month_factors.values[str(day.month)] for day in days],
            "weekday_factor": [demand.weekday_factors.values.get(WEEKDAYS[day.weekday()], 0.0) for day in days],
            "ramadan_factor": [demand.ramadan_factor.value if fast else 1.0 for fast in fasting],
            "haji_wave_factor": [demand.haji_wave_factor.value if here else 1.0 for here in wave],
            "harvest_factor": [demand.harvest_factor.value if day.month in harvest else 1.0 for day in days],
        }
    ).filter("is_open")
    counts = world.ordinary.filter("is_first").group_by("filed_on").agg(pl.len().alias("count"))
    return frame.join(counts, on="filed_on", how="left", maintain_order="left").with_columns(
        pl.col("count").fill_null(0)
    )


def _factor(world: World, factor: str, by: str, days: pl.Expr | None = None) -> pl.DataFrame:
    """A factor as the counts imply it, the others taken as configured.

    Per stratum: its count over what its days would weigh without the factor, on the scale of the other days. The
    standard error is that of a world that keeps the configured factor.
    """
    table = _days(world)
    others = pl.lit(1.0)
    for name in FACTORS:
        if name != factor:
            others = others * pl.col(name)
    table = table.with_columns(others.alias("weight"), (others * pl.col(factor)).alias("full"))
    total, mass = float(table["count"].sum()), float(table["full"].sum())
    here = table if days is None else table.filter(days)
    sums = here.group_by(by).agg(pl.col("count", "weight", "full").sum()) if by else here.select(_SUMS).sum()
    value = pl.col("count") / pl.col("weight") / ((total - pl.col("count")) / (mass - pl.col("full")))
    expected = total * pl.col("full") / mass
    error = pl.col("full") / pl.col("weight") * (1 / expected + 1 / (total - expected)).sqrt()
    kept = [by] if by else []
    found = sums.filter((pl.col("weight") > 0) & (pl.col("full") < mass) & (pl.lit(total) > pl.col("count")))
    return found.select(*kept, value.alias("value"), pl.col("count").alias("n"), error.alias("standard_error"))


_SUMS = ("count", "weight", "full")


METRICS: tuple[Metric, ...] = (
    ready("month_factor", lambda world: _factor(world, "month_factor", "month"), "month"),
    ready("weekday_factor", lambda world: _factor(world, "weekday_factor", "weekday"), "weekday"),
    ready("ramadan_factor", lambda world: _factor(world, "ramadan_factor", "", pl.col("is_fast"))),
    ready("haji_wave_factor", lambda world: _factor(world, "haji_wave_factor", "", pl.col("is_wave"))),
    ready("harvest_factor", lambda world: _factor(world, "harvest_factor", "", pl.col("is_harvest"))),
)
