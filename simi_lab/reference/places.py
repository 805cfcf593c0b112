"""Where applicants live: the districts of the Kotabumi office's area, their villages, neighbours and dead codes."""

from __future__ import annotations

import polars as pl

from ._tables import Mark, declare, load

LIWA_REGENCY = "18.04"
SIGNALS = pl.Enum(("none", "weak", "good"))

declare(
    "districts",
    {
        "district_id": pl.String(),
        "name": pl.String(),
        "regency_id": pl.String(),
        "regency": pl.String(),
        "seat": pl.String(),
        "lat": pl.Float64(),
        "lon": pl.Float64(),
        "population": pl.Int64(),
        "population_mark": Mark,
        "n_villages": pl.Int64(),
        "n_weak_signal": pl.Int64(),
        "villages_mark": Mark,
        "hours_to_office": pl.Float64(),
        "hours_to_liwa": pl.Float64(),
        "route_to_office_over": pl.String(),
        "route_to_liwa_over": pl.String(),
        "hours_mark": Mark,
    },
    key=("district_id",),
    optional=("route_to_office_over", "route_to_liwa_over"),
)
declare(
    "regencies",
    {
        "regency_id": pl.String(),
        "name": pl.String(),
        "seat_district_id": pl.String(),
        "population": pl.Int64(),
        "n_villages": pl.Int64(),
        "villages_mark": Mark,
    },
    key=("regency_id",),
)
declare(
    "villages",
    {
        "village_id": pl.String(),
        "district_id": pl.String(),
        "name": pl.String(),
        "kind": pl.Enum(("pekon", "kelurahan", "seat")),
        "postcode": pl.String(),
        "signal": SIGNALS,
        "signal_mark": Mark,
        "tower_proposed": pl.Boolean(),
    },
    key=("village_id",),
    optional=("postcode",),
)
declare("regency_codes", {"code": pl.String(), "name": pl.String()}, key=("code",))
declare("neighbours", {"district_a": pl.String(), "district_b": pl.String()}, key=("district_a", "district_b"))
declare(
    "dead_codes",
    {
        "district_id": pl.String(),
        "regency_id_now": pl.String(),
        "regency_now": pl.String(),
        "ended_on": pl.Date(),
        "meaning_id": pl.String(),
        "meaning_en": pl.String(),
    },
    key=("district_id",),
)
declare(
    "pockets",
    {"district_id": pl.String(), "pmi_pocket": pl.Enum(("none", "listed", "main"))},
    key=("district_id",),
)
declare("tile_map", {"district_id": pl.String(), "row": pl.Int64(), "column": pl.Int64()}, key=("row", "column"))


def districts() -> pl.DataFrame:
    """Every kecamatan of the Kotabumi office's area, one row each (95), Lampung Barat's 15 among them.

    `population` is people: Lampung Barat follows voters and rough shares, elsewhere the sourced total of the regency
    is split in equal shares, the seat counting twice; only the regency totals are sourced. `n_weak_signal` counts
    villages with weak or no signal (outside Lampung Barat: a tenth, assumed). `hours_to_office` (Kotabumi) and
    `hours_to_liwa` are one way by road: straight kilometres x 1.52 / 37.3 km/h in the hills, which gives the 140 km
    and 3.75 h of Liwa to Kotabumi, and x 1.35 / 42 km/h in the plain; `route_..._over` names a detour that was
    reckoned leg by leg. `lat`, `lon` are WGS84 degrees of the centroid.

    Source : code list of Kepmendagri 300.2.2-2138/2025; BPS yearbook 2022; press. Shares and hours: assumed.
    """
    return load("districts")


def regencies() -> pl.DataFrame:
    """The seven regencies of the office's area: code, seat, sourced population (people), number of villages."""
    return load("regencies")


def regency_codes() -> pl.DataFrame:
    """Every regency and city of Indonesia: `code` such as "18.04" and `name` (514 rows).

    Source : code list of Kepmendagri 300.2.2-2138/2025.
    """
    return load("regency_codes")


def villages(district_id: str | None = None) -> pl.DataFrame:
    """Villages with postcode and mobile signal: 136 of Lampung Barat, and one entry (the seat) for each other district.

    Source : code list of Kepmendagri 300.2.2-2138/2025; Radar Lampung Barat Nov 2023 and Media Lampung Dec 2022 for
    `signal`; a village that neither list names counts as good (assumed).
    """
    frame = load("villages")
    return frame if district_id is None else frame.filter(pl.col("district_id") == district_id)


def neighbours() -> pl.DataFrame:
    """The 28 pairs of touching districts of Lampung Barat, each once (`district_a` < `district_b`)."""
    return load("neighbours")


def dead_codes() -> pl.DataFrame:
    """District codes that ended while people born under them keep them in their NIK for life (8 rows).

    Which of the eight coastal districts had which code is not known to us, so no row claims a name.
    """
    return load("dead_codes")


def region_codes() -> frozenset[str]:
    """All six-digit region codes that a NIK may carry here without a question: current and dead ones."""
    codes = [*districts()["district_id"], *dead_codes()["district_id"]]
    return frozenset(code.replace(".", "") for code in codes)


def audit_only() -> pl.DataFrame:
    """Districts that press calls pockets of labour migration, for auditing a model and never for feeding one.

    Grain: one row per district of Lampung Barat. `pmi_pocket` is none, listed or main.
    Source : Radar Lampung Barat, 5 May 2025.
    """
    return load("pockets")


def tile_map() -> pl.DataFrame:
    """A grid with one equal tile per district of Lampung Barat: `row` counts from the north, `column` from the west.

    Of the 28 adjacencies the layout keeps 19 (`tile_map_kept`), the most that a search by annealing over a 6 x 8 grid
    found; among those layouts it disturbs the order from west to east and from north to south least.
    """
    return load("tile_map")


def tile_map_kept() -> int:
    """How many of the 28 adjacencies share a side in the tile map."""
    tiles = tile_map().select("district_id", "row", "column")
    pairs = (
        neighbours()
        .join(tiles, left_on="district_a", right_on="district_id")
        .join(tiles, left_on="district_b", right_on="district_id", suffix="_b")
    )
    steps = (pl.col("row") - pl.col("row_b")).abs() + (pl.col("column") - pl.col("column_b")).abs()
    return pairs.filter(steps == 1).height
