"""How a passport comes about: stages, minutes of work, and the papers each kind of application needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from simi_lab.errors import BadRequest

from ._tables import declare, load

KINDS = ("new", "expired", "full", "lost", "damaged", "data_change")
PURPOSES = ("umrah_haji", "work", "holiday", "family", "study", "medical", "business")
DOCUMENTS = (
    "ktp",
    "kk",
    "birth_certificate",
    "marriage_book",
    "diploma",
    "old_passport",
    "police_report",
    "recommendation",
    "parents_consent",
)
STAGES = (
    "registered",
    "paid",
    "counter",
    "biometrics_interview",
    "clarification",
    "numbering",
    "duplicate_check",
    "adjudication",
    "printing",
    "ready",
    "handover",
    "closed",
)
FIRST_DAY = date(2019, 1, 1)

declare(
    "documents_required",
    {
        "kind": pl.Enum(KINDS),
        "purpose": pl.Enum((*PURPOSES, "any")),
        "applicant": pl.Enum(("adult", "minor", "any")),
        "requirement": pl.String(),
        "document": pl.Enum(DOCUMENTS),
        "valid_from": pl.Date(),
        "valid_to": pl.Date(),
        "note_id": pl.String(),
        "note_en": pl.String(),
    },
    key=("kind", "purpose", "applicant", "requirement", "document", "valid_from"),
    optional=("valid_to", "note_id", "note_en"),
)
declare(
    "stages",
    {
        "stage": pl.Enum(STAGES),
        "position": pl.Int64(),
        "place": pl.Enum(("online", "office", "back_office")),
        "applicant_present": pl.Boolean(),
        "touch_min": pl.Int64(),
        "can_fail_id": pl.String(),
        "can_fail_en": pl.String(),
    },
    key=("stage",),
    optional=("touch_min", "can_fail_id", "can_fail_en"),
)
declare(
    "touch_times",
    {
        "step": pl.String(),
        "position": pl.Int64(),
        "stage": pl.Enum(STAGES),
        "label_id": pl.String(),
        "label_en": pl.String(),
        "touch_min": pl.Int64(),
        "applicant_present": pl.Boolean(),
        "visit_no": pl.Int64(),
    },
    key=("step",),
)


@dataclass(frozen=True)
class Requirement:
    """One thing to show: any single one of `documents` will do; the notes say whose it is or what it proves."""

    name: str
    documents: tuple[str, ...]
    note_id: str
    note_en: str


def stages() -> pl.DataFrame:
    """The stages in order: where they happen, whether the applicant is present, minutes of work, what can go wrong.

    `touch_min` is empty where the applicant works alone online. Clarification and adjudication are assumed.
    Source : service checklist of one office (rewritten); office pages on M-Paspor.
    """
    return load("stages")


def touch_times() -> pl.DataFrame:
    """The eight steps of the checklist in minutes: 25 with the applicant, 25 in the back office, 5 at hand-over.

    Source : service checklist of one office, rewritten. Other offices report 10 to 12 minutes for the interview.
    """
    return load("touch_times")


def documents_table() -> pl.DataFrame:
    """Every dated requirement, one row per kind, purpose, applicant, requirement and accepted document."""
    return load("documents_required")


def documents_required(kind: str, purpose: str, is_minor: bool, on: date) -> tuple[Requirement, ...]:
    """Papers that an applicant must show for an application filed on a day.

    Parameters
    ----------
    kind : new, expired, full, lost, damaged or data_change
    purpose : purpose of travel; `work` and, until 21 February 2023, `umrah_haji` need a recommendation
    is_minor : under 17 and not married
    on : day of application

    Raises
    ------
    BadRequest
        The kind or purpose is unknown, or the day lies before 2019.
    """
    if kind not in KINDS:
        raise BadRequest(
            "There is no kind of application called {kind}.",
            cure="Known are: {known}.",
            kind=kind,
            known=", ".join(KINDS),
        )
    if purpose not in PURPOSES:
        raise BadRequest(
            "There is no purpose called {purpose}.",
            cure="Known are: {known}.",
            purpose=purpose,
            known=", ".join(PURPOSES),
        )
    if on < FIRST_DAY:
        raise BadRequest("The papers asked for on {day} are not known; the table begins in 2019.", day=on.isoformat())
    rows = documents_table().filter(
        pl.col("kind") == kind,
        pl.col("purpose").is_in(["any", purpose]),
        pl.col("applicant").is_in(["any", "minor" if is_minor else "adult"]),
        pl.col("valid_from") <= on,
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= on),
    )
    return tuple(
        Requirement(str(name), tuple(group["document"]), group["note_id"][0] or "", group["note_en"][0] or "")
        for (name,), group in rows.group_by("requirement", maintain_order=True)
    )
