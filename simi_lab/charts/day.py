"""How many wait through one day: a line per day under one clock."""

from __future__ import annotations

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, Ticks, area, framed, line, nice_ticks, points, words

HOUR = 3600.0


def queue_through_day(
    table: pl.DataFrame, *, look: Look, colours: list[str], names: list[str], unit: str = ""
) -> hv.Overlay:
    """Draw the number waiting at each quarter of an hour.

    Parameters
    ----------
    table : one row per quarter of an hour and day, in any order
        `series` (0, 1: position in `colours` and `names`), `at` (seconds after midnight), `waiting`, `tip`.
    colours, names : per day; the second line is dashed, so that two of one colour stay apart
    unit : word on the top tick

    Returns
    -------
    hv.Overlay
        For `look.backend`; x is the hour of the day.
    """
    table = table.with_columns(x=pl.col("at") / HOUR).sort("series", "x")
    most = table["waiting"].cast(pl.Float64).sort()[-1]
    ticks = nice_ticks(most, look, unit=unit)
    top = ticks[-1][0]
    hours = table["x"].sort()
    first, last = hours[0], hours[-1]
    parts: list[hv.Element] = []
    for at, colour in enumerate(colours):
        rows = table.filter(pl.col("series") == at)
        if at == 0:
            parts.append(area(hv.Area(rows, "x", "waiting"), look, colour, alpha=0.12))
        parts.append(line(hv.Curve(rows, "x", "waiting"), look, colour, dash=at > 0))
        parts.append(points(hv.Scatter(rows, "x", ["waiting", "tip"]), look, colour, size=5))
        parts.append(_name(rows, names[at], colour, look, top, (first, last)))
    return framed(parts, look, xlim=(first, last), ylim=(0, top * 1.12), xticks=_hours(first, last, look), yticks=ticks)


def _hours(first: float, last: float, look: Look) -> Ticks:
    step = 3 if look.narrow else 1
    return [(float(h), f"{h:02d}:00") for h in range(-(-int(first * 60) // 60), int(last) + 1) if h % step == 0]


def _name(rows: pl.DataFrame, name: str, colour: str, look: Look, top: float, span: tuple[float, float]) -> hv.Element:
    """Name a line above its highest point."""
    peak = rows.sort("waiting", "x", descending=[True, False]).row(0, named=True)
    share = (peak["x"] - span[0]) / max(1e-9, span[1] - span[0])
    align = "left" if share < 0.3 else "right" if share > 0.7 else "center"
    place = (peak["x"], float(peak["waiting"]), name)
    return words([place], look, colour, align=align, baseline="bottom", shift=(0, top * 0.03), bold=True)
