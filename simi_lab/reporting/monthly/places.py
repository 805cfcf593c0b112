"""Figures by regency and district, small groups hidden with the partners that would give them away."""

from __future__ import annotations

import polars as pl

from simi_lab.privacy import suppress


def hidden_districts(people: pl.DataFrame, districts: pl.DataFrame) -> frozenset[str]:
    """Districts whose figures are withheld, when those of their regencies and of the whole are shown.

    Districts are protected within their regency; a regency that is too small is hidden with a partner, and all
    districts of both. Where no partner can protect a group, every district is withheld.

    Parameters
    ----------
    people : `district_id`, `n` (people behind the figure), one row per district
    districts : table `districts`
    """
    placed = people.join(districts.select("district_id", "regency_id"), on="district_id", how="left")
    regencies = suppress(placed.group_by("regency_id").agg(pl.col("n").sum()), count="n", by=["regency_id"])
    inside = [suppress(part, count="n", by=["district_id"]) for part in placed.partition_by("regency_id")]
    if regencies["total_unsafe"].any() or any(part["total_unsafe"].any() for part in inside):
        return frozenset(people["district_id"])
    small = {name for part in inside for name in part.filter("suppressed")["district_id"]}
    within = set(regencies.filter("suppressed")["regency_id"])
    return frozenset(small | set(placed.filter(pl.col("regency_id").is_in(list(within)))["district_id"]))


def hidden_regencies(people: pl.DataFrame, districts: pl.DataFrame) -> frozenset[str]:
    """Regencies whose figures are withheld; see `hidden_districts`."""
    placed = people.join(districts.select("district_id", "regency_id"), on="district_id", how="left")
    regencies = suppress(placed.group_by("regency_id").agg(pl.col("n").sum()), count="n", by=["regency_id"])
    alone = placed.partition_by("regency_id")
    if regencies["total_unsafe"].any():
        return frozenset(regencies["regency_id"])
    unsafe = any(suppress(part, count="n", by=["district_id"])["total_unsafe"].any() for part in alone)
    return frozenset(regencies["regency_id"] if unsafe else regencies.filter("suppressed")["regency_id"])
