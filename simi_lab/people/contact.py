"""Addresses, family cards, identity numbers, phones and e-mail: reserved ones, assembled as whole numbers."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.people.births import ROLE_CHILD, Members
from simi_lab.people.layout import Layout, PersonWords
from simi_lab.people.names import Names
from simi_lab.people.places import Area, Home
from simi_lab.reference.identity import PHONE_PREFIX
from simi_lab.scenario.world import Households
from simi_lab.schema import enum
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
PHONE_ROOM = 50_000_000  # numbers of one kind; eight digits hold two kinds
PHONE_STEP = 23_456_789  # odd and no multiple of 5, so that different ids give different numbers
KK_YEARS = 15


def households(
    streams: Streams, area: Area, block: Layout, home: Home, office_id: int, issued: Ints, serial: Ints
) -> pl.DataFrame:
    """Table `households` of a block; `issued` and `serial` of the family cards were settled over whole shards.

    Randomness : person keys, counter = household number.
    """
    n, first = block.size.size, block.first

    def words(column: str) -> NDArray[np.uint64]:
        return streams.words("households", column, start=first, n=n)

    village = area.villages.select("name", "signal")[home.village]
    rt, rw = transforms.integers(words("rt"), 12) + 1, transforms.integers(words("rw"), 6) + 1
    number = transforms.integers(words("house_no"), 180) + 1
    frame = pl.DataFrame(
        {
            "household_id": block.household_id,
            "district_id": area.districts["district_id"].gather(home.district),
            "village": village["name"],
            "signal": village["signal"].cast(enum("signal")),
            "kk_number": sixteen(home.region, _ddmmyy(issued, np.zeros(n, dtype=bool)), serial),
            "phone": phones(block.household_id, 0),
            "no": number,
            "rt": rt,
            "rw": rw,
        }
    )
    return frame.select(
        "household_id",
        pl.lit(office_id, dtype=pl.Int64).alias("office_id"),
        "district_id",
        "village",
        pl.format("No. {} RT {}/RW {}, {}", "no", "rt", "rw", "village").alias("address"),
        "kk_number",
        "phone",
        "signal",
    )


def card_days(streams: Streams, first: int, n: int, anchor: int) -> Ints:
    """Day on which the family card of households first..first+n-1 was issued (before any crowding is settled)."""
    words = streams.words("households", "kk_issued", start=first, n=n)
    return anchor - 1 - transforms.integers(words, int(KK_YEARS * 365.25))


def nik(region: Ints, birth: Ints, is_woman: NDArray[np.bool_], serial: Ints) -> pl.Series:
    """Identity numbers: region, DDMMYY with 40 added to a woman's day, serial; text of 16 digits."""
    return sixteen(region, _ddmmyy(birth, is_woman), serial)


def sixteen(region: Ints, day: Ints, serial: Ints) -> pl.Series:
    """Region (6 digits), day (6 digits) and serial (4 digits) as text; no region code starts with 0."""
    return pl.Series(region * 10**10 + day * 10**4 + serial).cast(pl.String)


def _ddmmyy(day: Ints, is_woman: NDArray[np.bool_]) -> Ints:
    first = int(day.min()) if day.size else 0
    span = int(day.max()) - first + 1 if day.size else 0
    days = pl.Series(np.arange(first, first + span, dtype=np.int32)).cast(pl.Date)
    table = (
        days.dt.day().cast(pl.Int64) * 10_000
        + days.dt.month().cast(pl.Int64) * 100
        + days.dt.year().cast(pl.Int64) % 100
    ).to_numpy()
    return table[day - first] + 400_000 * is_woman


def phones(ids: Ints, kind: int) -> pl.Series:
    """Phone numbers under the unused prefix, one per id; kind 0 for households, 1 for persons, never shared."""
    number = (ids * PHONE_STEP) % PHONE_ROOM * 2 + kind
    return pl.Series(int(f"1{PHONE_PREFIX}") * 10**8 + number).cast(pl.String).str.slice(1)


def personal(
    streams: Streams, plan: Households, rows: Members, age: NDArray[np.float64], named: Names
) -> tuple[pl.Series, pl.Series]:
    """Own phone (null: uses the household's; children have none) and own e-mail (null: none)."""
    old_enough = (age >= 15) | (rows.role != ROLE_CHILD)
    words = PersonWords(streams, rows.person_id)
    has_phone = old_enough & transforms.bernoulli(words("phone"), plan.own_phone_share.value)
    has_email = old_enough & transforms.bernoulli(words("email"), plan.email_share.value)
    emails = named.of(has_email).text(pl.Series(rows.person_id[has_email] % 100_000), "@surel.example", glue=".")
    return _spread(phones(rows.person_id[has_phone], 1), has_phone), _spread(emails, has_email)


def _spread(values: pl.Series, has: NDArray[np.bool_]) -> pl.Series:
    """The values at the rows that have one, in order; null at the others."""
    position = pl.Series(np.cumsum(has) - 1)
    return values.gather(pl.select(pl.when(pl.lit(pl.Series(has))).then(pl.lit(position))).to_series())
