"""Metrics of applications: who files, when of the day, how, for what, and for which book."""

from __future__ import annotations

import polars as pl

from simi_lab.measures.targets.measure import Metric, mean, ready, share, share_of
from simi_lab.measures.targets.world import ADULT, World


def _applicants(world: World) -> pl.DataFrame:
    return world.applications.select("kind", hit=pl.col("sex").cast(pl.String) == "F")


def _alone(world: World) -> pl.DataFrame:
    return world.ordinary.filter(~pl.col("is_group")).select(hit=pl.col("sex").cast(pl.String) == "F")


def _not_first_served(world: World) -> pl.DataFrame:
    return world.ordinary.filter(~pl.col("is_priority")).select("regime", "channel")


def _adults(world: World) -> pl.DataFrame:
    return world.ordinary.filter(pl.col("age_years") >= ADULT).select("purpose")


def _itinerary(world: World) -> pl.DataFrame:
    return world.ordinary.select("purpose", hit="has_itinerary")


def _agency(world: World) -> pl.DataFrame:
    return world.ordinary.select("purpose", hit=pl.col("agency_id").is_not_null())


def _licensed(world: World) -> pl.DataFrame:
    return world.ordinary.filter(pl.col("agency_id").is_not_null()).select(hit="agency_licensed")


def _electronic(world: World) -> pl.DataFrame:
    return world.ordinary.select("year", hit=pl.col("service").cast(pl.String).str.starts_with("el"))


def _ten_years(world: World) -> pl.DataFrame:
    adults = world.ordinary.filter(~pl.col("is_minor"))
    return adults.select(hit=pl.col("service").cast(pl.String).str.ends_with("_10"))


def _same_day(world: World) -> pl.DataFrame:
    return world.ordinary.select(hit="is_same_day")


def _at_the_door(world: World) -> pl.DataFrame:
    return world.ordinary.filter(pl.col("channel").cast(pl.String) == "walk_in").select("hour")


def _lead(world: World) -> pl.DataFrame:
    return world.ordinary.select(value=(pl.col("departs_on") - pl.col("filed_on")).dt.total_days())


def _per_year(world: World) -> pl.DataFrame:
    """Of each office; the spread is that of the parties in which people come."""
    parties = world.applications.group_by("household_id").len()["len"]
    years, offices = world.scenario.years, max(world.offices, 1)
    n = int(parties.sum()) if world.is_whole else 0
    spread = float(parties.std() or 0.0) * len(parties) ** 0.5 / years / offices  # type: ignore[arg-type]
    return pl.DataFrame({"value": [n / years / offices], "n": [n], "standard_error": [spread]})


METRICS: tuple[Metric, ...] = (
    ready("applications_per_year", _per_year),
    share("women_share", _applicants, "kind"),
    share("women_alone_share", _alone),
    share_of("channel", _not_first_served, "regime"),
    share_of("applied_channel", lambda world: world.applications.select(applied_channel="channel")),
    share_of("kind", lambda world: world.ordinary.select("kind")),
    share_of("purpose", _adults),
    share_of("destination", lambda world: world.ordinary.select("purpose", "destination"), "purpose"),
    share("itinerary_share", _itinerary, "purpose"),
    share("agency_share", _agency, "purpose"),
    share("licensed_share", _licensed),
    share("electronic_share", _electronic, "year"),
    share("ten_year_share", _ten_years),
    share("same_day_share", _same_day),
    share_of("hour", _at_the_door),
    mean("lead_to_departure_days", _lead),
)
