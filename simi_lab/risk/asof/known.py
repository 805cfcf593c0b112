"""The tables as they were known at a moment, and the narrow view that each family of features gets of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl

from simi_lab.errors import BadRequest, Fault, TableError
from simi_lab.risk.asof.declare import Family
from simi_lab.risk.asof.names import name_key
from simi_lab.risk.asof.windows import AT
from simi_lab.schema import all_tables, forbidden_for_models

# The instant at which a row of each table becomes known. Papers are handed in with their application; people and
# households are known through an application.
KNOWN_AT: Mapping[str, str] = {
    "applications": "filed_at",
    "events": "ended_at",
    "decisions": "decided_at",
    "labels": "known_at",
}
GROUPED_BY = "phone"  # of applications: always read, so that contact groups can be kept whole in a split
_NAMES = frozenset({("documents", "name_on_document"), ("people", "name")})

Frame = pl.DataFrame | pl.LazyFrame


def known_before(
    tables: Mapping[str, Frame], families: Sequence[Family], *, as_of: datetime
) -> dict[str, pl.DataFrame]:
    """Rows known strictly before `as_of`, with only the columns that some feature declares, and the keys.

    Raises
    ------
    BadRequest
        `as_of` has no zone, or no application was filed before it.
    TableError
        Declared columns are missing from the tables; all at once.
    """
    if as_of.tzinfo is None:
        raise BadRequest("The moment {moment} has no time zone.", moment=as_of, cure="Give it one, such as UTC.")
    wanted = {table: _wanted(table, families) for table in tables}
    wanted["applications"] = list(dict.fromkeys([*wanted["applications"], GROUPED_BY]))
    faults = [
        Fault(f"{table}.{column}", "the column is missing.", "Features are made from whole tables of a run.")
        for table, frame in tables.items()
        for column in wanted[table]
        if column not in frame.lazy().collect_schema().names()
    ]
    if faults:
        raise TableError(faults, what="{n} columns are missing for the features.")
    known = {table: _known(table, frame.lazy().select(wanted[table]), as_of) for table, frame in tables.items()}
    if known["applications"].is_empty():
        raise BadRequest(
            "No application was filed before {moment}.", moment=as_of.isoformat(), cure="Choose a later moment."
        )
    return known


def view_tables(known: Mapping[str, pl.DataFrame], family: Family) -> dict[str, pl.DataFrame]:
    """Only what the family declared, identifiers as opaque codes that can be compared and not read.

    A code says whether two values are equal and nothing else: no feature can read sex, age or district out of the
    digits of an identity number.
    """
    return {
        table: frame.select(_kept(table, frame.columns, [family])).with_columns(_opaque(table, frame, family))
        for table, frame in known.items()
    }


def _known(table: str, rows: pl.LazyFrame, as_of: datetime) -> pl.DataFrame:
    moment = KNOWN_AT.get(table)
    if moment is not None:
        rows = rows.filter(pl.col(moment) < as_of).with_columns(pl.col(moment).dt.epoch("us").alias(AT))
    return rows.collect()


def _wanted(table: str, families: Sequence[Family]) -> list[str]:
    """Keys, the instant of knowing, and declared columns of a table, in the catalog's order."""
    named = {column for family in families for feature in family.features for t, column in feature.pairs if t == table}
    barred = forbidden_for_models()
    kept = []
    for column in all_tables()[table].columns:
        joins = column.name == all_tables()[table].key or column.refers is not None
        allowed = (table, column.name) not in barred
        if column.name in named or (allowed and joins) or column.name == KNOWN_AT.get(table):
            kept.append(column.name)
    return kept


def _kept(table: str, present: Sequence[str], families: Sequence[Family]) -> list[str]:
    extra = [name for name in (AT, "household_id") if name in present]
    return list(dict.fromkeys([*_wanted(table, families), *extra]))


def _opaque(table: str, frame: pl.DataFrame, family: Family) -> list[pl.Expr]:
    codes = []
    for column in all_tables()[table].columns:
        if column.sensitivity != "identifier" or column.name not in _wanted(table, [family]):
            continue
        value = pl.col(column.name)
        codes.append(_code(name_key(value) if (table, column.name) in _NAMES else value, column.name))
        if column.kind == "day":
            codes.append(_code(_turned(value), f"{column.name}_turned"))
            codes.append(_code(value.dt.offset_by("1d"), f"{column.name}_next"))
            codes += [_code(part, f"{column.name}_{name}") for name, part in _date_parts(value).items()]
    return codes


def _code(value: pl.Expr, name: str) -> pl.Expr:
    return pl.when(value.is_not_null()).then(value.hash()).alias(name)


def _turned(day: pl.Expr) -> pl.Expr:
    """The date with day and month exchanged; null where that is no other date."""
    swapped = pl.date(day.dt.year(), day.dt.day().clip(upper_bound=12), day.dt.month())
    return pl.when((day.dt.day() <= 12) & (day.dt.day() != day.dt.month())).then(swapped)


def _date_parts(day: pl.Expr) -> dict[str, pl.Expr]:
    """Each two of year, month and day: dates that share one of these pairs differ in a single part."""
    year, month, day_ = day.dt.year().cast(pl.Int64), day.dt.month().cast(pl.Int64), day.dt.day().cast(pl.Int64)
    return {"ym": year * 100 + month, "yd": year * 100 + day_, "md": month * 100 + day_}
