"""Guarantors, foreigners and permits fit each other, and nothing but the evidence speaks of a ring."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from simi_lab.foreign import Land, definition_faults, make_foreign
from simi_lab.reference.stay import visa_index
from simi_lab.scenario.model import Scenario
from simi_lab.schema.checks import check_table, reference_faults

Enlarged = Callable[..., Scenario]
Tables = dict[str, pl.DataFrame]
MANY = 20_000


@pytest.fixture(scope="module")
def scenario(enlarged: Enlarged) -> Scenario:
    return enlarged(MANY, 5)


@pytest.fixture(scope="module")
def tables(scenario: Scenario, land: Land) -> Tables:
    return make_foreign(scenario, land, office_id=0)


def test_every_table_keeps_its_contract_and_refers_to_rows_that_exist(tables: Tables) -> None:
    for name, frame in tables.items():
        check_table(frame, name)
    assert not reference_faults(tables)
    assert abs(tables["foreigners"].height - MANY) < 0.05 * MANY


def test_every_planted_group_satisfies_its_own_definition(scenario: Scenario, tables: Tables) -> None:
    plan = scenario.foreign.sponsor_ring
    assert tables["truth_guarantors"]["is_positive"].sum() > 100
    assert not definition_faults(plan, tables["guarantors"], tables["truth_guarantors"])


def test_a_ring_whose_ties_were_cut_is_found(scenario: Scenario, tables: Tables) -> None:
    ring = tables["truth_guarantors"].filter("is_positive")["group_id"][0]
    is_ring = pl.col("group_id") == ring
    away, alone = pl.format("Elsewhere {}", "guarantor_id"), pl.col("guarantor_id") + 10**9
    cut = tables["guarantors"].join(tables["truth_guarantors"], on="guarantor_id")
    cut = cut.with_columns(
        pl.when(is_ring).then(away).otherwise("address").alias("address"),
        pl.when(is_ring).then(alone).otherwise("director_id").alias("director_id"),
    )
    cut = cut.select(tables["guarantors"].columns)
    found = definition_faults(scenario.foreign.sponsor_ring, cut, tables["truth_guarantors"])
    assert any(f"group {ring} " in fault and "no two members share anything" in fault for fault in found)
    assert any("does not fit the record" in fault for fault in found)


def test_investors_and_spouses_without_guarantor_are_normal_and_who_needs_one_has_one(tables: Tables) -> None:
    facts = visa_index().select(pl.col("index_code").cast(tables["permits"].schema["index_code"]), "needs_guarantor")
    rows = tables["permits"].join(facts, on="index_code", how="left")
    assert not rows.filter(pl.col("needs_guarantor") & pl.col("guarantor_id").is_null()).height
    for code in ("E28A", "E31A"):
        without = rows.filter((pl.col("index_code") == code) & pl.col("guarantor_id").is_null())
        assert without.height > 0
    posterior = tables["truth_guarantors"].filter(tables["guarantors"]["kind"] != "company")["posterior"]
    assert (posterior == 0).all()


def test_permits_of_a_stay_follow_each_other_and_cost_what_the_day_asks(tables: Tables) -> None:
    rows = tables["permits"].with_columns(
        (pl.col("valid_from") - pl.col("valid_until").shift().over("foreigner_id")).dt.total_days().alias("gap"),
        pl.col("extension_no").rank("ordinal").over("foreigner_id").alias("nth"),
    )
    assert set(rows["gap"].drop_nulls()) == {1}
    assert (rows["nth"] - 1 == rows["extension_no"]).all()
    assert rows["extension_no"].max() == 3
    assert (rows["fee_idr"].is_null() == ((rows["stay_kind"] == "itk") & (rows["extension_no"] == 0))).all()
    visitors = rows.filter((pl.col("index_code") == "C2") & (pl.col("extension_no") > 0))
    is_new = (pl.col("issued_on") >= pl.date(2024, 12, 17)).alias("new")
    fees = visitors.group_by(is_new).agg(pl.col("fee_idr").unique())
    assert dict(fees.rows()) == {True: [1_000_000], False: [2_000_000]}


def test_the_number_of_holders_is_the_number_of_permit_holders(tables: Tables) -> None:
    held = tables["permits"].drop_nulls("guarantor_id").group_by("guarantor_id").agg(
        pl.col("foreigner_id").n_unique().alias("n")
    )  # fmt: skip
    rows = tables["guarantors"].join(held, on="guarantor_id", how="left")
    assert (rows["n_holders"] == rows["n"]).all()


@pytest.mark.parametrize("column", ["district_id", "nationality", "sex", "extension_no", "stay_end"])
def test_nothing_else_speaks_of_a_ring(tables: Tables, column: str) -> None:
    """Other values are as frequent among holders of rings as among those of companies with the same index."""
    companies = tables["guarantors"].filter(pl.col("kind") == "company").select("guarantor_id", "main_index")
    rows = tables["permits"].join(companies, on="guarantor_id").filter(pl.col("main_index") == "E23")
    rows = rows.join(tables["foreigners"], on="foreigner_id").join(tables["truth_permits"], on="permit_id")
    rows = rows.join(tables["truth_guarantors"].select("guarantor_id", "is_positive"), on="guarantor_id")
    holders = rows.group_by("foreigner_id", maintain_order=True).agg(
        pl.col(column).last(), pl.col("is_positive").last()
    )
    ring, rest = holders.filter("is_positive"), holders.filter(~pl.col("is_positive"))
    assert ring.height > 200
    for value in rest[column].unique().sort().to_list():
        share = (holders[column] == value).mean()
        spread = (share * (1 - share) * (1 / ring.height + 1 / rest.height)) ** 0.5
        apart = (ring[column] == value).mean() - (rest[column] == value).mean()
        assert abs(apart) <= 4.5 * spread, value


def test_offices_are_made_alone_and_share_no_key_or_number(enlarged: Enlarged, land: Land) -> None:
    plan = enlarged(300, 8)
    one, two = (make_foreign(plan, land, office_id=i) for i in (0, 1))
    assert all(frame.equals(make_foreign(plan, land, office_id=1)[name]) for name, frame in two.items())
    unique = {
        "guarantors": ("guarantor_id", "address", "nib_number"),
        "foreigners": ("niora", "passport_number"),
        "permits": ("permit_number",),
    }
    for name, column in ((name, column) for name, columns in unique.items() for column in columns):
        both = pl.concat([one[name][column], two[name][column]]).drop_nulls()
        assert column == "address" or both.n_unique() == both.len()
        assert not set(one[name][column].drop_nulls()) & set(two[name][column].drop_nulls())


@pytest.mark.parametrize("foreigners", [0, 1, 3])
def test_a_world_with_next_to_no_foreigners_is_whole(enlarged: Enlarged, land: Land, foreigners: int) -> None:
    for seed in range(12):
        tables = make_foreign(enlarged(foreigners, seed), land, office_id=0)
        assert not reference_faults(tables)
        for name, frame in tables.items():
            check_table(frame, name)
