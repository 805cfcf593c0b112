"""The passport services and what each costs on a given day."""

from __future__ import annotations

from datetime import date

import polars as pl

from simi_lab.errors import BadRequest

from ._tables import declare, load
from .dated_fees import fee_on, fee_on_expr

SERVICES = ("nonel_5", "nonel_10", "el_5", "el_10")
_EXTRA_OF_KIND = ("lost", "damaged")

declare(
    "services",
    {
        "service": pl.Enum(SERVICES),
        "is_electronic": pl.Boolean(),
        "validity_years": pl.Int64(),
        "available_from": pl.Date(),
    },
    key=("service",),
)
declare(
    "fees",
    {
        "item": pl.Enum((*SERVICES, "same_day", "lost", "damaged", "cpmi_first", "splp", "splp_foreigner")),
        "valid_from": pl.Date(),
        "valid_to": pl.Date(),
        "fee_idr": pl.Int64(),
        "regulation": pl.String(),
    },
    key=("item", "valid_from"),
    optional=("valid_to",),
)


def services() -> pl.DataFrame:
    """The four kinds of book, one row each: electronic or not, validity in years, first day on offer."""
    return load("services")


def fee_table() -> pl.DataFrame:
    """Every dated fee: item, first and last day (empty = still in force), rupiah, regulation.

    Items are the four books, `same_day`, `lost` and `damaged` (each on top of the book), `cpmi_first` (the first
    non-electronic book of a migrant worker to be, free since PP 45/2024), and the travel document in lieu of a passport
    (`splp`, `splp_foreigner`; reference only, no application of the world asks for one).

    Source : PP 28/2019, and PP 45/2024 from 17 December 2024.
    """
    return load("fees")


def fee(item: str, on: date) -> int:
    """The fee of one item on one day, in rupiah.

    Raises
    ------
    BadRequest
        The item is unknown, or no fee was in force on that day.
    """
    return fee_on(fee_table(), item, on)


def fees(service: str, on: date, *, is_same_day: bool = False, kind: str = "new", exemption: str | None = None) -> int:
    """What an applicant pays for one application, in rupiah: the book, same-day service, and a lost or damaged book.

    Parameters
    ----------
    service : nonel_5, nonel_10, el_5 or el_10
    on : day of application
    is_same_day : whether the book is wanted on the same day
    kind : kind of application; only `lost` and `damaged` cost extra
    exemption : `force_majeure` (flood, fire) frees a lost or damaged book from its charge, `worker_first_book` frees
        the first non-electronic book of a migrant worker to be where the rule of the day knows it

    Raises
    ------
    BadRequest
        The service is unknown, or was not on offer on that day.
    """
    if service not in SERVICES:
        raise BadRequest(
            "There is no service called {item}.", cure="Known are: {known}.", item=service, known=", ".join(SERVICES)
        )
    charged = kind in _EXTRA_OF_KIND and exemption != "force_majeure"
    extras = (["same_day"] if is_same_day else []) + ([kind] if charged else [])
    book = "cpmi_first" if exemption == "worker_first_book" and service.startswith("nonel") else service
    return sum(fee(item, on) for item in (book, *extras))


def fees_expr(
    service: pl.Expr, on: pl.Expr, *, is_same_day: pl.Expr, kind: pl.Expr, exemption: pl.Expr | None = None
) -> pl.Expr:
    """`fees` for a whole table: an Int64 expression in rupiah, null where no fee was in force.

    `service`, `kind` and `exemption` are text or Enum columns, `on` a Date, `is_same_day` a Boolean.
    """
    book = _dated(service, on, SERVICES)
    why = pl.lit(None, dtype=pl.String()) if exemption is None else exemption.cast(pl.String)
    free = (why == "worker_first_book") & service.cast(pl.String).is_in(["nonel_5", "nonel_10"])
    book = pl.when(free.fill_null(False)).then(_dated(pl.lit("cpmi_first"), on, ("cpmi_first",))).otherwise(book)
    rush = pl.when(is_same_day).then(_dated(pl.lit("same_day"), on, ("same_day",))).otherwise(0)
    is_extra = kind.cast(pl.String).is_in(_EXTRA_OF_KIND) & (why != "force_majeure").fill_null(True)
    extra = pl.when(is_extra).then(_dated(kind, on, _EXTRA_OF_KIND)).otherwise(0)
    return book + rush + extra


def worker_first_from() -> date:
    """First day on which the first non-electronic book of a migrant worker to be is free."""
    days: list[date] = fee_table().filter(pl.col("item") == "cpmi_first")["valid_from"].to_list()
    return min(days)


def _dated(item: pl.Expr, on: pl.Expr, items: tuple[str, ...]) -> pl.Expr:
    return fee_on_expr(fee_table(), item, on, items)
