"""Households and people of a block: made alone, equal in any split."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.people import births, contact, traits
from simi_lab.people.families import families
from simi_lab.people.layout import SHARD, STRIDE, Layout, layout
from simi_lab.people.moves import first_regions, moves
from simi_lab.people.names import names
from simi_lab.people.places import Area
from simi_lab.people.serials import settle_serials
from simi_lab.scenario.model import Scenario
from simi_lab.scenario.world import Households
from simi_lab.schema import polars_schema
from simi_lab.schema.enums import coded
from simi_lab.streams import Streams

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class People:
    """A block of the world before anyone applies.

    `households` and `people` keep their catalogue schemas; for each person who applies there is the row in either
    table, the application's key, the party (0 alone, 1 couple, 2 family), and whether a helper of the village files.
    """

    households: pl.DataFrame
    people: pl.DataFrame
    applicant_row: Ints
    application_id: Ints
    party: Ints
    household_row: Ints
    is_helped: NDArray[np.bool_]

    def applicants(self) -> pl.DataFrame:
        """One row per person who applies: the application's key, and what the form asks about person and home.

        Where a helper files, his phone stands in for the person's own; it is the one of the household.
        """
        who = self.people.select(
            "person_id", "household_id", "name", "birth_date", "nik", "livelihood", "phone", "email"
        )[self.applicant_row]
        home = self.households.select("district_id", "signal", "kk_number", pl.col("phone").alias("household_phone"))[
            self.household_row
        ]
        who = who.with_columns(pl.when(pl.lit(pl.Series(~self.is_helped))).then("phone").alias("phone"))
        keys = pl.DataFrame({"application_id": self.application_id, "is_group": self.party > 0})
        return pl.concat([keys, who, home], how="horizontal")


def make_people(scenario: Scenario, area: Area, first: int, last: int, *, office_id: int = 0) -> People:
    """Households first..last-1 with their members.

    Parameters
    ----------
    scenario : reads seed, period and households
    area : districts and villages with their weights
    first, last : household numbers
    office_id : key of the office that serves them

    Returns
    -------
    People
        One row per household and per member; equal to the same rows of any larger block.

    Randomness : person keys only, see `streams`.
    """
    streams, plan = Streams(scenario.seed), scenario.households
    anchor = clock.day_index(scenario.period.first)
    begin, end = first - first % SHARD, -(-last // SHARD) * SHARD
    whole = layout(plan, streams, begin, end)
    kin = families(plan, streams, whole)
    everyone = births.members(plan, anchor, streams, whole, kin)
    home = area.draw(streams, begin, end - begin)
    head_born = anchor - (kin.head * births.YEAR).astype(np.int64)
    gone = moves(plan, area, streams, begin, home, head_born, anchor)
    region = first_regions(plan, area, streams, whole, gone, kin, everyone)
    shard = everyone.person_id // STRIDE
    birth, serial = settle_serials(region, everyone.birth_day, everyone.is_woman, shard)
    cards = settle_serials(
        home.region,
        contact.card_days(streams, begin, head_born, np.maximum(gone.day, area.codes_from(home.region)), anchor),
        np.zeros(end - begin, dtype=bool),
        whole.household_id // SHARD,
    )

    kept = slice(first - begin, last - begin)
    mine = everyone.of(kept.start, kept.stop)
    block, place = whole.slice(kept.start, kept.stop), home.slice(kept.start, kept.stop)
    rows = everyone.part(mine, kept.start, birth)
    numbers = contact.phone_ids(streams, plan, area, block, place, office_id)
    houses = contact.households(streams, area, block, place, office_id, numbers, (cards[0][kept], cards[1][kept]))
    origin = _Origin(area, region[mine], serial[mine])
    frame = _people_frame(plan, streams, anchor, block, rows, origin)
    applicant = np.flatnonzero(rows.applies)
    house = rows.household[applicant]
    within = np.arange(applicant.size) - np.searchsorted(house, house)
    key = block.application_start[house] + within
    return People(houses, frame, applicant, key, block.party[house], house, numbers[house] >= contact.HELPER)


@dataclass(frozen=True)
class _Origin:
    """Where people were first registered, and the serial they got there."""

    area: Area
    region: Ints
    serial: Ints


def _people_frame(
    plan: Households, streams: Streams, anchor: int, block: Layout, rows: births.Members, origin: _Origin
) -> pl.DataFrame:
    age = (anchor - rows.birth_day) / births.YEAR
    house_id = block.household_id[rows.household]
    named = names(plan, streams, rows, house_id, age)
    social = traits.draw(plan, streams, rows, age)
    phone, email = contact.personal(streams, plan, rows, age, named)
    frame = pl.DataFrame(
        {
            "person_id": rows.person_id,
            "household_id": house_id,
            "member_no": (rows.place + 1).astype(np.int8),
            "role": coded("role", rows.role),
            "name": named.text(),
            "is_mononym": named.is_single,
            "sex": coded("sex", (~rows.is_woman).astype(np.int64)),
            "birth_date": pl.Series(rows.birth_day.astype(np.int32)).cast(pl.Date),
            "birth_place": origin.area.regency_name(origin.region),
            "nik": contact.nik(origin.region, rows.birth_day, rows.is_woman, origin.serial),
            **social,
            "phone": phone,
            "email": email,
            "is_synthetic": pl.repeat(True, age.size, eager=True),
        }
    )
    return frame.select(polars_schema("people").names())
