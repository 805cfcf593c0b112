"""What ties applications together: nodes in two columns, a line for each tie; shapes and words tell what each is."""

from __future__ import annotations

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, framed, line, points, words
from simi_lab.charts.theme import NEUTRAL, SERIES

_ROW = 40  # px per node
_MARKERS = {"phone": "s", "email": "^", "home": "h", "director": "*", "address": "s", "foreigner": "^"}


def links_between(left: pl.DataFrame, right: pl.DataFrame, edges: pl.DataFrame, *, look: Look) -> hv.Overlay:
    """Draw the nodes of two kinds in two columns and a line for every pair that belongs together.

    Parameters
    ----------
    left : `key`, `text`, `is_asked`: nodes asked for are diamonds with bold words, the others circles
    right : `key`, `text`, `kind` (phone, email, home, or director, address, foreigner: each with its own shape)
    edges : `left`, `right`: keys

    Returns
    -------
    hv.Overlay
        For `look.backend`; as tall as its nodes need. Nodes of the right stand near those they belong to.
    """
    tall = max(left.height, right.height, 2)
    left = _placed(left, 0.0, tall)
    near = edges.join(left.select(left="key", beside="y"), on="left").group_by("right").agg(pl.col("beside").mean())
    order = right.join(near, left_on="key", right_on="right", how="left", maintain_order="left")
    right = _placed(order.sort("beside", descending=True, nulls_last=True, maintain_order=True), 1.0, tall)
    ends = edges.join(left.select(left="key", x0="x", y0="y"), on="left").join(
        right.select(right="key", x1="x", y1="y"), on="right"
    )
    parts: list[hv.Element] = []
    if ends.height:
        parts.append(line(hv.Segments(ends.select("x0", "y0", "x1", "y1")), look, NEUTRAL, width=1.5))
    for is_asked, colour, marker in ((True, SERIES[0], "D"), (False, NEUTRAL, "o")):
        parts += _nodes(left.filter(pl.col("is_asked") == is_asked), look, colour, marker, "right", bold=is_asked)
    for kind, marker in _MARKERS.items():
        parts += _nodes(right.filter(pl.col("kind") == kind), look, SERIES[1], marker, "left", bold=False)
    before, after = (2.6, 2.1) if look.narrow else (2.7, 2.0)  # room for words, also in a narrow window of a desktop
    return framed(
        parts, look, xlim=(-before, 1 + after), ylim=(0.6 - tall, 0.6 - 0.2), grid="none", height=_ROW * tall + 16
    )


def _placed(nodes: pl.DataFrame, x: float, tall: int) -> pl.DataFrame:
    """The nodes of one column, spread over the height."""
    step = (tall - 1) / max(1, nodes.height - 1) if nodes.height > 1 else 0.0
    top = 0.0 if nodes.height > 1 else -(tall - 1) / 2
    return nodes.with_columns(pl.lit(x).alias("x"), (top - step * pl.int_range(pl.len()).cast(pl.Float64)).alias("y"))


def _nodes(rows: pl.DataFrame, look: Look, colour: str, marker: str, align: str, *, bold: bool) -> list[hv.Element]:
    if rows.is_empty():
        return []
    away = (-1 if align == "right" else 1) * (0.26 if look.narrow else 0.14)
    named = list(rows.select("x", "y", "text").iter_rows())
    spots = points(hv.Scatter(rows, "x", "y"), look, colour, size=17 if marker in "D*" else 13, marker=marker)
    return [spots, words(named, look, look.colours.ink, align=align, shift=(away, 0), bold=bold, plate=False)]
