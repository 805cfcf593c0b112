"""What NIK and KK share: six digits of region, six of a date, four of a serial."""

from __future__ import annotations

from functools import cache

import polars as pl

from simi_lab.errors import BadRequest

from .._tables import load
from ..places import region_codes

RESERVED_FROM, RESERVED_TO = 9000, 9999
_SHAPE = r"^[0-9]{16}$"


def has_shape(number: str) -> bool:
    """Whether the text is exactly sixteen digits 0 to 9."""
    return len(number) == 16 and number.isascii() and number.isdigit()


def has_shape_expr(number: pl.Expr) -> pl.Expr:
    """`has_shape` for a column."""
    return number.str.contains(_SHAPE)


def digits_expr(number: pl.Expr, start: int, length: int) -> pl.Expr:
    """A group of digits as Int64; null where the text is not sixteen digits."""
    shaped = pl.when(has_shape_expr(number)).then(number)
    return shaped.str.slice(start, length).cast(pl.Int64)


def is_date(day: int, month: int, year: int) -> bool:
    """Whether day and month exist in the two-digit year, in the 1900s or the 2000s (29 February: every fourth)."""
    return 1 <= month <= 12 and 1 <= day <= _longest(month, year)


def is_date_expr(day: pl.Expr, month: pl.Expr, year: pl.Expr) -> pl.Expr:
    """`is_date` for columns."""
    february = pl.when(year % 4 == 0).then(29).otherwise(28)
    longest = pl.when(month == 2).then(february).otherwise(pl.when(month.is_in([4, 6, 9, 11])).then(30).otherwise(31))
    return month.is_between(1, 12) & (day >= 1) & (day <= longest)


def _longest(month: int, year: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 else 28
    return 30 if month in (4, 6, 9, 11) else 31


@cache
def _outside_regencies() -> frozenset[str]:
    """Regencies of Indonesia outside the office's area, four digits each: there the kecamatan is not looked up."""
    inside = {code[:4] for code in region_codes()}
    return frozenset(code.replace(".", "") for code in load("regency_codes")["code"]) - inside


def is_known_region(region: str) -> bool:
    """Whether a six-digit region code is known: in the office's area by kecamatan, dead ones too, else by regency."""
    return region in region_codes() or region[:4] in _outside_regencies()


def is_known_region_expr(number: pl.Expr) -> pl.Expr:
    """`is_known_region` for the first six digits of a column of numbers."""
    return number.str.slice(0, 6).is_in(sorted(region_codes())) | number.str.slice(0, 4).is_in(
        sorted(_outside_regencies())
    )


def checked_region(region: str) -> str:
    """Six bare digits of a region code written 180404 or 18.04.04.

    Raises
    ------
    BadRequest
        The code does not have six digits.
    """
    bare = region.replace(".", "")
    if len(bare) != 6 or not bare.isascii() or not bare.isdigit():
        raise BadRequest("{region} is no region code.", cure="Write it as 18.04.04.", region=region)
    return bare


def checked_serial(serial: int) -> int:
    """A serial from 1 to 9999.

    Raises
    ------
    BadRequest
        The serial lies outside.
    """
    if not 1 <= serial <= 9999:
        raise BadRequest("{serial} is no serial number.", cure="Serials run from 1 to 9999.", serial=serial)
    return serial


def text_expr(region: pl.Expr, day: pl.Expr, month: pl.Expr, year: pl.Expr, serial: pl.Expr) -> pl.Expr:
    """Sixteen digits from a region column (with or without dots) and integer columns, padded with zeros."""
    bare = region.cast(pl.String).str.replace_all(".", "", literal=True)
    wide = pl.Int64()
    date = (day.cast(wide) * 10_000 + month.cast(wide) * 100 + year.cast(wide) % 100) * 10_000 + serial.cast(wide)
    return bare + date.cast(pl.String).str.zfill(10)
