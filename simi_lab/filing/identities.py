"""Two identities of one person, and the namesakes and twins who only look like it."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from simi_lab.filing.rings import Ring, Truth, ring_count
from simi_lab.reference.spelling import variant
from simi_lab.scenario.model import Scenario
from simi_lab.scenario.world import Pattern
from simi_lab.schema import enum
from simi_lab.streams import Streams, transforms

NEEDS = ("similar_name", "near_birth_date", "lost_claim")
MIN_GAP_DAYS = 14
PLANTED_SERIALS = range(9990, 10_000)


def plant_identities(
    scenario: Scenario,
    table: pl.DataFrame,
    people: pl.DataFrame,
    truth: Truth,
    plan: Pattern,
    *,
    benign: bool,
    office_id: int,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make the second of two applicants look like the first: name, birth date and NIK, or a lost book.

    The second application is the positive one. A new birth date brings a new NIK with a serial of 9990-9999, the room
    that no shard of people uses.
    """
    name = f"{'twin' if benign else 'pattern'}:two_identities"
    streams = Streams(scenario.seed)
    share = plan.twin_prevalence.value if benign else plan.prevalence.value
    evidence = dict((plan.twin_evidence if benign else plan.evidence).values)
    n_rings = ring_count(streams, name, office_id, table.height * share, {1: 1.0})
    taken = set(people["nik"].to_list()) if n_rings else set()
    edits: list[dict[str, object]] = []
    day = table["filed_at"].to_physical().to_numpy() // 86_400_000_000
    women = (people["sex"].cast(pl.String) == "F").to_numpy()
    person_row = np.searchsorted(people["person_id"].to_numpy(), table["person_id"].to_numpy())
    adult = (table["age_years"].to_numpy() >= 19) & ~table["is_group"].to_numpy()
    for number in range(n_rings):
        ring = Ring(streams, name, office_id, number)
        pool = np.flatnonzero(truth.is_free & adult)
        if pool.size < 2:
            break
        first = int(pool[int(transforms.integers(ring.word("first"), pool.size)[0])])
        gap = day[pool] - day[first]
        fits = (
            (gap >= MIN_GAP_DAYS)
            & (gap <= plan.window_days.value)
            & (women[person_row[pool]] == women[person_row[first]])
        )
        later = pool[fits]
        if later.size == 0:
            continue
        second = int(later[int(transforms.integers(ring.word("second"), later.size)[0])])
        edits.append(
            _edit(ring, table, people, int(person_row[first]), int(person_row[second]), second, evidence, taken)
        )
        truth.add(
            "two_identities",
            np.array([first, second]),
            ring,
            benign=benign,
            started=table["filed_at"][first],
            phone=None,
            positive=np.array([False, True]),
        )
    if not edits:
        return table, people
    schema = {
        "person_id": pl.Int64,
        "application_id": pl.Int64,
        "name": pl.String,
        "birth_date": pl.Date,
        "nik": pl.String,
        "lost": pl.Boolean,
    }
    new = pl.DataFrame(edits, schema=schema, orient="row")
    people = people.update(new.select("person_id", "name", "birth_date", "nik"), on="person_id").with_columns(
        (~pl.col("name").str.contains(" ", literal=True)).alias("is_mononym")
    )
    table = table.update(new.select("application_id", "name", "birth_date", "nik"), on="application_id")
    claims = new.filter("lost")["application_id"].implode()
    lost = (
        pl.when(pl.col("application_id").is_in(claims)).then(pl.lit("lost")).otherwise(pl.col("kind").cast(pl.String))
    )
    return table.with_columns(lost.cast(enum("kind")).alias("kind")), people


def _edit(
    ring: Ring,
    table: pl.DataFrame,
    people: pl.DataFrame,
    first: int,
    second: int,
    row: int,
    evidence: dict[str, float],
    taken: set[str],
) -> dict[str, object]:
    """New name, birth date and NIK of the second person."""
    shown = {e: bool(transforms.bernoulli(ring.word(e), evidence[e])[0]) for e in NEEDS}
    one, two = people.row(first, named=True), people.row(second, named=True)
    name = two["name"]
    if shown["similar_name"]:
        other = bool(transforms.bernoulli(ring.word("spelling"), 0.5)[0])
        name = pl.select(variant(pl.lit(one["name"]))).item() if other else one["name"]
    born, nik = two["birth_date"], two["nik"]
    if shown["near_birth_date"]:
        born = _near(one["birth_date"], int(transforms.integers(ring.word("near"), 3)[0]))
        nik = _new_nik(two["nik"], born, two["sex"] == "F", taken)
        taken.add(nik)
    return {
        "person_id": two["person_id"],
        "application_id": table["application_id"][row],
        "name": name,
        "birth_date": born,
        "nik": nik,
        "lost": shown["lost_claim"],
    }


def _near(born: date, how: int) -> date:
    """The same day, day and month exchanged, or the same day of the month before or after."""
    if how == 1 and born.day <= 12 and born.day != born.month:
        return date(born.year, born.day, born.month)
    return born if how == 0 else born + timedelta(days=1)


def _new_nik(old: str, born: date, is_woman: bool, taken: set[str]) -> str:
    head = f"{old[:6]}{born.day + 40 * is_woman:02d}{born.month:02d}{born.year % 100:02d}"
    for serial in PLANTED_SERIALS:
        if (nik := f"{head}{serial}") not in taken:
            return nik
    raise OverflowError(f"no reserved serial is free for {head}")
