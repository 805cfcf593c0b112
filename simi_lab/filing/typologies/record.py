"""What members leave on the record: their evidence, and what linked ones do together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.filing.calendar import day_weights
from simi_lab.filing.typologies.laws import BY_PURPOSE, Table, evidence_at, law, parents
from simi_lab.filing.typologies.members import Rings
from simi_lab.reference.identity import PHONE_PREFIX
from simi_lab.scenario.model import Scenario
from simi_lab.scenario.typologies import Typology
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
NIGHT_FROM, NIGHT_SECONDS = 81_000, 5_400  # half past ten at night until midnight
FAREWELL_DAYS = 21  # the earliest common departure after the last application


@dataclass
class Desk:
    """The columns of one office's applications that patterns may change: arrays of shape (n,), changed in place.

    `day` and `second` are office-local; `values` holds a code position per piece of evidence; `contact` is the number
    of a shared contact, or -1; `together` and `night` say what the linked ones of a ring do.
    """

    keys: Ints
    day: Ints
    second: Ints
    departs: Ints
    values: dict[str, Ints]
    contact: Ints
    together: NDArray[np.bool_]
    night: NDArray[np.bool_]
    group: NDArray[np.bool_]


def show_evidence(desk: Desk, rings: Rings, streams: Streams, scenario: Scenario, base: dict[str, Table]) -> None:
    """Draw every piece of evidence of the members anew, by the law of their kind on their day.

    Columns that the pattern does not name keep the law of everyone, given the purpose that was drawn.

    Randomness : streams of the kind, column = piece of evidence, counter = application key.
    """
    kind = rings.kind
    for rows, tables in laws_by_row(desk, rings.row, kind.pattern, scenario, base, benign=kind.benign):
        named = set(tables)
        for column in ("purpose", *(c for c in base if c != "purpose")):
            if column not in named and column not in BY_PURPOSE:
                continue
            words = streams.at(kind.stream, "evidence", column, desk.keys[rows])
            rows_of = tables.get(column, base[column])
            by = parents(column, desk.values["purpose"][rows])
            desk.values[column][rows] = transforms.category_by(words, [transforms.cumulative(r) for r in rows_of], by)


def laws_by_row(
    desk: Desk, row: Ints, pattern: Typology, scenario: Scenario, base: dict[str, Table], *, benign: bool
) -> list[tuple[Ints, dict[str, Table]]]:
    """Rows grouped by the law that holds for them: by era of their day, and by the dial's group."""
    starts = sorted({clock.day_index(era.since) for era in pattern.eras})
    era = np.searchsorted(np.array(starts, dtype=np.int64), desk.day[row], side="right")
    dial = scenario.dials.separability
    special = desk.group[row] & (dial != 1.0) & (not benign)
    out = []
    for number in range(len(starts) + 1):
        since = date(1970, 1, 1) + timedelta(days=starts[number - 1]) if number else date(1900, 1, 1)
        for is_special in (False, True) if special.any() else (False,):
            rows = row[(era == number) & (special == is_special)]
            if rows.size:
                evidence = evidence_at(pattern, since)
                out.append((rows, law(base, evidence, benign=benign, strength=dial if is_special else 1.0)))
    return out


def tie(desk: Desk, rings: Rings, streams: Streams, opened: Ints) -> None:
    """Linked members share a contact and file within the window; some rings travel in one week or book at night."""
    kind = rings.kind
    if kind.pattern.link.by not in ("phone", "email") or not rings.linked.any():
        return
    row, ring = rings.row[rings.linked], rings.ring[rings.linked]
    keys, ids = desk.keys[row], rings.ring_id
    begins = np.full(len(ids), -1, dtype=np.int64)
    begins[ring[::-1]] = desk.day[row[::-1]]  # the first linked member of each ring sets the day
    spread = transforms.integers(streams.at(kind.stream, "day", "", keys), int(kind.pattern.window_days.value) + 1)
    moved = next_open(begins[ring] + spread, opened)
    notice = desk.departs[row] - desk.day[row]
    desk.day[row], desk.departs[row] = moved, moved + notice
    desk.contact[row] = ids[ring]
    anchors = ids // 32
    flags = {
        name: transforms.bernoulli(
            streams.at(kind.stream, "together", name, anchors), pair.twin if kind.benign else pair.harmful
        )
        for name, pair in kind.pattern.together.items()
    }
    if "same_week" in flags:
        mine = flags["same_week"][ring]
        desk.together[row] = mine
        last = np.zeros(len(ids), dtype=np.int64)
        np.maximum.at(last, ring, moved)
        leaves = last + FAREWELL_DAYS + transforms.integers(streams.at(kind.stream, "departs", "ring", anchors), 30)
        wobble = transforms.integers(streams.at(kind.stream, "departs", "member", keys), 5)
        desk.departs[row[mine]] = (leaves[ring] + wobble)[mine]
    if "night" in flags:
        mine = flags["night"][ring]
        desk.night[row] = mine
        late = NIGHT_FROM + transforms.integers(streams.at(kind.stream, "night", "second", keys), NIGHT_SECONDS)
        desk.second[row[mine]] = late[mine]


def contact_phone(ids: Ints) -> pl.Series:
    """Phones of rings: even numbers under the unused prefix, drawn from above those of households."""
    number = (45_000_000 + ids * 7_919 % 5_000_000) % 50_000_000
    tail = 2 * ((number * 23_456_789) % 50_000_000)
    return pl.Series(int(f"1{PHONE_PREFIX}") * 10**8 + tail).cast(pl.String).str.slice(1)


def contact_email(ids: Ints, names: pl.Series) -> pl.Series:
    """E-mail addresses of rings in a reserved domain, in the form that everyone's have, from one member's name."""
    slug = names.str.to_lowercase().str.replace_all(r"[^a-z ]", "").str.replace_all(" ", ".", literal=True)
    frame = pl.DataFrame({"slug": slug, "n": ids % 100_000})
    return frame.select(pl.format("{}.{}@surel.example", "slug", "n").alias("email")).to_series()


def open_days(scenario: Scenario) -> Ints:
    """Days of the period on which people file, in order."""
    every, weights = day_weights(scenario)
    return every[weights > 0]


def next_open(days: Ints, opened: Ints) -> Ints:
    """The first open day on or after each day (the last open day at the end)."""
    return opened[np.minimum(np.searchsorted(opened, days), opened.size - 1)]
