"""The number of a family card (KK): region, day of issue, serial; no offset for sex, no check digit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from . import _sixteen as parts

OUTCOMES = ("ok", "format", "date", "issue_mismatch", "region_unknown", "serial_zero")
Outcome = pl.Enum(OUTCOMES)


@dataclass(frozen=True)
class Kk:
    """Parts of a family card number; `year` has two digits."""

    region: str
    day: int
    month: int
    year: int
    serial: int


def compose(region: str, issued_on: date, serial: int) -> str:
    """Family card number of sixteen digits; the lab uses serials 9000 to 9999.

    Raises
    ------
    BadRequest
        The region or serial cannot be.
    """
    return f"{parts.checked_region(region)}{issued_on:%d%m%y}{parts.checked_serial(serial):04}"


def parse(kk: str) -> Kk | None:
    """Parts of a family card number, or None when it is not sixteen digits."""
    if not parts.has_shape(kk):
        return None
    return Kk(kk[:6], int(kk[6:8]), int(kk[8:10]), int(kk[10:12]), int(kk[12:]))


def check(kk: str, *, issued_on: date | None = None) -> str:
    """First thing that does not agree, or ok: format, date, serial_zero, issue_mismatch, region_unknown.

    A woman's NIK in the place of a family card number shows as `date`, for its day lies above 40.
    """
    found = parse(kk)
    if found is None:
        return "format"
    if not parts.is_date(found.day, found.month, found.year):
        return "date"
    if found.serial == 0:
        return "serial_zero"
    written = (found.day, found.month, found.year)
    if issued_on is not None and written != (issued_on.day, issued_on.month, issued_on.year % 100):
        return "issue_mismatch"
    return "ok" if parts.is_known_region(found.region) else "region_unknown"


def is_reserved(kk: str) -> bool:
    """Whether the serial is one of 9000 to 9999, kept for invented people."""
    found = parse(kk)
    return found is not None and parts.RESERVED_FROM <= found.serial <= parts.RESERVED_TO


def compose_expr(region: pl.Expr, issued_on: pl.Expr, serial: pl.Expr) -> pl.Expr:
    """`compose` for columns (text, Date, integer), without its refusals."""
    return parts.text_expr(region, issued_on.dt.day(), issued_on.dt.month(), issued_on.dt.year(), serial)


def parse_expr(kk: pl.Expr) -> pl.Expr:
    """`parse` for a column: a struct of region, day, month, year, serial; all null where it is no such number."""
    return pl.struct(
        pl.when(parts.has_shape_expr(kk)).then(kk.str.slice(0, 6)).alias("region"),
        parts.digits_expr(kk, 6, 2).alias("day"),
        parts.digits_expr(kk, 8, 2).alias("month"),
        parts.digits_expr(kk, 10, 2).alias("year"),
        parts.digits_expr(kk, 12, 4).alias("serial"),
    )


def check_expr(kk: pl.Expr, *, issued_on: pl.Expr | None = None) -> pl.Expr:
    """`check` for columns: an Enum of `OUTCOMES`; null stays null, and a null day of issue is not compared."""
    day, month, year = (parts.digits_expr(kk, start, 2) for start in (6, 8, 10))
    otherwise = pl.when(parts.is_known_region_expr(kk)).then(pl.lit("ok")).otherwise(pl.lit("region_unknown"))
    if issued_on is not None:
        differs = (day != issued_on.dt.day()) | (month != issued_on.dt.month()) | (year != issued_on.dt.year() % 100)
        otherwise = pl.when(differs.fill_null(False)).then(pl.lit("issue_mismatch")).otherwise(otherwise)
    outcome = (
        pl.when(~parts.has_shape_expr(kk))
        .then(pl.lit("format"))
        .when(~parts.is_date_expr(day, month, year))
        .then(pl.lit("date"))
        .when(parts.digits_expr(kk, 12, 4) == 0)
        .then(pl.lit("serial_zero"))
        .otherwise(otherwise)
    )
    return pl.when(kk.is_not_null()).then(outcome).cast(Outcome)


def is_reserved_expr(kk: pl.Expr) -> pl.Expr:
    """`is_reserved` for a column; null stays null."""
    return kk.str.contains(r"^[0-9]{12}9[0-9]{3}$")
