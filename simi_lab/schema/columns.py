"""What a table and a column are: grain, key, type, unit, sensitivity and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from simi_lab.schema.enums import CODES, enum

Sensitivity = Literal["identifier", "quasi", "specific", "hidden", "plain"]

DTYPES: dict[str, pl.DataType] = {
    "key": pl.Int64(),
    "int8": pl.Int8(),
    "int16": pl.Int16(),
    "int32": pl.Int32(),
    "int64": pl.Int64(),
    "float": pl.Float64(),
    "text": pl.String(),
    "flag": pl.Boolean(),
    "day": pl.Date(),
    "instant": pl.Datetime("us", "UTC"),
}


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : str
    kind : a key of `DTYPES`, or the name of a code list in `enums.CODES`
    meaning : English sentence; the Indonesian one lives in `vocabulary` (domain "column")
    unit : "IDR", "hour", "0-100", ... or "" for codes and text
    sensitivity : identifier (names a person), quasi (helps to single one out), specific (protected by article 4 of
        UU 27/2022), hidden (truth, never joined), plain
    audit_only : no model may use it as a feature; it serves fairness audits only
    nullable : whether null has a meaning
    refers : table whose key it holds
    """

    name: str
    kind: str
    meaning: str
    unit: str = ""
    sensitivity: Sensitivity = "plain"
    audit_only: bool = False
    nullable: bool = False
    refers: str | None = None

    @property
    def dtype(self) -> pl.DataType:
        """Polars type."""
        return enum(self.kind) if self.kind in CODES else DTYPES[self.kind]


@dataclass(frozen=True)
class Table:
    """One table: its grain in a sentence, its key and its columns."""

    name: str
    grain: str
    key: str
    columns: tuple[Column, ...]
    in_truth: bool = False

    def column(self, name: str) -> Column:
        """The column of that name (KeyError if none)."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")
