"""Planted patterns and their benign twins: overlays on finished applications, each with its own stream and truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.filing.applications import settle
from simi_lab.filing.calendar import day_weights
from simi_lab.filing.identities import plant_identities
from simi_lab.filing.rings import Ring, Truth, choose_members, ring_count
from simi_lab.reference.identity import PHONE_PREFIX
from simi_lab.scenario.model import Scenario
from simi_lab.scenario.world import Pattern
from simi_lab.schema import enum
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
RISK_COUNTRIES = ("MYS", "SAU", "ARE", "KHM", "MMR")  # destinations named in press, domain facts 4.3
RISK_WEIGHTS = (0.42, 0.24, 0.14, 0.14, 0.06)  # assumed
LOOK_AROUND_DAYS = 45  # members are people who would have applied around then anyway
NEEDS = "shares_phone", "holiday_purpose", "risk_country", "no_itinerary", "unlicensed", "same_week"


@dataclass(frozen=True)
class Planted:
    """Applications and people after the patterns, and what is true about them."""

    applications: pl.DataFrame
    people: pl.DataFrame
    truth: pl.DataFrame
    rings: pl.DataFrame


def plant(scenario: Scenario, applications: pl.DataFrame, people: pl.DataFrame, *, office_id: int) -> Planted:
    """Plant every pattern of the scenario into one office's applications.

    A pattern touches only its members' rows; each has its own stream, so adding one moves no other.

    Parameters
    ----------
    applications : as `make_applications` gives them
    people : table `people` of the same office

    Randomness : tables "pattern:NAME" and "twin:NAME", counter = ring number within the office, or application key.
    """
    truth = Truth(applications["application_id"].to_numpy())
    groups = scenario.typologies.pmi_group
    for benign in (False, True):
        applications = _plant_groups(scenario, applications, truth, groups, benign=benign, office_id=office_id)
    pairs = scenario.typologies.two_identities
    for benign in (False, True):
        applications, people = plant_identities(
            scenario, applications, people, truth, pairs, benign=benign, office_id=office_id
        )
    return Planted(settle(applications, scenario), people, truth.applications(), truth.rings())


def _plant_groups(
    scenario: Scenario, table: pl.DataFrame, truth: Truth, plan: Pattern, *, benign: bool, office_id: int
) -> pl.DataFrame:
    name = f"{'twin' if benign else 'pattern'}:pmi_group"
    streams = Streams(scenario.seed)
    evidence = plan.twin_evidence if benign else plan.evidence
    share = plan.twin_prevalence.value if benign else plan.prevalence.value
    sizes = {int(k): v for k, v in plan.size.values.items()}
    n_rings = ring_count(streams, name, office_id, table.height * share, sizes)
    edits: list[pl.DataFrame] = []
    opened = open_days(scenario)
    for number in range(n_rings):
        ring = Ring(streams, name, office_id, number)
        size = list(sizes)[int(transforms.category(ring.word("size"), transforms.cumulative(list(sizes.values())))[0])]
        adults = (18, 45) if not benign else (18, 75)
        rows = choose_members(ring, table, truth, size, ages=adults, within_days=LOOK_AROUND_DAYS)
        if rows.size < 2:
            continue
        edit = _edit_group(scenario, ring, table, rows, plan, dict(evidence.values), opened)
        edits.append(edit)
        first = edit["filed_at"].min()
        truth.add("pmi_group", rows, ring, benign=benign, started=first, phone=_ring_phone(ring))
    if not edits:
        return table
    return table.update(pl.concat(edits), on="application_id", include_nulls=True)


def _ring_phone(ring: Ring) -> str:
    """A phone of the space that no household or person has: numbers end in the ring's own even id above theirs."""
    number = (
        45_000_000 + ring.number + 4096 * ring.office_id + (2048 if ring.name.startswith("twin") else 0)
    ) % 50_000_000
    return f"{PHONE_PREFIX}{2 * ((number * 23_456_789) % 50_000_000):08d}"


def _edit_group(
    scenario: Scenario,
    ring: Ring,
    table: pl.DataFrame,
    rows: Ints,
    plan: Pattern,
    evidence: dict[str, float],
    opened: Ints,
) -> pl.DataFrame:
    """New values of the members' rows, with `application_id`."""
    members = table[rows]
    keys = members["application_id"].to_numpy()
    shown = {e: transforms.bernoulli(ring.streams.at(ring.name, "evidence", e, keys), evidence[e]) for e in NEEDS}
    country = RISK_COUNTRIES[int(transforms.category(ring.word("country"), transforms.cumulative(RISK_WEIGHTS))[0])]
    local = members.select(clock.to_local(pl.col("filed_at"), scenario.site.zone)).to_series()
    start = int(local.dt.date().to_physical().to_numpy().min())
    spread = transforms.integers(ring.streams.at(ring.name, "day", "", keys), int(plan.window_days.value))
    day = next_open(start + spread, opened)
    departs = day.max() + 21 + int(transforms.integers(ring.word("departs"), 30)[0])
    wobble = transforms.integers(ring.streams.at(ring.name, "departs", "", keys), 5)
    lit = {e: pl.Series(flags) for e, flags in shown.items()}
    second = (
        members["filed_at"].to_physical() // clock.US_PER_SECOND
        + clock.offset_seconds(scenario.period.first, scenario.site.zone)
    ) % clock.SECONDS_PER_DAY
    filed = (
        pl.Series(day) * clock.SECONDS_PER_DAY
        + second
        - clock.offset_seconds(scenario.period.first, scenario.site.zone)
    ) * clock.US_PER_SECOND
    return members.select(
        "application_id",
        filed.cast(pl.Datetime("us", "UTC")).alias("filed_at"),
        pl.when(lit["shares_phone"]).then(pl.lit(_ring_phone(ring))).otherwise("phone").alias("phone"),
        pl.when(lit["holiday_purpose"])
        .then(pl.lit("holiday"))
        .otherwise(pl.lit("umrah_haji"))
        .cast(enum("purpose"))
        .alias("purpose"),
        pl.when(lit["risk_country"])
        .then(pl.lit(country, dtype=pl.String))
        .otherwise(pl.when(lit["holiday_purpose"]).then(pl.lit("SGP")).otherwise(pl.lit("SAU")))
        .cast(enum("destination"))
        .alias("destination"),
        (~lit["no_itinerary"]).alias("has_itinerary"),
        pl.when(lit["unlicensed"])
        .then(pl.lit(ring.office_id * 1000 + 900 + ring.number % 40))
        .otherwise("agency_id")
        .alias("agency_id"),
        pl.when(lit["unlicensed"]).then(pl.lit(False)).otherwise("agency_licensed").alias("agency_licensed"),
        pl.when(lit["same_week"])
        .then(pl.Series((departs + wobble).astype(np.int32)).cast(pl.Date))
        .otherwise("departs_on")
        .alias("departs_on"),
    )


def open_days(scenario: Scenario) -> Ints:
    """Days of the period on which people file, in order."""
    every, weights = day_weights(scenario)
    return every[weights > 0]


def next_open(days: Ints, opened: Ints) -> Ints:
    """The first open day on or after each day (the last open day at the end)."""
    return opened[np.minimum(np.searchsorted(opened, days), opened.size - 1)]
