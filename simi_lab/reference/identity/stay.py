"""Numbers of foreigners and guarantors: the lab's begin with SIN, which no office is known to issue."""

from __future__ import annotations

import polars as pl

from simi_lab.reference.identity import passport

PASSPORT_FROM = 90_000_000
"""First number of an invented foreign passport: Z and eight digits, above every invented Indonesian book."""

_HEADS = {"niora": "SINN", "permit_number": "SINP", "nib_number": "SINB"}
COLUMNS = tuple(_HEADS)


def compose_expr(column: str, number: pl.Expr) -> pl.Expr:
    """Number of the n-th holder, permit or company, from 0: four letters and twelve digits.

    Parameters
    ----------
    column : niora, permit_number or nib_number
    number : integers from 0
    """
    return _HEADS[column] + number.cast(pl.String).str.zfill(12)


def passport_expr(number: pl.Expr) -> pl.Expr:
    """Number of the n-th invented foreign passport, from 0; ten million of them."""
    return passport.compose_expr(PASSPORT_FROM + number % 10_000_000)


def is_reserved_expr(column: str, text: pl.Expr) -> pl.Expr:
    """Whether the text is one of the lab's numbers of that column; null stays null."""
    return text.str.contains(rf"^{_HEADS[column]}[0-9]{{12}}$")
