"""Errors that are put in last: typing, misread signs, exchanged dates and cut scans; every clean value is kept."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.scenario.model import Scenario
from simi_lab.schema import CODES, polars_schema
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
OLD_BOOK = CODES["document_kind"].index("old_passport")
Words = NDArray[np.uint64]
Rewrite = Callable[[pl.Series, Words], pl.Series]
MISREAD = {"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B"}
MISREAD_DIGITS = {"3": "8", "4": "1", "6": "8", "7": "1", "9": "4"}
UNTOUCHED = 2  # first signs that are never misread: Z and a letter could be the number of a real passport
SHORTEST_TYPED = 5  # letters of a name in which a letter can be left out
DATED = ("ktp", "parent_ktp", "birth_certificate", "diploma", "old_passport")  # papers that show a birth date
COLUMNS = ("name_on_document", "birth_date_on_document", "number", "mrz_line2")
"""Columns that can hold an error, at most one each; the order numbers the errors of a paper."""


def with_errors(scenario: Scenario, papers: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add name_on_document and birth_date_on_document as read, and put errors into them, the numbers and the lines.

    Each error changes one column of one paper and nothing else: with the clean value back, the paper is as it was.

    Parameters
    ----------
    papers : as `with_books` gives them, with scan_quality

    Returns
    -------
    papers, clean_values
        The papers, and the table `truth_clean_values`.

    Randomness : table "documents", columns typing, swapped, ocr, scan, letter; counter = document key.
    """
    streams, keys, plan = Streams(scenario.seed), papers["document_id"].to_numpy(), scenario.errors
    kind = papers["document_kind"].to_physical().cast(pl.Int64).to_numpy()

    def flag(role: str, share: float | NDArray[np.float64]) -> Flags:
        return transforms.bernoulli(streams.at("documents", role, "", keys), share)

    word = streams.at("documents", "letter", "", keys)
    born = papers["birth_date"].set(~papers["document_kind"].cast(pl.String).is_in(DATED), None)
    clean = papers.with_columns(pl.col("spelled").alias("name_on_document"), born.alias("birth_date_on_document"))
    bounds = np.array([int(k) for k in plan.ocr.values])
    rates = np.array(list(plan.ocr.values.values()))
    poor = rates[np.searchsorted(bounds, papers["scan_quality"].to_numpy(), side="right") - 1]
    is_cut, is_misread, book = flag("scan", plan.scan.value), flag("ocr", poor), kind == OLD_BOOK
    slip = book & papers["mrz_fails"].to_numpy()
    hit: tuple[tuple[str, str, Flags, Rewrite], ...] = (
        ("name_on_document", "typing", flag("typing", plan.typing.value), _left_out),
        ("birth_date_on_document", "swapped_date", flag("swapped", plan.swapped_date.value), _swapped),
        ("number", "scan", is_cut & ~book, _cut),
        ("number", "ocr", is_misread & (book | ~is_cut), _misread),
        ("mrz_line2", "scan", is_cut & book, _cut),
        ("mrz_line2", "ocr", slip & ~is_cut, _misread),
    )
    out, changes = {name: clean[name] for name in COLUMNS}, []
    for column, error, at, rewrite in hit:
        rows = np.flatnonzero(at)
        dirty = rewrite(clean[column].gather(rows), word[rows])
        real = np.flatnonzero((dirty.is_not_null() & (dirty != clean[column].gather(rows))).to_numpy())
        rows, dirty = rows[real], dirty.gather(real)
        out[column] = out[column].scatter(rows, dirty)
        changes.append(_kept(clean, rows, column, error))
    read = clean.with_columns(out[name].alias(name) for name in COLUMNS)
    return read, pl.concat(changes).sort("clean_id").cast(polars_schema("truth_clean_values"))


def _kept(clean: pl.DataFrame, rows: Ints, column: str, error: str) -> pl.DataFrame:
    key = clean["document_id"].gather(rows)
    return pl.DataFrame(
        {
            "clean_id": key * len(COLUMNS) + COLUMNS.index(column),
            "table": ["documents"] * rows.size,
            "row_id": key,
            "column": [column] * rows.size,
            "clean_value": clean[column].gather(rows).cast(pl.String),
            "error": [error] * rows.size,
        },
        schema_overrides=dict.fromkeys(("table", "column", "error"), pl.String),
    )


def _left_out(names: pl.Series, word: Words) -> pl.Series:
    """A letter left out of a name; short names are typed right."""
    at = pl.Series("at", transforms.integers(word, names.str.len_chars().cast(pl.Int64).to_numpy()))
    text = pl.concat_str(pl.col("name").str.slice(0, "at"), pl.col("name").str.slice(pl.col("at") + 1))
    long = pl.col("name").str.len_chars() >= SHORTEST_TYPED
    return pl.DataFrame([names.alias("name"), at]).select(pl.when(long).then(text)).to_series()


def _swapped(days: pl.Series, word: Words) -> pl.Series:
    """Day and month exchanged, where that is another day that exists."""
    day, month = days.dt.day(), days.dt.month()
    able = pl.DataFrame({"y": days.dt.year(), "d": month, "m": day, "able": day <= 12})
    return able.select(pl.when("able").then(pl.date("y", pl.when("able").then("m").otherwise(1), "d"))).to_series()


def _cut(texts: pl.Series, word: Words) -> pl.Series:
    """Two to five signs lie outside the picture."""
    gone = pl.Series("gone", 2 + transforms.integers(word, 4))
    length = pl.col("text").str.len_chars().cast(pl.Int64) - pl.col("gone")
    return pl.DataFrame([texts.alias("text"), gone]).select(pl.col("text").str.slice(0, length)).to_series()


def _misread(texts: pl.Series, word: Words) -> pl.Series:
    """One digit read as the letter it looks like, or, where no such digit stands, as another digit."""
    picks = (word >> np.uint64(32)).tolist()
    return pl.Series(
        [None if t is None else _one_misread(t, p) for t, p in zip(texts, picks, strict=True)], dtype=pl.String
    )


def _one_misread(text: str, pick: int) -> str:
    for table in (MISREAD, MISREAD_DIGITS):
        if places := [i for i, sign in enumerate(text) if sign in table and i >= UNTOUCHED]:
            at = places[pick % len(places)]
            return text[:at] + table[text[at]] + text[at + 1 :]
    return text
