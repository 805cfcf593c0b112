"""Households that fit together, identity numbers that fit the people, and blocks that equal any larger one."""

from __future__ import annotations

import hashlib
from datetime import date

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simi_lab.people import People, area_of, make_people, mean_applicants
from simi_lab.people.make_names import write
from simi_lab.people.names import POOL
from simi_lab.reference.identity import is_reserved_email, kk, nik
from simi_lab.reference.spelling import variant
from simi_lab.scenario.load import resolve
from simi_lab.scenario.model import Scenario

N = 18_000  # more than one canonical shard of 16,384


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Scenario.model_validate(resolve("kotabumi").plain)


@pytest.fixture(scope="module")
def world(scenario: Scenario) -> People:
    return make_people(scenario, area_of(scenario), 0, N)


@settings(max_examples=12, deadline=None)
@given(start=st.integers(0, N - 1), length=st.integers(1, 900))
@example(start=16_384, length=900)  # a block of the second shard alone
@example(start=16_000, length=800)  # and one over the edge of the two
def test_any_block_is_the_same_rows_of_the_whole(scenario: Scenario, world: People, start: int, length: int) -> None:
    stop = min(start + length, N)
    block = make_people(scenario, area_of(scenario), start, stop)
    assert block.households.equals(world.households[start:stop])
    mine = world.people.filter(pl.col("household_id").is_between(start, stop - 1))
    assert block.people.equals(mine)
    wanted = world.application_id[(world.household_row >= start) & (world.household_row < stop)]
    assert block.application_id.tolist() == wanted.tolist()


def test_identity_numbers_fit_birth_date_sex_and_region_and_are_reserved_and_unique(world: People) -> None:
    people = world.people
    fits = nik.check_expr(pl.col("nik"), sex=pl.col("sex").cast(pl.String), birth_date=pl.col("birth_date"))
    assert people.select(fits.alias("x"))["x"].cast(pl.String).unique().to_list() == ["ok"]
    assert people["nik"].n_unique() == people.height
    assert people.select(nik.is_reserved_expr(pl.col("nik")).all()).item()
    assert world.households["kk_number"].n_unique() == world.households.height
    assert world.households.select(kk.is_reserved_expr(pl.col("kk_number")).all()).item()


def test_serials_of_shards_leave_the_planted_room_free(world: People) -> None:
    assert not world.people["nik"].str.slice(12).cast(pl.Int64).is_between(9990, 9999).any()


def test_addresses_are_reserved_and_nobody_shares_by_accident(world: People) -> None:
    emails = world.people["email"].drop_nulls()
    assert emails.n_unique() == emails.len()
    assert all(is_reserved_email(e) for e in emails.head(2000))


def test_shares_are_those_of_the_scenario(scenario: Scenario, world: People) -> None:
    applicants = world.people[world.applicant_row]
    women = (applicants["sex"] == "F").mean()
    assert abs(women - 0.57) < 0.015
    assert abs(applicants.height / N - mean_applicants(scenario.households)) < 0.03
    old = applicants.filter(pl.col("birth_date") < date(1973, 1, 1))
    young = applicants.filter(pl.col("birth_date") > date(1998, 1, 1))
    assert old["is_mononym"].mean() > 2 * young["is_mononym"].mean()
    assert (~applicants["name"].str.contains(" ")).equals(applicants["is_mononym"])


def test_no_column_tells_origin_or_faith(world: People) -> None:
    columns = {*world.people.columns, *world.households.columns}
    assert not columns & {"origin", "ethnicity", "religion"}


def test_the_pool_of_names_is_the_committed_one() -> None:
    """A newer Faker must not change a world: the pool is fixed by its hash, and regenerating it needs a decision."""
    assert (
        hashlib.sha256(POOL.read_bytes()).hexdigest()
        == "84ef15fd5b0aeafd67edd105a2c85779beef278a0e13dc1e0e9037cdf5c35efe"
    )


def test_the_script_still_writes_such_a_pool(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("pool") / "names.csv"
    write(path)
    made, ours = pl.read_csv(path), pl.read_csv(POOL)
    assert made.columns == ours.columns
    assert made.filter(pl.col("origin") != "faker").equals(ours.filter(pl.col("origin") != "faker"))


def test_a_variant_is_another_spelling() -> None:
    names = ["Muhammad Yusuf", "Sri Lestari", "Bakri"]
    frame = pl.DataFrame({"name": names}).select(variant(pl.col("name")))
    assert frame["name"].to_list() == ["Mohamad Yusuf", "Srie Lestari", "Bakrii"]
