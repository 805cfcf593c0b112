"""Metrics of foreigners: how many, from where, who answers for them, how stays end, and what guarantors show."""

from __future__ import annotations

import polars as pl

from simi_lab.measures.targets.measure import Metric, ready, share, share_of
from simi_lab.measures.targets.metrics.patterns import READY
from simi_lab.measures.targets.world import World


def _people(world: World) -> pl.DataFrame:
    """Foreigners with the guarantor of their first permit and its kind."""
    first = world.table("permits").filter(pl.col("extension_no") == 0).select("foreigner_id", "guarantor_id")
    kind = world.table("guarantors").select("guarantor_id", pl.col("kind").cast(pl.String).alias("answers"))
    rows = world.table("foreigners").join(first.unique("foreigner_id"), on="foreigner_id", how="left")
    return rows.join(kind, on="guarantor_id", how="left").collect()


def _cluster(rows: pl.DataFrame) -> float:
    """Second over first moment of the foreigners of one guarantor: they come together, not one by one."""
    sizes = rows.filter(pl.col("answers") == "company").group_by("guarantor_id").len()["len"].to_list()
    sizes += [1] * int((rows["answers"] != "company").fill_null(True).sum())
    return sum(n * n for n in sizes) / max(sum(sizes), 1)


def _per_office(world: World) -> pl.DataFrame:
    rows, offices = _people(world), max(world.offices, 1)
    asked = world.scenario.foreign.foreigners.value
    error = (asked * max(_cluster(rows), 1.0) / offices) ** 0.5
    return pl.DataFrame({"value": [rows.height / offices], "n": [rows.height], "standard_error": [error]}, schema=READY)


def _corporate(world: World) -> pl.DataFrame:
    rows = _people(world)
    asked, n = world.scenario.foreign.corporate_share.value, rows.height
    if not n:
        return pl.DataFrame(schema=READY)
    made = int((rows["answers"] == "company").fill_null(False).sum()) / n
    error = (asked * (1 - asked) * _cluster(rows) / n) ** 0.5
    return pl.DataFrame({"value": [made], "n": [n], "standard_error": [error]}, schema=READY)


def _women(world: World) -> pl.DataFrame:
    return world.table("foreigners").select(hit=pl.col("sex").cast(pl.String) == "F").collect()


def _ends(world: World) -> pl.DataFrame:
    """Last permits that ran out."""
    rows = world.table("permits").join(world.table("truth_permits"), on="permit_id")
    over = rows.filter(pl.col("stay_end").cast(pl.String).is_in(["orderly", "late_record", "overstay"]))
    return over.select("stay_kind", "stay_end").collect()


def _companies(world: World) -> pl.DataFrame:
    truth = world.table("truth_guarantors").select("guarantor_id", "guarantor_class", "group_id")
    rows = world.table("guarantors").join(truth, on="guarantor_id")
    return rows.filter(pl.col("kind").cast(pl.String) == "company").collect()


def _classes(world: World) -> pl.DataFrame:
    """Share of each class among companies; members of a group come together."""
    rows, found = _companies(world), []
    n = rows.height
    for name, kind in world.scenario.foreign.sponsor_ring.kinds.items():
        sizes = kind.size.values
        cluster = sum(int(k) ** 2 * p for k, p in sizes.items()) / sum(int(k) * p for k, p in sizes.items())
        asked = kind.prevalence.value
        made = int((rows["guarantor_class"].cast(pl.String) == name).sum()) / n if n else None
        found.append((name, made, n, (asked * (1 - asked) * cluster / n) ** 0.5 if n else None))
    return pl.DataFrame(found, schema={"guarantor_class": pl.String, **READY}, orient="row")


METRICS: tuple[Metric, ...] = (
    ready("foreigners_per_office", _per_office),
    ready("corporate_share", _corporate),
    share("foreign_women_share", _women),
    share_of("nationality", lambda world: world.table("foreigners").select("nationality").collect()),
    share_of("stay_end", _ends, "stay_kind"),
    ready("guarantor_class_share", _classes, "guarantor_class"),
    share_of("nib_status", _companies, "guarantor_class"),
    share_of("premises", _companies, "guarantor_class"),
    share_of("tax_report", _companies, "guarantor_class"),
    share_of("describes_business", _companies, "guarantor_class"),
    share_of("main_index", _companies, "guarantor_class"),
)
