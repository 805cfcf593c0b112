"""What a whole is made of: causes that add to a difference or take from it, and scores side by side."""

from __future__ import annotations

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, boxes, framed, line, words, wrapped
from simi_lab.charts.theme import NEUTRAL, SERIES
from simi_lab.i18n import number

_ROW = 40  # px per bar


def signed_bars(table: pl.DataFrame, *, look: Look, digits: int = 1) -> hv.Overlay:
    """Draw one bar per row to the left or the right of zero, with its interval, in the order of the table.

    Parameters
    ----------
    table : `name`, `value`, `low`, `high`, `is_total` (drawn in grey), and where given `tip`
    digits : decimals of the figure beside a bar

    Returns
    -------
    hv.Overlay
        For `look.backend`; as tall as its rows need.
    """
    rows = table.with_columns(y=-pl.int_range(pl.len()).cast(pl.Float64))
    ends = rows.select(
        pl.min_horizontal(pl.col("low", "value").min(), 0.0).alias("left"),
        pl.max_horizontal(pl.col("high", "value").max(), 0.0).alias("right"),
    )
    left, right = (float(ends[name].min()) for name in ("left", "right"))  # type: ignore[arg-type]
    reach = max(right - left, 1e-9)
    fill = pl.when("is_total").then(pl.lit(NEUTRAL)).otherwise(pl.lit(SERIES[0])).alias("fill")
    tips = ["tip"] if "tip" in rows.columns else []
    shapes = rows.select(
        x0=pl.min_horizontal("value", 0.0), y0=pl.col("y") - 0.3, x1=pl.max_horizontal("value", 0.0),
        y1=pl.col("y") + 0.3, fill=fill, **{name: pl.col(name) for name in tips},
    )  # fmt: skip
    spans = hv.Segments(rows.select(x0="low", y0="y", x1="high", y1="y"), ["x0", "y0", "x1", "y1"])
    told = pl.max_horizontal("value", "high", 0.0)
    said = [
        (x, y, number(round(value, digits) + 0.0, look.lang, digits))
        for x, y, value in rows.select(told.alias("x"), "y", "value").iter_rows()
    ]
    parts = [
        line(
            hv.Segments([(0.0, 0.6 - rows.height, 0.0, 0.6)], ["x0", "y0", "x1", "y1"]),
            look,
            look.colours.muted,
            width=1,
        ),
        boxes(hv.Rectangles(shapes, ["x0", "y0", "x1", "y1"], ["fill", *tips]), look, "fill"),
        line(spans, look, look.colours.ink, width=1.5),
        words(said, look, look.colours.ink, shift=(reach * 0.02, 0), bold=True, plate=False),
    ]
    room = max(len(word) for *_, word in said) * (0.12 if look.narrow else 0.055)
    return framed(
        parts,
        look,
        xlim=(left - 0.03 * reach, right + reach * (0.03 + room)),
        ylim=(0.6 - rows.height, 0.6),
        yticks=[(y, wrapped(name, look)) for y, name in rows.select("y", "name").iter_rows()],
        grid="none",
        height=(_ROW + 8 if look.narrow else _ROW) * rows.height + 20,
    )


def scored_bars(table: pl.DataFrame, *, look: Look, top: float, digits: int = 2, n_word: str = "n") -> hv.Overlay:
    """Draw one bar per row from zero to at most `top`, in the order of the table, each with its score and its count.

    Parameters
    ----------
    table : `name`, `score`, `n`
    top : the best score that can be had
    n_word : stands before the count

    Returns
    -------
    hv.Overlay
        For `look.backend`; as tall as its rows need. The first row, the lowest if the table is so sorted, stands out.
    """
    rows = table.with_columns(y=-pl.int_range(pl.len()).cast(pl.Float64))
    fill = pl.when(pl.col("y") == 0).then(pl.lit(SERIES[1])).otherwise(pl.lit(SERIES[0])).alias("fill")
    back = rows.select(x0=pl.lit(0.0), y0=pl.col("y") - 0.32, x1=pl.lit(float(top)), y1=pl.col("y") + 0.32)
    shapes = rows.select(x0=pl.lit(0.0), y0=pl.col("y") - 0.32, x1="score", y1=pl.col("y") + 0.32, fill=fill)
    form = "{score}\n{word} = {n}" if look.narrow else "{score} ({word} = {n})"
    said = [
        (top, y, form.format(score=number(score, look.lang, digits), word=n_word, n=number(n, look.lang)))
        for score, n, y in rows.select("score", "n", "y").iter_rows()
    ]
    room = 0.9 if look.narrow else 0.7
    corners = ["x0", "y0", "x1", "y1"]
    return framed(
        [
            boxes(hv.Rectangles(back, corners), look, look.colours.soft, edge=look.colours.line),
            boxes(hv.Rectangles(shapes, corners, "fill"), look, "fill"),
            words(said, look, look.colours.ink, shift=(top * 0.02, 0), plate=False),
        ],
        look,
        xlim=(0, top * (1 + room)),
        ylim=(0.6 - rows.height, 0.6),
        yticks=[(y, wrapped(name, look)) for y, name in rows.select("y", "name").iter_rows()],
        grid="none",
        height=(_ROW if look.narrow else 34) * rows.height + 20,
    )
