"""How many applicants waited how long, with the promise drawn where it stands."""

from __future__ import annotations

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, boxes, framed, line, nice_ticks, words
from simi_lab.charts.months import Promise
from simi_lab.charts.theme import REFERENCE, SERIES
from simi_lab.i18n import number


def histogram_with_promise(
    bins: pl.DataFrame, *, look: Look, unit: str, promise: Promise | None, most: int = 16
) -> hv.Overlay:
    """Draw counts per value; what lies beyond the promise has another colour and its share in words beside it.

    Parameters
    ----------
    bins : `bin` (whole units) and `n`, one row per value
    unit : word at the end of the axis
    promise : last value that keeps it, with its word
    most : number of bars; the last one holds everything above

    Returns
    -------
    hv.Overlay
        For `look.backend`. Bars are of equal width; the width is a whole number of units.
    """
    kept = bins.filter(pl.col("n") > 0)
    width = _width(kept, most)
    last = most - 1
    grouped = (
        kept.with_columns(pl.min_horizontal(pl.col("bin") // width, last).alias("bar"))
        .group_by("bar").agg(pl.col("n").sum()).sort("bar")
    )  # fmt: skip
    late = pl.col("bar") * width > promise.value if promise else pl.lit(False)
    parts = [
        _columns(part, colour, look)
        for part, colour in ((grouped.filter(~late), SERIES[0]), (grouped.filter(late), SERIES[1]))
        if part.height
    ]
    ticks = nice_ticks(float(grouped["n"].max() or 0), look)  # type: ignore[arg-type]
    top = ticks[-1][0]
    if promise:
        edge = promise.value // width + 0.5
        parts.append(line(hv.VLines([edge]), look, REFERENCE, width=1.5, dash=True))
        parts.append(words([(edge + 0.15, top, promise.word)], look, REFERENCE, baseline="top", bold=True))
    return framed(
        parts,
        look,
        xlim=(-0.6, most + 0.2),
        ylim=(0, top * 1.04),
        xticks=_value_ticks(width, most, unit, look),
        yticks=ticks,
    )


def _width(bins: pl.DataFrame, most: int) -> int:
    """Whole units per bar, so that all but the last twentieth fit."""
    total, below = bins["n"].sum(), bins.sort("bin")
    reach = below.filter(pl.col("n").cum_sum() * 100 >= total * 97)["bin"]
    high = int(reach[0]) if reach.len() else 1
    return next((w for w in (1, 2, 5, 10, 15, 20, 30, 60, 120) if w * (most - 1) >= high), 240)


def _columns(rows: pl.DataFrame, colour: str, look: Look) -> hv.Element:
    bar = pl.col("bar").cast(pl.Float64)
    shapes = rows.select((bar - 0.42).alias("x0"), pl.lit(0.0).alias("y0"), (bar + 0.42).alias("x1"), y1="n")
    return boxes(hv.Rectangles(shapes, ["x0", "y0", "x1", "y1"]), look, colour)


def _value_ticks(width: int, most: int, unit: str, look: Look) -> list[tuple[float, str]]:
    every = 5 if look.narrow else 3
    ticks = [(float(i), number(i * width, look.lang)) for i in range(0, most - every + 1, every)]
    return [*ticks, (float(most - 1), f"{number((most - 1) * width, look.lang)}+ {unit}")]
