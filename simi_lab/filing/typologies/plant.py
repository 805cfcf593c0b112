"""Plant every declared pattern and its benign twin into one office's applications, and tell the truth about them.

Membership is drawn first, then finite evidence by declared tables, then the values on record that show it. Given the
evidence, everything else on record is independent of membership; so `posterior` is exact (see `posterior`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.errors import BadRequest
from simi_lab.filing.applications import settle
from simi_lab.filing.typologies.groups import group_mask
from simi_lab.filing.typologies.identities import edited, find_firsts
from simi_lab.filing.typologies.laws import Table, background
from simi_lab.filing.typologies.members import ADULT, Rings, draw_rings, kinds_of
from simi_lab.filing.typologies.posterior import posteriors
from simi_lab.filing.typologies.record import Desk, contact_email, contact_phone, open_days, show_evidence, tie
from simi_lab.filing.typologies.rows import members_rows, patched
from simi_lab.filing.typologies.truth import ring_table, truth_table
from simi_lab.scenario.model import Scenario
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
MOST_OF_ELIGIBLE = 0.6  # beyond this patterns would run into each other


@dataclass(frozen=True)
class Planted:
    """Applications and people after the patterns, and what is true about them.

    Beside its own columns `applications` carries `nik_fault`, `mrz_fails`, `duplicate_hit` and `in_group` for the
    rooms that come after.
    """

    applications: pl.DataFrame
    people: pl.DataFrame
    truth: pl.DataFrame
    rings: pl.DataFrame


def plant(
    scenario: Scenario, applications: pl.DataFrame, people: pl.DataFrame, districts: pl.DataFrame, *, office_id: int
) -> Planted:
    """Plant the patterns of the scenario.

    Parameters
    ----------
    applications : as `make_applications` gives them
    people : table `people` of the same office
    districts : district_id, hours_to_office

    Raises
    ------
    BadRequest
        The patterns ask for more members than there are adults who apply alone.

    Randomness : tables "pattern:NAME", "twin:NAME" and "second_identity", counter = application or ring key; adding a
    pattern with a later order changes no row that it does not touch.
    """
    streams = Streams(scenario.seed)
    base = background(scenario)
    women = _women(applications, people)
    group = group_mask(scenario.dials.group, applications, women, districts)
    desk = _desk(scenario, applications, streams, base, group)
    eligible = (applications["age_years"].to_numpy() >= ADULT) & ~applications["is_group"].to_numpy()
    area = applications["district_id"].str.slice(0, 5).rank("dense").cast(pl.Int64).to_numpy()
    kinds = kinds_of(scenario.typologies, eligible, area, desk.group, scenario.dials.prevalence)
    _fits(sum(kind.mass for kind in kinds), int(eligible.sum()))

    if scenario.dials.proxy:
        hours = applications.select("district_id").join(districts, on="district_id", how="left", maintain_order="left")
        desk.departs += transforms.seconds(scenario.dials.proxy * hours["hours_to_office"].fill_null(0.0).to_numpy())

    free = eligible.copy()
    opened = open_days(scenario)
    planted = [draw_rings(streams, kind, desk.keys, free, area) for kind in kinds]
    for rings in planted:
        tie(desk, rings, streams, opened)
        show_evidence(desk, rings, streams, scenario, base)
    firsts = find_firsts(planted, streams, desk.day, free, women)
    posterior, protect = posteriors(desk, planted, eligible, scenario, base)

    contacts = [_contact(rings, applications) for rings in planted]
    table = _flagged(scenario, applications, desk, planted, streams)
    rows = np.unique(np.concatenate([rings.row for rings in planted])) if planted else np.zeros(0, dtype=np.int64)
    members = members_rows(scenario, table, rows, desk, planted, contacts, streams, office_id)
    new = edited(firsts, table, streams)
    if new.height:
        place = np.searchsorted(people["person_id"].to_numpy(), new["person_id"].to_numpy())
        names = new.select("name", "birth_date", "nik", is_mononym=~pl.col("name").str.contains(" ", literal=True))
        people = patched(people, place, names)
        second = np.searchsorted(rows, firsts.second)
        members = patched(members, second, new.select("name", "birth_date", "nik"))
    table = patched(table, rows, settle(members, scenario))
    truth = truth_table(desk.keys, planted, (firsts.row, firsts.ring_id, firsts.benign), posterior, protect)
    return Planted(table, people, truth, ring_table(desk.day, planted, contacts, streams))


def _fits(mass: float, n_eligible: int) -> None:
    if n_eligible and mass > MOST_OF_ELIGIBLE:
        raise BadRequest(
            "The typologies ask for {share} of the adults who apply alone; at most {most} can be planted.",
            share=f"{mass:.0%}",
            most=f"{MOST_OF_ELIGIBLE:.0%}",
            cure="Lower prevalence and twin_prevalence of the typologies.",
        )


def _women(applications: pl.DataFrame, people: pl.DataFrame) -> NDArray[np.bool_]:
    row = np.searchsorted(people["person_id"].to_numpy(), applications["person_id"].to_numpy())
    return (people["sex"].gather(row).cast(pl.String) == "F").to_numpy()


def _desk(
    scenario: Scenario, table: pl.DataFrame, streams: Streams, base: dict[str, Table], group: NDArray[np.bool_]
) -> Desk:
    """The columns as patterns see them; faults of identity cards and old books are drawn here for everyone."""
    keys = table["application_id"].to_numpy()
    shift = clock.offset_seconds(scenario.period.first, scenario.site.zone)
    local = table["filed_at"].to_physical().to_numpy() // clock.US_PER_SECOND + shift
    licensed = table["agency_licensed"]
    agency = np.where(licensed.is_null(), 0, np.where(licensed.fill_null(False), 1, 2))
    values: dict[str, Ints] = {
        "purpose": table["purpose"].to_physical().cast(pl.Int64).to_numpy().copy(),
        "destination": table["destination"].to_physical().cast(pl.Int64).to_numpy().copy(),
        "itinerary": (~table["has_itinerary"]).to_numpy().astype(np.int64),
        "agency": agency.astype(np.int64),
        "kind": table["kind"].to_physical().cast(pl.Int64).to_numpy().copy(),
        "same_day": table["is_same_day"].to_numpy().astype(np.int64),
    }
    for column in ("nik", "mrz"):
        words = streams.at("applications", f"{column}_fault", "", keys)
        values[column] = transforms.category(words, transforms.cumulative(base[column][0]))
    nobody, never = np.full(keys.size, -1, dtype=np.int64), np.zeros(keys.size, dtype=bool)
    return Desk(
        keys,
        local // clock.SECONDS_PER_DAY,
        local % clock.SECONDS_PER_DAY,
        table["departs_on"].to_physical().cast(pl.Int64).to_numpy().copy(),
        values,
        nobody,
        never,
        never.copy(),
        group,
    )


def _contact(rings: Rings, table: pl.DataFrame) -> pl.Series:
    """Shared contact of each ring; null where fewer than two members show it."""
    n = rings.ring_id.size
    by = rings.kind.pattern.link.by
    none = pl.Series([None] * n, dtype=pl.String)
    if by not in ("phone", "email") or n == 0:
        return none
    if by == "phone":
        made = contact_phone(rings.ring_id)
    else:
        first = np.zeros(n, dtype=np.int64)
        first[rings.ring[::-1]] = rings.row[::-1]
        made = contact_email(rings.ring_id, table["name"].gather(first))
    shown = pl.Series(np.bincount(rings.ring[rings.linked], minlength=n) > 1)
    return made.zip_with(shown, none)


def _flagged(
    scenario: Scenario, table: pl.DataFrame, desk: Desk, planted: list[Rings], streams: Streams
) -> pl.DataFrame:
    """The applications with what is drawn for everyone here: faults of papers, hits of the duplicate search."""
    hit = transforms.bernoulli(streams.decision("hit", desk.keys), scenario.doubts.duplicate_benign.value)
    for rings in planted:
        if rings.kind.pattern.link.by == "match":
            hit[rings.row[rings.linked]] = True
    return table.with_columns(
        pl.Series("departs_on", desk.departs.astype(np.int32)).cast(pl.Date),
        pl.Series("nik_fault", desk.values["nik"]),
        pl.Series("mrz_fails", desk.values["mrz"] == 1),
        pl.Series("duplicate_hit", hit),
        pl.Series("in_group", desk.group),
    )
