"""Ages, roles, sexes and civil statuses that fit together in every household."""

from __future__ import annotations

import polars as pl
import pytest

from simi_lab.people import People
from simi_lab.scenario.model import Scenario

from .conftest import standard_error

SLACK = 1.2  # years: a crowded birth day may move by more than a year


def _of(members: pl.DataFrame, role: str, *columns: str) -> pl.DataFrame:
    mine = members.filter(pl.col("role") == role)
    return mine.select("household_id", *(pl.col(c).alias(f"{role}_{c}") for c in columns))


@pytest.fixture(scope="module")
def homes(members: pl.DataFrame) -> pl.DataFrame:
    """Everybody beside the head and the head's wife, if there is one."""
    head, wife = (_of(members, role, "age", "sex", "marital") for role in ("head", "spouse"))
    return members.join(head, on="household_id").join(wife, on="household_id", how="left")


def test_a_mother_is_16_to_48_years_older_than_each_of_her_children(homes: pl.DataFrame) -> None:
    children = homes.filter(pl.col("role") == "child")
    mother = pl.coalesce(pl.col("spouse_age"), pl.when(pl.col("head_sex") == "F").then("head_age"))
    apart = children.select((mother - pl.col("age")).alias("x"))["x"].drop_nulls()
    assert apart.len() > 20_000
    assert apart.min() >= 16 and apart.max() <= 48


def test_parents_of_the_head_are_old_enough_and_not_too_old(homes: pl.DataFrame) -> None:
    apart = homes.filter(pl.col("role") == "parent").select(pl.col("age") - pl.col("head_age"))["age"]
    assert apart.min() >= 16 and apart.max() <= 48
    assert homes["age"].max() < 101 and homes["age"].min() >= 0


def test_children_of_one_mother_are_born_at_least_nine_months_apart(members: pl.DataFrame) -> None:
    born = members.filter(pl.col("role") == "child").sort("household_id", "birth_date")
    apart = born.select(pl.col("birth_date").diff().over("household_id").dt.total_days())["birth_date"].drop_nulls()
    # serials of crowded days may move one of two birth dates by some days
    assert apart.min() >= 250


def test_couples_are_of_two_sexes_married_and_near_in_age(homes: pl.DataFrame) -> None:
    wives = homes.filter(pl.col("role") == "spouse")
    assert wives["head_sex"].unique().to_list() == ["M"] and wives["sex"].unique().to_list() == ["F"]
    assert wives["marital"].unique().to_list() == wives["head_marital"].unique().to_list() == ["married"]
    gap = wives["head_age"] - wives["age"]
    assert gap.min() > -7 and gap.max() < 13 and abs(gap.median() - 3) < 1


def test_nobody_is_married_before_19_and_every_marriage_has_two_in_the_house(members: pl.DataFrame) -> None:
    married = members.filter(pl.col("marital") == "married")
    assert married["age"].min() >= 19 - 0.1
    assert members.filter(pl.col("marital") != "single")["age"].min() >= 19 - 0.1
    halves = married.group_by("household_id").agg((pl.col("sex") == "F").sum().alias("women"), pl.len().alias("all"))
    assert halves.select((pl.col("all") == 2 * pl.col("women")).all()).item()


def test_heads_without_a_wife_are_not_married(homes: pl.DataFrame) -> None:
    lone = homes.filter((pl.col("role") == "head") & pl.col("spouse_age").is_null())
    assert set(lone["marital"].unique()) == {"single", "divorced", "widowed"}
    assert lone.filter(pl.col("age") >= 55)["marital"].value_counts(sort=True)["marital"][0] == "widowed"


def test_a_single_head_lives_with_relatives_not_with_children(homes: pl.DataFrame) -> None:
    others = homes.filter((pl.col("head_marital") == "single") & (pl.col("role") != "head"))
    assert set(others["role"].unique()) <= {"other", "parent"}


def test_grandchildren_fit_their_parents_or_grandparents(homes: pl.DataFrame) -> None:
    young = homes.filter((pl.col("role") == "other") & (pl.col("marital") == "single") & (pl.col("age") < 18))
    couples = homes.filter((pl.col("role").is_in(["child", "other"])) & (pl.col("marital") == "married"))
    elder = pl.coalesce("spouse_age", "head_age")
    mothers = couples.filter((pl.col("sex") == "F") & (pl.col("age") < elder - 10))
    mothers = mothers.select("household_id", pl.col("age").alias("mother_age")).unique("household_id")
    apart = young.join(mothers, on="household_id").select(pl.col("mother_age") - pl.col("age"))["mother_age"]
    assert apart.len() > 500
    assert apart.min() >= 16 and apart.max() <= 48
    alone = young.join(mothers, on="household_id", how="anti").filter(pl.col("head_marital") != "single")
    assert alone.select((elder - pl.col("age")).min()).item() >= 2 * 16


def test_one_head_one_wife_at_most_and_members_counted_from_one(many: People) -> None:
    counts = many.people.group_by("household_id", maintain_order=True).agg(
        (pl.col("role") == "head").sum().alias("heads"),
        (pl.col("role") == "spouse").sum().alias("wives"),
        (pl.col("role") == "parent").sum().alias("parents"),
        pl.col("member_no").cast(pl.Int64).alias("numbers"),
    )
    assert counts["heads"].unique().to_list() == [1]
    assert counts["wives"].max() == 1 and counts["parents"].max() == 2
    wanted = counts.select((pl.col("numbers") == pl.int_ranges(1, pl.col("numbers").list.len() + 1)).all()).item()
    assert wanted


def test_a_family_card_is_no_older_than_its_head_is_grown_up(plan: Scenario, members: pl.DataFrame) -> None:
    heads = members.filter(pl.col("role") == "head")
    issued = heads.select(
        pl.concat_str(pl.col("kk_number").str.slice(6, 4), pl.lit("20"), pl.col("kk_number").str.slice(10, 2))
        .str.to_date("%d%m%Y")
        .alias("day"),
        pl.col("birth_date"),
    )
    years = issued.select((pl.col("day") - pl.col("birth_date")).dt.total_days() / 365.25)["day"]
    assert years.min() >= 18 - SLACK
    assert issued["day"].max() <= plan.period.first


def test_elders_are_mostly_mothers_and_mostly_widowed(plan: Scenario, members: pl.DataFrame) -> None:
    elders = members.filter(pl.col("role") == "parent")
    alone = elders.filter(pl.len().over("household_id") == 1)
    women = (alone["sex"] == "F").mean()
    assert abs(women - 0.75) < 4 * standard_error(0.75, alone.height)
    assert set(alone["marital"].unique()) == {"widowed", "divorced"}
    pairs = 1 - alone.height / elders["household_id"].n_unique()
    share = plan.households.elder_pair_share.value
    assert abs(pairs - share) < 4 * standard_error(share, elders["household_id"].n_unique())
