"""The machine-readable zone for whole columns, sign for sign what the one-by-one functions give."""

from __future__ import annotations

import numpy as np
import polars as pl

from ._mrz_names import DROPPED, LETTERS, LINE, NAME_ROOM, PRIMARY_ROOM

Outcome = pl.Enum(("ok", "failed"))
_VALUES = np.zeros(128, dtype=np.int64)
_VALUES[ord("0") : ord("9") + 1] = np.arange(10)
_VALUES[ord("A") : ord("Z") + 1] = np.arange(10, 36)
_WEIGHTS = (7, 3, 1)


def check_digit_expr(text: pl.Expr, length: int) -> pl.Expr:
    """`check_digit` for a column of texts of `length` signs; null where a sign is not allowed or the length differs."""
    shaped = pl.when(text.str.contains(rf"^[A-Z0-9<]{{{length}}}$")).then(text)
    return shaped.map_batches(lambda column: _digits(column, length), return_dtype=pl.String(), is_elementwise=True)


def _digits(texts: pl.Series, length: int) -> pl.Series:
    """Sum all rows in one sweep over the bytes: an expression per sign would be evaluated again by each later field."""
    filled = texts.fill_null("<" * length)
    signs = np.frombuffer("".join(filled).encode("ascii"), dtype=np.uint8).reshape(len(texts), length)
    total = np.zeros(len(texts), dtype=np.int64)
    for i in range(length):
        total += _VALUES[signs[:, i]] * _WEIGHTS[i % 3]
    digits = pl.Series(texts.name, total % 10).cast(pl.String)
    return digits.to_frame().select(pl.when(texts.is_not_null()).then(pl.col(texts.name))).to_series()


def name_field_expr(name: pl.Expr) -> pl.Expr:
    """`name_field` for a column; null where the name has no letter."""
    upper = name.str.to_uppercase().str.replace_many(LETTERS)
    bare = upper.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.replace_all(f"[{DROPPED}]", "")
    words = (
        bare.str.replace_all("-", "<", literal=True)
        .str.replace_all("[^A-Z<]+", " ")
        .str.replace_all("<* <*", " ")
        .str.replace_all("<+", "<")
        .str.strip_chars(" <")
        .str.extract_groups("^(?:(?P<given>.*) )?(?P<last>[A-Z<]+)$")
    )
    primary = words.struct.field("last").str.slice(0, NAME_ROOM)
    given = words.struct.field("given").str.replace_all(" ", "<")
    both = primary.str.slice(0, PRIMARY_ROOM) + "<<" + given
    field = pl.when(given.is_null()).then(primary).otherwise(both)
    return field.str.slice(0, NAME_ROOM).str.pad_end(NAME_ROOM, "<")


def line1_expr(name: pl.Expr, *, state: str = "IDN") -> pl.Expr:
    """First line for a column of names."""
    return pl.lit(f"P<{state}") + name_field_expr(name)


def line2_expr(
    number: pl.Expr, birth_date: pl.Expr, sex: pl.Expr, expires_on: pl.Expr, *, state: str = "IDN"
) -> pl.Expr:
    """Second line for columns (text, Date, F or M, Date), without optional data; null where the number does not fit."""
    fits = number.str.contains("^[A-Z0-9<]{0,9}$")
    filled = pl.when(fits).then(number).str.pad_end(9, "<")
    front = filled + check_digit_expr(filled, 9)
    middle, until = _dated(birth_date), _dated(expires_on)
    sign = pl.when(sex.cast(pl.String).is_in(["F", "M"])).then(sex.cast(pl.String)).otherwise(pl.lit("<"))
    back = until + "<" * 15
    return front + state + middle + sign + back + check_digit_expr(front + middle + back, 39)


def check_expr(line1: pl.Expr, line2: pl.Expr) -> pl.Expr:
    """`check` for columns: an Enum ok or failed; null where either line is null."""
    shaped = line1.str.contains(rf"^P[A-Z0-9<]{{{LINE - 1}}}$") & line2.str.contains(rf"^[A-Z0-9<]{{{LINE}}}$")
    birth, expiry, optional = line2.str.slice(13, 6), line2.str.slice(21, 6), line2.str.slice(28, 14)
    given = line2.str.slice(42, 1)
    agreed = (
        shaped
        & (line2.str.slice(9, 1) == check_digit_expr(line2.str.slice(0, 9), 9))
        & (_is_date(birth) | birth.str.contains(r"^([0-9]{2}|<<)(0[1-9]|1[0-2]|<<)<<$"))
        & (line2.str.slice(19, 1) == check_digit_expr(birth, 6))
        & line2.str.slice(20, 1).is_in(["F", "M", "<"])
        & _is_date(expiry)
        & (line2.str.slice(27, 1) == check_digit_expr(expiry, 6))
        & ((given == check_digit_expr(optional, 14)) | ((given == "<") & (optional == "<" * 14)))
        & (line2.str.slice(43, 1) == check_digit_expr(_composite(line2), 39))
    )
    verdict = pl.when(agreed.fill_null(False)).then(pl.lit("ok")).otherwise(pl.lit("failed"))
    return pl.when(line1.is_not_null() & line2.is_not_null()).then(verdict).cast(Outcome)


def _composite(line2: pl.Expr) -> pl.Expr:
    return line2.str.slice(0, 10) + line2.str.slice(13, 7) + line2.str.slice(21, 22)


def _dated(day: pl.Expr) -> pl.Expr:
    text = day.dt.strftime("%y%m%d")
    return text + check_digit_expr(text, 6)


def _is_date(text: pl.Expr) -> pl.Expr:
    shaped = text.str.contains(r"^[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$")
    leap = text.str.slice(0, 2).cast(pl.Int64, strict=False) % 4 == 0
    last = text.str.slice(2, 4)
    impossible = last.is_in(["0230", "0231", "0431", "0631", "0931", "1131"]) | ((last == "0229") & ~leap)
    return shaped & ~impossible.fill_null(True)
