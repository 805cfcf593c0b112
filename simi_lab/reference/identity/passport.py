"""Passport numbers: one letter and seven digits; the lab's begin with Z, a letter not known to be issued."""

from __future__ import annotations

import re

import polars as pl

from simi_lab.errors import BadRequest

RESERVED_LETTER = "Z"
SEVEN_DIGITS = 10_000_000
EIGHT_DIGITS = 100_000_000
_SHAPE = r"^[A-Z][0-9]{7}$"
_RESERVED = r"^Z[0-9]{7,8}$"


def compose(number: int) -> str:
    """Number of the n-th invented book, from 0: Z and seven digits, above ten million Z and eight (by then 9 signs).

    Raises
    ------
    BadRequest
        The number is negative or needs nine digits.
    """
    if not 0 <= number < EIGHT_DIGITS:
        raise BadRequest("{number} does not fit a passport number.", cure="Use 0 to 99,999,999.", number=number)
    return f"{RESERVED_LETTER}{number:07}"


def is_valid(number: str) -> bool:
    """Whether the text has the shape of an Indonesian passport number, or of one of the lab's longer ones.

    The meaning of the letters is not known to us, so any is let through.
    """
    return re.fullmatch(_SHAPE, number, re.ASCII) is not None or is_reserved(number)


def is_reserved(number: str) -> bool:
    """Whether the number is one of the lab's: Z and seven or eight digits."""
    return re.fullmatch(_RESERVED, number, re.ASCII) is not None


def compose_expr(number: pl.Expr) -> pl.Expr:
    """`compose` for a column of integers; null where it does not fit."""
    fits = number.is_between(0, EIGHT_DIGITS - 1)
    return pl.when(fits).then(RESERVED_LETTER + number.cast(pl.String).str.zfill(7))


def is_valid_expr(number: pl.Expr) -> pl.Expr:
    """`is_valid` for a column; null stays null."""
    return number.str.contains(_SHAPE) | is_reserved_expr(number)


def is_reserved_expr(number: pl.Expr) -> pl.Expr:
    """`is_reserved` for a column; null stays null."""
    return number.str.contains(_RESERVED)
