"""Whether probabilities hold: what was expected and what was found, step by step of the score."""

from __future__ import annotations

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, boxes, framed, line, nice_ticks, points, words
from simi_lab.charts.theme import NEUTRAL, REFERENCE, SERIES

_HALF = 0.28  # half the width of a band


def expected_and_found(
    table: pl.DataFrame, *, look: Look, expected_word: str, found_word: str, band_word: str
) -> hv.Overlay:
    """Draw, for each step of the score, the band of a score that holds, what it expects, and what was found.

    Parameters
    ----------
    table : one row per step, lowest first: `bin`, `expected`, `observed`, `band_low`, `band_high`, `is_inside`
    expected_word, found_word, band_word : words of the marks, above the plot

    Returns
    -------
    hv.Overlay
        For `look.backend`. Found outside the band is a cross in another colour.
    """
    rows = table.with_columns(x=pl.int_range(pl.len()).cast(pl.Float64)).with_columns(
        pl.col("expected", "observed", "band_low", "band_high").cast(pl.Float64)
    )
    ticks = nice_ticks(float(rows.select(pl.max_horizontal("band_high", "observed").max()).item()), look)
    top = ticks[-1][0]
    bands = rows.select(
        x0=pl.col("x") - _HALF, y0="band_low", x1=pl.col("x") + _HALF, y1=pl.col("band_high")
    )  # fmt: skip
    dashes = rows.select(x0=pl.col("x") - _HALF, y0="expected", x1=pl.col("x") + _HALF, y1="expected")
    parts: list[hv.Element] = [
        boxes(hv.Rectangles(bands, ["x0", "y0", "x1", "y1"]), look, look.colours.line),
        line(hv.Segments(dashes, ["x0", "y0", "x1", "y1"]), look, REFERENCE, width=2.5),
    ]
    for is_inside, colour, marker in ((True, SERIES[0], "o"), (False, SERIES[5], "x")):
        some = rows.filter(pl.col("is_inside") == is_inside).select("x", y="observed")
        if some.height:
            parts.append(points(hv.Scatter(some, "x", "y"), look, colour, size=10, marker=marker))
    said = ((band_word, NEUTRAL, 1.25), (f"— {expected_word}", REFERENCE, 1.16), (f"● {found_word}", SERIES[0], 1.07))
    parts += [words([(-0.4, top * height, word)], look, colour, bold=True) for word, colour, height in said]
    return framed(
        parts,
        look,
        xlim=(-0.6, rows.height - 0.4),
        ylim=(0, top * 1.32),
        xticks=[(float(i), str(step)) for i, step in enumerate(rows["bin"])],
        yticks=ticks,
    )
