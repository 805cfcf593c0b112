"""Local seconds and code positions into the column types of the catalog."""

from __future__ import annotations

from typing import Any

import polars as pl

from simi_lab.clock import US_PER_SECOND
from simi_lab.office.journey import STATIONS
from simi_lab.schema.catalog import polars_schema

STATION_NAMES = (*STATIONS, "system")
SYSTEM = len(STATIONS)


def instant(column: str, offset: int) -> pl.Expr:
    """UTC instant of office-local seconds; null where nothing happened."""
    utc = (pl.col(column) - offset) * US_PER_SECOND
    return pl.when(pl.col(column) >= 0).then(utc.cast(pl.Datetime("us", "UTC"))).alias(column)


def typed(frame: pl.DataFrame, table: str, offset: int) -> pl.DataFrame:
    """Columns in the types of the catalog."""
    schema = polars_schema(table)
    out = []
    for name, dtype in schema.items():
        if name == "station":
            out.append(_named(frame[name]))
        elif isinstance(dtype, pl.Datetime):
            out.append(frame.select(instant(name, offset)).to_series())
        elif name == "officer_id":
            out.append(frame.select(pl.when(pl.col(name) >= 0).then(pl.col(name)).alias(name)).to_series())
        else:
            out.append(_coded(frame[name], dtype))
    return pl.DataFrame(out, schema=schema)


def _coded(codes: pl.Series, dtype: Any) -> pl.Series:
    if isinstance(dtype, pl.Enum):
        return codes.cast(pl.UInt8).cat.to(dtype)
    return codes.cast(dtype)


def _named(codes: pl.Series) -> pl.Series:
    return codes.cast(pl.UInt8).cat.to(pl.Enum(STATION_NAMES)).cast(pl.String)
