"""Visa and permit indices with what they ask for, and the dated fees of stay permits."""

from __future__ import annotations

from datetime import date

import polars as pl

from simi_lab.errors import BadRequest

from ._tables import declare, load

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
    rows = stay_fees().filter(pl.col("item") == item)
    if rows.is_empty():
        known = ", ".join(stay_fees()["item"].unique(maintain_order=True))
        raise BadRequest("There is no fee called {item}.", cure="Known are: {known}.", item=item, known=known)
    valid = rows.filter((pl.col("valid_from") <= on) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= on)))
    if valid.is_empty():
        first = rows["valid_from"].to_list()[0].isoformat()
        raise BadRequest(
            "No fee for {item} is known on {day}.",
            cure="The first one starts on {first}.",
            item=item,
            day=on.isoformat(),
            first=first,
        )
    return int(valid["fee_idr"].item())


def stay_fee_expr(item: pl.Expr, on: pl.Expr) -> pl.Expr:
    """`stay_fee` for a whole table: an Int64 expression in rupiah, null without item or without a fee on that day."""
    result = pl.lit(None, dtype=pl.Int64())
    for row in stay_fees().iter_rows(named=True):
        last = date.max if row["valid_to"] is None else row["valid_to"]
        applies = (item == row["item"]) & on.is_between(row["valid_from"], last)
        result = pl.when(applies).then(pl.lit(row["fee_idr"], dtype=pl.Int64())).otherwise(result)
    return result
