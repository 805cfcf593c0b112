"""A recorded figure by month, and two ideas of what would have come without the change."""

from __future__ import annotations

from datetime import date

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, framed, line, nice_ticks, points, words
from simi_lab.charts.months import HALF_MONTH, month_ticks
from simi_lab.charts.theme import REFERENCE, SERIES
from simi_lab.clock import day_index

LINES = ("seen", "believed", "never")
_DASHED = ("believed", "never")
_ROOM = 0.11  # of the height, for each line of words above the plot


def recorded_and_without(
    table: pl.DataFrame, *, look: Look, line_words: dict[str, str], marks: pl.DataFrame, unit: str = ""
) -> hv.Overlay:
    """Draw three lines from zero: what was recorded, and twice what would have come; named in their colour above.

    Parameters
    ----------
    table : one row per month and line: `month` (first day), `line` (seen, believed, never), `value`
    line_words : word of each line
    marks : frame with `day` and `label`, most important first: rules with upright words
    unit : word on the top tick

    Returns
    -------
    hv.Overlay
        For `look.backend`.
    """
    table = table.with_columns(x=pl.col("month").cast(pl.Int32).cast(pl.Float64) + HALF_MONTH).sort("x")
    first, last = table["month"].min(), table["month"].max()
    assert isinstance(first, date) and isinstance(last, date)
    xlim = (float(day_index(first)), float(day_index(last)) + 2 * HALF_MONTH)
    ticks = nice_ticks(float(table["value"].max() or 1.0), look, unit=unit)  # type: ignore[arg-type]
    top = ticks[-1][0]
    colours = dict(zip(LINES, (SERIES[0], look.colours.muted, REFERENCE), strict=True))
    shown = [name for name in LINES if table.filter(pl.col("line") == name)["value"].count()]
    parts: list[hv.Element] = _rules(marks, look, xlim, top)
    for place, name in enumerate(shown):
        rows, colour = table.filter(pl.col("line") == name), colours[name]
        parts.append(line(hv.Curve(rows, "x", "value"), look, colour, dash=name in _DASHED))
        parts.append(points(hv.Scatter(rows.drop_nulls("value"), "x", "value"), look, colour, size=5))
        height = top * (1 + _ROOM * (len(shown) - place - 0.4))
        said = ("- - " if name in _DASHED else "— ") + line_words[name]
        parts.append(words([(xlim[0], height, said)], look, colour, bold=True))
    ylim = (0, top * (1.04 + _ROOM * len(shown)))
    return framed(parts, look, xlim=xlim, ylim=ylim, xticks=month_ticks(first, last, look), yticks=ticks, height=380)


def _rules(marks: pl.DataFrame, look: Look, xlim: tuple[float, float], top: float) -> list[hv.Element]:
    kept = [(float(day_index(when)), label) for when, label in marks.select("day", "label").iter_rows()]
    room = (xlim[1] - xlim[0]) * (0.12 if look.narrow else 0.028)
    apart: list[tuple[float, str]] = []
    for x, label in kept:  # the most important first; one that would run into it is left out
        if xlim[0] < x < xlim[1] and all(abs(x - other) >= room for other, _ in apart):
            apart.append((x, label))
    kept = apart
    gap = (xlim[1] - xlim[0]) * 0.006
    rules = hv.Segments([(x, 0.0, x, top) for x, _ in kept], ["x0", "y0", "x1", "y1"])
    upright = words(
        [(x - gap, top, label) for x, label in kept], look, look.colours.muted, turned=True, size=12, plate=False
    )
    return [line(rules, look, look.colours.muted, width=1, dash=True), upright] if kept else []
