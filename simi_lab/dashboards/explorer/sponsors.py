"""A guarantor of foreigners through its tables: who it is, for whom it answers, with whom it shares a director."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import polars as pl

from simi_lab.dashboards.explorer import wording
from simi_lab.dashboards.explorer.ties import MOST, Ties
from simi_lab.i18n import day, number, plural, t
from simi_lab.privacy import mask

SPONSOR = "P-"
TABLES = ("guarantors", "foreigners", "permits")
_MASKED = {"name": "name", "director": "name", "address": "address", "nib_number": "passport"}
_FACTS = ("kind", "name", "address", "director", "nib_number", "nib_status", "founded_on", "premises",
          "tax_report", "describes_business", "main_index", "n_holders", "shares_address", "shares_director",
          "checked_on")  # fmt: skip


@dataclass(frozen=True, eq=False)
class Sponsor:
    """One guarantor; identifiers masked.

    Parameters
    ----------
    key : key in the address, "P-12"
    guarantor_id : its key
    guarantor : its row, with the name of its district
    permits : one row per permit of its holders: foreigner_id, nationality, index_code, stay_kind, extension_no,
        issued_on, valid_until
    ties : directors, addresses and foreigners that it shares with other guarantors
    """

    key: str
    guarantor_id: int
    guarantor: Mapping[str, Any]
    permits: pl.DataFrame
    ties: Ties


def has_sponsors(run: Any) -> bool:
    """Whether this world has guarantors at all."""
    tables = run.manifest["tables"]
    return all(name in tables for name in TABLES) and tables["guarantors"]["rows"] > 0


def notable(run: Any, most: int = 2) -> list[str]:
    """Keys of guarantors that share an address or a director, else of the first ones; from the record alone."""
    if not has_sponsors(run):
        return []
    shares = pl.col("shares_address") | pl.col("shares_director")
    rows = run.table("guarantors").sort(~shares, "guarantor_id").head(most).select("guarantor_id").collect()
    return [f"{SPONSOR}{key}" for key in rows["guarantor_id"].sort()]


def find_sponsor(run: Any, key: str) -> Sponsor | None:
    """The guarantor behind a key; None when this world has none."""
    if not has_sponsors(run):
        return None
    guarantor_id = int(key.removeprefix(SPONSOR))
    found = run.table("guarantors").filter(pl.col("guarantor_id") == guarantor_id)
    names = run.table("districts").select("district_id", district="name")
    row = found.join(names, on="district_id", how="left").collect()
    if row.is_empty():
        return None
    permits = (
        run.table("permits")
        .filter(pl.col("guarantor_id") == guarantor_id)
        .join(run.table("foreigners").select("foreigner_id", "nationality"), on="foreigner_id", how="left")
        .sort("foreigner_id", "valid_from")
        .select("foreigner_id", "nationality", "index_code", "stay_kind", "extension_no", "issued_on", "valid_until")
        .collect()
    )
    shown = row.with_columns(mask(row[name], kind) for name, kind in _MASKED.items())
    return Sponsor(f"{SPONSOR}{guarantor_id}", guarantor_id, shown.row(0, named=True), permits, _ties(run, row))


def _ties(run: Any, asked: pl.DataFrame) -> Ties:
    """Contacts of the guarantor and which other guarantors have them."""
    own = asked["guarantor_id"].item()
    holders = run.table("permits").select("guarantor_id", "foreigner_id").drop_nulls().unique()
    ours = holders.filter(pl.col("guarantor_id") == own).select("foreigner_id").collect()["foreigner_id"].to_list()
    everyone = run.table("guarantors")
    parts = [
        everyone.filter(pl.col(column) == value).select("guarantor_id", kind=pl.lit(kind), value=pl.lit(str(value)))
        for kind, column, value in (
            ("director", "director_id", asked["director_id"].item()),
            ("address", "address", asked["address"].item()),
        )
        if value is not None
    ]
    theirs = holders.filter(pl.col("foreigner_id").is_in(ours))
    parts.append(theirs.select("guarantor_id", kind=pl.lit("foreigner"), value=pl.col("foreigner_id").cast(pl.String)))
    rows = pl.concat(parts).collect().sort(pl.col("guarantor_id") != own, "guarantor_id", "kind", "value")
    others = [key for key in rows["guarantor_id"].unique(maintain_order=True) if key != own]
    rows = rows.filter(pl.col("guarantor_id").is_in([own, *others[:MOST]]))
    ranks = rows.select("kind", "value").unique(maintain_order=True).with_row_index("contact")
    edges = rows.join(ranks, on=["kind", "value"], maintain_order="left").select(
        (SPONSOR + pl.col("guarantor_id").cast(pl.String)).alias("key"),
        (pl.col("guarantor_id") == own).alias("is_asked"),
        "kind",
        "contact",
        pl.lit("").alias("shown"),
    )
    return Ties(edges, max(0, len(others) - MOST))


def answer(found: Sponsor, lang: str) -> str:
    """The guarantor in a sentence or two, from the record alone."""
    told = {
        "key": found.key,
        "kind": wording.value_word("guarantors", "kind", found.guarantor["kind"], lang).lower(),
        "district": found.guarantor["district"],
        "holders": plural("{n} foreigner", "{n} foreigners", found.permits["foreigner_id"].n_unique(), lang),
    }
    return t("Guarantor {key}: {kind}, registered in {district}; answers for {holders}.", lang, **told)


def facts(found: Sponsor, lang: str) -> str:
    """What was recorded about the guarantor."""
    pairs = [(wording.column_word("district_id", lang), found.guarantor["district"])]
    pairs += wording.pairs_of("guarantors", found.guarantor, _FACTS, lang)
    return wording.card_html(t("Guarantor", lang), wording.facts_html(pairs), lang)


def holders(found: Sponsor, lang: str) -> str:
    """The permits of those for whom it answers."""
    names = ("nationality", "index_code", "stay_kind", "extension_no")
    rows = []
    for row in found.permits.iter_rows(named=True):
        cells = [wording.value_word("foreigners" if name == "nationality" else "permits", name, row[name], lang)
                 for name in names]  # fmt: skip
        dates = [day(row[name], lang) for name in ("issued_on", "valid_until")]
        rows.append([number(row["foreigner_id"], lang), *(escape(cell) for cell in (*cells, *dates))])
    heads = [wording.column_word(name, lang) for name in ("foreigner_id", *names, "issued_on", "valid_until")]
    caption = plural("{n} permit or extension.", "{n} permits and extensions.", len(rows), lang)
    return wording.card_html(t("Permits", lang), wording.rows_html(caption, heads, rows), lang)
