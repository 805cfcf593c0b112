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
KK_DAYS = 3652  # a card is renewed with every birth, marriage and move: ten years at most
HEAD_FROM_DAYS = 6574  # a head is at least 18 years old
HELPER = 40_000_000  # ids from here to 45,000,000 are phones of helpers; those above belong to planted groups
HELPERS = 2  # in a village
VILLAGE_ROOM = 2_048  # villages of an office's area
OLD = 60.0  # years


def households(
    streams: Streams, area: Area, block: Layout, home: Home, office_id: int, numbers: Ints, card: tuple[Ints, Ints]
) -> pl.DataFrame:
    """Table `households` of a block.

    Parameters
    ----------
    numbers : see `phone_ids`
    card : days of issue and serials of the family cards, settled over whole shards

    Randomness : person keys, counter = household number.
    """
    n, first = block.size.size, block.first
    issued, serial = card

    def words(column: str) -> NDArray[np.uint64]:
        return streams.words("households", column, start=first, n=n)

    signal, line = area.villages["signal"].cast(enum("signal")), area.villages["line"]
    rt, rw = transforms.integers(words("rt"), 12) + 1, transforms.integers(words("rw"), 6) + 1
    number = transforms.integers(words("house_no"), 180) + 1
    frame = pl.DataFrame(
        {
            "household_id": block.household_id,
            "district_id": area.districts["district_id"].gather(home.district),
            "village": area.villages["name"].gather(home.village),
            "line": line.gather(home.village),
            "signal": signal.gather(home.village),
            "kk_number": sixteen(home.region, _ddmmyy(issued, np.zeros(n, dtype=bool)), serial),
            "phone": phones(numbers, 0),
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
        pl.format("No. {} RT {}/RW {}, {}", "no", "rt", "rw", "line").alias("address"),
        "kk_number",
        "phone",
        "signal",
    )


def phone_ids(streams: Streams, plan: Households, area: Area, block: Layout, home: Home, office_id: int) -> Ints:
    """Whose phone each household uses: its own (its number), or from `HELPER` on that of a helper of the village.

    Where the signal is weak or absent, a helper in the pekon files for neighbours with his own number, so that several
    households share it; nothing is wrong with that.

    Randomness : person keys, counter = household number.
    """
    ids = block.household_id
    weak = (area.villages["signal"] != "good").to_numpy()[home.village]
    rows = np.flatnonzero(weak)
    helped = transforms.bernoulli(streams.at("households", "helped", "", ids[rows]), plan.helper_phone_share.value)
    rows = rows[helped]
    which = transforms.integers(streams.at("households", "helper", "", ids[rows]), HELPERS)
    ids[rows] = HELPER + (office_id * VILLAGE_ROOM + home.village[rows]) * HELPERS + which
    return ids


def card_days(streams: Streams, first: int, head_born: Ints, moved: Ints, anchor: int) -> Ints:
    """Day on which the family card of households first.. was issued (before any crowding is settled).

    A card is at most ten years old, its head was grown up, and the household lived where it lives now.
    """
    words = streams.words("households", "kk_issued", start=first, n=head_born.size)
    earliest = np.maximum(np.maximum(head_born + HEAD_FROM_DAYS, moved), anchor - KK_DAYS)
    return anchor - 1 - transforms.integers(words, np.maximum(anchor - earliest, 1))


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
    share = np.where(age < OLD, plan.own_phone_share.value, plan.own_phone_from_60.value)
    has_phone = old_enough & transforms.bernoulli(words("phone"), share)
    has_email = old_enough & transforms.bernoulli(words("email"), plan.email_share.value)
    emails = named.of(has_email).text(pl.Series(rows.person_id[has_email] % 100_000), "@surel.example", glue=".")
    return _spread(phones(rows.person_id[has_phone], 1), has_phone), _spread(emails, has_email)


def _spread(values: pl.Series, has: NDArray[np.bool_]) -> pl.Series:
    """The values at the rows that have one, in order; null at the others."""
    position = pl.Series(np.cumsum(has) - 1)
    return values.gather(pl.select(pl.when(pl.lit(pl.Series(has))).then(pl.lit(position))).to_series())
