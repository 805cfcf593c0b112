"""One share per group with its interval, beside the share of everyone; groups that are hidden keep their place."""

from __future__ import annotations

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, framed, line, points, words, wrapped
from simi_lab.charts.theme import NEUTRAL, REFERENCE, SERIES
from simi_lab.i18n import number

_ROW = 38  # px per group
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500)


def group_intervals(
    table: pl.DataFrame, *, look: Look, everyone: float | None, everyone_word: str, hidden_word: str
) -> hv.Overlay:
    """Draw people of 1,000 per group with the interval; a difference that is shown is drawn full, others pale.

    Parameters
    ----------
    table : one row per group: `name`, `value`, `low`, `high` (shares, null where hidden), `is_shown` (the difference is
        more than chance), `word` (written at the end of the row)
    everyone : share of all, a dashed line; None leaves it out
    everyone_word, hidden_word : words at that line, and in rows without figures

    Returns
    -------
    hv.Overlay
        For `look.backend`; as tall as its rows need.
    """
    rows = table.with_columns((pl.col("value", "low", "high") * 1000), y=-pl.int_range(pl.len()).cast(pl.Float64))
    known = rows.drop_nulls("value")
    most = max([*known["high"].to_list(), (everyone or 0) * 1000, 1.0])
    foot, parts = 0.5 - rows.height, []
    if everyone is not None:
        stem = hv.Segments([(everyone * 1000, foot, everyone * 1000, 0.6)], ["x0", "y0", "x1", "y1"])
        parts.append(line(stem, look, REFERENCE, width=1.5, dash=True))
        align = "left" if everyone * 1000 < most / 2 else "right"
        parts.append(words([(everyone * 1000, 0.9, everyone_word)], look, REFERENCE, align=align, bold=True))
    for is_shown, colour, marker in ((False, NEUTRAL, "o"), (True, SERIES[0], "D")):
        some = known.filter(pl.col("is_shown") == is_shown)
        if some.height:
            spans = hv.Segments(some.select(x0="low", y0="y", x1="high", y1="y"), ["x0", "y0", "x1", "y1"])
            parts.append(line(spans, look, colour, width=4))
            dots = hv.Scatter(some.select(pl.col("value").alias("x"), "y"), "x", "y")
            parts.append(points(dots, look, colour, size=12, marker=marker))
    ends = [(high, y, word) for high, y, word in known.select("high", "y", "word").iter_rows()]
    parts.append(words(ends, look, look.colours.ink, shift=(most * 0.03, 0), plate=False))
    lacking = [(0.0, y, hidden_word) for y in rows.filter(pl.col("value").is_null())["y"]]
    if lacking:
        parts.append(words(lacking, look, look.colours.muted, shift=(most * 0.01, 0)))
    longest = max((len(word) for *_, word in [*ends, *lacking]), default=0)
    part = min(0.62, (longest * 7.4 + 16) / (240 if look.narrow else 420))  # of the width, for the words at the ends
    room = part / (1 - part)
    return framed(
        parts,
        look,
        xlim=(0, most * (1 + room)),
        ylim=(foot, 1.3 if everyone is not None else 0.6),
        xticks=_ticks(most, look),
        yticks=[(y, wrapped(name, look)) for y, name in rows.select("y", "name").iter_rows()],
        grid="x",
        height=_ROW * rows.height + 80,
    )


def _ticks(most: float, look: Look) -> list[tuple[float, str]]:
    step = next((s for s in _STEPS if most / s <= (3 if look.narrow else 5)), _STEPS[-1])
    return [(float(x), number(x, look.lang, 0)) for x in range(0, int(most) + 1, step)]
