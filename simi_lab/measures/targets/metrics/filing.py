"""Metrics of applications: who files, when of the day, how, for what, and for which book."""

from __future__ import annotations

import polars as pl

from simi_lab.measures.targets.measure import Metric, mean, ready, share, share_of
from simi_lab.measures.targets.world import ADULT, World

FIRST_RENEWAL = 5  # years: the first book of a child is valid so long


def _applicants(world: World) -> pl.DataFrame:
    return world.applications.select("kind", hit=pl.col("sex").cast(pl.String) == "F")


def _alone(world: World) -> pl.DataFrame:
    return world.ordinary.filter(~pl.col("is_group")).select(hit=pl.col("sex").cast(pl.String) == "F")


def _near_unit(world: World) -> pl.Expr:
    """Homes in a regency that a unit of the office serves too."""
    return pl.col("district_id").str.slice(0, 5).is_in(list(world.scenario.filing.unit_regencies))


def _not_first_served(world: World) -> pl.DataFrame:
    return world.ordinary.filter(~pl.col("is_priority") & ~_near_unit(world)).select("regime", "channel")


def _at_unit(world: World) -> pl.DataFrame:
    return world.ordinary.filter(_near_unit(world)).select(hit=pl.col("channel").cast(pl.String) == "ukk")


def _walks_in(world: World) -> pl.DataFrame:
    """Share of priority applicants who use their right, from how many more of them walk in than of the others."""
    plan = world.scenario.filing
    usual = {"manual": plan.channels_manual, "simi": plan.channels_simi}
    door = {regime: shares.values.get("walk_in", 0.0) for regime, shares in usual.items()}
    rows = world.ordinary.filter(pl.col("is_priority") & (pl.col("channel").cast(pl.String) != "ukk"))
    rows = rows.select(
        usual=pl.col("regime").cast(pl.String).replace_strict(door, return_dtype=pl.Float64),
        walks=pl.col("channel").cast(pl.String) == "walk_in",
    )
    room = float((1 - rows["usual"]).sum())
    more = float(rows["walks"].sum()) - float(rows["usual"].sum())
    part = plan.priority_walks_in.value + (1 - plan.priority_walks_in.value) * rows["usual"]
    error = float((part * (1 - part)).sum()) ** 0.5
    value = more / room if room else None
    return pl.DataFrame(
        {"value": [value], "n": [rows.height], "standard_error": [error / room if room else None]},
        schema={"value": pl.Float64, "n": pl.Int64, "standard_error": pl.Float64},
    )


def _frail(world: World) -> pl.DataFrame:
    """One row per person and group that may hold for them, age apart."""
    group = pl.col("priority_group").cast(pl.String)
    rows = world.ordinary.filter(~group.is_in(["over_60", "under_5"]).fill_null(False))
    bearing = (pl.col("sex").cast(pl.String) == "F") & pl.col("age_years").is_between(18, 46, closed="left")
    parts = [
        (rows.filter(bearing) if name == "pregnant_nursing" else rows).select(
            priority_group=pl.lit(name), hit=(group == name).fill_null(False)
        )
        for name in world.scenario.filing.frail.values
    ]
    return pl.concat(parts)


def _free(world: World) -> pl.DataFrame:
    rows = world.ordinary.filter(pl.col("kind").cast(pl.String).is_in(["lost", "damaged"]))
    return rows.select(hit=pl.col("exemption").cast(pl.String).eq_missing("force_majeure"))


def _adults(world: World) -> pl.DataFrame:
    return world.ordinary.filter(pl.col("age_years") >= ADULT).select("purpose")


def _itinerary(world: World) -> pl.DataFrame:
    return world.ordinary.select("purpose", hit="has_itinerary")


def _agency(world: World) -> pl.DataFrame:
    return world.ordinary.select("purpose", hit=pl.col("agency_id").is_not_null())


def _licensed(world: World) -> pl.DataFrame:
    return world.ordinary.filter(pl.col("agency_id").is_not_null()).select(hit="agency_licensed")


def _electronic(world: World) -> pl.DataFrame:
    """By year, and `only` for the days on which the office issues no other books."""
    since = world.scenario.filing.electronic_only_from
    year = (
        pl.col("year") if since is None else pl.when(pl.col("filed_on") < since).then("year").otherwise(pl.lit("only"))
    )
    return world.ordinary.select(year.alias("year"), hit=pl.col("service").cast(pl.String).str.starts_with("el"))


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
    share("unit_share", _at_unit),
    ready("priority_walks_in", _walks_in),
    share("frail_share", _frail, "priority_group"),
    share("force_majeure_share", _free),
    share_of("applied_channel", lambda world: world.applications.select(applied_channel="channel")),
    share_of("kind", lambda world: world.ordinary.filter(pl.col("age_years") >= FIRST_RENEWAL).select("kind")),
    share_of("applied_kind", lambda world: world.applications.select(applied_kind="kind")),
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
