"""Values of any column in the reader's words: codes, days, shares, yes and no; unknown ones as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any

from simi_lab.i18n import NO_VALUE, day, money, number, percent, t
from simi_lab.schema import all_tables
from simi_lab.vocabulary import has, label


def column_word(name: str, lang: str) -> str:
    """Heading of a column; its own name when the lists have no word for it."""
    return label("column", name, lang) if has("column", name) else name


def value_word(table: str, name: str, value: Any, lang: str) -> str:
    """One value of a column of the catalog, as a reader sees it."""
    if value is None:
        return NO_VALUE
    kind, unit = _kind(table, name)
    if has(kind, str(value)):
        return label(kind, str(value), lang)
    if isinstance(value, bool):
        return label("flag", str(value).lower(), lang)
    if isinstance(value, datetime):
        return moment(value, lang)
    if isinstance(value, date):
        return day(value, lang)
    if unit == "IDR":
        return money(value, lang)
    if isinstance(value, float):
        return share_word(value, lang) if unit == "share" else number(value, lang)
    return str(value)


def share_word(share: float, lang: str) -> str:
    """Write a share; what is there, but too small for the digits, is not written as nothing."""
    if 0 < share < 0.0005:
        return t("less than {share}", lang, share=percent(0.001, lang, 1))
    return percent(share, lang, 1)


def code_word(domain: str, code: str | None, lang: str) -> str:
    """Word for a code; the code itself when the list has none."""
    return NO_VALUE if code is None else label(domain, code, lang) if has(domain, code) else code


def moment(when: datetime, lang: str) -> str:
    """Write a day with its time: "5 Juli 2024, 13.35"."""
    return f"{day(when, lang)}, {clock_time(when, lang)}"


def clock_time(when: datetime, lang: str) -> str:
    """Write a time of day: "13.35" in Indonesian, "13:35" in English."""
    return f"{when:%H.%M}" if lang == "id" else f"{when:%H:%M}"


def facts_html(pairs: Iterable[tuple[str, str]]) -> str:
    """Terms and their values, both plain text."""
    rows = "".join(f"<dt>{escape(term)}</dt><dd>{escape(value)}</dd>" for term, value in pairs)
    return f'<dl class="facts">{rows}</dl>'


def rows_html(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], here: int = -1) -> str:
    """A table whose cells are ready HTML; the first cell names its row, row number `here` is the one shown."""
    head = "".join(f'<th scope="col">{escape(word)}</th>' for word in heads)
    body = ""
    for i, cells in enumerate(rows):
        first, *rest = cells
        marked = ' class="here"' if i == here else ""
        body += f'<tr{marked}><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
    table = f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">{table}</div>'


def link_html(key: str, lang: str) -> str:
    """The way to another case, in place."""
    return f'<a data-q="case={key}" href="?page=penjelajah&amp;case={key}&amp;lang={lang}">{escape(key)}</a>'


def card_html(title: str, body: str, lang: str) -> str:
    """A card with its heading."""
    name = escape(f"{title}, {t('SYNTHETIC DATA', lang).lower()}")
    return f'<article class="card" aria-label="{name}"><h2>{escape(title)}</h2>{body}</article>'


def pairs_of(table: str, row: Mapping[str, Any], names: Sequence[str], lang: str) -> list[tuple[str, str]]:
    """Those of the columns that the row has, with their values in words."""
    return [(column_word(name, lang), value_word(table, name, row[name], lang)) for name in names if name in row]


def _kind(table: str, name: str) -> tuple[str, str]:
    try:
        column = all_tables()[table].column(name)
    except KeyError:
        return "", ""
    return column.kind, column.unit
