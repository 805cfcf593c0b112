"""The dictionary pages of the tables, written from the catalog in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

from simi_lab.i18n import LANGS, t
from simi_lab.schema.catalog import all_tables
from simi_lab.schema.columns import Column, Table
from simi_lab.schema.enums import CODES
from simi_lab.vocabulary import label

_KINDS = {
    "key": "whole number, a key",
    "int8": "whole number",
    "int16": "whole number",
    "int32": "whole number",
    "int64": "whole number",
    "float": "decimal number",
    "text": "free text",
    "flag": "yes or no",
    "day": "calendar day",
    "instant": "instant (UTC)",
}


def page_name(lang: str) -> str:
    """File name of a page: `dictionary.id.md`."""
    return f"dictionary.{lang}.md"


def page(lang: str = "id") -> str:
    """Write the whole dictionary as Markdown.

    Parameters
    ----------
    lang : "id" or "en"

    Raises
    ------
    BadRequest
        A table, a column or a code has no word in the vocabulary.

    Examples
    --------
    >>> page("en").splitlines()[0]
    '# Dictionary of the tables'
    """
    return "\n".join([*_head(lang), *(line for table in all_tables().values() for line in _table(table, lang))])


def pages() -> dict[str, str]:
    """Both pages by file name."""
    return {page_name(lang): page(lang) for lang in LANGS}


def _head(lang: str) -> Iterator[str]:
    yield f"# {t('Dictionary of the tables', lang)}"
    yield ""
    yield f"**DATA SINTETIS.** {t('Every person in these tables is invented.', lang)}"
    yield ""
    yield t("This page is written by `simi-lab dictionary --write` from the catalog; a test compares both.", lang)
    yield ""
    for about in (
        "Times are stored as UTC; the office's clock is {zone}. Keys are whole numbers from 0.",
        "Tables under `truth/` hold what no real office has; it is read on purpose only, never joined by default.",
        "**Audit only** marks columns that no risk model may use; they serve to measure fairness.",
    ):
        yield f"- {t(about, lang, zone='Asia/Jakarta (WIB, UTC+7)') if '{zone}' in about else t(about, lang)}"
    yield ""
    for table in all_tables().values():
        place = "truth" if table.in_truth else "tables"
        name = label("table", table.name, lang)
        yield f"- [`{table.name}`](#{table.name}) {name}: {label('grain', table.name, lang)} (`{place}/`)"
    yield ""


def _table(table: Table, lang: str) -> Iterator[str]:
    heads = t("Column|Name|Type|Unit|Missing|Sensitivity|Meaning", lang).split("|")
    yield f"## {table.name}"
    yield ""
    grain = label("grain", table.name, lang)
    yield f"{label('table', table.name, lang)}: {grain}. {t('The key is {key}.', lang, key=f'`{table.key}`')}"
    yield ""
    yield _row(iter(heads))
    yield _row("---" for _ in heads)
    for column in table.columns:
        yield _row(_cells(table, column, lang))
    yield ""
    for column in table.columns:
        if column.kind in CODES:
            words = ", ".join(f"`{code}` {label(column.kind, code, lang)}" for code in CODES[column.kind])
            yield f"- `{column.name}`: {words}"
    if any(column.kind in CODES for column in table.columns):
        yield ""


def _cells(table: Table, column: Column, lang: str) -> Iterator[str]:
    yield f"`{column.name}`"
    yield label("column", column.name, lang)
    yield t("one of the codes below", lang) if column.kind in CODES else t(_KINDS[column.kind], lang)
    yield label("unit", column.unit, lang) if column.unit else ""
    yield t("may be missing", lang) if column.nullable else ""
    sensitivity = label("sensitivity", column.sensitivity, lang)
    yield f"{sensitivity}; **{t('audit only', lang)}**" if column.audit_only else sensitivity
    meaning = label("meaning", f"{table.name}.{column.name}", lang)
    yield f"{meaning} → [`{column.refers}`](#{column.refers})" if column.refers else meaning


def _row(cells: Iterator[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
