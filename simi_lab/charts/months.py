"""A figure month by month: line, band, the promise, and the events that explain a bend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, Ticks, area, framed, line, nice_ticks, points, words
from simi_lab.charts.theme import REFERENCE, SERIES
from simi_lab.clock import day_index
from simi_lab.i18n import month

HALF_MONTH = 15.0


@dataclass(frozen=True)
class Promise:
    """A value that was promised, and its word ("4 working days")."""

    value: float
    word: str


def trend(
    table: pl.DataFrame,
    *,
    y: str,
    look: Look,
    low: str | None = None,
    high: str | None = None,
    high_word: str = "",
    group: str | None = None,
    colours: Mapping[str, str] | None = None,
    group_words: Mapping[str, str] | None = None,
    unit: str = "",
    promise: Promise | None = None,
    marks: pl.DataFrame | None = None,
    yticks: Ticks = (),
    headroom: float = 0.0,
) -> hv.Overlay:
    """Draw a figure over months from zero, a line per group, each named beside its line.

    Parameters
    ----------
    table : one row per month (and group), in any order
        `month` (first day), `y`, and where given `high`, `group`, `tip` (what a point tells when pointed at). A null
        `y` leaves a gap; where `is_hidden` is true too, a cross on the base line says that a figure is withheld.
    y : column of the line
    low, high, high_word : columns of the edges of a band, which starts at the line where `low` is left out, and its
        word (left out on a phone)
    group : column that splits the line; its values are keys of `colours` and `group_words`
    unit : word on the top tick
    promise : a dashed line with its word
    marks : frame with `day` and `label`, most important first, drawn as rules with upright words; one that would run
        into a more important one is left out
    yticks : places and words of the axis, instead of round ones from zero; it begins and ends with them
    headroom : share of the axis' length that is left free above it for the words of the marks

    Returns
    -------
    hv.Overlay
        For `look.backend`; x is the day number since 1970, so that no library shifts a zone.
    """
    table = table.with_columns(x=pl.col("month").cast(pl.Int32).cast(pl.Float64) + HALF_MONTH).sort("x")
    ticks = list(yticks) or nice_ticks(_top(table, y, high, promise), look, unit=unit)
    foot, top = ticks[0][0], ticks[-1][0] + headroom * (ticks[-1][0] - ticks[0][0])
    first, last = table["month"].min(), table["month"].max()
    assert isinstance(first, date) and isinstance(last, date)
    xlim = (float(day_index(first)), float(day_index(last)) + 2 * HALF_MONTH)
    parts: list[hv.Element] = []
    for i, (name, rows) in enumerate(_groups(table, group)):
        colour = (colours or {}).get(name, SERIES[i % len(SERIES)])
        parts += _series(rows, (y, low or y, high), colour, look, foot + (top - foot) * 0.02)
        if group_words and group:
            parts += _beside(rows, y, group_words[name], colour, look, top - foot, bold=True)
    parts += _promise(promise, look, xlim, table, y) + _marks(marks, look, xlim, top)
    if high and high_word and not look.narrow:
        parts += _beside(table, high, high_word, look.colours.muted, look, top - foot)
    xticks = month_ticks(first, last, look)
    return framed(parts, look, xlim=xlim, ylim=(foot, top + (top - foot) * 0.04), xticks=xticks, yticks=ticks)


def month_ticks(first: date, last: date, look: Look) -> Ticks:
    """At most six (three on a phone) month names between two months, in the middle of their month."""
    months = (last.year - first.year) * 12 + last.month - first.month
    most = 3 if look.narrow else 6
    step = next((s for s in (1, 2, 3, 4, 6, 12, 24) if months // s < most), 36)
    shown = []
    for i in range(0, months + 1, step):
        when = date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1)
        shown.append((day_index(when) + HALF_MONTH, month(when, look.lang, short=True)))
    return shown


def _top(table: pl.DataFrame, y: str, high: str | None, promise: Promise | None) -> float:
    tops = [table[column].max() for column in (y, high) if column]
    values = [float(v) for v in tops if isinstance(v, (int, float))] + ([promise.value * 1.1] if promise else [])
    return max(values, default=1.0)


def _groups(table: pl.DataFrame, group: str | None) -> list[tuple[str, pl.DataFrame]]:
    if group is None:
        return [("", table)]
    return [(str(key[0]), rows) for key, rows in table.group_by(group, maintain_order=True)]


def _series(
    rows: pl.DataFrame, columns: tuple[str, str, str | None], colour: str, look: Look, base: float
) -> list[hv.Element]:
    """Draw line, band and points of one group; `columns` are those of the line and of the band's two edges.

    A cross at `base` stands for a figure that is withheld.
    """
    y, low, high = columns
    drawn: list[hv.Element] = []
    known = rows.drop_nulls([y, *([high] if high else [])])
    if high and not known.is_empty():
        drawn.append(area(hv.Area(rows, "x", [low, high]), look, colour))  # a gap in the line is one in the band
    drawn.append(line(hv.Curve(rows, "x", y), look, colour))
    if not known.is_empty():
        tips = ["tip"] if "tip" in known.columns else []
        drawn.append(points(hv.Scatter(known, "x", [y, *tips]), look, colour, size=6))
    if "is_hidden" in rows.columns and rows["is_hidden"].any():
        hidden = rows.filter("is_hidden").with_columns(pl.lit(base).alias(y))
        drawn.append(points(hv.Scatter(hidden, "x", y), look, look.colours.muted, size=8, marker="x"))
    return drawn


def _beside(
    rows: pl.DataFrame, y: str, word: str, colour: str, look: Look, reach: float, *, bold: bool = False
) -> list[hv.Element]:
    """Name a line at its beginning, where readers start, just above what the word would cover."""
    known = rows.drop_nulls(y)
    if known.is_empty():
        return []
    covered = known.head(max(3, rows.height // 3))
    place = (float(known["x"][0]), float(covered[y].max()), word)  # type: ignore[arg-type]
    return [words([place], look, colour, baseline="bottom", shift=(0, reach * 0.03), bold=bold)]


def _promise(
    promise: Promise | None, look: Look, xlim: tuple[float, float], table: pl.DataFrame, y: str
) -> list[hv.Element]:
    """Draw the promise, its word at that end where the line keeps farther away."""
    if promise is None:
        return []
    away = (table.drop_nulls(y)[y] - promise.value).abs()
    third = max(1, away.len() // 3)
    at_left = away.len() > 0 and away.head(third).min() > away.tail(third).min()  # type: ignore[operator]
    place = (xlim[0] if at_left else xlim[1], promise.value, promise.word)
    word = words([place], look, REFERENCE, align="left" if at_left else "right", baseline="bottom", bold=True)
    return [line(hv.HLines([promise.value]), look, REFERENCE, width=1.5, dash=True), word]


def _marks(marks: pl.DataFrame | None, look: Look, xlim: tuple[float, float], top: float) -> list[hv.Element]:
    if marks is None:
        return []
    room = (xlim[1] - xlim[0]) * (0.12 if look.narrow else 0.028)
    kept: list[tuple[float, str]] = []
    for when, label in marks.select("day", "label").iter_rows():
        x = float(day_index(when))
        if xlim[0] + room <= x <= xlim[1] and all(abs(x - other) >= room for other, _ in kept):
            kept.append((x, label))
    if not kept:
        return []
    rule = line(hv.VLines([x for x, _ in kept]), look, look.colours.muted, width=1, dash=True)
    gap = (xlim[1] - xlim[0]) * 0.006
    upright = [(x - gap, top, label) for x, label in kept]
    return [rule, words(upright, look, look.colours.muted, turned=True, size=12, plate=False)]
