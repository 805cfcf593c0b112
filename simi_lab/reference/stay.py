"""Visa and permit indices with what they ask for, and the dated fees of stay permits."""

from __future__ import annotations

from datetime import date

import polars as pl

from ._tables import declare, load
from .dated_fees import fee_on, fee_on_expr

STAY_KINDS = ("itk", "itas")

declare(
    "visa_index",
    {
        "index_code": pl.String(),
        "stay_kind": pl.Enum(STAY_KINDS),
        "meaning_id": pl.String(),
        "meaning_en": pl.String(),
        "needs_guarantor": pl.Boolean(),
        "term_days": pl.Int64(),
        "term_item": pl.String(),
        "extension_days": pl.Int64(),
        "extension_item": pl.String(),
    },
    key=("index_code",),
    optional=("term_item",),
)
declare(
    "stay_fees",
    {
        "item": pl.String(),
        "valid_from": pl.Date(),
        "valid_to": pl.Date(),
        "fee_idr": pl.Int64(),
        "regulation": pl.String(),
    },
    key=("item", "valid_from"),
    optional=("valid_to",),
)


def visa_index() -> pl.DataFrame:
    """The indices that the lab uses, one row each: kind of stay, meaning, whether a guarantor is needed, terms in days.

    `term_item` is the fee of the first permit at the office, empty where the stay comes with the visa;
    `extension_item` is the fee of each extension. Re-entry permits are left out.

    Source : Permenkumham 22/2023, amended by 11/2024; UU 6/2011 article 63 as amended by UU 6/2023.
    """
    return load("visa_index")


def stay_fees() -> pl.DataFrame:
    """Every dated fee of a stay permit: item, first and last day (empty = still in force), rupiah, regulation.

    Source : PP 28/2019, PMK 9/2022, PP 45/2024; many rows are assumed, see their marks.
    """
    return load("stay_fees")


def stay_fee(item: str, on: date) -> int:
    """The fee of one item on one day, in rupiah.

    Raises
    ------
    BadRequest
        The item is unknown, or no fee of it is known on that day.
    """
    return fee_on(stay_fees(), item, on)


def stay_fee_expr(item: pl.Expr, on: pl.Expr) -> pl.Expr:
    """`stay_fee` for a whole table: an Int64 expression in rupiah, null without item or without a fee on that day."""
    return fee_on_expr(stay_fees(), item, on)
