"""People found against waiting caused: one line per way of working, a mark per number of conversations."""

from __future__ import annotations

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, framed, line, nice_ticks, points, words
from simi_lab.charts.theme import NEUTRAL, REFERENCE, SERIES
from simi_lab.i18n import number

_STYLES = {
    "today": (SERIES[0], False, 3.0),
    "more": (SERIES[3], False, 2.5),
    "hurried": (SERIES[2], False, 2.0),
    "oracle": (REFERENCE, True, 2.0),
    "random": (NEUTRAL, True, 2.0),
}
_SIDES = ["x0", "y0", "x1", "y1"]


def found_against_wait(
    table: pl.DataFrame, *, look: Look, zero_word: str, wait_word: str, people_word: str
) -> hv.Overlay:
    """Draw what each way of working finds over the minutes by which the mean wait changes.

    Parameters
    ----------
    table : one row per mark
        `line` (name, one colour and one word each), `kind` (today, more, hurried, oracle, random), `word` (at the
        end of the line), `x` (minutes; `low` and `high` its interval, null where there is none), `y` (persons),
        `text` (at the mark, or ""), `is_chosen`, `tip`
    zero_word : word at zero minutes
    wait_word, people_word : units of the two axes

    Returns
    -------
    hv.Overlay
        For `look.backend`. Lines from lots and from a perfect judge are dashed; the mark of the setting that is told of
        is a large diamond.
    """
    rows = table.sort("line", "y", maintain_order=True)
    left, right = (float(v) for v in rows.select(pl.col("x").min().alias("a"), pl.col("x").max().alias("b")).row(0))
    left, right = min(left, 0.0), max(right, 0.0)
    room = (right - left or 1.0) * 0.08
    highest = float(rows["y"].max() or 1.0)  # type: ignore[arg-type]
    top = highest * 1.2
    *others, last = [tick for tick in nice_ticks(highest, look) if tick[0] <= highest * 1.08]
    yticks = [*others, (last[0], f"{last[1]} {people_word}")]
    parts = [line(hv.Segments([(0.0, 0.0, 0.0, top * 0.95)], _SIDES), look, look.colours.muted, width=1)]
    parts.append(words([(0.0, top * 0.96, zero_word)], look, look.colours.muted, align="center", baseline="bottom"))
    for _, mine in rows.group_by("line", maintain_order=True):
        parts += _line(mine, look, top)
    return framed(
        parts,
        look,
        xlim=(left - room, right + room * (4.4 if look.narrow else 2.0)),
        ylim=(0, top * 1.06),
        xticks=_minutes(left, right, look, wait_word),
        yticks=yticks,
        height=360 if look.narrow else 420,
    )


def _line(mine: pl.DataFrame, look: Look, top: float) -> list[hv.Element]:
    """One way of working: its line, its marks with intervals, and its word at the end."""
    colour, dashed, width = _STYLES[mine["kind"][0]]
    parts = [line(hv.Curve(mine.select("x", "y"), "x", "y"), look, colour, width=width, dash=dashed)]
    spans = mine.filter(pl.col("low").is_not_null()).select(x0="low", y0="y", x1="high", y1="y")
    if spans.height:
        parts.append(line(hv.Segments(spans, _SIDES), look, colour, width=5))
    if not dashed:
        parts.append(points(hv.Scatter(mine.select("x", "y", "tip"), "x", ["y", "tip"]), look, colour, size=8))
    chosen = mine.filter("is_chosen")
    if chosen.height:
        big = hv.Scatter(chosen.select("x", "y", "tip"), "x", ["y", "tip"])
        parts.append(points(big, look, look.colours.accent, size=15, marker="D"))
    said = [row for row in mine.select("x", "y", "text").iter_rows() if row[2]]
    if said:
        parts.append(words(said, look, look.colours.ink, align="left", baseline="top", shift=(0.25, -0.012 * top)))
    return [*parts, _name(mine, look, colour, top)]


def _name(mine: pl.DataFrame, look: Look, colour: str, top: float) -> hv.Element:
    """The word of a line where it is in nobody's way."""
    kind = mine["kind"][0]
    x, y, word = mine.select("x", "y", "word").row(0 if kind == "hurried" else mine.height - 1)
    place = [(x, y, word)]
    if kind == "hurried":
        return words(place, look, colour, align="center", baseline="top", shift=(0, -0.025 * top), bold=True)
    if kind == "today":
        return words(place, look, colour, align="left", shift=(0.35, 0.01 * top), bold=True)
    if kind == "more":  # the lines stand close: one word to each side
        align, aside = ("left", 0.2) if mine["line"][0].endswith("1") else ("right", -0.2)
        return words(place, look, colour, align=align, baseline="bottom", shift=(aside, 0.0), bold=True)
    align = "right" if kind == "oracle" else "center"
    return words(place, look, colour, align=align, baseline="bottom", shift=(0, 0.015 * top), bold=True)


def _minutes(left: float, right: float, look: Look, unit: str) -> list[tuple[float, str]]:
    """Round minutes from left to right with their sign; the last one carries the unit."""
    most = 4 if look.narrow else 8
    steps = [m * 10.0**e for e in range(-2, 4) for m in (1, 2, 5)]
    step = next((s for s in steps if (right - left) / s <= most), steps[-1])
    places = 0 if step >= 1 else 1 if step >= 0.1 else 2
    marks = [i * step for i in range(int(left / step) - 1, int(right / step) + 2) if left <= i * step <= right] or [0.0]
    said = [("+" if x > 0 else "") + number(x, look.lang, places) for x in marks]
    said[-1] = f"{said[-1]} {unit}"
    return list(zip(marks, said, strict=True))
