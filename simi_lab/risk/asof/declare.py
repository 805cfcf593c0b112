"""How a feature is declared: name, kind, sources, meaning, and the ground on which it may be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

Kind = Literal["flag", "count", "share", "amount", "category"]

DTYPES: Mapping[str, pl.DataType] = {
    "flag": pl.Boolean(),
    "count": pl.Int32(),
    "share": pl.Float64(),
    "amount": pl.Float64(),
}


@dataclass(frozen=True)
class Told:
    """What a person is told about a feature: English sentences, translated by `i18n`, without any raw name.

    Parameters
    ----------
    present : where it holds or has a value, with `{value}` for all but flags
    absent : where it does not hold, is 0, or is not known
    bundle : what is looked at in one check, see `signals.reliefs`; features of a bundle change together
    """

    present: str
    absent: str
    bundle: str


UNTOLD = Told("", "", "")


@dataclass(frozen=True)
class Feature:
    """One thing a model may look at.

    Parameters
    ----------
    name : column of the feature frame
    kind : flag, count (0 and up), share (0 to 1), amount (a number with a unit, null when not known), category
    sources : "table.column" of everything its value is made from; keys that only join need not be named
    meaning : English sentence for readers, translated by `i18n`
    ground : why it may be used, English sentence with the rule or practice behind it, translated by `i18n`
    unit : unit of an amount or count
    codes : name of the code list of a category, see `schema.CODES`
    told : what a person is told when it is a reason
    """

    name: str
    kind: Kind
    sources: tuple[str, ...]
    meaning: str
    ground: str
    unit: str = ""
    codes: str = ""
    told: Told = UNTOLD

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Its sources as (table, column)."""
        return tuple((table, column) for table, _, column in (source.partition(".") for source in self.sources))


@dataclass(frozen=True)
class Family:
    """Features made together by one function, which is handed their declared columns and no others.

    Parameters
    ----------
    name : word for messages
    features : what it makes, in order
    make : from the `View` of the declared columns to one row per application: `application_id` and the features
    """

    name: str
    features: tuple[Feature, ...]
    make: Callable[[View], pl.DataFrame]


@dataclass(frozen=True)
class View:
    """What one family may see: the declared columns of the tables, identifiers as opaque codes.

    Parameters
    ----------
    tables : table name to frame; keys and instants for joining and ordering are always there
    expiry_us : how long an earlier hold or finding may count, microseconds
    zone : IANA zone in which days are counted
    """

    tables: Mapping[str, pl.DataFrame]
    expiry_us: int
    zone: str

    def __getitem__(self, table: str) -> pl.DataFrame:
        """The declared columns of a table."""
        return self.tables[table]
