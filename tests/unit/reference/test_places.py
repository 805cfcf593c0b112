"""Districts, villages, neighbours and dead codes agree with each other and with the sourced totals."""

from __future__ import annotations

import math

import polars as pl
import pytest

from simi_lab.reference import places

KOTABUMI, LIWA, KRUI = (-4.827, 104.886), (-5.022, 104.079), (-5.190, 103.932)
BATU_BRAK, BUKIT_KEMUNING = (-5.05857, 104.1695), (-4.92906, 104.55295)
TOTALS = {
    "18.03": (23, 675_626),
    "18.04": (15, 313_756),
    "18.05": (15, 440_040),
    "18.08": (15, 495_058),
    "18.11": (7, 241_280),
    "18.12": (9, 312_516),
    "18.13": (11, 177_430),
}


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    (lat_a, lon_a), (lat_b, lon_b) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((lat_b - lat_a) / 2) ** 2
    h += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(h))


def test_the_area_has_95_districts_whose_people_add_up_to_the_sourced_totals():
    counts = places.districts().group_by("regency_id").agg(pl.len(), pl.col("population").sum())
    assert {row[0]: (row[1], row[2]) for row in counts.iter_rows()} == TOTALS
    assert places.districts()["population"].sum() == 2_655_706
    assert dict(places.regencies().select("regency_id", "population").iter_rows()) == {
        code: people for code, (_, people) in TOTALS.items()
    }


def test_villages_add_up_to_each_regency_and_136_in_lampung_barat():
    per_regency = places.districts().group_by("regency_id").agg(pl.col("n_villages").sum())
    assert dict(per_regency.iter_rows()) == dict(places.regencies().select("regency_id", "n_villages").iter_rows())
    real = places.villages().filter(pl.col("kind") != "seat")
    assert dict(real["kind"].cast(pl.String).value_counts().iter_rows()) == {"pekon": 131, "kelurahan": 5}
    listed = real.group_by("district_id").agg(pl.len().cast(pl.Int64).alias("n")).sort("district_id")
    declared = places.districts().filter(pl.col("regency_id") == places.LIWA_REGENCY).sort("district_id")
    assert listed["n"].to_list() == declared["n_villages"].to_list()


def test_each_other_district_has_one_entry_so_that_addresses_work():
    counts = places.villages().group_by("district_id").len()
    assert set(counts["district_id"]) == set(places.districts()["district_id"])
    outside = counts.filter(~pl.col("district_id").str.starts_with(places.LIWA_REGENCY))
    assert outside["len"].to_list() == [1] * 80


def test_signal_counts_of_districts_are_those_of_their_villages():
    signal = places.villages()["signal"].cast(pl.String).value_counts()
    assert dict(signal.iter_rows()) == {"good": 198, "weak": 16, "none": 2}
    dark = places.villages().filter(pl.col("signal") != "good").group_by("district_id").len()
    declared = places.districts().filter(pl.col("regency_id") == places.LIWA_REGENCY, pl.col("n_weak_signal") > 0)
    assert dict(dark.iter_rows()) == dict(declared.select("district_id", "n_weak_signal").iter_rows())
    assert places.villages("18.04.22").filter(pl.col("signal") == "weak").height == 5


@pytest.mark.parametrize(
    ("district", "column", "hours"),
    [
        ("18.04.04", "hours_to_office", (3.5, 4.0)),  # Liwa to Kotabumi
        ("18.04.09", "hours_to_liwa", (1.5, 2.0)),  # Suoh to Liwa
        ("18.13.01", "hours_to_liwa", (0.8, 1.5)),  # Krui to Liwa, 32 km
        ("18.04.04", "hours_to_liwa", (0.2, 0.3)),
        ("18.03.02", "hours_to_office", (0.2, 0.3)),
    ],
)
def test_road_hours_agree_with_the_journeys_that_are_known(district: str, column: str, hours: tuple[float, float]):
    value = places.districts().filter(pl.col("district_id") == district)[column].item()
    assert hours[0] <= value <= hours[1]


def test_road_hours_follow_the_rule_in_the_docstring():
    hill, plain = 3.75 / _km(LIWA, KOTABUMI), 1.35 / 42
    for row in places.districts().iter_rows(named=True):
        here, regency = (row["lat"], row["lon"]), row["regency_id"]
        if regency == "18.13":
            liwa = (_km(here, KRUI) + _km(KRUI, LIWA)) * hill
            office = liwa + 3.75
        elif regency == "18.04":
            liwa = _km(here, LIWA) * hill
            over = row["route_to_office_over"] == "Batu Brak"
            office = (_km(here, BATU_BRAK) + _km(BATU_BRAK, KOTABUMI) if over else _km(here, KOTABUMI)) * hill
        else:
            office = _km(here, KOTABUMI) * plain
            over = row["route_to_liwa_over"] == "Bukit Kemuning"
            liwa = _km(here, BUKIT_KEMUNING) * plain + _km(BUKIT_KEMUNING, LIWA) * hill if over else office + 3.75
        assert row["hours_to_office"] == pytest.approx(max(0.25, office), abs=0.026), row["name"]
        assert row["hours_to_liwa"] == pytest.approx(max(0.25, liwa), abs=0.026), row["name"]


def test_28_pairs_of_neighbours_each_once_and_all_districts_have_one():
    pairs = places.neighbours()
    assert pairs.height == 28
    assert (pairs["district_a"] < pairs["district_b"]).all()
    liwa = places.districts().filter(pl.col("regency_id") == places.LIWA_REGENCY)["district_id"]
    assert {*pairs["district_a"], *pairs["district_b"]} == set(liwa)


def test_the_tile_map_has_15_tiles_and_keeps_19_adjacencies():
    tiles = places.tile_map()
    assert tiles.height == 15
    assert tiles["row"].min() == tiles["column"].min() == 0
    assert tiles.select("row", "column").is_unique().all()
    at = {row["district_id"]: (row["row"], row["column"]) for row in tiles.iter_rows(named=True)}
    kept = [
        pair
        for pair in places.neighbours().select("district_a", "district_b").iter_rows()
        if sum(abs(x - y) for x, y in zip(at[pair[0]], at[pair[1]], strict=True)) == 1
    ]
    assert len(kept) == places.tile_map_kept() == 19


def test_dead_codes_fill_the_gaps_and_stay_known():
    dead = set(places.dead_codes()["district_id"])
    assert dead == {f"18.04.{n:02}" for n in (1, 2, 3, 12, 13, 14, 16, 17)}
    assert not dead & set(places.districts()["district_id"])
    assert "180413" in places.region_codes()
    assert len(places.region_codes()) == 95 + 8


def test_pockets_of_migration_are_kept_apart_from_what_models_read():
    assert "pmi_pocket" not in {*places.districts().columns, *places.villages().columns}
    pockets = places.audit_only().filter(pl.col("pmi_pocket") == "main")["district_id"]
    assert set(pockets) == {"18.04.09", "18.04.22", "18.04.23"}
