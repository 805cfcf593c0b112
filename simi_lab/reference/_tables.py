"""Read the small committed tables of facts and hold each to its declared columns."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl
from polars.datatypes import DataType, DataTypeClass

from simi_lab.errors import Fault, TableError

FOLDER = Path(__file__).parent / "tables"
MARKS = ("sourced", "known", "assumed")
Mark = pl.Enum(MARKS)
Schema = dict[str, DataType | DataTypeClass]

_COLUMNS: dict[str, tuple[Schema, tuple[str, ...], tuple[str, ...]]] = {}


def declare(name: str, schema: Schema, *, key: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
    """Declare what `tables/<name>.csv` must hold: columns in order, its key, the columns that may be empty."""
    marked: Schema = {**schema, "source": pl.String(), "mark": Mark}
    _COLUMNS[name] = (marked, key, optional)


@cache
def load(name: str) -> pl.DataFrame:
    """Read one declared table, once per process.

    Raises
    ------
    TableError
        A column is missing, unknown or ill-typed, a value is empty that must not be, or a key repeats.
    """
    schema, key, optional = _COLUMNS[name]
    place = f"{name}.csv"
    raw = pl.read_csv(FOLDER / place, infer_schema=False)
    if raw.columns != list(schema):
        raise TableError([Fault(place, f"columns are {raw.columns}, expected {list(schema)}.")])
    try:
        frame = raw.select(_parse(column, dtype) for column, dtype in schema.items())
    except pl.exceptions.PolarsError as error:
        raise TableError([Fault(place, f"a value has the wrong type: {error}")]) from error
    faults = [
        Fault(f"{place}, {column}", "a value is empty.")
        for column in schema
        if column not in optional and frame[column].null_count()
    ]
    if frame.select(key).is_duplicated().any():
        faults.append(Fault(place, f"the key {key} repeats."))
    if faults:
        raise TableError(faults)
    return frame


def _parse(column: str, dtype: DataType | DataTypeClass) -> pl.Expr:
    if dtype == pl.Boolean:
        flags = pl.Enum(("true", "false"))
        return (pl.col(column).cast(flags) == "true").alias(column)
    if dtype == pl.Date:
        return pl.col(column).str.to_date("%Y-%m-%d")
    return pl.col(column).cast(dtype)
