"""Small groups out of the figures, before anything is drawn or said."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from simi_lab.privacy import SMALLEST_GROUP, suppress


def large(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of groups that are large enough to be shown."""
    return frame.filter(pl.col("n") >= SMALLEST_GROUP)


def hide(frame: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Hide small groups within each metric; groups are named by all of `by` together."""
    if frame.is_empty():
        return frame.with_columns(pl.lit(False).alias("suppressed"), pl.lit(False).alias("total_unsafe"))
    cell = pl.concat_str([pl.col(name).cast(pl.String) for name in by], separator="|").alias("cell")
    keys = ["cell", "metric", *by]
    parts = []
    for _, rows in frame.with_columns(cell).group_by("metric", maintain_order=True):
        keyed = suppress(rows.drop("metric", *by), count="n", by=["cell"])
        parts.append(rows.select(keys).join(keyed, on="cell", how="left", maintain_order="left"))
    return pl.concat(parts).drop("cell")


def hide_parts(frame: pl.DataFrame, whole: str, part: str) -> pl.DataFrame:
    """Hide what would tell of fewer than five people in a part of a month, or in the rest of it.

    Parameters
    ----------
    frame : `month`, and the counts `whole` and `part`; one row per month, part at most whole

    Returns
    -------
    DataFrame
        The same rows; `part` null where the part or the rest is small or protects another, `whole` null where a whole
        is small or a total over it would not be safe; flags `part_hidden` and `suppressed` (of the whole).
    """
    cells = pl.concat(
        [
            frame.select("month", pl.lit("part").alias("side"), pl.col(part).alias("n")),
            frame.select("month", pl.lit("rest").alias("side"), (pl.col(whole) - pl.col(part)).alias("n")),
        ]
    )
    hidden = suppress(cells, count="n", by=["month", "side"])
    flags = hidden.group_by("month").agg(
        pl.col("suppressed").any().alias("part_hidden"), pl.col("total_unsafe").any().alias("whole_unsafe")
    )
    wholes = suppress(frame.select("month", pl.col(whole).alias("n")), count="n", by=["month"])
    marked = frame.join(flags, on="month", how="left", maintain_order="left").with_columns(
        (wholes["suppressed"] | pl.col("whole_unsafe").fill_null(False)).alias("suppressed"),
        pl.col("part_hidden").fill_null(False),
    )
    return marked.drop("whole_unsafe").with_columns(
        pl.when(~pl.col("suppressed")).then(pl.col(whole)).alias(whole),
        pl.when(~pl.col("part_hidden") & ~pl.col("suppressed")).then(pl.col(part)).alias(part),
    )
