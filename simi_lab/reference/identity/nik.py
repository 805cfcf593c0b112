"""The NIK of a person: region of first registration, birth date (women: day + 40), serial."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from simi_lab.errors import BadRequest

from .._tables import declare, load
from . import _sixteen as parts

Sex = Literal["F", "M"]
OUTCOMES = ("ok", "format", "date", "sex_mismatch", "dob_mismatch", "region_unknown", "serial_zero")
Outcome = pl.Enum(OUTCOMES)
WOMAN = 40

declare(
    "nik_outcomes",
    {
        "outcome": Outcome,
        "next_step": pl.Enum(("none", "read_again", "ask", "check_with_dukcapil")),
        "explanation_id": pl.String(),
        "explanation_en": pl.String(),
    },
    key=("outcome",),
)


@dataclass(frozen=True)
class Nik:
    """Parts of a NIK; `year` has two digits, `day` is already without the 40 of a woman."""

    region: str
    day: int
    month: int
    year: int
    sex: Sex
    serial: int

    def born(self, on: date) -> date | None:
        """Birth date, the latest century that lies on or before `on`; None when the date does not exist."""
        for century in (on.year // 100 * 100, on.year // 100 * 100 - 100):
            try:
                born = date(century + self.year, self.month, self.day)
            except ValueError:
                continue
            if born <= on:
                return born
        return None


def compose(region: str, born: date, sex: Sex, serial: int) -> str:
    """NIK of sixteen digits; the lab gives its invented people serials 9000 to 9999.

    Parameters
    ----------
    region : six digits of the kecamatan of first registration, with or without dots
    born : birth date
    sex : F or M
    serial : 1 to 9999

    Raises
    ------
    BadRequest
        The region, sex or serial cannot be.
    """
    if sex not in ("F", "M"):
        raise BadRequest("{sex} is no sex on an identity card.", cure="Use F or M.", sex=sex)
    day = born.day + (WOMAN if sex == "F" else 0)
    return f"{parts.checked_region(region)}{day:02}{born:%m%y}{parts.checked_serial(serial):04}"


def parse(nik: str) -> Nik | None:
    """Parts of a NIK, or None when it is not sixteen digits; the parts need not make sense, see `check`."""
    if not parts.has_shape(nik):
        return None
    day = int(nik[6:8])
    is_woman = day > WOMAN
    return Nik(
        nik[:6], day - WOMAN * is_woman, int(nik[8:10]), int(nik[10:12]), "F" if is_woman else "M", int(nik[12:])
    )


def check(nik: str, *, sex: Sex | None = None, birth_date: date | None = None) -> str:
    """First thing that does not agree, or ok; never a proof of forgery, for every outcome has an innocent reason.

    The order is format, date, serial_zero, then sex_mismatch and dob_mismatch against what is given, and last
    region_unknown, which only asks for a check: codes end while the people registered under them live on.

    Parameters
    ----------
    nik : the number as written
    sex : sex on the card, if known
    birth_date : birth date on the card, if known
    """
    found = parse(nik)
    if found is None:
        return "format"
    if not parts.is_date(found.day, found.month, found.year):
        return "date"
    if found.serial == 0:
        return "serial_zero"
    if sex is not None and sex != found.sex:
        return "sex_mismatch"
    written = (found.day, found.month, found.year)
    if birth_date is not None and written != (birth_date.day, birth_date.month, birth_date.year % 100):
        return "dob_mismatch"
    return "ok" if parts.is_known_region(found.region) else "region_unknown"


def is_reserved(nik: str) -> bool:
    """Whether the serial is one of 9000 to 9999, kept for invented people."""
    found = parse(nik)
    return found is not None and parts.RESERVED_FROM <= found.serial <= parts.RESERVED_TO


def outcomes() -> pl.DataFrame:
    """What each outcome means and does not mean, with the next step, in both languages (7 rows)."""
    return load("nik_outcomes")


def explanation(outcome: str, lang: str = "id") -> str:
    """Sentence for the reader: what was seen, the innocent reasons for it, what to do.

    Raises
    ------
    BadRequest
        The outcome or the language is unknown.
    """
    rows = outcomes().filter(pl.col("outcome").cast(pl.String) == outcome)
    if rows.is_empty() or lang not in ("id", "en"):
        raise BadRequest("There is no explanation of {outcome} in {lang}.", outcome=outcome, lang=lang)
    return str(rows[f"explanation_{lang}"][0])


def compose_expr(region: pl.Expr, born: pl.Expr, sex: pl.Expr, serial: pl.Expr) -> pl.Expr:
    """`compose` for columns (text, Date, F or M, integer), without its refusals."""
    day = born.dt.day().cast(pl.Int64) + pl.when(sex.cast(pl.String) == "F").then(WOMAN).otherwise(0)
    return parts.text_expr(region, day, born.dt.month(), born.dt.year(), serial)


def parse_expr(nik: pl.Expr) -> pl.Expr:
    """`parse` for a column: a struct of region, day, month, year, sex, serial; all null where it is no NIK."""
    day = parts.digits_expr(nik, 6, 2)
    return pl.struct(
        pl.when(parts.has_shape_expr(nik)).then(nik.str.slice(0, 6)).alias("region"),
        (day - pl.when(day > WOMAN).then(WOMAN).otherwise(0)).alias("day"),
        parts.digits_expr(nik, 8, 2).alias("month"),
        parts.digits_expr(nik, 10, 2).alias("year"),
        pl.when(day > WOMAN).then(pl.lit("F")).when(day <= WOMAN).then(pl.lit("M")).alias("sex"),
        parts.digits_expr(nik, 12, 4).alias("serial"),
    )


def check_expr(nik: pl.Expr, *, sex: pl.Expr | None = None, birth_date: pl.Expr | None = None) -> pl.Expr:
    """`check` for columns: an Enum of `OUTCOMES`; null stays null, and a null sex or birth date is not compared."""
    found = parse_expr(nik)
    day, month, year = (found.struct.field(name) for name in ("day", "month", "year"))
    otherwise = pl.when(parts.is_known_region_expr(nik)).then(pl.lit("ok")).otherwise(pl.lit("region_unknown"))
    if birth_date is not None:
        differs = (day != birth_date.dt.day()) | (month != birth_date.dt.month()) | (year != birth_date.dt.year() % 100)
        otherwise = pl.when(differs.fill_null(False)).then(pl.lit("dob_mismatch")).otherwise(otherwise)
    if sex is not None:
        differs = (found.struct.field("sex") != sex.cast(pl.String)).fill_null(False)
        otherwise = pl.when(differs).then(pl.lit("sex_mismatch")).otherwise(otherwise)
    outcome = (
        pl.when(~parts.has_shape_expr(nik))
        .then(pl.lit("format"))
        .when(~parts.is_date_expr(day, month, year))
        .then(pl.lit("date"))
        .when(found.struct.field("serial") == 0)
        .then(pl.lit("serial_zero"))
        .otherwise(otherwise)
    )
    return pl.when(nik.is_not_null()).then(outcome).cast(Outcome)


def is_reserved_expr(nik: pl.Expr) -> pl.Expr:
    """`is_reserved` for a column; null stays null."""
    return nik.str.contains(r"^[0-9]{12}9[0-9]{3}$")
