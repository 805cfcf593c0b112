"""Estimates with their intervals against one known value: which of them hold it."""

from __future__ import annotations

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, framed, line, points, words, wrapped
from simi_lab.charts.theme import REFERENCE, SERIES
from simi_lab.i18n import number

_ROW = 40  # px per estimate


def intervals_and_truth(
    table: pl.DataFrame, *, look: Look, truth_word: str, same_word: str, unit: str = "", digits: int = 1
) -> hv.Overlay:
    """Draw each estimate with its interval, and a mark where the truth of its own months lies.

    Parameters
    ----------
    table : one row per estimate: `name`, `value`, `low`, `high`, `truth`
    truth_word : word at the mark of the truth, in the first row
    same_word : word at zero (no change)
    unit : word on the first tick

    Returns
    -------
    hv.Overlay
        For `look.backend`. An interval that holds its truth is drawn full with a diamond, one that misses it with a
        cross in another colour.
    """
    rows = table.with_columns(
        y=-pl.int_range(pl.len()).cast(pl.Float64), holds=pl.col("truth").is_between("low", "high")
    )
    low = min(0.0, *(float(rows[c].min()) for c in ("low", "truth")))  # type: ignore[arg-type]
    high = max(0.0, *(float(rows[c].max()) for c in ("high", "truth")))  # type: ignore[arg-type]
    room = (high - low) * 0.06 or 1.0
    foot = 0.5 - rows.height
    parts = [line(hv.Segments([(0.0, foot, 0.0, 0.75)], ["x0", "y0", "x1", "y1"]), look, look.colours.muted, width=1)]
    parts.append(words([(0.0, 0.85, same_word)], look, look.colours.muted, align="center", baseline="bottom"))
    for holds, colour, marker in ((True, SERIES[0], "D"), (False, SERIES[5], "x")):
        some = rows.filter(pl.col("holds") == holds)
        if some.height:
            spans = hv.Segments(some.select(x0="low", y0="y", x1="high", y1="y"), ["x0", "y0", "x1", "y1"])
            parts.append(line(spans, look, colour, width=4))
            dots = some.select(pl.col("value").alias("x"), "y")
            parts.append(points(hv.Scatter(dots, "x", "y"), look, colour, size=11, marker=marker))
    stems = rows.select(x0="truth", y0=pl.col("y") - 0.34, x1="truth", y1=pl.col("y") + 0.34)
    parts.append(line(hv.Segments(stems, ["x0", "y0", "x1", "y1"]), look, REFERENCE, width=3))
    first = (float(rows["truth"][0]), 0.36, truth_word)
    parts.append(words([first], look, REFERENCE, align="center", baseline="bottom", bold=True))
    return framed(
        parts,
        look,
        xlim=(low - room, high + room),
        ylim=(foot, 1.3),
        xticks=_ticks(low, high, look, unit, digits),
        yticks=[(y, wrapped(name, look)) for y, name in rows.select("y", "name").iter_rows()],
        grid="x",
        height=_ROW * rows.height + 90,
    )


def _ticks(low: float, high: float, look: Look, unit: str, digits: int) -> list[tuple[float, str]]:
    """Round numbers from low to high, about five (three on a phone), zero among them."""
    most = 4 if look.narrow else 7
    span = (high - low) or 1.0
    steps = [m * 10.0**e for e in range(-3, 5) for m in (1, 2, 5)]
    step = next((s for s in steps if span / s <= most), steps[-1])
    places = max(0, digits if step < 1 else 0)
    places = 2 if step < 0.1 else places
    marks = [i * step for i in range(int(low / step) - 1, int(high / step) + 2) if low <= i * step <= high]
    said = [number(x, look.lang, places) for x in marks]
    return [
        (x, f"{word} {unit}" if unit and i == 0 else word) for i, (x, word) in enumerate(zip(marks, said, strict=True))
    ]
