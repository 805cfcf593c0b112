"""Metrics of the errors put in last, found again by the clean values that the truth keeps."""

from __future__ import annotations

import polars as pl

from simi_lab.measures.targets.measure import Metric, share
from simi_lab.measures.targets.world import World

SHORTEST_TYPED = 5  # letters of a name in which one can be left out
LINE = "mrz_line2"


def _injected(world: World, column: str) -> pl.LazyFrame:
    """Per paper the error in a column and the value before it."""
    rows = world.table("truth_clean_values").filter((pl.col("table") == "documents") & (pl.col("column") == column))
    return rows.select(document_id="row_id", error=pl.col("error").cast(pl.String), clean="clean_value")


def _papers(world: World, column: str) -> pl.DataFrame:
    """Papers with the value of a column as it was, and the error that was put into it; no value, no paper."""
    shown = world.table("documents").select(
        "document_id", "scan_quality", pl.col(column).cast(pl.String).alias("shown")
    )
    rows = shown.join(_injected(world, column), on="document_id", how="left")
    return rows.with_columns(pl.coalesce("clean", "shown").alias("value")).drop_nulls("value").collect()


def _typed(world: World) -> pl.DataFrame:
    rows = _papers(world, "name_on_document").filter(pl.col("value").str.len_chars() >= SHORTEST_TYPED)
    return rows.select(hit=pl.col("error").eq_missing("typing"))


def _swapped(world: World) -> pl.DataFrame:
    """Birth dates in which an exchange of day and month gives another day."""
    rows = _papers(world, "birth_date_on_document")
    day = pl.col("value").str.to_date()
    rows = rows.filter((day.dt.day() <= 12) & (day.dt.day() != day.dt.month()))
    return rows.select(hit=pl.col("error").eq_missing("swapped_date"))


def _misread(world: World) -> pl.DataFrame:
    """Numbers that are not cut, by the quality of the scan from which a share holds."""
    rows = _papers(world, "number").filter(pl.col("error").ne_missing("scan"))
    quality = pl.lit("")
    for start in world.scenario.errors.ocr.values:
        quality = pl.when(pl.col("scan_quality") >= int(start)).then(pl.lit(start)).otherwise(quality)
    return rows.select(quality=quality, hit=pl.col("error").eq_missing("ocr"))


def _cut(world: World) -> pl.DataFrame:
    """Numbers of papers and lines of old books, and whether their last signs are cut off."""
    lines = _papers(world, LINE)
    numbers = _papers(world, "number").join(lines, on="document_id", how="anti")
    return pl.concat([part.select(hit=pl.col("error").eq_missing("scan")) for part in (lines, numbers)])


def _slips(world: World) -> pl.DataFrame:
    """Machine-readable lines that are not cut, of applications outside rings."""
    papers = world.table("documents").filter(pl.col("mrz_check").is_not_null())
    cut = _injected(world, LINE).filter(pl.col("error") == "scan")
    mine = world.ordinary.lazy().select("application_id")
    rows = papers.join(mine, on="application_id", how="semi").join(cut, on="document_id", how="anti")
    return rows.select(hit=pl.col("mrz_check").cast(pl.String) == "failed").collect()


METRICS: tuple[Metric, ...] = (
    share("typing_error_share", _typed),
    share("swapped_date_share", _swapped),
    share("misread_share", _misread, "quality"),
    share("cut_scan_share", _cut),
    share("mrz_slip_share", _slips),
)
