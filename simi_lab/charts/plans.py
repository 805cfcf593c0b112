"""A plan beside today: changes with their intervals, and how full each place is against all of its time."""

from __future__ import annotations

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, boxes, framed, line, points, words, wrapped
from simi_lab.charts.theme import NEUTRAL, REFERENCE, SERIES
from simi_lab.i18n import percent

_ROW = 52  # px per figure
_BAR = 40  # px per place
_STATES = {"good": (SERIES[0], "D"), "bad": (SERIES[5], "x"), "": (NEUTRAL, "o")}
_LEAST = 0.1  # so much is always in view, or the intervals of a small change would look large


def beside_today(table: pl.DataFrame, *, look: Look, today_word: str) -> hv.Overlay:
    """Draw the change of each figure around zero, with its interval and what it is in its own unit.

    Parameters
    ----------
    table : one row per figure: `name`, `change`, `low`, `high` (shares of today's value), `state` (good, bad, ""),
        `said` (words beside the mark)
    today_word : word at zero

    Returns
    -------
    hv.Overlay
        For `look.backend`. Better is a diamond, worse a cross, neither a circle.
    """
    rows = table.with_columns(y=-pl.int_range(pl.len()).cast(pl.Float64))
    low = min(-_LEAST, float(rows["low"].min()))  # type: ignore[arg-type]
    high = max(_LEAST, float(rows["high"].max()))  # type: ignore[arg-type]
    room, foot = (high - low) * (0.2 if look.narrow else 0.12), 0.6 - rows.height
    parts = [line(hv.Segments([(0.0, foot, 0.0, 0.75)], ["x0", "y0", "x1", "y1"]), look, look.colours.muted, width=1)]
    parts.append(words([(0.0, 0.85, today_word)], look, look.colours.muted, align="center", baseline="bottom"))
    for state, (colour, marker) in _STATES.items():
        some = rows.filter(pl.col("state") == state)
        if some.height:
            spans = hv.Segments(some.select(x0="low", y0="y", x1="high", y1="y"), ["x0", "y0", "x1", "y1"])
            parts.append(line(spans, look, colour, width=4))
            dots = hv.Scatter(some.select(pl.col("change").alias("x"), "y"), "x", "y")
            parts.append(points(dots, look, colour, size=11, marker=marker))
    if look.narrow:  # no room beside the mark: the words begin at the edge
        left, right = rows.with_columns(pl.lit(low - room).alias("change")), rows.clear()
    else:
        is_left = pl.col("change") <= (low + high) / 2
        left, right = rows.filter(is_left), rows.filter(~is_left)
    for align, side in (("left", left), ("right", right)):
        said = list(side.select("change", "y", "said").iter_rows())
        if said:
            parts.append(words(said, look, look.colours.ink, align=align, baseline="bottom", shift=(0, 0.16)))
    return framed(
        parts,
        look,
        xlim=(low - room, high + room),
        ylim=(foot, 1.4),
        xticks=_shares(low, high, look),
        yticks=[(y, wrapped(name, look)) for y, name in rows.select("y", "name").iter_rows()],
        grid="x",
        height=_ROW * rows.height + 80,
    )


def loads_and_limit(table: pl.DataFrame, *, look: Look, full_word: str, today_word: str) -> hv.Overlay:
    """Draw how full each place is as a bar from zero, a stem where it stands today, and the line of all of its time.

    Parameters
    ----------
    table : one row per place: `name`, `plan`, `today` (shares; `today` may be NaN)
    full_word, today_word : words at 100 % and at the stem of the first place

    Returns
    -------
    hv.Overlay
        For `look.backend`. A place above 100 % has a bar in the colour of a warning, and its figure says so.
    """
    rows = table.sort("plan", descending=True).with_columns(
        y=-pl.int_range(pl.len()).cast(pl.Float64),
        fill=pl.when(pl.col("plan") > 1).then(pl.lit(SERIES[5])).otherwise(pl.lit(SERIES[0])),
    )
    known = rows.filter(pl.col("today").is_finite())
    end = max(1.0, float(rows["plan"].max()), float(known["today"].max() or 0.0))  # type: ignore[arg-type]
    foot = 0.6 - rows.height
    sides = ["x0", "y0", "x1", "y1"]
    bars = rows.select(x0=pl.lit(0.0), y0=pl.col("y") - 0.3, x1="plan", y1=pl.col("y") + 0.3, fill="fill")
    stems = known.select(x0="today", y0=pl.col("y") - 0.4, x1="today", y1=pl.col("y") + 0.4)
    ends = rows.with_columns(at=pl.max_horizontal("plan", pl.col("today").fill_nan(None))).select("at", "y", "plan")
    parts = [
        boxes(hv.Rectangles(bars, sides, "fill"), look, "fill"),
        line(hv.Segments([(1.0, foot, 1.0, 0.65)], sides), look, REFERENCE, width=1.5, dash=True),
        words([(1.0, 0.75, full_word)], look, REFERENCE, align="right", baseline="bottom", bold=True),
        words(
            [(at, y, percent(plan, look.lang)) for at, y, plan in ends.iter_rows()],
            look,
            look.colours.ink,
            shift=(end * 0.015, 0),
        ),
    ]
    if known.height:
        parts.insert(1, line(hv.Segments(stems, sides), look, look.colours.ink, width=2.5))
        at, y = known.select("today", "y").row(known.height - 1)
        parts.append(words([(at, y - 0.42, today_word)], look, look.colours.muted, align="center", baseline="top"))
    return framed(
        parts,
        look,
        xlim=(0, end * (1.18 if look.narrow else 1.1)),
        ylim=(foot - 0.5, 1.3),
        xticks=[(share / 2, percent(share / 2, look.lang)) for share in range(int(end * 2) + 1)],
        yticks=[(y, wrapped(name, look)) for y, name in rows.select("y", "name").iter_rows()],
        grid="x",
        height=_BAR * rows.height + 90,
    )


def _shares(low: float, high: float, look: Look) -> list[tuple[float, str]]:
    """Round shares from low to high, about five (three on a phone), zero among them."""
    most = 4 if look.narrow else 7
    steps = [m * 10.0**e for e in range(-2, 4) for m in (1, 2, 5)]
    step = next((s for s in steps if (high - low) / s <= most), steps[-1])
    marks = [i * step for i in range(int(low / step) - 1, int(high / step) + 2) if low <= i * step <= high]
    return [(x, ("+" if x > 0 else "") + percent(x, look.lang)) for x in marks]
