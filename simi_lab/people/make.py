"""Households and people of a block: made alone, equal in any split."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.people import births, contact, traits
from simi_lab.people.layout import SHARD, STRIDE, Layout, layout
from simi_lab.people.names import names
from simi_lab.people.places import Area
from simi_lab.scenario.model import Scenario
from simi_lab.schema import polars_schema
from simi_lab.schema.enums import coded
from simi_lab.streams import Streams

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class People:
    """A block of the world before anyone applies.

    `households` and `people` keep their catalogue schemas; for each person who applies there is the row in either
    table, the application's key and the party (0 alone, 1 couple, 2 family).
    """

    households: pl.DataFrame
    people: pl.DataFrame
    applicant_row: Ints
    application_id: Ints
    party: Ints
    household_row: Ints

    def applicants(self) -> pl.DataFrame:
        """One row per person who applies: the application's key, and what the form asks about person and home."""
        who = self.people.select(
            "person_id", "household_id", "name", "birth_date", "nik", "livelihood", "phone", "email"
        )[self.applicant_row]
        home = self.households.select("district_id", "signal", "kk_number", pl.col("phone").alias("household_phone"))[
            self.household_row
        ]
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
    streams = Streams(scenario.seed)
    anchor = clock.day_index(scenario.period.first)
    begin, end = first - first % SHARD, -(-last // SHARD) * SHARD
    whole = layout(scenario.households, streams, begin, end)
    everyone = births.members(dict(scenario.households.head_age.values), anchor, streams, whole)
    home = area.draw(streams, begin, end - begin)
    origin_region = area.first_region(
        streams, home.region[everyone.household], everyone.person_id, scenario.households.moved_share.value
    )
    shard = everyone.person_id // STRIDE
    birth, serial = births.settle_serials(origin_region, everyone.birth_day, everyone.is_woman, shard)

    mine = everyone.of(first - begin, last - begin)
    block = whole.slice(first - begin, last - begin)
    rows = births.Members(
        everyone.household[mine] - (first - begin),
        everyone.place[mine],
        everyone.role[mine],
        everyone.is_woman[mine],
        birth[mine],
        everyone.applies[mine],
        everyone.person_id[mine],
    )
    place = home.slice(first - begin, last - begin)
    cards = contact.card_days(streams, begin, end - begin, anchor)
    issued, card = births.settle_serials(
        home.region, cards, np.zeros(cards.size, dtype=bool), whole.household_id // SHARD
    )
    kept = slice(first - begin, last - begin)
    houses = contact.households(streams, area, block, place, office_id, issued[kept], card[kept])
    frame = _people_frame(scenario, streams, anchor, block, rows, origin_region[mine], serial[mine], houses, area)
    applicant = np.flatnonzero(rows.applies)
    house = rows.household[applicant]
    within = np.arange(applicant.size) - np.searchsorted(house, house)
    return People(houses, frame, applicant, block.application_start[house] + within, block.party[house], house)


def _people_frame(
    scenario: Scenario,
    streams: Streams,
    anchor: int,
    block: Layout,
    rows: births.Members,
    region: Ints,
    serial: Ints,
    houses: pl.DataFrame,
    area: Area,
) -> pl.DataFrame:
    plan = scenario.households
    age = (anchor - rows.birth_day) / births.YEAR
    house_id = block.household_id[rows.household]
    named = names(plan, streams, rows.person_id, house_id, rows.is_woman, age)
    social = traits.draw(plan, streams, rows, age, block)
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
            "birth_place": area.regency_name(region),
            "nik": contact.nik(region, rows.birth_day, rows.is_woman, serial),
            **social,
            "phone": phone,
            "email": email,
            "is_synthetic": pl.repeat(True, age.size, eager=True),
        }
    )
    return frame.select(polars_schema("people").names())
