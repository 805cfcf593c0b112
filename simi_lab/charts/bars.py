"""Districts side by side from zero, and before against after as ratios with their intervals."""

from __future__ import annotations

import math

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, boxes, framed, line, points, words, wrapped
from simi_lab.charts.months import Promise
from simi_lab.charts.theme import NEUTRAL, REFERENCE, SERIES
from simi_lab.i18n import number, percent

_ROW = 30  # px per bar


def bars_by_district(
    table: pl.DataFrame,
    *,
    value: str,
    look: Look,
    digits: int = 0,
    unit: str = "",
    hidden_word: str = "",
    highlight: str | None = None,
    promise: Promise | None = None,
) -> hv.Overlay:
    """Draw one bar per row from zero, the largest on top, each with its figure at its end.

    Parameters
    ----------
    table : one row per district or regency
        `name`, `value`, and where given `tip` and `is_hidden`: a hidden row keeps its place at the foot, without a bar
        and with `hidden_word`.
    value : column of the bar's length
    digits, unit : how the figure at the end of a bar is written
    highlight : a name whose bar stands out
    promise : a dashed line with its word

    Returns
    -------
    hv.Overlay
        For `look.backend`; as tall as its rows need.
    """
    rows = table.sort(value, descending=True, nulls_last=True).with_columns(y=-pl.int_range(pl.len()).cast(pl.Float64))
    most = rows[value].max()
    longest = max(float(most) if isinstance(most, (int, float)) else 0.0, promise.value if promise else 0.0, 1e-9)
    known = rows.drop_nulls(value)
    ends = [(v, y, f"{number(v, look.lang, digits)} {unit}".strip()) for v, y in known.select(value, "y").iter_rows()]
    plain, chosen = pl.lit(NEUTRAL if highlight else SERIES[0]), pl.lit(SERIES[0])
    fill = pl.when(pl.col("name") == highlight).then(chosen).otherwise(plain) if highlight else plain
    parts = [_bars(known.with_columns(fill.alias("fill")), value, look)] if known.height else []
    parts.append(words(ends, look, look.colours.ink, shift=(longest * 0.015, 0)))
    lacking = [(0.0, y, hidden_word) for y in rows.filter(pl.col(value).is_null())["y"]]
    if lacking:
        parts.append(words(lacking, look, look.colours.muted, shift=(longest * 0.015, 0)))
    if promise:
        parts.insert(0, _upright(promise.value, 0.6 - rows.height, 0.6, look, REFERENCE))
        parts.append(words([(promise.value, 0.95, promise.word)], look, REFERENCE, align="center", bold=True))
    room = max((len(word) for *_, word in ends), default=0) * (0.042 if look.narrow else 0.02)
    return framed(
        parts,
        look,
        xlim=(0, longest * (1.08 + room)),
        ylim=(0.6 - rows.height, 1.4 if promise else 0.6),
        yticks=[(y, wrapped(name, look)) for y, name in rows.select("y", "name").iter_rows()],
        grid="none",
        height=_ROW * (rows.height + (1 if promise else 0)) + 30,
    )


def before_after(table: pl.DataFrame, *, look: Look, promised: float, promised_word: str, same_word: str) -> hv.Overlay:
    """Draw how much of each figure is left after the change, with its interval, on a scale of shares from zero.

    Parameters
    ----------
    table : one row per metric: `name`, `ratio`, `low`, `high` (after : before), and where given `tip`
    promised : the ratio that was promised, a dashed line
    promised_word, same_word : words at the promise and at 100 % (no change)

    Returns
    -------
    hv.Overlay
        For `look.backend`.
    """
    rows = table.with_columns(y=-pl.int_range(pl.len()).cast(pl.Float64))
    highest = float(rows.select(pl.max_horizontal(pl.col("high").max(), pl.lit(1.0))).item())
    end = math.ceil(highest * 4 + 0.2) / 4
    spans = hv.Segments(rows.select(x0="low", y0="y", x1="high", y1="y"), ["x0", "y0", "x1", "y1"])
    tips = ["tip"] if "tip" in rows.columns else []
    dots = hv.Scatter(rows.rename({"ratio": "x"}).select("x", "y", *tips), "x", ["y", *tips])
    said = [(r, y, percent(r, look.lang)) for r, y in rows.select("ratio", "y").iter_rows()]
    foot, apart = 0.4 - rows.height, 0.55  # the two words stand above each other
    parts = [
        _upright(1.0, foot, 0.65 + apart, look, look.colours.muted),
        _upright(promised, foot, 0.65, look, REFERENCE),
        line(spans, look, SERIES[0], width=4),
        points(dots, look, SERIES[0], size=12),
        words(said, look, look.colours.ink, align="center", baseline="bottom", shift=(0, 0.2), bold=True),
        words([(promised, 0.95, promised_word)], look, REFERENCE, align="center", bold=True),
        words([(1.0, 0.95 + apart, same_word)], look, look.colours.muted, align="right" if look.narrow else "center"),
    ]
    return framed(
        parts,
        look,
        xlim=(0, end),
        ylim=(foot, 1.3 + apart),
        xticks=[(i / 4, percent(i / 4, look.lang)) for i in range(0, int(end * 4) + 1, 2 if look.narrow else 1)],
        yticks=[(y, wrapped(name, look)) for y, name in rows.select("y", "name").iter_rows()],
        grid="x",
        height=56 * rows.height + 110,
    )


def _bars(rows: pl.DataFrame, value: str, look: Look) -> hv.Element:
    columns = ["fill", "tip"] if "tip" in rows.columns else ["fill"]
    shapes = rows.select(
        pl.lit(0.0).alias("x0"), (pl.col("y") - 0.36).alias("y0"), pl.col(value).cast(pl.Float64).alias("x1"),
        (pl.col("y") + 0.36).alias("y1"), *columns,
    )  # fmt: skip
    return boxes(hv.Rectangles(shapes, ["x0", "y0", "x1", "y1"], columns), look, "fill")


def _upright(x: float, low: float, high: float, look: Look, colour: str) -> hv.Element:
    """Draw a rule that ends below its word."""
    return line(hv.Segments([(x, low, x, high)], ["x0", "y0", "x1", "y1"]), look, colour, width=1.5, dash=True)
