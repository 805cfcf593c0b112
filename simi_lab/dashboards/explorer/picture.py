"""The picture of what applications share on the record, with its sentence and its table."""

from __future__ import annotations

import polars as pl

from simi_lab.charts import Look
from simi_lab.charts.links import links_between
from simi_lab.dashboards.explorer.reading import Case, Group
from simi_lab.dashboards.explorer.sponsors import Sponsor
from simi_lab.dashboards.explorer.ties import Ties
from simi_lab.i18n import number, plural, t
from simi_lab.shell.cards import Chart, Column

_SHOWN = 4  # signs at the end of a masked contact that stand in the picture; the table has the whole


def picture(case: Case | Group | Sponsor | None, look: Look, run_name: str) -> Chart:
    """The chart card's content: who shares a phone, an e-mail address or a home with this case.

    Shapes and words tell what each node is: diamonds and bold numbers are the case itself.
    """
    lang = look.lang
    if case is None:
        return Chart(title=t("Contacts", lang), summary=t("Nothing to draw for this choice.", lang))
    asked = case.members["key"].to_list() if isinstance(case, Group) else [case.key]
    edges = case.ties.edges
    words = {kind: _kind_word(kind, lang) for kind in edges["kind"].unique()}
    table = edges.with_columns(pl.col("kind").replace_strict(words, default=pl.col("kind")).alias("what")).with_columns(
        (pl.col("what") + " " + (pl.col("contact") + 1).cast(pl.String)).alias("name")
    )
    told = (_sponsor_title, _sponsor_summary) if isinstance(case, Sponsor) else (_title, _summary)
    title, summary = told
    return Chart(
        title=title(case.ties, isinstance(case, Group), lang),
        summary=summary(case.ties, lang),
        plot=links_between(
            _applications(asked, edges), _contacts(edges, words), edges.select(left="key", right="contact"), look=look
        ),
        table=table.select(
            "key", "name", "shown", role=pl.when("is_asked").then(pl.lit("asked")).otherwise(pl.lit("other"))
        ),
        columns=[
            Column("key", t("Number", lang)),
            Column("name", t("Contact", lang)),
            Column("shown", t("Masked", lang)),
            Column("role", t("Part", lang), labels={"asked": t("this case", lang), "other": t("another one", lang)}),
        ],
        source=t("Source: simulated world {name}, the record only.", lang, name=run_name),
        note=_note(case.ties, lang),
    )


def _kind_word(kind: str, lang: str) -> str:
    words = {
        "phone": t("Phone", lang),
        "email": t("E-mail", lang),
        "home": t("Household", lang),
        "director": t("Director", lang),
        "address": t("Address", lang),
        "foreigner": t("Foreigner", lang),
    }
    return words.get(kind, kind)


def _applications(asked: list[str], edges: pl.DataFrame) -> pl.DataFrame:
    """Left nodes: those asked for first, a group's members without any tie too."""
    others = [key for key in edges["key"].unique(maintain_order=True) if key not in asked]
    keys = [*asked, *others]
    return pl.DataFrame(
        {"key": keys, "text": keys, "is_asked": [key in asked for key in keys]},
        schema={"key": pl.String, "text": pl.String, "is_asked": pl.Boolean},
    )


def _contacts(edges: pl.DataFrame, words: dict[str, str]) -> pl.DataFrame:
    rows = edges.unique("contact", maintain_order=True)
    texts = [
        f"{words[kind]} {shown[-_SHOWN:] if kind == 'phone' else shown.partition('@')[0] if shown else number + 1}"
        for kind, shown, number in rows.select("kind", "shown", "contact").iter_rows()
    ]
    return rows.select(pl.col("contact").alias("key"), "kind", pl.Series("text", texts, dtype=pl.String))


def _title(found: Ties, is_group: bool, lang: str) -> str:
    if is_group:
        n = found.edges["contact"].n_unique()
        if n == 0:
            return t("The record ties none of them together", lang)
        return plural("{n} contact that they share", "{n} contacts that they share", n, lang)
    n = found.n_others + found.n_left_out
    if n == 0:
        return t("Nobody else shows these contacts", lang)
    return plural(
        "{n} other application shows the same contacts", "{n} other applications show the same contacts", n, lang
    )


def _summary(found: Ties, lang: str) -> str:
    names = {"phone": 0, "email": 0, "home": 0}
    shared = found.edges.filter(pl.col("key").n_unique().over("contact") > 1).unique("contact")
    for kind in shared["kind"]:
        names[kind] = names.get(kind, 0) + 1
    told = {name: number(n, lang) for name, n in names.items() if name in ("phone", "email", "home")}
    return t(
        "Shared: phones {phone}, e-mail addresses {email}, homes {home}. Families share a phone, and helpers in the "
        "village lend theirs: a tie is no fault.",
        lang,
        **told,
    )


def _sponsor_title(found: Ties, _is_group: bool, lang: str) -> str:
    n = found.n_others + found.n_left_out
    if n == 0:
        return t("It shares nothing with other guarantors", lang)
    one, many = "It shares something with {n} other guarantor", "It shares something with {n} other guarantors"
    return plural(one, many, n, lang)


def _sponsor_summary(found: Ties, lang: str) -> str:
    shared = found.edges.filter(pl.col("key").n_unique().over("contact") > 1).unique("contact")
    counts = {
        kind: number(shared.filter(pl.col("kind") == kind).height, lang)
        for kind in ("director", "address", "foreigner")
    }
    return t(
        "Shared: directors {director}, addresses {address}, foreigners {foreigner}. Holding companies and notaries' "
        "offices share them, too: a tie is no fault.",
        lang,
        **counts,
    )


def _note(found: Ties, lang: str) -> str:
    words = t("Diamonds with bold numbers are this case, circles the others.", lang)
    if not found.n_left_out:
        return words
    more = plural("{n} more is left out.", "{n} more are left out.", found.n_left_out, lang)
    return f"{words} {more}"
