"""What the office spends: officers' minutes until a decision, and rupiah for all it did."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from simi_lab.scenario.office import Desks
from simi_lab.scenario.office_costs import Costs

TO_A_DECISION = ("counter", "biometrics_interview", "clarification", "numbering", "duplicate_check", "adjudication")
"""Stages whose work leads to the decision; printing and handing over come after it."""


def decision_minutes(events: pl.DataFrame | pl.LazyFrame) -> pl.LazyFrame:
    """Minutes in which an officer worked at each case until it was decided.

    Waiting and the hours in which a case lies on a desk do not count; a return visit and a clarification do.

    Parameters
    ----------
    events : table `events`, rows of whole cases in any order

    Returns
    -------
    LazyFrame
        application_id, minutes; one row per case that was approved or refused.

    Randomness : none.
    """
    stage, outcome = pl.col("stage"), pl.col("outcome")
    work = (
        events.lazy()
        .filter(stage.is_in(TO_A_DECISION) & pl.col("officer_id").is_not_null())
        .select(
            "application_id",
            "started_at",
            "ended_at",
            is_decision=(stage == "adjudication") & (outcome == "done") | (outcome == "refused"),
        )
    )
    seconds = (pl.col("ended_at") - pl.col("started_at")).dt.total_seconds()
    return (
        work.group_by("application_id")
        .agg((seconds.sum() / 60).alias("minutes"), pl.col("is_decision").any())
        .filter("is_decision")
        .select("application_id", "minutes")
    )


class Used(NamedTuple):
    """What an office used over its days.

    Parameters
    ----------
    open_days : number of open days by weekday (mon to sun)
    open_hours : hours for which the house was open
    overtime_hours : person hours outside opening hours
    outreach_days : days on which a team went out; its people are paid besides
    checked : applications whose papers were read before the visit
    training_weeks : weeks in which the office learnt a new way of working
    """

    open_days: Mapping[str, int]
    open_hours: float
    overtime_hours: float
    outreach_days: int
    checked: int
    training_weeks: float


class Spending(NamedTuple):
    """Rupiah by kind; prices are the scenario's assumptions."""

    staff: float
    overtime: float
    opening: float
    outreach: float
    checks: float
    training: float

    @property
    def total(self) -> float:
        """All kinds together."""
        return math.fsum(self)


def spending(desks: Desks, costs: Costs, used: Used) -> Spending:
    """What an office costs over its days, by kind.

    All desks are paid on every open day, busy or not, so a faster counter saves nothing until a desk is given up.
    What a system costs to build and to keep is not in it: no source gives a price.

    Parameters
    ----------
    desks : people on duty; those who clarify and sign are paid on every open day
    costs : prices

    Randomness : none.
    """
    tables = (desks.counter, desks.interview, desks.numbering, desks.duplicate_check, desks.printing, desks.handover)
    signing = desks.clarifiers.value + desks.adjudicators.value
    person_days = math.fsum(
        n * (signing + math.fsum(table.values.get(day, 0.0) for table in tables)) for day, n in used.open_days.items()
    )
    team = desks.outreach_counter.value + desks.outreach_interview.value
    return Spending(
        staff=(person_days + used.outreach_days * team) * costs.staff_day.value,
        overtime=used.overtime_hours * costs.overtime_hour.value,
        opening=used.open_hours * costs.opening_hour.value,
        outreach=used.outreach_days * costs.outreach_day.value,
        checks=used.checked * costs.check_application.value,
        training=used.training_weeks * costs.training_week.value,
    )
