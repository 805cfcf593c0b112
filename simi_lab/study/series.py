"""Month by month: what the office recorded, and what the same applicants would have met had SIMI never come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import polars as pl

from simi_lab.errors import BadRequest
from simi_lab.measures import describe_bins
from simi_lab.measures.series_months import Event
from simi_lab.reference.seasons import events_marks
from simi_lab.scenario.model import Scenario
from simi_lab.store import Run, derived
from simi_lab.study.block import Desk, case_rows, prepare, work
from simi_lab.study.eras import Era, base_era
from simi_lab.study.measure import aggregates

FIGURES: Mapping[str, str] = {
    "wait_min": "min",
    "lead_days": "day",
    "work_days": "day",
    "total_days": "day",
    "visits": "visit",
}
"""Monthly figures with their unit."""

_AFTER_ISSUE = ("visits",)  # an open case has not made all its journeys
_KEYS = ("month", "metric")


class Impact(NamedTuple):
    """The monthly figures of one run and its twins.

    Parameters
    ----------
    months : one row per month and metric: `month` (of filing), `metric`, `n` (applicants with a value both ways),
        `seen` (mean as recorded until the last day of the run), `was` (the same applicants followed to their end),
        `never` (the same applicants and the same chance, worked without SIMI, each filed as it was), `without` (a
        world in which SIMI never came, so that people also file as they did before)
    live : first day of SIMI
    events : outages and the fee change inside the period
    """

    months: pl.DataFrame
    live: date
    events: tuple[Event, ...]

    def of(self, metric: str) -> pl.DataFrame:
        """The rows of one metric, in order."""
        return self.months.filter(pl.col("metric") == metric).sort("month")


def impact(run: Run) -> Impact:
    """Let the first office of a run work again without SIMI, on the same applicants and the same random words.

    Months that were added to the run later are left out. Made once and kept beside the run.

    Raises
    ------
    BadRequest
        SIMI does not begin inside the period of the run.

    Randomness : none of its own; the words of the run.
    """
    base = base_era(run.manifest["origin"])
    live = go_live_of(base.plan)
    if live is None:
        raise BadRequest("SIMI does not begin inside the period of {run}: nothing changes there.", run=run.name,
                         cure="Choose a run in which it does, such as kotabumi.")  # fmt: skip
    thing = derived(run, "impact", {"figures": list(FIGURES)})
    if not thing.exists:
        thing.write({"months": _months(run, base)})
    return Impact(thing.frame("months").collect(), live, events_of(base.plan))


def go_live_of(scenario: Scenario) -> date | None:
    """First day of SIMI where it lies inside the period, with days before it; else None."""
    live, period = scenario.simi.go_live, scenario.period
    return live if live is not None and period.first < live <= period.last else None


def events_of(scenario: Scenario) -> tuple[Event, ...]:
    """What else happened inside the period: the outages of the scenario, and changes of the fees.

    Source : scenario section office.outages; reference table marks.
    """
    outages = [Event(f"outage_{i}", "span", o.first, o.last) for i, o in enumerate(scenario.office.outages, 1)]
    fees = events_marks().filter(pl.col("kind") == "fee").select("mark_id", "starts_on").iter_rows()
    steps = [Event(f"fee_{name}", "step", day) for name, day in fees]
    first, last = scenario.period.first, scenario.period.last
    return tuple(event for event in (*outages, *steps) if first < event.first <= last)


def _months(run: Run, base: Era) -> pl.DataFrame:
    plan = base.plan
    never_came = plan.model_copy(update={"simi": plan.simi.model_copy(update={"go_live": None})})
    desk = prepare(plan, base.extent, 0)
    was, never = (_rows(plan, desk, regime) for regime in (None, "manual"))
    pairs = was.join(never, on=["application_id", *_KEYS], suffix="_never").drop_nulls(["value", "value_never"])
    paired = pairs.group_by(_KEYS).agg(
        pl.len().cast(pl.Int64).alias("n"),
        pl.col("value").mean().alias("was"),
        pl.col("value_never").mean().alias("never"),
    )
    without = _rows(never_came, _filed_as_before(desk, prepare(never_came, base.extent, 0)), None)
    apart = without.drop_nulls("value").group_by(_KEYS).agg(pl.col("value").mean().alias("without"))
    return (
        _seen(run, base)
        .join(paired, on=_KEYS, how="inner")
        .join(apart, on=_KEYS, how="inner")
        .select(*_KEYS, "n", "seen", "was", "never", "without")
        .sort("metric", "month")
    )


def _filed_as_before(desk: Desk, never_came: Desk) -> Desk:
    """Those filed before SIMI as they were; the others as they file where it never comes.

    A planted group files in one way, which may be that of a member of later years: so a few of the earlier ones would
    differ as well.
    """
    old = desk.intake.filter(pl.col("regime") == "manual")
    rest = never_came.intake.join(old.select("application_id"), on="application_id", how="anti")
    return replace(desk, intake=pl.concat([old, rest]).sort("application_id"))


def _seen(run: Run, base: Era) -> pl.DataFrame:
    """Mean per month as the office would publish it, from the counts that its dashboards read."""
    bins = aggregates(run).service_bins.with_columns(pl.col("metric").cast(pl.String))
    mine = bins.filter(
        pl.col("office_id") == bins["office_id"].min(),
        pl.col("month").is_between(base.first, base.last),
        pl.col("metric").is_in(list(FIGURES)),
    )
    return describe_bins(mine, by=list(_KEYS)).select(*_KEYS, pl.col("mean").alias("seen"))


def _rows(scenario: Scenario, desk: Desk, regime: str | None) -> pl.DataFrame:
    """One row per applicant and metric, with its month of filing."""
    result = work(scenario, desk, regime_override=regime)
    rows = case_rows(scenario, desk, result.events)
    issued = pl.col("state") == "issued"
    values = [
        (pl.when(issued).then(name) if name in _AFTER_ISSUE else pl.col(name)).cast(pl.Float64).alias(name)
        for name in FIGURES
    ]
    wide = rows.select("application_id", "month", *values)
    return wide.unpivot(list(FIGURES), index=["application_id", "month"], variable_name="metric", value_name="value")
