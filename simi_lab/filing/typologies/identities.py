"""The second identity: where the duplicate search finds a match, two applications show nearly one name and birth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.filing.typologies.members import Rings
from simi_lab.reference.spelling import variant
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
MIN_GAP_DAYS = 14
PLANTED_SERIALS = range(9990, 10_000)
OTHER_SPELLING = 0.5  # assumed: the second name is spelled differently


@dataclass(frozen=True)
class Firsts:
    """First identities: rows of their applications, keys of their rings, benign or not; shape (n_pairs,)."""

    second: Ints
    row: Ints
    ring_id: Ints
    benign: NDArray[np.bool_]


def find_firsts(
    planted: Sequence[Rings], streams: Streams, day: Ints, free: NDArray[np.bool_], women: NDArray[np.bool_]
) -> Firsts:
    """An earlier application of the same sex for each matched second identity; none is found for the very first days.

    Nothing about the first is changed, so it says nothing. Randomness : streams of the kind, role first.
    """
    second, row, ids, benign = [], [], [], []
    pools = {sex: np.flatnonzero(free & (women == sex)) for sex in (False, True)}
    by_day = {sex: pool[np.argsort(day[pool], kind="stable")] for sex, pool in pools.items()}
    queues = {sex: (pool, day[pool]) for sex, pool in by_day.items()}
    for rings in planted:
        if rings.kind.pattern.link.by != "match":
            continue
        window = rings.kind.pattern.window_days.value
        for member, ring in zip(rings.row[rings.linked].tolist(), rings.ring[rings.linked].tolist(), strict=True):
            pool, days = queues[bool(women[member])]
            low, high = np.searchsorted(days, (day[member] - window, day[member] - MIN_GAP_DAYS + 1))
            word = streams.words(rings.kind.stream, "first", start=int(rings.ring_id[ring]), n=1)
            at = int(low) + int(transforms.integers(word, max(int(high - low), 1))[0])
            while at < high and not free[pool[at]]:
                at += 1
            if at >= high:
                continue
            first = int(pool[at])
            free[first] = False
            second.append(member)
            row.append(first)
            ids.append(int(rings.ring_id[ring]))
            benign.append(rings.kind.benign)
    seconds, rows, rings_of = (np.array(each, dtype=np.int64) for each in (second, row, ids))
    return Firsts(seconds, rows, rings_of, np.array(benign, dtype=bool))


def edited(firsts: Firsts, table: pl.DataFrame, streams: Streams) -> pl.DataFrame:
    """New name, birth date and NIK of each matched second person: person_id, application_id, name, birth_date, nik.

    A new birth date brings a NIK with a serial of 9990-9999, the room that no shard of people uses; the serials of one
    office are told apart here.
    """
    taken = set[str]()
    asked = ("person_id", "application_id", "name", "birth_date", "nik")
    ones, twos = (table.select(asked)[each] for each in (firsts.row, firsts.second))
    names = ones["name"].unique()
    spelled_anew = dict(zip(names, pl.select(variant(pl.lit(names))).to_series(), strict=True))
    rows = []
    pairs = zip(ones.iter_rows(named=True), twos.iter_rows(named=True), firsts.ring_id.tolist(), strict=True)
    for one, two, ring in pairs:
        spelled, near = streams.words("second_identity", "spelling", start=ring * 2, n=2)
        other = bool(transforms.bernoulli(np.array([spelled]), OTHER_SPELLING)[0])
        name = spelled_anew[one["name"]] if other else one["name"]
        born = _near(one["birth_date"], int(transforms.integers(np.array([near]), 3)[0]))
        nik = _new_nik(two["nik"], born, int(two["nik"][6:8]) > 40, taken)
        taken.add(nik)
        rows.append((two["person_id"], two["application_id"], name, born, nik))
    schema = {
        "person_id": pl.Int64,
        "application_id": pl.Int64,
        "name": pl.String,
        "birth_date": pl.Date,
        "nik": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _near(born: date, how: int) -> date:
    """The same day, day and month exchanged, or the day after."""
    if how == 1 and born.day <= 12 and born.day != born.month:
        return date(born.year, born.day, born.month)
    return born if how == 0 else born + timedelta(days=1)


def _new_nik(old: str, born: date, is_woman: bool, taken: set[str]) -> str:
    head = f"{old[:6]}{born.day + 40 * is_woman:02d}{born.month:02d}{born.year % 100:02d}"
    for serial in PLANTED_SERIALS:
        if (nik := f"{head}{serial}") not in taken:
            return nik
    raise OverflowError(f"no reserved serial is free for {head}")
