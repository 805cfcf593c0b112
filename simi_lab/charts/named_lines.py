"""Lines over months whose names stand above the plot in their colour, with bands, gaps and withheld figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, area, framed, line, nice_ticks, points, words
from simi_lab.charts.months import HALF_MONTH, Promise, month_ticks
from simi_lab.charts.theme import REFERENCE
from simi_lab.clock import day_index

_ROOM = 0.12  # of the height, for each line of words above the plot


def named_lines(
    table: pl.DataFrame,
    *,
    look: Look,
    names: Mapping[str, str],
    colours: Mapping[str, str],
    unit: str = "",
    promise: Promise | None = None,
    has_bands: bool = False,
) -> hv.Overlay:
    """Draw a line per name from zero; where two lines lie on each other the second is dashed, so that both are seen.

    Parameters
    ----------
    table : one row per month and line: `month` (first day), `line`, `value`, `is_hidden`, where given `tip`, and with
        bands `low` and `high`. A null value leaves a gap; where `is_hidden` is true a cross stands on the base line.
    names, colours : word and colour of each line, in the order of the words above
    unit : word on the top tick
    promise : a value to compare with, a dashed rule, named above as well

    Returns
    -------
    hv.Overlay
        For `look.backend`.
    """
    table = table.with_columns(x=pl.col("month").cast(pl.Int32).cast(pl.Float64) + HALF_MONTH).sort("x")
    first, last = table["month"].min(), table["month"].max()
    assert isinstance(first, date) and isinstance(last, date)
    xlim = (float(day_index(first)), float(day_index(last)) + 2 * HALF_MONTH)
    tops = [table[column].max() for column in ("value", *(["high"] if has_bands else []))]
    highest = max([float(v) for v in tops if isinstance(v, (int, float))] + ([promise.value] if promise else []) or [1])
    ticks = nice_ticks(highest, look, unit=unit)
    top = ticks[-1][0]
    parts: list[hv.Element] = []
    if promise:
        parts.append(line(hv.HLines([promise.value]), look, look.colours.muted, width=1.5, dash=True))
    for place, name in enumerate(names):
        rows = table.filter(pl.col("line") == name)
        parts += _one(
            rows, colours.get(name, REFERENCE), look, is_dashed=place > 0, has_bands=has_bands, base=top * 0.02
        )
    legend = [(f"{'- -' if place else '—'} {names[name]}", colours.get(name, REFERENCE)) for place, name in
              enumerate(names)]  # fmt: skip
    if promise:
        legend.append((f"- - {promise.word}", look.colours.muted))
    for place, (said, colour) in enumerate(legend):
        height = top * (1 + _ROOM * (len(legend) - place - 0.4))
        parts.append(words([(xlim[0], height, said)], look, colour, bold=True, plate=False))
    ylim = (0.0, top * (1.02 + _ROOM * len(legend)))
    return framed(parts, look, xlim=xlim, ylim=ylim, xticks=month_ticks(first, last, look), yticks=ticks)


def _one(
    rows: pl.DataFrame, colour: str, look: Look, *, is_dashed: bool, has_bands: bool, base: float
) -> list[hv.Element]:
    drawn: list[hv.Element] = []
    known = rows.drop_nulls("value")
    if has_bands and known.height:
        drawn.append(area(hv.Area(rows, "x", ["low", "high"]), look, colour, alpha=0.15))
    drawn.append(line(hv.Curve(rows, "x", "value"), look, colour, dash=is_dashed))
    if known.height:
        tips = ["tip"] if "tip" in known.columns else []
        drawn.append(points(hv.Scatter(known, "x", ["value", *tips]), look, colour, size=6))
    hidden = rows.filter("is_hidden").with_columns(value=pl.lit(base))
    if hidden.height:
        drawn.append(points(hv.Scatter(hidden, "x", "value"), look, look.colours.muted, size=8, marker="x"))
    return drawn
