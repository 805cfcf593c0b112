"""Every table of a run by name, its polars schema, and what no model may use."""

from __future__ import annotations

import polars as pl

from simi_lab.schema.columns import Table
from simi_lab.schema.tables import TABLES


def all_tables() -> dict[str, Table]:
    """Every table by name, in the order in which they are made."""
    return TABLES


def polars_schema(table: str) -> pl.Schema:
    """Polars schema of a table, columns in their written order."""
    return pl.Schema({c.name: c.dtype for c in all_tables()[table].columns})


def forbidden_for_models() -> frozenset[tuple[str, str]]:
    """(table, column) pairs that no model may use as a feature: audit-only, specific or hidden columns."""
    return frozenset(
        (table.name, column.name)
        for table in all_tables().values()
        for column in table.columns
        if column.audit_only or table.in_truth or column.sensitivity in ("specific", "hidden")
    )
