"""The contract of a table, checked: every fault at once, with the column and what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from simi_lab.errors import Fault, TableError
from simi_lab.schema.catalog import all_tables
from simi_lab.schema.columns import Table

KEY_LIMIT = 2**53  # beyond it a spreadsheet or a browser loses digits


@dataclass(frozen=True)
class Rule:
    """A condition that every row of a table meets; null counts as met."""

    table: str
    column: str
    holds: pl.Expr
    what: str
    cure: str


RULES: tuple[Rule, ...] = (
    Rule("people", "is_synthetic", pl.col("is_synthetic"), "row(s) not marked as synthetic", "It is always true."),
    Rule("people", "member_no", pl.col("member_no") >= 1, "row(s) below 1", "Members count from 1."),
    Rule("applications", "fee_idr", pl.col("fee_idr") >= 0, "row(s) below 0", "A fee is 0 or more."),
    Rule("events", "started_at", pl.col("started_at") >= pl.col("queued_at"), "row(s) that start before they queue",
         "queued_at <= started_at."),
    Rule("events", "ended_at", pl.col("ended_at") >= pl.col("started_at"), "row(s) that end before they start",
         "started_at <= ended_at."),
    Rule("foreigners", "is_synthetic", pl.col("is_synthetic"), "row(s) not marked as synthetic", "It is always true."),
    Rule("permits", "valid_until", pl.col("valid_until") >= pl.col("valid_from"), "row(s) that end before they start",
         "valid_from <= valid_until."),
    Rule("permits", "extension_no", pl.col("extension_no").is_between(0, 3), "row(s) beyond the third extension",
         "The office extends a stay three times at most."),
    Rule("districts", "population_mark", pl.col("population_mark").is_in(["sourced", "known", "assumed"]),
         "row(s) with an unknown mark", "Use sourced, known or assumed."),
)  # fmt: skip


def faults_in(frame: pl.DataFrame, name: str) -> list[Fault]:
    """List everything in which a frame differs from its entry in the catalog.

    Columns and types first; when these are right, missing values, ranges (`unit` such as "0-100"), the rules of
    `RULES`, and a key that is unique and ascends.

    Parameters
    ----------
    frame : a table, or one block of it
    name : table of the catalog

    Raises
    ------
    KeyError
        No table has that name.
    """
    table = all_tables()[name]
    faults = list(_column_faults(frame, table))
    if faults or not frame.height:
        return faults
    return [*_row_faults(frame, table), *_key_faults(frame, table)]


def check_table(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return the frame when it keeps its contract.

    Raises
    ------
    TableError
        With every fault.

    Examples
    --------
    >>> from simi_lab.schema.tiny import tiny
    >>> check_table(tiny("people"), "people").height
    6
    """
    faults = faults_in(frame, name)
    if faults:
        raise TableError(faults)
    return frame


def reference_faults(frames: Mapping[str, pl.DataFrame | pl.LazyFrame]) -> list[Fault]:
    """List the values that refer to rows which do not exist, over all tables that are given."""
    faults = []
    for name, frame in frames.items():
        for column in all_tables()[name].columns:
            if column.refers is not None and column.refers in frames:
                faults += _reference_fault(frame.lazy(), name, column.name, frames[column.refers].lazy(), column.refers)
    return faults


def _reference_fault(
    frame: pl.LazyFrame, name: str, column: str, target: pl.LazyFrame, target_name: str
) -> list[Fault]:
    known = target.select(pl.col(all_tables()[target_name].key).alias(column))
    lost = frame.select(column).drop_nulls().unique().join(known, on=column, how="anti").sort(column).collect()
    if not lost.height:
        return []
    what = f"{lost.height} value(s) that no row of {target_name} has, first {lost.item(0, 0)}."
    return [Fault(f"{name}.{column}", what, f"Make {target_name} first, or drop the rows.")]


def _column_faults(frame: pl.DataFrame, table: Table) -> Iterator[Fault]:
    wanted = {c.name: c for c in table.columns}
    for name in [name for name in wanted if name not in frame.columns]:
        yield Fault(f"{table.name}.{name}", "the column is missing.", f"It holds: {wanted[name].meaning}")
    for name in [name for name in frame.columns if name not in wanted]:
        yield Fault(f"{table.name}.{name}", "no such column in the catalog.", "Drop it, or describe it there.")
    for name, column in wanted.items():
        if name in frame.columns and frame.schema[name] != column.dtype:
            what = f"the type is {_type_name(frame.schema[name])}, not {_type_name(column.dtype)}."
            yield Fault(f"{table.name}.{name}", what, "Cast it before it is handed on.")


def _row_faults(frame: pl.DataFrame, table: Table) -> Iterator[Fault]:
    """Count rows that break a rule, all rules in one pass."""
    rules = [*_catalog_rules(table), *(rule for rule in RULES if rule.table == table.name)]
    broken = frame.select(((~rule.holds).fill_null(False).sum()).alias(str(i)) for i, rule in enumerate(rules))
    for rule, n in zip(rules, broken.row(0), strict=True):
        if n:
            yield Fault(f"{table.name}.{rule.column}", f"{n} {rule.what}.", rule.cure)


def _catalog_rules(table: Table) -> Iterator[Rule]:
    for column in table.columns:
        here = pl.col(column.name)
        if not column.nullable:
            yield Rule(table.name, column.name, here.is_not_null(), "missing value(s)", "The catalog allows none.")
        if limits := re.fullmatch(r"(\d+)-(\d+)", column.unit):
            low, high = int(limits[1]), int(limits[2])
            inside = here.is_between(low, high)
            yield Rule(table.name, column.name, inside, f"value(s) outside {column.unit}", f"Use {low} to {high}.")
        if column.kind == "key":
            inside = here.is_between(0, KEY_LIMIT - 1)
            yield Rule(table.name, column.name, inside, "key(s) outside 0 to 2^53", "Number rows from 0.")


def _key_faults(frame: pl.DataFrame, table: Table) -> Iterator[Fault]:
    key = frame[table.key]
    where = f"{table.name}.{table.key}"
    if doubled := frame.height - key.n_unique():
        yield Fault(where, f"{doubled} key(s) stand twice.", "One row per key.")
    elif not key.is_sorted():
        yield Fault(where, "the rows are not in the order of the key.", f"Sort by {table.key}.")


def _type_name(dtype: pl.DataType) -> str:
    return f"Enum of {len(dtype.categories)} codes" if isinstance(dtype, pl.Enum) else str(dtype)
