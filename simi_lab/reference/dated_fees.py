"""What a dated table of fees says on a day; tables have item, valid_from, valid_to and fee_idr."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from simi_lab.errors import BadRequest


def fee_on(table: pl.DataFrame, item: str, on: date) -> int:
    """The fee of one item on one day, in rupiah.

    Raises
    ------
    BadRequest
        The item is unknown, or no fee of it is known on that day.
    """
    rows = [row for row in table.iter_rows(named=True) if row["item"] == item]
    if not rows:
        known = ", ".join(dict.fromkeys(table["item"].cast(pl.String)))
        raise BadRequest("There is no fee called {item}.", cure="Known are: {known}.", item=item, known=known)
    for row in rows:
        if row["valid_from"] <= on and (row["valid_to"] is None or on <= row["valid_to"]):
            return int(row["fee_idr"])
    first = min(row["valid_from"] for row in rows)
    raise BadRequest(
        "No fee for {item} is known on {day}.",
        cure="The first one starts on {first}.",
        item=item,
        day=on.isoformat(),
        first=first.isoformat(),
    )


def fee_on_expr(table: pl.DataFrame, item: pl.Expr, on: pl.Expr, items: Sequence[str] | None = None) -> pl.Expr:
    """`fee_on` for a whole table: an Int64 expression in rupiah, null without item or without a fee on that day.

    Parameters
    ----------
    items : only these; None: every item of the table
    """
    result = pl.lit(None, dtype=pl.Int64())
    for row in table.iter_rows(named=True):
        if items is None or row["item"] in items:
            last = date.max if row["valid_to"] is None else row["valid_to"]
            applies = (item.cast(pl.String) == row["item"]) & on.is_between(row["valid_from"], last)
            result = pl.when(applies).then(pl.lit(row["fee_idr"], dtype=pl.Int64())).otherwise(result)
    return result
