"""Which case is looked at: the key in the address, a short list of interesting ones, one drawn at random."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import panel as pn
import param
import polars as pl

from simi_lab.clock import OFFICE_ZONE, to_local
from simi_lab.dashboards.explorer.sponsors import notable
from simi_lab.i18n import number, t
from simi_lab.reference.identity.case_number import case_number
from simi_lab.shell import Filters, Session

GROUP = "G-"
_KEY = r"^(SIM-[0-9]{4}-[0-9]{6,12}|[GP]-[0-9]{1,12})?$"
_ELDER_YEARS = 60
_GROUPS_OF_A_KIND = 2


class ExplorerFilters(Filters):
    """The case shown: key of an application, a group or a guarantor; empty is the first of the list."""

    case = param.String(default="", regex=_KEY)


@dataclass(frozen=True)
class Interesting:
    """One entry of the short list: its key in the address, what is interesting about it, its number in that kind."""

    key: str
    kind: str
    nth: int = 0


def make_filters(session: Session) -> ExplorerFilters:
    """The page's choice; nothing has to be read for it."""
    return ExplorerFilters()


def interesting(run: Any) -> list[Interesting]:
    """The short list of a run, found once for all visitors.

    Groups that are harmful and groups that only look like it stand among each other, told apart by nothing.
    """
    found: list[Interesting] = pn.state.as_cached(f"interesting cases {run.hash}", lambda: _find(run))
    return found


def word(entry: Interesting, lang: str) -> str:
    """One option of the list."""
    kinds = {
        "shared": t("Someone who shares a contact, {n}", lang, n=number(entry.nth, lang)),
        "group": t("A group, {n}", lang, n=number(entry.nth, lang)),
        "sponsor": t("A guarantor of foreigners, {n}", lang, n=number(entry.nth, lang)),
        "minor": t("A minor", lang),
        "elder": t("An elder with a single name", lang),
        "lost": t("A lost passport", lang),
        "longest": t("The longest journey to a passport", lang),
    }
    return kinds[entry.kind]


def drawn(run: Any) -> str:
    """Key of an application drawn at random, each equally likely."""
    rows = run.manifest["tables"]["applications"]["rows"]
    one = run.table("applications").slice(random.randrange(rows), 1)
    return keys_of(one.select("application_id", "filed_at"))[0]


def first(run: Any) -> str:
    """Key of the first application."""
    return keys_of(run.table("applications").head(1))[0]


def keys_of(rows: pl.LazyFrame) -> list[str]:
    """Numbers of applications, in the order of the rows."""
    years = rows.with_columns(to_local(pl.col("filed_at"), OFFICE_ZONE).dt.year().alias("year"))
    return [case_number(key, year) for key, year in years.select("application_id", "year").collect().iter_rows()]


def _find(run: Any) -> list[Interesting]:
    applications = run.table("applications").select("application_id", "person_id", "filed_at", "kind", "is_minor")
    found = _groups(run, applications)
    people = run.table("people").filter("is_mononym").select("person_id", "birth_date")
    age = (pl.col("filed_at").dt.date() - pl.col("birth_date")).dt.total_days() / 365.25
    firsts = {
        "minor": applications.filter("is_minor"),
        "elder": applications.join(people, on="person_id").filter(age >= _ELDER_YEARS).sort("application_id"),
        "lost": applications.filter(pl.col("kind") == "lost"),
        "longest": _longest(run, applications),
    }
    for kind, rows in firsts.items():
        found += [Interesting(key, kind) for key in keys_of(rows.head(1))]
    return found + [Interesting(key, "sponsor", nth) for nth, key in enumerate(notable(run), start=1)]


def _groups(run: Any, applications: pl.LazyFrame) -> list[Interesting]:
    """Groups with a tie on the record, as many harmful as benign ones, and a member of each kind."""
    rings = run.truth("rings")
    if not {"is_benign", "n_members"} <= set(rings.collect_schema().names()):
        return []
    tie = pl.col("n_linked") if "n_linked" in rings.collect_schema().names() else pl.col("n_members")
    told = rings.filter((tie >= 2) & (pl.col("n_members") <= 12)).sort("n_members", "ring_id", descending=[True, False])
    kept = told.group_by("is_benign", maintain_order=True).head(_GROUPS_OF_A_KIND).collect().sort("ring_id")
    shared = (
        run.truth("applications")
        .filter(pl.col("ring_id").is_in(kept["ring_id"].to_list()))
        .pipe(lambda rows: rows.filter("is_linked") if "is_linked" in rows.collect_schema().names() else rows)
        .join(kept.lazy().group_by("is_benign").agg(pl.col("ring_id").last()), on="ring_id")
        .sort("application_id")
        .unique("ring_id", keep="first", maintain_order=True)
        .join(applications, on="application_id", how="inner", maintain_order="left")
    )
    people = [Interesting(key, "shared", nth) for nth, key in enumerate(keys_of(shared), start=1)]
    return people + [Interesting(f"{GROUP}{key}", "group", nth) for nth, key in enumerate(kept["ring_id"], start=1)]


def _longest(run: Any, applications: pl.LazyFrame) -> pl.LazyFrame:
    """The issued application that took longest from filing to its end."""
    ends = run.table("events").filter(pl.col("outcome") == "issued").select("application_id", "ended_at")
    took = pl.col("ended_at") - pl.col("filed_at")
    return applications.join(ends, on="application_id").sort(took, "application_id", descending=[True, False])
