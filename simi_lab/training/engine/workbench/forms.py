"""The form of an answer: a table with certain columns, a number, or named numbers; loaded in the learner's process."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

NOTHING = object()  # the program never said `answer = …`


class FormError(Exception):
    """The answer is not of the form that was asked for; `words` are the names to tell."""

    def __init__(self, *, kind: str, **words: str) -> None:
        super().__init__(kind)
        self.kind, self.words = kind, words


def settled(value: Any) -> Any:
    """Work out what is still lazy, within the limits of this process."""
    return value.collect() if isinstance(value, pl.LazyFrame) else value


def brought(value: Any, gives: str, columns: Sequence[str]) -> Any:
    """Return an answer in its plain form.

    Parameters
    ----------
    gives : "table", "number" or "numbers"
    columns : names that must be there, as columns of a table or as keys of named numbers

    Raises
    ------
    FormError
        Nothing was answered, or something of another form.
    """
    if value is NOTHING or value is None or value is ...:
        raise FormError(kind="no_answer")
    if gives == "table":
        return _table(value, columns)
    if gives == "number":
        return _number(value)
    if isinstance(value, pl.DataFrame) and value.height == 1:
        value = value.row(0, named=True)
    if not isinstance(value, Mapping):
        raise FormError(kind="no_numbers", wanted=", ".join(columns), found=type(value).__name__)
    _all_there(columns, list(map(str, value)))
    return {name: _number(value[name]) for name in columns}


def same(one: Any, other: Any) -> bool:
    """Whether two answers are equal, the order of rows left aside."""
    if isinstance(one, pl.DataFrame) and isinstance(other, pl.DataFrame):
        return one.schema == other.schema and one.sort(one.columns).equals(other.sort(one.columns))
    return bool(one == other)


def _table(value: Any, columns: Sequence[str]) -> pl.DataFrame:
    if not isinstance(value, pl.DataFrame):
        raise FormError(kind="no_table", found=type(value).__name__)
    _all_there(columns, value.columns)
    return value.select(columns)


def _all_there(wanted: Sequence[str], there: Sequence[str]) -> None:
    missing = [name for name in wanted if name not in there]
    if missing:
        raise FormError(kind="columns", missing=", ".join(missing), there=", ".join(there[:12]))


def _number(value: Any) -> float:
    if isinstance(value, pl.DataFrame) and value.shape == (1, 1):
        value = value.item()
    if isinstance(value, pl.Series) and value.len() == 1:
        value = value.item()
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise FormError(kind="no_number", found=type(value).__name__) from None
    if isinstance(value, bool | str) or not math.isfinite(number):
        raise FormError(kind="no_number", found=str(value)[:40])
    return number
