"""What is found against how alike groups are treated: one mark per choice, the corner that was aimed at shaded."""

from __future__ import annotations

from collections.abc import Mapping

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, area, framed, line, points, words
from simi_lab.charts.theme import NEUTRAL, REFERENCE, SERIES
from simi_lab.i18n import number, percent

_MARKS = {
    "common": (NEUTRAL, "s"),
    "threshold": (SERIES[0], "o"),
    "reweigh": (SERIES[1], "^"),
    "repair": (SERIES[3], "D"),
}


def tradeoff(
    table: pl.DataFrame,
    *,
    look: Look,
    goal: tuple[float, float],
    names: Mapping[str, str],
    goal_word: str,
    axis_word: str,
) -> hv.Overlay:
    """Draw each choice with both intervals; those of one method are joined, the strongest is drawn largest.

    Parameters
    ----------
    table : one row per choice: method, strength, equality, equality_low, equality_high, recall, recall_low, recall_high
    goal : least equality and least recall aimed at
    names : word per method; methods without rows are left out
    goal_word : word in the shaded corner
    axis_word : word at the right end of the lower axis
    """
    rows = table.drop_nulls(["equality", "recall"])
    top = min(1.0, float(rows["recall_high"].max()) * 1.02)  # type: ignore[arg-type]
    low = max(0.0, float(rows["recall_low"].min()) * 0.9)  # type: ignore[arg-type]
    step = (top - low) * 0.09
    corner = hv.Rectangles([(goal[0], goal[1], 1.0, top)], ["x0", "y0", "x1", "y1"])
    parts = [area(corner, look, REFERENCE, alpha=0.14)]
    parts.append(words([(1.0, top, goal_word)], look, REFERENCE, align="right", baseline="top", bold=True))
    legend = []
    for method, (colour, marker) in _MARKS.items():
        mine = rows.filter(pl.col("method") == method).sort("strength")
        if mine.is_empty():
            continue
        path = pl.concat([rows.filter(pl.col("method") == "common"), mine]).select("equality", "recall")
        parts.append(line(hv.Curve(path, "equality", "recall"), look, colour, width=1.5))
        last = mine.tail(1)
        spans = [
            (last["equality_low"][0], last["recall"][0], last["equality_high"][0], last["recall"][0]),
            (last["equality"][0], last["recall_low"][0], last["equality"][0], last["recall_high"][0]),
        ]
        parts.append(line(hv.Segments(spans, ["x0", "y0", "x1", "y1"]), look, colour, width=1))
        for some, size in ((mine.head(mine.height - 1), 7), (last, 13)):
            dots = some.select(pl.col("equality").alias("x"), pl.col("recall").alias("y"))
            if some.height:
                parts.append(points(hv.Scatter(dots, "x", "y"), look, colour, size=size, marker=marker))
        legend.append((names[method], colour, marker))
    foot = low - step * (1 + len(legend))
    for i, (word, colour, marker) in enumerate(legend):
        at = low - step * (0.9 + i)
        parts.append(points(hv.Scatter([(0.02, at)], "x", "y"), look, colour, size=11, marker=marker))
        parts.append(words([(0.05, at, word)], look, look.colours.ink, plate=False))
    marks = (0.0, 0.5, 1.0) if look.narrow else (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    shares = [x / 10 for x in range(11) if low <= x / 10 <= top]
    return framed(
        parts,
        look,
        xlim=(0, 1.02),
        ylim=(foot, top + step * 0.3),
        xticks=[
            (x, f"{number(x, look.lang, 1)} {axis_word}" if x == 1.0 and not look.narrow else number(x, look.lang, 1))
            for x in marks
        ],
        yticks=[(share, percent(share, look.lang)) for share in shares[:: 1 if len(shares) < 7 else 2]],
        grid="y",
        height=460,
    )
