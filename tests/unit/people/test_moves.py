"""First regions, places of birth, codes that died, and marriages into a household."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from simi_lab.people import People
from simi_lab.people.serials import MOST_DAYS
from simi_lab.reference import places
from simi_lab.reference.identity import kk, nik
from simi_lab.scenario.model import Scenario

from .conftest import standard_error

SPLIT = date(2012, 10, 25)  # the coast of Lampung Barat became Pesisir Barat
DEAD = sorted(code.replace(".", "") for code in places.dead_codes()["district_id"])


@pytest.fixture(scope="module")
def rows(members: pl.DataFrame) -> pl.DataFrame:
    return members.with_columns(
        pl.col("nik").str.slice(0, 6).alias("region"), pl.col("kk_number").str.slice(0, 6).alias("home")
    )


def test_every_number_fits_its_person_and_none_is_shared(members: pl.DataFrame, many: People) -> None:
    fits = nik.check_expr(pl.col("nik"), sex=pl.col("sex"), birth_date=pl.col("birth_date")).alias("x")
    assert members.select(fits)["x"].cast(pl.String).unique().to_list() == ["ok"]
    assert members["nik"].n_unique() == members.height
    assert members.select(nik.is_reserved_expr(pl.col("nik")).all()).item()
    cards = many.households["kk_number"]
    assert (
        cards.n_unique() == cards.len()
        and cards.to_frame().select(kk.is_reserved_expr(pl.col("kk_number")).all()).item()
    )


def test_a_dead_code_is_carried_only_by_those_born_before_it_died(rows: pl.DataFrame) -> None:
    dead = rows.filter(pl.col("region").is_in(DEAD))
    assert set(dead["region"].unique()) == set(DEAD)
    assert dead["birth_date"].max() < SPLIT
    assert dead["birth_place"].unique().to_list() == ["Lampung Barat"]
    assert not rows.filter(pl.col("home").is_in(DEAD)).height, "a family card carries the present code"


def test_who_was_born_on_the_coast_long_before_the_split_has_no_code_of_pesisir_barat(rows: pl.DataFrame) -> None:
    new = rows.filter(pl.col("region").str.starts_with("1813"))
    assert new["birth_date"].min() >= SPLIT - timedelta(days=MOST_DAYS)
    assert new["birth_place"].unique().to_list() == ["Pesisir Barat"]


def test_place_of_birth_is_the_regency_of_the_first_region(rows: pl.DataFrame) -> None:
    names = places.regency_codes().select(
        pl.col("code").str.replace(".", "", literal=True).alias("regency"), pl.col("name").alias("regency_name")
    )
    found = rows.with_columns(pl.col("region").str.slice(0, 4).alias("regency")).join(names, on="regency", how="left")
    assert found.select((pl.col("regency_name") == pl.col("birth_place")).all()).item()


def test_a_family_card_has_the_code_of_the_home(rows: pl.DataFrame) -> None:
    assert rows.select((pl.col("home") == pl.col("district_id").str.replace_all(".", "", literal=True)).all()).item()


def test_heads_moved_as_often_as_the_plan_says_and_wives_married_in(plan: Scenario, rows: pl.DataFrame) -> None:
    here = rows.filter(~pl.col("home").str.starts_with("1813"))  # there every older code is another one
    heads, wives = (here.filter(pl.col("role") == role) for role in ("head", "spouse"))
    moved = heads.select((pl.col("region") != pl.col("home")).mean()).item()
    share = plan.households.moved_share.value
    assert abs(moved - share) < 4 * standard_error(share, heads.height)
    # a wife who did not marry in was either born here or came with the household, as the head did
    came = wives.select((pl.col("region") != pl.col("home")).mean()).item()
    married_in = plan.households.married_in_share.value
    wanted = married_in + (1 - married_in) * share
    assert wanted - share / 8 - 4 * standard_error(wanted, wives.height) < came
    assert came < wanted + 4 * standard_error(wanted, wives.height)


def test_brothers_and_sisters_change_their_code_once_from_the_old_home_to_the_new(rows: pl.DataFrame) -> None:
    coast = rows["region"].is_in(DEAD) | rows["region"].str.starts_with("1813")
    touched = rows.filter(coast)["household_id"].unique().implode()
    children = rows.filter((pl.col("role") == "child") & ~pl.col("household_id").is_in(touched))
    ordered = children.sort("household_id", "birth_date").with_columns(
        (pl.col("region") == pl.col("home")).cast(pl.Int8).alias("here")
    )
    steps = ordered.select(pl.col("here").diff().over("household_id"))["here"].drop_nulls()
    assert (steps == 1).sum() > 80, "some were born before the move and some after it"
    assert (steps == -1).sum() == 0
    gone = ordered.filter(pl.col("here") == 0).group_by("household_id").agg(pl.col("region").n_unique())
    assert gone["region"].max() == 1


def test_most_moves_stay_within_the_regency_and_some_come_from_afar(plan: Scenario, rows: pl.DataFrame) -> None:
    wives = rows.filter((pl.col("role") == "spouse") & ~pl.col("home").str.starts_with("1813"))
    came = wives.filter(pl.col("region") != pl.col("home"))
    near = came.select((pl.col("region").str.slice(0, 4) == pl.col("home").str.slice(0, 4)).mean()).item()
    assert 0.48 < near < 0.75
    around = places.regencies()["regency_id"].str.replace(".", "", literal=True)
    far = came.select((~pl.col("region").str.slice(0, 4).is_in(around.implode())).mean()).item()
    share = plan.households.from_afar_share.value
    assert abs(far - share) < 4 * standard_error(share, came.height)
    provinces = came.filter(~pl.col("region").str.slice(0, 4).is_in(around.implode()))["region"].str.slice(0, 2)
    assert set(provinces.unique()) <= {"16", "18", "31", "32", "33", "34", "35", "36"}
