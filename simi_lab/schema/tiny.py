"""Tiny tables made by hand: six people who apply at one office, the same in every table, for doctests and tests."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simi_lab.schema.catalog import all_tables
from simi_lab.schema.columns import Column

_FOLDER = Path(__file__).parent / "tiny_tables"


def tiny(table: str) -> pl.DataFrame:
    """Return a table of one to sixteen rows that keeps the catalog's contract and fits all other tiny tables.

    Parameters
    ----------
    table : name in the catalog; hidden ones too

    Raises
    ------
    KeyError
        No table has that name.

    Examples
    --------
    >>> tiny("applications").select("application_id", "purpose").row(2)
    (2, 'work')
    """
    columns = all_tables()[table].columns
    raw = pl.read_csv(_FOLDER / f"{table}.csv", infer_schema=False)
    absent = [pl.lit(None, pl.String).alias(c.name) for c in columns if c.name not in raw.columns]
    return raw.with_columns(absent).select(_cast(c) for c in columns)


def _cast(column: Column) -> pl.Expr:
    text = pl.col(column.name)
    if column.kind == "flag":
        return text == "true"
    if column.kind == "day":
        return text.str.to_date()
    if column.kind == "instant":
        return text.str.to_datetime("%Y-%m-%d %H:%M", time_unit="us", time_zone="UTC")
    return text.cast(column.dtype)
