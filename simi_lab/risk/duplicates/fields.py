"""What the matching of identities may compare, at which levels of agreement, and on which ground.

To match two records is not to score a person: a pair is judged by whether two entries agree, never by what they say.
So a birth date may be compared here and is still no feature of a risk model. Sex, district, schooling, occupation,
nationality are not compared at all: they would add little to a name and a date, and a wrong entry in one of them is
common and benign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from simi_lab.errors import BadRequest, Fault, TableError

REQUIRED = ("name", "birth_date")


@dataclass(frozen=True)
class IdentityField:
    """One entry that two records may agree in.

    Parameters
    ----------
    name : column that `find_duplicates` looks for
    levels : codes of agreement, from none to full; the position is the level
    ground : why it may be compared, English sentence, translated by `i18n`
    same : chance that two records of one person agree at each level, before anything is learned
    """

    name: str
    levels: tuple[str, ...]
    ground: str
    same: tuple[float, ...]


FIELDS: tuple[IdentityField, ...] = (
    IdentityField(
        "name",
        ("different", "similar", "close", "part", "same"),
        "The name identifies; spelling, order and abbreviation are brought together because they differ benignly.",
        (0.003, 0.027, 0.12, 0.10, 0.75),
    ),
    IdentityField(
        "birth_date",
        ("different", "one_part", "near", "exchanged", "same"),
        "Only whether two birth dates agree is used, never the age; an exchanged day and month is a common slip.",
        (0.03, 0.05, 0.05, 0.07, 0.80),
    ),
    IdentityField(
        "birth_place",
        ("different", "close", "same"),
        "Only whether two birth places agree is used; where a person was born is no sign of anything.",
        (0.15, 0.05, 0.80),
    ),
    IdentityField(
        "document_number",
        ("different", "close", "same"),
        "Numbers of one document are meant to be unique; one sign lost is a slip of the reader.",
        (0.55, 0.10, 0.35),
    ),
    IdentityField(
        "phone",
        ("different", "close", "same"),
        "Families and helpers share phones honestly, so a shared phone alone never makes a match.",
        (0.45, 0.05, 0.50),
    ),
    IdentityField(
        "address",
        ("different", "same"),
        "Households share an address, so a shared address alone never makes a match.",
        (0.40, 0.60),
    ),
)
FIELD = {field.name: field for field in FIELDS}


def checked(frame: pl.DataFrame, columns: Mapping[str, str], record: str | None) -> pl.DataFrame:
    """The identity fields of a frame under their own names, with the key `record`; told all at once if it cannot be.

    Raises
    ------
    BadRequest
        Not a polars frame.
    TableError
        Columns are missing or of a wrong type, or keys are absent or repeated.
    """
    if not isinstance(frame, pl.DataFrame):
        raise BadRequest(
            "Duplicates are looked for in a polars table, not in a {kind}.",
            kind=type(frame).__name__,
            cure="Give a polars.DataFrame with a row for each record.",
        )
    faults = [Fault(name, "this is no field of identity matching.") for name in columns if name not in FIELD]
    named = {field.name: columns.get(field.name, field.name) for field in FIELDS}
    asked = {*REQUIRED, *columns} & set(FIELD)
    faults += [
        Fault(column, "the column is missing.")
        for name, column in named.items()
        if name in asked and column not in frame.columns
    ]
    present = {name: column for name, column in named.items() if column in frame.columns}
    for name, column in present.items():
        if not _fits(name, frame.schema[column]):
            faults.append(Fault(column, "a birth date must be a date." if name == "birth_date" else "must be a text."))
    if record is not None:
        faults += _key_faults(frame, record)
    if faults:
        raise TableError(faults, what="{n} things keep the records from being compared.")
    key = pl.int_range(pl.len(), dtype=pl.Int64) if record is None else pl.col(record)
    made = frame.select(key.alias("record"), *(pl.col(column).alias(name) for name, column in present.items()))
    texts = [pl.col(name).cast(pl.String).str.strip_chars() for name in present if name != "birth_date"]
    return made.with_columns(pl.when(text.str.len_chars() > 0).then(text) for text in texts).with_columns(
        pl.col("birth_date").cast(pl.Date)
    )


def _fits(name: str, kind: pl.DataType) -> bool:
    if kind == pl.Null:
        return True
    if name == "birth_date":
        return kind == pl.Date or isinstance(kind, pl.Datetime)
    return kind == pl.String or isinstance(kind, pl.Enum | pl.Categorical)


def _key_faults(frame: pl.DataFrame, record: str) -> Sequence[Fault]:
    if record not in frame.columns:
        return [Fault(record, "the column is missing.")]
    if frame[record].null_count():
        return [Fault(record, "a record has no key.")]
    return [Fault(record, "two records have one key.")] if frame[record].n_unique() < frame.height else []
