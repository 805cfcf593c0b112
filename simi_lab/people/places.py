"""The office's area as arrays: where households live, and where people were first registered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.people.layout import PersonWords, select
from simi_lab.reference import places as facts
from simi_lab.scenario.model import Scenario
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]


@dataclass(frozen=True)
class Home:
    """Home of each household of a block: indices into the area's districts and villages, and the region code."""

    district: Ints
    village: Ints
    region: Ints

    def slice(self, start: int, stop: int) -> Home:
        """The homes of rows start..stop-1."""
        return Home(self.district[start:stop], self.village[start:stop], self.region[start:stop])


@dataclass(frozen=True)
class Area:
    """Districts and villages of one office.

    `districts` keeps the schema of the table `districts`; `villages` has district_id, name and signal, sorted by
    district; `first_village` and `n_villages` point into it per district.
    """

    districts: pl.DataFrame
    villages: pl.DataFrame
    weights: Words
    first_village: Ints
    n_villages: Ints
    regions: Ints

    def draw(self, streams: Streams, first: int, n: int) -> Home:
        """Homes of households first..first+n-1."""
        district = transforms.category(streams.words("households", "district", start=first, n=n), self.weights)
        pick = transforms.integers(streams.words("households", "village", start=first, n=n), self.n_villages[district])
        codes = region_numbers(self.districts["district_id"])
        return Home(district, self.first_village[district] + pick, codes[district])

    def first_region(self, streams: Streams, home: Ints, person_id: Ints, moved_share: float) -> Ints:
        """Six-digit code under which each person was first registered; it never changes when people move."""
        words = PersonWords(streams, person_id)
        moved = transforms.bernoulli(words("moved"), moved_share)
        other = self.regions[transforms.integers(words("region"), self.regions.size)]
        return select(moved, other, home)

    def regency_name(self, region: Ints) -> pl.Series:
        """Name of the regency of a region code, for the place of birth."""
        names = facts.regencies().select(
            pl.col("regency_id").str.replace_all(".", "", literal=True).cast(pl.Int64).alias("code"),
            pl.col("name").alias("birth_place"),
        )
        code = region // 100
        low, high = (int(code.min()), int(code.max())) if code.size else (0, 0)
        every = pl.DataFrame({"code": np.arange(low, high + 1)}).join(
            names, on="code", how="left", maintain_order="left"
        )
        return every["birth_place"].fill_null("Lampung").gather(code - low)


def region_numbers(district_id: pl.Series) -> Ints:
    """Six-digit numbers of district codes such as "18.04.04"."""
    return district_id.str.replace_all(".", "", literal=True).cast(pl.Int64).to_numpy()


def area_of(scenario: Scenario) -> Area:
    """Area of the scenario's office, weighted by people and by the distance to the office.

    Demand per head falls to a half at `distance_half_hours` of road (an assumption of the scenario).
    """
    every = facts.districts().filter(pl.col("regency_id").is_in(list(scenario.site.regencies)))
    hours = "hours_to_liwa" if scenario.site.kind == "ukk" else "hours_to_office"
    table = every.select(
        "district_id",
        "name",
        "regency_id",
        "regency",
        "lat",
        "lon",
        pl.col("population").cast(pl.Int64),
        pl.col("population_mark").cast(pl.String),
        pl.col("n_villages").cast(pl.Int32),
        pl.col("n_weak_signal").cast(pl.Int32),
        pl.col(hours).cast(pl.Float64).alias("hours_to_office"),
    )
    half = scenario.demand.distance_half_hours.value
    weight = table["population"].to_numpy() / (1.0 + table["hours_to_office"].to_numpy() / half)
    villages = (
        facts.villages()
        .filter(pl.col("district_id").is_in(table["district_id"].implode()))
        .sort("district_id", "village_id")
        .select("district_id", "name", "kind", pl.col("signal").cast(pl.String))
    )
    keys = villages["district_id"]
    first = np.array([int(keys.index_of(d) or 0) for d in table["district_id"]])
    count = np.array([int((keys == d).sum()) for d in table["district_id"]])
    dead = facts.dead_codes()["district_id"] if "18.04" in scenario.site.regencies else pl.Series([], dtype=pl.String)
    regions = np.concatenate([region_numbers(table["district_id"]), region_numbers(dead)])
    return Area(table, villages, transforms.cumulative(weight), first, count, regions)
