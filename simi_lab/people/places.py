"""The office's area as arrays: where households live, and where people were first registered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.people.layout import select
from simi_lab.reference import places as facts
from simi_lab.scenario.model import Scenario
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
SAME_REGENCY = 0.6  # assumed: share of moves and marriages within a regency, of those around the office
# assumed: shares of provinces among those who come from outside the office's area
FAR = {"18": 0.45, "16": 0.20, "33": 0.12, "35": 0.08, "32": 0.08, "36": 0.03, "31": 0.03, "34": 0.01}
FIRST_DISTRICT = {"16.01": 7, "16.02": 2, "18.01": 4, "32.04": 5, "36.04": 5}  # elsewhere the code list begins at 01


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

    `districts` keeps the schema of the table `districts`; `villages` has district_id, name, signal and the line of an
    address, sorted by district; `first_village` and `n_villages` point into it per district. `regions` are the codes
    around the office, sorted; `far` those elsewhere, with their weights; `coast` is the regency (four digits) that had
    the `dead_regions` until `split_day`.
    """

    districts: pl.DataFrame
    villages: pl.DataFrame
    weights: Words
    first_village: Ints
    n_villages: Ints
    regions: Ints
    far: Ints
    far_weights: Words
    dead_regions: Ints
    coast: int
    split_day: int

    def draw(self, streams: Streams, first: int, n: int) -> Home:
        """Homes of households first..first+n-1."""
        district = transforms.category(streams.words("households", "district", start=first, n=n), self.weights)
        pick = transforms.integers(streams.words("households", "village", start=first, n=n), self.n_villages[district])
        codes = region_numbers(self.districts["district_id"])
        return Home(district, self.first_village[district] + pick, codes[district])

    def other_region(self, region: Ints, near: Words, pick: Words, afar: float) -> Ints:
        """A region code other than the given one.

        `afar` of them lie outside the office's area: elsewhere in Lampung, in Sumatera Selatan or on Java. Of the
        others, three of five are of the same regency.
        """
        around = self.regions
        place = np.searchsorted(around, region)
        regency = around // 100
        first = np.searchsorted(regency, regency, side="left")[place]
        count = np.searchsorted(regency, regency, side="right")[place] - first
        u = transforms.uniform(near)
        is_near = (u >= afar) & (u < afar + (1.0 - afar) * SAME_REGENCY) & (count > 1)
        first, count = select(is_near, first, 0), select(is_near, count, around.size)
        step = 1 + transforms.integers(pick, count - 1)
        out = around[first + (place - first + step) % count]
        rows = np.flatnonzero(u < afar)
        out[rows] = self.far[transforms.category(pick[rows], self.far_weights)]
        return out

    def codes_from(self, region: Ints) -> Ints:
        """Day from which a region has had its present code; long ago for all but the coast."""
        return np.where(region // 100 == self.coast, self.split_day, -(2**40))

    def regency_name(self, region: Ints) -> pl.Series:
        """Name of the regency of a region code, for the place of birth."""
        names = facts.regency_codes().select(
            pl.col("code").str.replace(".", "", literal=True).cast(pl.Int64), pl.col("name").alias("birth_place")
        )
        code = region // 100
        every = pl.DataFrame({"code": np.arange(10_000)})
        return every.join(names, on="code", how="left", maintain_order="left")["birth_place"].gather(code)


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
    if scenario.site.hours is not None:
        told = scenario.site.hours.values
        table = table.with_columns(pl.col("district_id").replace_strict(told, default=None).alias("hours_to_office"))
    half = scenario.demand.distance_half_hours.value
    weight = table["population"].to_numpy() / (1.0 + table["hours_to_office"].to_numpy() / half)
    villages = _villages(table)
    keys = villages["district_id"]
    first = np.array([int(keys.index_of(d) or 0) for d in table["district_id"]])
    count = np.array([int((keys == d).sum()) for d in table["district_id"]])
    around = np.sort(region_numbers(facts.districts()["district_id"]))
    dead = facts.dead_codes()
    return Area(
        table,
        villages,
        transforms.cumulative(weight),
        first,
        count,
        around,
        *_far(around),
        np.sort(region_numbers(dead["district_id"])),
        int(dead["regency_id_now"][0].replace(".", "")),
        clock.day_index(dead["ended_on"][0]),
    )


def _far(around: Ints) -> tuple[Ints, Words]:
    """Regions outside the area, one kecamatan for each regency, and how often people come from there."""
    codes = facts.regency_codes().filter(pl.col("code").str.slice(0, 2).is_in(list(FAR)))["code"].to_list()
    inside = set((around // 100).tolist())
    kept = [code for code in codes if int(code.replace(".", "")) not in inside]
    regions = [int(code.replace(".", "")) * 100 + FIRST_DISTRICT.get(code, 1) for code in kept]
    provinces = [code[:2] for code in kept]
    weights = [FAR[province] / provinces.count(province) for province in provinces]
    return np.array(regions), transforms.cumulative(weights)


def _villages(table: pl.DataFrame) -> pl.DataFrame:
    """Villages of the districts, sorted; where only the seat is listed, the others are numbered placeholders.

    Of those the last ones have a weak signal, as many as the table of districts counts.
    """
    listed = facts.villages().filter(pl.col("district_id").is_in(table["district_id"].implode()))
    listed = listed.select("district_id", "name", "kind", pl.col("signal").cast(pl.String), "village_id")
    seats = listed.filter(pl.col("kind") == "seat")["district_id"]
    rest = table.filter(pl.col("district_id").is_in(seats.implode()) & (pl.col("n_villages") > 1))
    number = rest.select(
        "district_id", "name", "n_villages", "n_weak_signal", number=pl.int_ranges(2, pl.col("n_villages") + 1)
    ).explode("number")
    others = number.select(
        "district_id",
        pl.format("{} {}", "name", "number").alias("name"),
        pl.lit("seat").cast(listed.schema["kind"]).alias("kind"),
        pl.when(pl.col("number") > pl.col("n_villages") - pl.col("n_weak_signal"))
        .then(pl.lit("weak"))
        .otherwise(pl.lit("good"))
        .alias("signal"),
        pl.format("{}.{}", "district_id", pl.col("number").cast(pl.String).str.zfill(4)).alias("village_id"),
    )
    every = pl.concat([listed, others]).sort("district_id", "village_id")
    place = table.select("district_id", pl.col("name").alias("district"))
    unit = pl.col("kind").cast(pl.String).replace_strict({"pekon": "Pekon ", "kelurahan": "Kel. "}, default="")
    return every.join(place, on="district_id", how="left", maintain_order="left").select(
        "district_id", "name", "signal", pl.concat_str(unit, "name", pl.lit(", "), "district").alias("line")
    )
