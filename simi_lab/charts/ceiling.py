"""What a choice of people finds, always between chance and the ceiling: over capacities, and side by side."""

from __future__ import annotations

from collections.abc import Mapping

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, area, framed, line, nice_ticks, points, words, wrapped
from simi_lab.charts.theme import NEUTRAL, REFERENCE, SERIES
from simi_lab.i18n import number, percent

_ROW = 34  # px per row
_TICKS = {True: 4, False: 9}
_COLOURS = {"oracle": REFERENCE, "random": NEUTRAL}
_ROOM = 0.1  # of the height, for each line of words above the plot


def found_over_capacity(
    table: pl.DataFrame, *, look: Look, at: float, names: Mapping[str, str], ceiling: float, unit: str
) -> hv.Overlay:
    """Draw persons found a month over the persons looked at a day: ceiling, model with its band, chance.

    Steps stand at equal distances, as the reader's slider has them.

    Parameters
    ----------
    table : one row per capacity and line: `capacity`, `line` (oracle, model, random), `value`, and of the model `low`,
        `high`; a null `value` leaves a gap
    at : capacity that is told of, marked by a rule
    names : word of each line
    ceiling : all there is to find a month
    unit : word on the last tick of the capacities

    Returns
    -------
    hv.Overlay
        For `look.backend`.
    """
    steps = table["capacity"].unique().sort().to_list()
    rows = table.with_columns(x=pl.col("capacity").rank("dense").cast(pl.Float64) - 1).sort("x")
    ticks = nice_ticks(max(ceiling, float(rows["high"].max() or 0.0)), look)  # type: ignore[arg-type]
    top, end = ticks[-1][0], float(len(steps) - 1)
    marks = hv.Segments([(steps.index(at), 0.0, steps.index(at), top)], ["x0", "y0", "x1", "y1"])
    parts: list[hv.Element] = [line(marks, look, look.colours.muted, width=1)]
    parts.append(line(hv.Segments([(0.0, ceiling, end, ceiling)], ["x0", "y0", "x1", "y1"]), look, NEUTRAL, width=1))
    for place, name in enumerate(("oracle", "model", "random")):
        some = rows.filter(pl.col("line") == name)
        colour = _COLOURS.get(name, SERIES[0])
        if name == "model":
            band = some.drop_nulls(["value", "low", "high"])
            parts.append(area(hv.Area(band, "x", ["low", "high"]), look, colour))
        parts.append(line(hv.Curve(some, "x", "value"), look, colour, dash=name != "model"))
        if name == "model":
            told = some.drop_nulls("value").select("x", "value", "tip")
            parts.append(points(hv.Scatter(told, "x", ["value", "tip"]), look, colour, size=6))
        said = ("— " if name == "model" else "- - ") + names[name]
        parts.append(words([(0.0, top * (1 + _ROOM * (3.4 - place)), said)], look, colour, bold=True))
    every = max(1, -(-len(steps) // _TICKS[look.narrow]))
    shown = [(float(i), number(step, look.lang)) for i, step in enumerate(steps) if i % every == 0]
    shown[-1] = (shown[-1][0], f"{shown[-1][1]} {unit}")
    room = max(0.5, end * 0.05)
    return framed(
        parts,
        look,
        xlim=(-room / 2, end + room),
        ylim=(0, top * (1 + _ROOM * 4)),
        xticks=shown,
        yticks=ticks,
        height=380,
    )


def shares_between(table: pl.DataFrame, *, look: Look) -> hv.Overlay:
    """Draw shares found with their intervals, one row each; ceiling and chance in colours and marks of their own.

    Parameters
    ----------
    table : one row per share: `name`, `value`, `low`, `high`, `kind` (oracle, model, other, random), `tip`; a null
        `value` keeps its row and draws nothing

    Returns
    -------
    hv.Overlay
        For `look.backend`; as tall as its rows need.
    """
    rows = table.with_columns(y=-pl.int_range(pl.len()).cast(pl.Float64))
    end = min(1.0, max(0.05, float(rows["high"].max() or 0.0) * 1.02))  # type: ignore[arg-type]
    parts: list[hv.Element] = []
    looks = (("oracle", REFERENCE, "D"), ("model", SERIES[0], "o"), ("other", NEUTRAL, "o"), ("random", NEUTRAL, "x"))
    for kind, colour, marker in looks:
        some = rows.filter(pl.col("kind") == kind).drop_nulls("value")
        if some.height:
            spans = hv.Segments(some.select(x0="low", y0="y", x1="high", y1="y"), ["x0", "y0", "x1", "y1"])
            parts.append(line(spans, look, colour, width=4))
            dots = some.select(pl.col("value").alias("x"), "y", "tip")
            parts.append(points(hv.Scatter(dots, "x", ["y", "tip"]), look, colour, size=11, marker=marker))
    said = rows.drop_nulls("value").select("high", "y", "value").iter_rows()
    labels = [(high, y, percent(value, look.lang)) for high, y, value in said]
    parts.append(words(labels, look, look.colours.ink, shift=(end * 0.02, 0), plate=False))
    step = 0.25 if end > 0.5 else 0.1 if end > 0.2 else 0.05
    return framed(
        parts,
        look,
        xlim=(0, end * (1.25 if look.narrow else 1.15)),
        ylim=(0.4 - rows.height, 0.6),
        xticks=[(i * step, percent(i * step, look.lang)) for i in range(round(1 / step) + 1) if i * step <= end],
        yticks=[(y, wrapped(name, look)) for y, name in rows.select("y", "name").iter_rows()],
        grid="x",
        height=_ROW * rows.height + 50,
    )
