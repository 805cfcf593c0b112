"""Rings: who belongs to a planted group, and the truth about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.schema import polars_schema
from simi_lab.streams import Streams, transforms
from simi_lab.streams.words import Words

Ints = NDArray[np.int64]
RINGS_PER_OFFICE = 1 << 20
KIND_NUMBER = {"pattern:pmi_group": 0, "twin:pmi_group": 1, "pattern:two_identities": 2, "twin:two_identities": 3}


@dataclass(frozen=True)
class Ring:
    """One planted group: its stream and its number within the office."""

    streams: Streams
    name: str
    office_id: int
    number: int

    @property
    def ring_id(self) -> int:
        """Key of the ring: office, kind and number."""
        return (self.office_id * 4 + KIND_NUMBER[self.name]) * RINGS_PER_OFFICE + self.number

    def word(self, role: str) -> Words:
        """One word of the ring, shape (1,)."""
        return self.streams.words(self.name, role, start=self.office_id * RINGS_PER_OFFICE + self.number, n=1)


def ring_count(streams: Streams, name: str, office_id: int, members: float, sizes: dict[int, float]) -> int:
    """How many groups give that many members on average; the fraction is settled by one draw."""
    mean = sum(size * share for size, share in sizes.items())
    wanted = members / mean
    u = float(transforms.uniform(streams.words(name, "count", start=office_id, n=1))[0])
    return int(wanted + u)


def choose_members(
    ring: Ring, table: pl.DataFrame, truth: Truth, size: int, *, ages: tuple[int, int], within_days: int
) -> Ints:
    """Rows of applications that become members: adults who apply alone, near in time and in one regency, not yet used.

    The anchor is a draw over all applications; the others are the nearest in the order of their own words.
    """
    free = truth.is_free & ~table["is_group"].to_numpy()
    age = table["age_years"].to_numpy()
    free &= (age >= ages[0]) & (age <= ages[1])
    candidates = np.flatnonzero(free)
    if candidates.size == 0:
        return candidates
    anchor = int(candidates[int(transforms.integers(ring.word("anchor"), candidates.size)[0])])
    day = table["filed_at"].to_physical().to_numpy() // 86_400_000_000
    regency = table["district_id"].str.slice(0, 5)
    near = candidates[np.abs(day[candidates] - day[anchor]) <= within_days]
    near = near[(regency.gather(near) == regency[anchor]).to_numpy()]
    keys = table["application_id"].to_numpy()[near]
    order = transforms.permutation(ring.streams.at(ring.name, "member", str(ring.number), keys))
    others = near[order]
    return np.concatenate([[anchor], others[others != anchor][: size - 1]]).astype(np.int64)


@dataclass
class Truth:
    """What is true about each application of an office, filled as patterns are planted."""

    keys: Ints
    is_free: NDArray[np.bool_] = field(init=False)
    _members: list[pl.DataFrame] = field(default_factory=list)
    _rings: list[dict[str, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.is_free = np.ones(self.keys.size, dtype=bool)

    def add(
        self,
        typology: str,
        rows: Ints,
        ring: Ring,
        *,
        benign: bool,
        started: object,
        phone: str | None,
        positive: NDArray[np.bool_] | None = None,
    ) -> None:
        """Record one ring; its rows are not free any more. `positive` tells members apart where not all need action."""
        self.is_free[rows] = False
        acts = "protect_and_refer" if typology == "pmi_group" else "investigate"
        is_positive = (np.ones(rows.size, dtype=bool) if positive is None else positive) & (not benign)
        self._members.append(
            pl.DataFrame(
                {
                    "application_id": self.keys[rows],
                    "typology": ["none" if benign else typology] * rows.size,
                    "is_positive": is_positive,
                    "twin_of": [typology if benign else None] * rows.size,
                    "ring_id": [ring.ring_id] * rows.size,
                    "right_action": np.where(is_positive, acts, "issue"),
                },
                schema_overrides={"twin_of": pl.String},
            )
        )
        self._rings.append(
            {
                "ring_id": ring.ring_id,
                "typology": typology,
                "is_benign": benign,
                "n_members": int(rows.size),
                "started_on": started.date() if isinstance(started, datetime) else started,
                "shared_phone": phone,
            }
        )

    def applications(self) -> pl.DataFrame:
        """Table `truth_applications`: every application of the office."""
        schema = polars_schema("truth_applications")
        base = pl.DataFrame({"application_id": self.keys})
        if not self._members:
            members = pl.DataFrame(
                schema={n: pl.String if n in ("typology", "twin_of", "right_action") else t for n, t in schema.items()}
            )
        else:
            members = pl.concat(self._members)
        out = base.join(members, on="application_id", how="left", maintain_order="left").with_columns(
            pl.col("typology").fill_null("none"),
            pl.col("is_positive").fill_null(False),
            pl.col("right_action").fill_null("issue"),
        )
        return out.select(schema.names()).cast(schema)

    def rings(self) -> pl.DataFrame:
        """Table `truth_rings`, by key."""
        return pl.DataFrame(self._rings, schema=dict(polars_schema("truth_rings")), orient="row").sort("ring_id")
