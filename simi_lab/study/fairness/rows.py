"""The rows of a fairness audit: who each applicant is, who was picked, doubted and held, and what is true."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import polars as pl

from simi_lab.errors import BadRequest
from simi_lab.store import Run
from simi_lab.study.measure import scenario_of
from simi_lab.study.model import RiskModel, risk_model

OFFICE = "office"
"""The office as it was, without any model: whom its officers doubted by themselves."""
PICKERS = ("glass_box", "boosting", "scorecard", "rule_of_thumb", "isolation", OFFICE)
GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "sex": "sex",
        "age_band": "age band",
        "district": "district",
        "distance": "distance to the office",
        "signal": "mobile signal at home",
    }
)
"""Group columns of the audit with their words; none of them is a feature of any model."""
AGES = ("0-16", "17-29", "30-44", "45-59", "60+")
DISTANCES = ("0-1", "1-2", "2-3", "3+")
"""Hours of road to the office, one way; the upper end belongs to the band."""
_AGE_EDGES, _HOUR_EDGES = (16, 29, 44, 59), (1.0, 2.0, 3.0)
_DOUBTS = ("clarify", "postpone", "refuse")


def applicants(run: Run) -> pl.DataFrame:
    """One row per application with its groups, what the officers did, and the truth.

    Returns
    -------
    DataFrame
        application_id, office_id, filed_at, sex, age_band (at filing, full years), district (name), distance, signal,
        is_decided (the office recorded how it ended), officer (doubted: sent to clarification, postponed or refused),
        finding (a finding was recorded), truth.

    Raises
    ------
    BrokenRunError
        The run's hidden table of the truth, or another, is missing.
    """
    truth = run.truth("truth_applications").select("application_id", truth="is_positive")
    homes = run.table("households").select("household_id", "district_id", "signal")
    places = run.table("districts").select("district_id", "hours_to_office", district="name")
    people = run.table("people").select("person_id", "household_id", "sex", "birth_date").join(homes, on="household_id")
    held = run.table("decisions").filter(pl.col("decision").cast(pl.String).is_in(_DOUBTS)).select("application_id")
    told = run.table("labels").select("application_id", finding=pl.col("label").cast(pl.String) != "none")
    filed = pl.col("filed_at").dt.date()
    years = filed.dt.year() - pl.col("birth_date").dt.year()
    had = filed.dt.ordinal_day() >= pl.col("birth_date").dt.ordinal_day()
    age = years - pl.when(had).then(0).otherwise(1)
    rows = (
        run.table("applications")
        .select("application_id", "office_id", "person_id", "filed_at")
        .join(people.join(places, on="district_id", how="left"), on="person_id", how="left")
        .join(told, on="application_id", how="left")
        .join(held.unique().with_columns(officer=pl.lit(True)), on="application_id", how="left")
        .join(truth, on="application_id", how="left")
        .sort("application_id")
    )
    return rows.select(
        "application_id", "office_id", "filed_at",
        pl.col("sex").cast(pl.String),
        _band(age, _AGE_EDGES, AGES).alias("age_band"),
        "district",
        _band(pl.col("hours_to_office"), _HOUR_EDGES, DISTANCES).alias("distance"),
        pl.col("signal").cast(pl.String),
        pl.col("finding").is_not_null().alias("is_decided"),
        (pl.col("officer").fill_null(False) | pl.col("finding").fill_null(False)).alias("officer"),
        pl.col("finding").fill_null(False),
        "truth",
    ).collect()  # fmt: skip


def audited_rows(run: Run, picker: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Rows that the audit of a picker looks at, and the stages they pass in order.

    A model is judged on its test months only, never on people it learned from: picked within the interviewers'
    capacity, and then doubted, and then held, as the office did at the time without knowing the score. The office
    itself is judged on everyone whose outcome it recorded.

    Raises
    ------
    BadRequest
        No such picker, or no row.
    """
    checked(picker)
    rows = applicants(run)
    stages: tuple[str, ...] = ("officer", "finding")
    if picker == OFFICE:
        kept = rows.filter("is_decided")
    else:
        kept, stages = _profiled(run, rows, risk_model(run), picker), ("profile", *stages)
    if kept.is_empty():
        raise BadRequest("No application can be audited: nobody's outcome was recorded.", cure="Make a larger world.")
    return kept, stages


def checked(picker: str) -> str:
    """The picker's name if there is such a one.

    Raises
    ------
    BadRequest
        There is none.
    """
    if picker not in PICKERS:
        raise BadRequest("There is no model {model}.", model=picker, cure="Name one of {all}.", all=", ".join(PICKERS))
    return picker


def checked_group(group: str) -> str:
    """The group column's name if it is audited.

    Raises
    ------
    BadRequest
        It is not.
    """
    if group not in GROUPS:
        cure = "Name one of {all}."
        raise BadRequest("{group} is no group column of the audit.", group=group, cure=cure, all=", ".join(GROUPS))
    return group


def months_of_test(model: RiskModel) -> list[date]:
    """First days of the months on which a model is judged."""
    return [date.fromisoformat(f"{month}-01") for month in model.evaluation.facts["test_months"]]


def tested(run: Run, rows: pl.DataFrame, model: RiskModel) -> pl.DataFrame:
    """Rows of the test months with their month (office-local), in the order given."""
    from simi_lab import clock

    zone = scenario_of(run).site.zone
    month = clock.to_local(pl.col("filed_at"), zone).dt.date().dt.month_start().alias("month")
    return rows.with_columns(month).filter(pl.col("month").is_in(months_of_test(model)))


def _profiled(run: Run, rows: pl.DataFrame, model: RiskModel, picker: str) -> pl.DataFrame:
    from simi_lab.risk.judging.capacity import looked_at, slots

    scores = model.scores.filter(pl.col("model").cast(pl.String) == picker).select("application_id", "score")
    test = tested(run, rows, model).join(scores.collect(), on="application_id", how="inner", maintain_order="left")
    facts, zone = model.evaluation.facts, scenario_of(run).site.zone
    if test.is_empty():
        return test
    places = slots(test, capacity_per_day=facts["capacity_per_day"], period=facts["capacity_period"], zone=zone)
    picked = looked_at(test, test["score"].to_numpy(), places)
    profile = pl.Series("profile", np.asarray(picked, dtype=bool))
    return test.with_columns(profile).with_columns(
        officer=pl.col("officer") & pl.col("profile"), finding=pl.col("finding") & pl.col("profile")
    )


def _band(value: pl.Expr, edges: tuple[float, ...], names: tuple[str, ...]) -> pl.Expr:
    """Name of the band of a number; an edge belongs to the lower band, empty stays empty."""
    found: Any = pl.when(value.is_null()).then(None)
    for edge, name in zip(edges, names, strict=False):
        found = found.when(value <= edge).then(pl.lit(name))
    banded: pl.Expr = found.otherwise(pl.lit(names[-1])).cast(pl.String)
    return banded
