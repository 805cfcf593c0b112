"""Reads one case of a run by its key, and nothing else; identifiers are masked before they leave this module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from simi_lab.clock import OFFICE_ZONE, to_local
from simi_lab.dashboards.explorer.choosing import GROUP
from simi_lab.dashboards.explorer.sponsors import SPONSOR, Sponsor, find_sponsor
from simi_lab.dashboards.explorer.ties import Ties, ties
from simi_lab.measures import cases
from simi_lab.privacy import mask
from simi_lab.reference.calendar import holidays
from simi_lab.reference.identity.case_number import case_number, read_case_number

MASKED = {
    "name": "name",
    "nik": "nik",
    "kk_number": "kk",
    "phone": "phone",
    "email": "email",
    "birth_date": "birth_date",
    "address": "address",
    "name_on_document": "name",
    "birth_date_on_document": "birth_date",
}
_PAPER_MASKS = {"ktp": "nik", "kk": "kk"}  # any other number keeps three signs, as a passport's does
_INSTANTS = ("filed_at", "queued_at", "started_at", "ended_at", "decided_at", "known_at")


@dataclass(frozen=True, eq=False)
class Case:
    """One application with its person, as an officer with every table would see it; times are office-local.

    Parameters
    ----------
    key : number of the application
    application_id : its key
    application, person, household, district : the rows, identifiers masked
    outcome : state, visits, wait_min, lead_days, total_days of the application (see `measures.cases`)
    others : numbers of the person's other applications
    members, documents, events, decisions, labels : the rows, identifiers masked
    ties : what the record shares with other applications
    """

    key: str
    application_id: int
    application: Mapping[str, Any]
    person: Mapping[str, Any]
    household: Mapping[str, Any]
    district: Mapping[str, Any]
    outcome: Mapping[str, Any]
    others: tuple[str, ...]
    members: pl.DataFrame
    documents: pl.DataFrame
    events: pl.DataFrame
    decisions: pl.DataFrame
    labels: pl.DataFrame
    ties: Ties


@dataclass(frozen=True, eq=False)
class Group:
    """The applications of one planted group, harmful or benign.

    Parameters
    ----------
    key : key in the address
    ring_id : its key in the truth
    members : one row per application: key, filed_on, district, purpose, destination, agency_id, state, decision
        (the last one), label
    ties : what the record shares between them
    """

    key: str
    ring_id: int
    members: pl.DataFrame
    ties: Ties


def find(run: Any, key: str) -> Case | Group | Sponsor | None:
    """The case behind a key of the address; None when this run holds none.

    Parameters
    ----------
    run : the open run
    key : "SIM-2025-000123", "G-17" or "P-3"; a number whose year is not that of its filing is none
    """
    if key.startswith(GROUP):
        return _group(run, key)
    if key.startswith(SPONSOR):
        return find_sponsor(run, key)
    number = read_case_number(key)
    return _case(run, *number) if number is not None else None


def _rows(run: Any, table: str, **keys: list[Any]) -> pl.DataFrame:
    """Rows of a table with one of these keys, times office-local."""
    frame = run.table(table)
    for name, values in keys.items():
        frame = frame.filter(pl.col(name).is_in(values))
    present = [name for name in _INSTANTS if name in frame.collect_schema().names()]
    local: pl.DataFrame = frame.with_columns(to_local(pl.col(name), OFFICE_ZONE) for name in present).collect()
    return local


def _case(run: Any, application_id: int, year: int) -> Case | None:
    asked = _rows(run, "applications", application_id=[application_id])
    if asked.is_empty() or asked["filed_at"].item().year != year:
        return None
    person = _rows(run, "people", person_id=[asked["person_id"].item()])
    home = [person["household_id"].item()]
    household = _rows(run, "households", household_id=home)
    district = _rows(run, "districts", district_id=[household["district_id"].item()])
    own = _rows(run, "applications", person_id=[asked["person_id"].item()]).sort("filed_at")
    of_case = {"application_id": [application_id]}
    return Case(
        key=case_number(application_id, year),
        application_id=application_id,
        application=masked(asked).row(0, named=True),
        person=masked(person).row(0, named=True),
        household=masked(household).row(0, named=True),
        district=district.row(0, named=True),
        outcome=_outcomes(run, [application_id]).row(0, named=True),
        others=tuple(_number(row) for row in own.iter_rows(named=True) if row["application_id"] != application_id),
        members=masked(_rows(run, "people", household_id=home).sort("member_no")),
        documents=_papers(_rows(run, "documents", **of_case)),
        events=_rows(run, "events", **of_case).sort("queued_at", "event_id"),
        decisions=_rows(run, "decisions", **of_case).sort("decided_at"),
        labels=_rows(run, "labels", **of_case),
        ties=ties(run, [application_id]),
    )


def _group(run: Any, key: str) -> Group | None:
    ring_id = int(key.removeprefix(GROUP))
    ids = run.truth("applications").filter(pl.col("ring_id") == ring_id).select("application_id").collect()
    members = ids["application_id"].to_list()
    if not members:
        return None
    asked = _rows(run, "applications", application_id=members).sort("filed_at")
    last = _rows(run, "decisions", application_id=members).sort("decided_at").group_by("application_id").last()
    labels = _rows(run, "labels", application_id=members).select("application_id", "label")
    rows = (
        asked.with_columns(pl.Series("key", [_number(row) for row in asked.iter_rows(named=True)], dtype=pl.String))
        .join(_outcomes(run, members), on="application_id", how="left", maintain_order="left")
        .join(last.select("application_id", "decision"), on="application_id", how="left", maintain_order="left")
        .join(labels, on="application_id", how="left", maintain_order="left")
        .with_columns(filed_on=pl.col("filed_at").dt.date())
    )
    kept = ("key", "filed_on", "district", "purpose", "destination", "agency_id", "state", "decision", "label")
    return Group(key, ring_id, rows.select(kept), ties(run, members, only_shared=True))


def _outcomes(run: Any, ids: list[int]) -> pl.DataFrame:
    """State, visits and days of applications, with the district of the home."""
    applications = run.table("applications").filter(pl.col("application_id").is_in(ids))
    people = applications.select("person_id").collect()["person_id"].to_list()
    homes = (
        run.table("people")
        .filter(pl.col("person_id").is_in(people))
        .join(run.table("households").select("household_id", "district_id"), on="household_id")
        .join(run.table("districts").select("district_id", "hours_to_office", district="name"), on="district_id")
        .select("person_id", "district_id", "hours_to_office", "district")
    )
    joined = applications.join(homes, on="person_id", how="left")
    events = run.table("events").filter(pl.col("application_id").is_in(ids))
    folded = cases(joined, events, zone=OFFICE_ZONE, holidays=holidays()["day"].to_list())
    kept = ("application_id", "state", "visits", "wait_min", "lead_days", "work_days", "total_days")
    names = joined.select("application_id", "district")
    outcomes: pl.DataFrame = folded.select(kept).join(names, on="application_id").collect()
    return outcomes


def masked(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with every identifier masked."""
    return rows.with_columns(mask(rows[name], kind) for name, kind in MASKED.items() if name in rows.columns)


def _papers(rows: pl.DataFrame) -> pl.DataFrame:
    """Papers with their numbers masked by kind."""
    numbers = [
        None if number is None else mask(pl.Series([number]), _PAPER_MASKS.get(kind, "passport")).item()
        for kind, number in rows.select("document_kind", "number").iter_rows()
    ]
    return masked(rows.with_columns(pl.Series("number", numbers, dtype=pl.String)))


def _number(row: Mapping[str, Any]) -> str:
    return case_number(row["application_id"], row["filed_at"].year)
