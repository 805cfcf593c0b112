"""Records made comparable: names to sorted words of one spelling, numbers to their signs, texts to capitals."""

from __future__ import annotations

import polars as pl

from simi_lab.risk.asof.names import name_key

# Titles say nothing about who a person is, and come and go between papers (mark: known).
_TITLES = r"\b(H|HJ|HAJI|HAJJAH|DRS|DRA|DR|IR|PROF|USTADZ|USTAZ|TN|NY|SDR|SDRI|NN|ALM)\b\.?"
MISREAD = {"O": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8"}
_OF_FATHER = r"\b(BIN|BINTI|BT|BTE|BINTE)\b\.? .*$"  # "child of": some papers show it, others do not


def prepared(records: pl.DataFrame) -> pl.DataFrame:
    """Add what is compared: `written` (one spelling), `spelled` (its words in order of the alphabet), cleaned signs.

    A null stays null. A name of which nothing is left after titles are taken away is null too.

    Examples
    --------
    >>> from datetime import date
    >>> rows = pl.DataFrame({"record": [1, 2], "name": ["Hj. Siti Aminah binti Yusuf", "AMINAH SITTI"],
    ...                      "birth_date": [date(1980, 1, 2)] * 2})
    >>> prepared(rows)["spelled"].to_list()
    ['AMINAH SITI', 'AMINAH SITI']
    """
    bare = pl.col("name").str.to_uppercase().str.replace(r",.*$", "")
    bare = bare.str.replace_all(r"[.'`’-]", " ").str.replace(_OF_FATHER, "").str.replace_all(_TITLES, " ")
    distinct = records.select(pl.col("name").unique()).with_columns(written=name_key(bare))
    distinct = distinct.with_columns(written=pl.when(pl.col("written") != "").then("written"))
    words = pl.col("written").str.split(" ").list.sort()
    distinct = distinct.with_columns(spelled=words.list.join(" "))
    out = records.join(distinct.select("name", "written", "spelled"), on="name", how="left", maintain_order="left")
    cleaned = {
        "birth_place": pl.col("birth_place").str.to_uppercase().str.replace(r"^(KOTA|KAB|KABUPATEN)\.? ", "")
        if "birth_place" in out.columns
        else None,
        "document_number": _read("document_number") if "document_number" in out.columns else None,
        "phone": _signs("phone", r"[^0-9]").str.replace(r"^62", "0") if "phone" in out.columns else None,
        "address": _signs("address", r"[^A-Z0-9]") if "address" in out.columns else None,
    }
    return out.with_columns(**{name: each for name, each in cleaned.items() if each is not None})


def _read(column: str) -> pl.Expr:
    """Signs of a number; letters that a reader took for digits are digits again where nearly all signs are digits."""
    number = _signs(column, r"[^A-Z0-9]")
    digits = number.str.replace_many(list(MISREAD), list(MISREAD.values()))
    return pl.when(number.str.count_matches(r"[0-9]") * 4 >= number.str.len_chars() * 3).then(digits).otherwise(number)


def _signs(column: str, others: str) -> pl.Expr:
    left = pl.col(column).str.to_uppercase().str.replace_all(others, "")
    return pl.when(left != "").then(left)
