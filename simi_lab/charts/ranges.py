"""What was made against the range that was published: one row per rate, each on the same scale."""

from __future__ import annotations

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, framed, line, points, words, wrapped
from simi_lab.charts.theme import NEUTRAL, SERIES
from simi_lab.i18n import percent

_ROW = 34  # px per rate


def against_ranges(table: pl.DataFrame, *, look: Look, digits: int = 0) -> hv.Overlay:
    """Draw a band from `low` to `high` for each share and the share that was made: inside a diamond, outside a cross.

    Parameters
    ----------
    table : one row per share: `name`, `value`, `low`, `high` (0 to 1)
    digits : decimals of the percentage written beside the mark

    Returns
    -------
    hv.Overlay
        For `look.backend`; as tall as its rows need.
    """
    rows = table.with_columns(
        y=-pl.int_range(pl.len()).cast(pl.Float64), inside=pl.col("value").is_between("low", "high")
    )
    end = min(1.0, float(rows.select(pl.max_horizontal("high", "value").max()).item() or 1.0) * 1.05)
    bands = hv.Segments(rows.select(x0="low", y0="y", x1="high", y1="y"), ["x0", "y0", "x1", "y1"])
    parts = [line(bands, look, NEUTRAL, width=7)]
    for inside, colour, marker in ((True, SERIES[0], "D"), (False, SERIES[5], "x")):
        some = rows.filter(pl.col("inside") == inside)
        if some.height:
            parts.append(
                points(hv.Scatter(some.rename({"value": "x"}), "x", "y"), look, colour, size=13, marker=marker)
            )
    ends = rows.with_columns(at=pl.max_horizontal("high", "value")).select("at", "y", "value")
    said = [(at, y, percent(value, look.lang, digits)) for at, y, value in ends.iter_rows()]
    parts.append(words(said, look, look.colours.ink, shift=(end * 0.02, 0), plate=False))
    room = 0.22 if look.narrow else 0.12
    return framed(
        parts,
        look,
        xlim=(0, end * (1 + room)),
        ylim=(0.6 - rows.height, 0.6),
        xticks=[(share / 4, percent(share / 4, look.lang)) for share in range(5) if share / 4 <= end],
        yticks=[(y, wrapped(name, look)) for y, name in rows.select("y", "name").iter_rows()],
        grid="x",
        height=_ROW * rows.height + 40,
    )
