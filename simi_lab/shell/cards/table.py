"""The table under a chart: accessible HTML for reading, CSV that a spreadsheet can open without harm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from simi_lab import i18n

if TYPE_CHECKING:
    import polars as pl

_FORMULA = r"^[=+\-@\t\r\n]"  # what a spreadsheet may run (OWASP, CSV injection)
_MOST_ROWS = 500  # shown on the page; the file has all


@dataclass(frozen=True)
class Column:
    """How one column of a frame is read: its heading in the reader's language and its kind.

    `kind` is one of text, number, percent (a share 0 to 1), money, day, month, minutes; `digits` are decimals of
    numbers and percentages; `labels` turns codes into words.
    """

    name: str
    heading: str
    kind: str = "text"
    digits: int | None = None
    labels: Mapping[Any, str] | None = None


_WRITERS: dict[str, Callable[[Any, str, int | None], str]] = {
    "text": lambda value, lang, digits: str(value),
    "number": lambda value, lang, digits: i18n.number(value, lang, digits),
    "percent": lambda value, lang, digits: i18n.percent(value, lang, digits or 0),
    "money": lambda value, lang, digits: i18n.money(value, lang),
    "day": lambda value, lang, digits: i18n.day(value, lang),
    "month": lambda value, lang, digits: i18n.month(value, lang),
    "minutes": lambda value, lang, digits: i18n.duration_min(value, lang),
}


def table_html(frame: pl.DataFrame, columns: Sequence[Column], lang: str, caption: str) -> str:
    """An HTML table with caption and headings; the first column names the row.

    In rows that `privacy.suppress` flagged, empty cells say in words that they are hidden.
    """
    head = "".join(f'<th scope="col"{_align(column)}>{escape(column.heading)}</th>' for column in columns)
    rows = "".join(_row(row, columns, lang) for row in frame.head(_MOST_ROWS).iter_rows(named=True))
    left = frame.height - _MOST_ROWS
    more = ""
    if left > 0:
        words = i18n.t("{n} more rows are in the file.", lang, n=i18n.number(left, lang))
        more = f'<p class="caption">{escape(words)}</p>'
    body = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    return f"<table><caption>{escape(caption)}</caption>{body}</table>{more}"


def csv_text(frame: pl.DataFrame, mark: str) -> str:
    """CSV of a frame for spreadsheets: no text can run as a formula, and every row says that it is synthetic.

    Hidden cells are empty, with `suppressed` true in their row; the last column, `data`, carries the mark.
    """
    import polars as pl

    texts = [name for name, dtype in frame.schema.items() if dtype in (pl.String, pl.Categorical) or dtype == pl.Enum]
    risky = [
        pl.when(pl.col(name).cast(pl.String).str.contains(_FORMULA))
        .then("'" + pl.col(name).cast(pl.String))
        .otherwise(pl.col(name).cast(pl.String))
        .alias(name)
        for name in texts
    ]
    marked = frame.drop("total_unsafe", strict=False).with_columns(*risky, pl.lit(mark).alias("data"))
    return "\ufeff" + marked.write_csv()  # the byte order mark tells Excel that this is UTF-8


def _row(row: Mapping[str, Any], columns: Sequence[Column], lang: str) -> str:
    cells = []
    for i, column in enumerate(columns):
        text = _cell(row[column.name], column, lang, bool(row.get("suppressed")))
        cells.append(f'<th scope="row">{text}</th>' if i == 0 else f"<td{_align(column)}>{text}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _cell(value: Any, column: Column, lang: str, hidden: bool) -> str:
    if value is None:
        return f'<span class="hidden">{escape(i18n.t("hidden", lang))}</span>' if hidden else i18n.NO_VALUE
    if column.labels is not None:
        return escape(column.labels.get(value, str(value)))
    return escape(_WRITERS[column.kind](value, lang, column.digits))


def _align(column: Column) -> str:
    return "" if column.kind in ("text", "day", "month") else ' class="n"'
