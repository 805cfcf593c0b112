"""Cases that stand open on the last day of each month, and those of them that nobody has touched for long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from simi_lab.clock import to_local
from simi_lab.measures.cases import GROUPS

TURN_OF_APPLICANT = ("returned", "no_show")
"""Outcomes after which the applicant has to come again."""

BEFORE_THE_VISIT, BEFORE_COLLECTION = ("registered", "paid"), ("ready",)
"""Stages after which a day that was agreed, or the applicant, is waited for."""


def open_at_month_ends(
    cases: pl.DataFrame | pl.LazyFrame,
    events: pl.DataFrame | pl.LazyFrame,
    *,
    zone: str,
    last: date,
    stuck_days: int,
    holidays: Sequence[date] = (),
) -> pl.LazyFrame:
    """Count the cases that are open, and stuck, on the last day of each month.

    A case is open from the day of its first event until the day before it ends for good. Postponed cases and those
    whose applicant missed the visit are open: both have a way back.

    Parameters
    ----------
    cases : frame made by `cases`, one row per application
    events : table `events`, in any order
    zone : IANA zone of the office
    last : last day that the events know of; it stands for the end of its month
    stuck_days : working days that may pass without an event before a case counts as stuck
    holidays : days besides Saturday and Sunday on which the office is shut

    Returns
    -------
    LazyFrame
        office_id, month (first day of the month that ends), district_id, service, regime; n_open; n_stuck, those of
        them without an event for more than `stuck_days` working days; n_stuck_office, those of the stuck that
        wait neither for their applicant nor for an agreed day. All Int64; a group without open cases has no row.

    Randomness : none.
    """
    moment = pl.coalesce("ended_at", "started_at", "queued_at")
    day = to_local(moment, zone).dt.date()
    order = ("application_id", "moment", "visit_no", "event_id")
    touched = (
        events.lazy()
        .select("application_id", "event_id", "visit_no", "stage", "outcome", moment.alias("moment"), day.alias("day"))
        .sort(order)
        .group_by("application_id", "day", maintain_order=True)
        .agg(pl.col("stage", "outcome").last())
        .with_columns(pl.col("day").shift(-1).over("application_id").alias("until"))
    )
    facts = cases.lazy().select("application_id", *(name for name in GROUPS if name != "month"), "ended_at")
    spans = touched.join(facts, on="application_id").filter(
        pl.col("until").is_not_null() | pl.col("ended_at").is_null()
    )
    stop = pl.when(pl.col("until").is_null()).then(_index(pl.lit(last)) + 1).otherwise(_index(pl.col("until")))
    standing = (
        spans.with_columns(pl.int_ranges(_index(pl.col("day")), stop).alias("index"))
        .explode("index")
        .drop_nulls("index")
    )
    month = pl.date(pl.col("index") // 12, pl.col("index") % 12 + 1, 1)
    end = pl.min_horizontal(month.dt.month_end(), pl.lit(last))
    idle = pl.business_day_count(pl.col("day").dt.offset_by("1d"), end.dt.offset_by("1d"), holidays=list(holidays))
    is_stuck = idle > stuck_days
    whole = {
        "n_open": pl.len(),
        "n_stuck": is_stuck.sum(),
        "n_stuck_office": (is_stuck & _waits_for_the_office()).sum(),
    }
    counts = [count.cast(pl.Int64).alias(name) for name, count in whole.items()]
    return standing.with_columns(month.alias("month")).group_by(GROUPS).agg(counts).sort(GROUPS)


def _index(day: pl.Expr) -> pl.Expr:
    """Number of a day's month."""
    return day.dt.year().cast(pl.Int64) * 12 + day.dt.month().cast(pl.Int64) - 1


def _waits_for_the_office() -> pl.Expr:
    stage, outcome = pl.col("stage").cast(pl.String), pl.col("outcome").cast(pl.String)
    elsewhere = stage.is_in((*BEFORE_THE_VISIT, *BEFORE_COLLECTION)) | outcome.is_in(TURN_OF_APPLICANT)
    return ~elsewhere.fill_null(False)
