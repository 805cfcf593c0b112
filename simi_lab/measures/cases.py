"""One row per application: when it came, waited, was ready, and how it ended, folded from its events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from simi_lab.clock import to_local

GROUPS = ("office_id", "month", "district_id", "service", "regime")
"""The columns by which the aggregates of a run can be filtered."""

QUEUES = ("counter", "biometrics_interview")
"""Where an applicant waits among others; a clarification is by appointment."""

AT_THE_OFFICE = (*QUEUES, "clarification", "handover")
"""Stages for which the applicant has to be there."""

FINAL = ("issued", "cancelled", "expired", "refused")
"""States that end a case; *postponed* and *no_show* have a way back."""


def cases(
    applications: pl.DataFrame | pl.LazyFrame,
    events: pl.DataFrame | pl.LazyFrame,
    *,
    zone: str,
    holidays: Sequence[date] = (),
) -> pl.LazyFrame:
    """Fold the events of each application into one row.

    Days are office-local calendar days. An application belongs to the month in which it was filed, so the last
    months of a run hold cases that have not ended yet: their days are null, never zero.

    Parameters
    ----------
    applications : table `applications`, joined with `district_id` and `hours_to_office` of the applicant's home
        Reads application_id, office_id, filed_at, service, regime, district_id, hours_to_office (one way, hours);
        hours_to_unit (null where no unit is near) where there is one.
    events : table `events`, one row per application, visit and stage, in any order
    zone : IANA zone of the office
    holidays : days besides Saturday and Sunday on which the office is shut

    Returns
    -------
    LazyFrame
        office_id, month, district_id, service, regime, application_id; first_arrival_at (UTC); wait_min (queued at
        counter and interview on the first visit attended); lead_days (filing to that visit); work_days (working days
        from the end of the interview to *ready*); total_days (filing to passport in hand); visits (days on which the
        applicant stood at the office); travel_hours (2 x visits x hours_to_office, or
        hours_to_unit for days at the unit); was_returned; state (issued,
        open, cancelled, expired, refused, postponed, no_show); ended_at (UTC, null unless the state is final).

    Randomness : none.   Source : Permenkumham 8/2014 article 22 for the working days.
    """
    rows = events.lazy().with_columns(_moment().alias("moment"))
    facts = applications.lazy().select(
        "application_id", "office_id", "district_id", "service", "regime", "filed_at", "hours_to_office"
    )
    near = "hours_to_unit" in applications.lazy().collect_schema().names()
    if near:
        roads = applications.lazy().select("application_id", "hours_to_unit")
        facts = facts.join(roads, on="application_id", how="left")
    for part in (_first_visit(rows), _making(rows), _trips(rows, zone, near=near), _ends(rows)):
        facts = facts.join(part, on="application_id", how="left")
    return facts.with_columns(_local_day("filed_at", zone).alias("filed_on")).select(
        "application_id",
        "office_id",
        pl.col("filed_on").dt.truncate("1mo").alias("month"),
        "district_id",
        "service",
        "regime",
        "first_arrival_at",
        "wait_min",
        _days_between("filed_on", _local_day("first_arrival_at", zone)).alias("lead_days"),
        _working_days(zone, holidays).alias("work_days"),
        _days_between("filed_on", _local_day("handed_at", zone)).alias("total_days"),
        pl.col("visits").fill_null(0),
        _travel(near=near).alias("travel_hours"),
        pl.col("was_returned").fill_null(False),
        _state().alias("state"),
        pl.when(_state().is_in(FINAL)).then("last_at").alias("ended_at"),
    )


def _moment() -> pl.Expr:
    """Order a case's rows by this instant: a row still under way counts from where it stands."""
    return pl.coalesce("ended_at", "started_at", "queued_at")


def _first_visit(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Arrival and minutes queued on the first visit at which someone was served."""
    served = rows.filter(pl.col("stage").is_in(QUEUES) & pl.col("started_at").is_not_null())
    waited = (pl.col("started_at") - pl.col("queued_at")).dt.total_seconds() / 60
    visits = served.group_by("application_id", "visit_no").agg(
        pl.col("queued_at").min().alias("first_arrival_at"), waited.sum().alias("wait_min")
    )
    return visits.group_by("application_id").agg(pl.col("first_arrival_at", "wait_min").sort_by("visit_no").first())


def _making(rows: pl.LazyFrame) -> pl.LazyFrame:
    """End of the last interview, the passport ready, the passport in hand; and whether papers were sent back."""
    stage, outcome = pl.col("stage"), pl.col("outcome")
    return rows.group_by("application_id").agg(
        pl.col("ended_at").filter(stage == "biometrics_interview").max().alias("interviewed_at"),
        pl.col("moment").filter(stage == "ready").min().alias("ready_at"),
        pl.col("ended_at").filter((stage == "handover") & outcome.is_in(("done", "issued"))).max().alias("handed_at"),
        (outcome == "returned").any().alias("was_returned"),
    )


def _trips(rows: pl.LazyFrame, zone: str, *, near: bool) -> pl.LazyFrame:
    """Days on which the applicant stood at the office; two stages on one day are one journey."""
    there = pl.col("stage").is_in(AT_THE_OFFICE) & pl.col("started_at").is_not_null()
    days = [_local_day("started_at", zone).n_unique().alias("visits")]
    days += [_days_near(zone).alias("visits_near")] if near else []
    return rows.filter(there & pl.col("outcome").ne_missing("no_show")).group_by("application_id").agg(days)


def _days_near(zone: str) -> pl.Expr:
    """Days at the venue of a team or unit."""
    at_venue = pl.col("station").cast(pl.String).str.starts_with("outreach_").fill_null(False)
    return _local_day("started_at", zone).filter(at_venue).n_unique()


def _travel(*, near: bool) -> pl.Expr:
    """Hours on the road to and fro for all visits."""
    visits = pl.col("visits").fill_null(0)
    if not near:
        return 2 * pl.col("hours_to_office") * visits
    there = pl.when(pl.col("hours_to_unit").is_null()).then(0).otherwise(pl.col("visits_near").fill_null(0))
    return 2 * (pl.col("hours_to_office") * (visits - there) + pl.col("hours_to_unit").fill_null(0) * there)


def _ends(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Stage, outcome and instant of the last event of each case."""
    last = pl.col("stage", "outcome", "moment").sort_by("moment", "visit_no", "event_id").last()
    names = {"stage": "last_stage", "outcome": "last", "moment": "last_at"}
    return rows.group_by("application_id").agg(last).rename(names)


def _state() -> pl.Expr:
    last = pl.col("last").cast(pl.String)
    handed = (last == "done") & (pl.col("last_stage").cast(pl.String) == "handover")
    return (
        pl.when(last.is_in((*FINAL, "postponed", "no_show")))
        .then(last)
        .when(handed)
        .then(pl.lit("issued"))
        .otherwise(pl.lit("open"))
    )


def _working_days(zone: str, holidays: Sequence[date]) -> pl.Expr:
    """Working days after the interview up to and including the day on which the passport was ready."""
    start, end = (_local_day(name, zone).dt.offset_by("1d") for name in ("interviewed_at", "ready_at"))
    return pl.business_day_count(start, end, holidays=list(holidays))


def _local_day(column: str, zone: str) -> pl.Expr:
    return to_local(pl.col(column), zone).dt.date()


def _days_between(start: str, end: pl.Expr) -> pl.Expr:
    return (end - pl.col(start)).dt.total_days()
