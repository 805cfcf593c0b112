"""A tile map: one equal tile per district of Lampung Barat, so that a large forest does not shout."""

from __future__ import annotations

import holoviews as hv
import polars as pl

from simi_lab.charts.dress import Look, boxes, framed, words
from simi_lab.charts.theme import LIGHT, RAMP, contrast
from simi_lab.i18n import number


def tile_map(
    table: pl.DataFrame, tiles: pl.DataFrame, *, value: str, look: Look, digits: int = 0, hidden_word: str = ""
) -> hv.Overlay:
    """Draw tiles in five strengths of one hue, each with its short name and figure.

    Parameters
    ----------
    table : one row per district: `district_id`, `name`, `value`, and where given `tip`; a null value is hidden
    tiles : `district_id`, `row` (from the north), `column` (from the west)
    value : column that is coloured; the five strengths cut its range in equal parts
    digits : decimals of the figure
    hidden_word : written where a value is hidden

    Returns
    -------
    hv.Overlay
        For `look.backend`. A tile without a row in `table` is drawn empty.
    """
    rows = tiles.join(table, on="district_id", how="left").with_columns(
        x=pl.col("column").cast(pl.Float64), y=-pl.col("row").cast(pl.Float64)
    )
    low, high = (float(v) if isinstance(v, (int, float)) else 0.0 for v in (rows[value].min(), rows[value].max()))
    span = (high - low) or 1.0
    strength = ((pl.col(value) - low) / span * len(RAMP)).floor().clip(0, len(RAMP) - 1)
    rows = rows.with_columns(strength.alias("strength"))
    colours = [*RAMP, look.colours.soft]
    fills = [colours[int(level) if level is not None else -1] for level in rows["strength"]]
    rows = rows.with_columns(pl.Series("fill", fills), pl.Series("ink", [_ink(fill, look) for fill in fills]))
    parts = [_squares(rows, look)]
    for ink in rows["ink"].unique(maintain_order=True):
        parts += _inside(rows.filter(pl.col("ink") == ink), value, ink, look, digits, hidden_word)
    wide, tall = rows["column"].max(), rows["row"].max()
    assert isinstance(wide, int) and isinstance(tall, int)
    xlim, ylim = (-0.55, wide + 0.55), (-tall - 0.55, 0.55)
    return framed(parts, look, xlim=xlim, ylim=ylim, grid="none", height=72 * (tall + 1))


def _squares(rows: pl.DataFrame, look: Look) -> hv.Element:
    columns = ["fill", "tip"] if "tip" in rows.columns else ["fill"]
    half = 0.475
    shapes = rows.select(
        (pl.col("x") - half).alias("x0"), (pl.col("y") - half).alias("y0"), (pl.col("x") + half).alias("x1"),
        (pl.col("y") + half).alias("y1"), *columns,
    )  # fmt: skip
    return boxes(hv.Rectangles(shapes, ["x0", "y0", "x1", "y1"], columns), look, "fill", edge=look.colours.line)


def _inside(rows: pl.DataFrame, value: str, ink: str, look: Look, digits: int, hidden_word: str) -> list[hv.Element]:
    size = 9 if look.narrow else 13
    named = [(x, y, _two_lines(name or "")) for x, y, name in rows.select("x", "y", "name").iter_rows()]
    figures = [
        (x, y, hidden_word if v is None else number(v, look.lang, digits))
        for x, y, v in rows.select("x", "y", value).iter_rows()
    ]
    return [
        words(named, look, ink, align="center", shift=(0, 0.14), size=size, plate=False),
        words(figures, look, ink, align="center", shift=(0, -0.28), size=size + 2, bold=True, plate=False),
    ]


def _two_lines(name: str) -> str:
    """Break a name after its first word; of three words the first is cut to its letter."""
    first, _, rest = name.rpartition(" ")
    if not first:
        return name
    return "\n".join((" ".join(f"{word[0]}." if " " in first else word for word in first.split()), rest))


def _ink(fill: str, look: Look) -> str:
    """Ink that is read best on a tile; that of an empty one is quiet."""
    if fill == look.colours.soft:
        return look.colours.muted
    dark, light = LIGHT.ink, LIGHT.surface
    return dark if contrast(dark, fill) >= contrast(light, fill) else light
