"""Whether events come in an order that an office can have: per application, per visit, per officer."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simi_lab.measures.selfcheck.finding import Finding, counted

VISIT = ("counter", "biometrics_interview", "clarification", "handover")
BEFORE = {
    "paid": ("registered",),
    "counter": ("registered",),
    "biometrics_interview": ("counter",),
    "clarification": ("biometrics_interview",),
    "numbering": ("biometrics_interview",),
    "duplicate_check": ("numbering",),
    "adjudication": ("numbering", "duplicate_check"),
    "printing": ("adjudication",),
    "ready": ("printing",),
    "handover": ("ready",),
    "closed": ("registered",),
}
"""What must have ended before a stage is queued for."""

FACE_TO_FACE = ("counter", "biometrics_interview", "handover")
"""Stages at which an officer serves one applicant at a time."""


def order_findings(events: pl.DataFrame) -> Iterator[Finding]:
    """Check the order of stages.

    Every case begins with its registration and has nothing after it is closed; no stage is queued for before those
    that it needs have ended; visits follow each other and within a visit the stages do (an interview may be repeated);
    nobody at a desk serves two at once.

    Parameters
    ----------
    events : table `events`
    """
    rows = events.with_columns(pl.col("stage").cast(pl.String), pl.col("outcome").cast(pl.String))
    yield _begins_and_ends(rows)
    yield _needs(rows)
    yield _visits(rows)
    yield _one_at_a_time(rows)


def _begins_and_ends(rows: pl.DataFrame) -> Finding:
    closed = pl.col("ended_at").filter(pl.col("stage") == "closed").min()
    cases = rows.group_by("application_id").agg(
        pl.col("queued_at").min().alias("first"),
        pl.col("queued_at").filter(pl.col("stage") == "registered").min().alias("registered"),
        (pl.col("stage") == "registered").sum().alias("n_registered"),
        (pl.col("stage") == "closed").sum().alias("n_closed"),
        closed.alias("closed"),
        pl.col("ended_at").max().alias("last"),
    )
    broken = (
        (pl.col("n_registered") != 1)
        | (pl.col("registered") != pl.col("first"))
        | (pl.col("n_closed") > 1)
        | (pl.col("last") > pl.col("closed"))
    )
    return counted("case_ends", cases, broken, "application_id", "application")


def _needs(rows: pl.DataFrame) -> Finding:
    """The earliest queueing of each stage against the earliest end of what it needs."""
    cases = rows.group_by("application_id").agg(
        *(pl.col("queued_at").filter(pl.col("stage") == stage).min().alias(f"q_{stage}") for stage in BEFORE),
        *(
            pl.col("ended_at").filter(pl.col("stage") == stage).min().alias(f"e_{stage}")
            for stage in sorted({need for needs in BEFORE.values() for need in needs})
        ),
    )
    broken = pl.lit(False)
    for stage, needs in BEFORE.items():
        here = pl.col(f"q_{stage}")
        for need in needs:
            done = pl.col(f"e_{need}")
            broken = broken | (here.is_not_null() & (done.is_null() | (done > here)))
    return counted("stage_needs", cases, broken, "application_id", "application")


def _visits(rows: pl.DataFrame) -> Finding:
    """Visits in time, and within one counter, interview, clarification, hand-over in time; a no-show is no visit."""
    rank = pl.col("stage").replace_strict({stage: i for i, stage in enumerate(VISIT)}, return_dtype=pl.Int8)
    there = rows.filter(pl.col("visit_no") > 0, pl.col("stage").is_in(VISIT), pl.col("outcome") != "no_show")
    there = there.with_columns(rank.alias("rank")).sort("application_id", "queued_at", "ended_at", "visit_no", "rank")
    before = {name: pl.col(name).shift(1).over("application_id") for name in ("visit_no", "rank", "ended_at")}
    same = before["visit_no"] == pl.col("visit_no")
    broken = (
        (before["visit_no"] > pl.col("visit_no"))
        | (same & (before["rank"] > pl.col("rank")))
        | (same & (before["ended_at"] > pl.col("queued_at")))
    )
    return counted("visit_order", there, broken, "event_id", "event")


def _one_at_a_time(rows: pl.DataFrame) -> Finding:
    desk = rows.filter(pl.col("stage").is_in(FACE_TO_FACE), pl.col("officer_id").is_not_null())
    desk = desk.drop_nulls("started_at").sort("officer_id", "stage", "started_at", "ended_at")
    before = pl.col("ended_at").shift(1).over("officer_id", "stage")
    return counted("one_at_a_time", desk, before > pl.col("started_at"), "event_id", "event")
