"""The contract of the tables: what is right passes, and every fault is told at once."""

from __future__ import annotations

import polars as pl
import pytest

from simi_lab.errors import TableError
from simi_lab.schema import all_tables, polars_schema
from simi_lab.schema.checks import RULES, check_table, faults_in, reference_faults
from simi_lab.schema.tiny import tiny


def said(frame: pl.DataFrame, name: str) -> dict[str, str]:
    return {fault.where.partition(".")[2]: fault.what for fault in faults_in(frame, name)}


@pytest.mark.parametrize("name", all_tables())
def test_each_tiny_table_keeps_its_contract(name: str) -> None:
    frame = check_table(tiny(name), name)
    assert frame.schema == polars_schema(name)
    assert frame.height > 0


def test_the_tiny_tables_fit_each_other() -> None:
    assert reference_faults({name: tiny(name) for name in all_tables()}) == []


@pytest.mark.parametrize("name", all_tables())
def test_no_rows_are_right_rows(name: str) -> None:
    assert faults_in(tiny(name).clear(), name) == []


def test_columns_missing_strange_and_of_another_type_are_told_together() -> None:
    bad = (
        tiny("people")
        .drop("sex", "nik")
        .with_columns(pl.lit("islam").alias("religion"), pl.col("person_id").cast(pl.Int32))
    )
    with pytest.raises(TableError) as caught:
        check_table(bad, "people")
    assert said(bad, "people") == {
        "sex": "the column is missing.",
        "nik": "the column is missing.",
        "religion": "no such column in the catalog.",
        "person_id": "the type is Int32, not Int64.",
    }
    assert str(caught.value).count("\n") == 4
    assert caught.value.exit_code == 2


def test_codes_outside_the_list_have_another_type() -> None:
    bad = tiny("people").with_columns(pl.col("sex").cast(pl.String).cast(pl.Enum(["M", "F", "X"])))
    assert said(bad, "people") == {"sex": "the type is Enum of 3 codes, not Enum of 2 codes."}


def test_values_that_are_missing_or_out_of_range_are_counted_together() -> None:
    surveys = tiny("surveys").with_columns(
        u1=pl.Series([0, 4], dtype=pl.Int8), u9=pl.Series([5, 9], dtype=pl.Int8), answered_at=None
    ).cast(dict(polars_schema("surveys")))  # fmt: skip
    assert said(surveys, "surveys") == {
        "u1": "1 value(s) outside 1-4.", "u9": "2 value(s) outside 1-4.", "answered_at": "2 missing value(s)."
    }  # fmt: skip


def test_keys_are_unique_ascend_and_stay_below_the_digits_of_a_spreadsheet() -> None:
    labels = tiny("labels")
    assert said(pl.concat([labels, labels[:1]]), "labels") == {"application_id": "1 key(s) stand twice."}
    assert said(labels.reverse(), "labels") == {"application_id": "the rows are not in the order of the key."}
    for bad in (2**53, -1):
        frame = labels[:1].with_columns(application_id=pl.lit(bad, pl.Int64))
        assert said(frame, "labels") == {"application_id": "1 key(s) outside 0 to 2^53."}
    assert said(labels[:1].with_columns(application_id=pl.lit(2**53 - 1, pl.Int64)), "labels") == {}


BREAK = {
    ("people", "is_synthetic"): pl.lit(False),
    ("people", "member_no"): pl.lit(0, pl.Int8),
    ("applications", "fee_idr"): pl.lit(-1, pl.Int64),
    ("events", "started_at"): pl.col("queued_at") - pl.duration(seconds=1),
    ("events", "ended_at"): pl.col("started_at") - pl.duration(seconds=1),
    ("foreigners", "is_synthetic"): pl.lit(False),
    ("permits", "valid_until"): pl.col("valid_from") - pl.duration(days=1),
    ("permits", "extension_no"): pl.lit(4, pl.Int8),
    ("districts", "population_mark"): pl.lit("guessed"),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.table}.{rule.column}")
def test_each_rule_finds_the_rows_that_break_it(rule: object) -> None:
    table, column = rule.table, rule.column  # type: ignore[attr-defined]
    frame = tiny(table).with_columns(BREAK[table, column].alias(column))
    assert said(frame, table)[column].startswith(f"{frame.height} ")


def test_a_reference_to_nothing_is_told_with_its_first_value() -> None:
    frames = {"people": tiny("people"), "households": tiny("households")[1:]}
    (fault,) = reference_faults(frames)
    assert fault.where == "people.household_id"
    assert fault.what == "1 value(s) that no row of households has, first 0."
    assert reference_faults({"people": tiny("people")}) == []


def test_an_unknown_table_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        faults_in(tiny("people"), "persons")
    with pytest.raises(KeyError):
        tiny("persons")
