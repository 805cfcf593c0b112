"""What moves demand through the year: feasts, haji departures, the coffee harvest, and the lab's dated events."""

from __future__ import annotations

from datetime import date

import polars as pl

from ._tables import declare, load
from .calendar import FIRST_DAY, LAST_DAY, days_of

declare(
    "religious_dates",
    {"year": pl.Int64(), "ramadan_from": pl.Date(), "eid_al_fitr": pl.Date(), "eid_al_adha": pl.Date()},
    key=("year",),
)
declare("month_factors", {"month": pl.Int64(), "factor": pl.Float64()}, key=("month",))
declare(
    "season_factors",
    {
        "season": pl.Enum(("ramadan", "haji_wave", "coffee_harvest", "after_harvest")),
        "factor": pl.Float64(),
        "days_before_from": pl.Int64(),
        "days_before_to": pl.Int64(),
        "month_from": pl.Int64(),
        "month_to": pl.Int64(),
        "reason": pl.String(),
    },
    key=("season",),
    optional=("days_before_from", "days_before_to", "month_from", "month_to"),
)
declare(
    "marks",
    {
        "mark_id": pl.String(),
        "starts_on": pl.Date(),
        "ends_on": pl.Date(),
        "label_id": pl.String(),
        "label_en": pl.String(),
        "kind": pl.Enum(("simi", "rule", "holiday", "outage", "fee")),
    },
    key=("mark_id",),
)


def religious_dates() -> pl.DataFrame:
    """First day of Ramadan, Idul Fitri and Idul Adha per year (2023 to 2027; from 2026 assumed)."""
    return load("religious_dates")


def month_factors() -> pl.DataFrame:
    """Demand of each month against an ordinary one, before Ramadan and the haji wave (no unit, assumed)."""
    return load("month_factors")


def season_factors() -> pl.DataFrame:
    """The four seasons with their factor and window (days before Idul Adha, or months), each with its reason."""
    return load("season_factors")


def events_marks() -> pl.DataFrame:
    """Dated events to draw on a time axis, labels in both languages; SIMI's go-live is the lab's own scenario.

    A one-day event has `starts_on` = `ends_on`; a span includes both.
    """
    return load("marks")


def demand_factors(first: date = FIRST_DAY, last: date = LAST_DAY) -> pl.DataFrame:
    """Demand of each day against an ordinary working day, with the seasons that made it.

    Grain: one row per day. Columns: day, weekday, is_working, month_factor, in_ramadan, in_haji_wave, in_harvest,
    after_harvest, factor (the product; no unit; also given for closed days, when nobody can attend but people file).

    Randomness : none.   Source : tables month_factors and season_factors, with their marks.
    """
    seasons = {row["season"]: row for row in season_factors().iter_rows(named=True)}
    month = pl.col("day").dt.month().cast(pl.Int64)
    frame = (
        days_of(first, last)
        .select("day", "weekday", "is_working", month.alias("month"))
        .join(month_factors().select("month", month_factor="factor"), on="month", how="left", maintain_order="left")
        .with_columns(
            _in_ramadan().alias("in_ramadan"),
            _in_haji_wave(seasons["haji_wave"]).alias("in_haji_wave"),
            _in_months(seasons["coffee_harvest"]).alias("in_harvest"),
            _in_months(seasons["after_harvest"]).alias("after_harvest"),
        )
    )
    factor = pl.col("month_factor")
    flags = {"ramadan": "in_ramadan", "haji_wave": "in_haji_wave", "coffee_harvest": "in_harvest"}
    for season, flag in {**flags, "after_harvest": "after_harvest"}.items():
        factor = factor * pl.when(pl.col(flag)).then(seasons[season]["factor"]).otherwise(1.0)
    return frame.with_columns(factor.alias("factor")).drop("month")


def _in_ramadan() -> pl.Expr:
    spans = [
        pl.col("day").is_between(row["ramadan_from"], row["eid_al_fitr"], closed="left")
        for row in religious_dates().iter_rows(named=True)
    ]
    return pl.any_horizontal(spans)


def _in_haji_wave(season: dict[str, int]) -> pl.Expr:
    spans = []
    for row in religious_dates().iter_rows(named=True):
        ahead = (pl.lit(row["eid_al_adha"]) - pl.col("day")).dt.total_days()
        spans.append(ahead.is_between(season["days_before_to"], season["days_before_from"]))
    return pl.any_horizontal(spans)


def _in_months(season: dict[str, int]) -> pl.Expr:
    return pl.col("day").dt.month().is_between(season["month_from"], season["month_to"])
