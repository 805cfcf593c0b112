"""Recorded decisions of officers, with their reasons."""

from __future__ import annotations

import numpy as np
import polars as pl

from simi_lab.office.journey import AT
from simi_lab.office.records.casebook import Casebook, Ints
from simi_lab.office.records.types import typed
from simi_lab.schema.enums import CODES

DECISIONS_PER_CASE = 16
_DECISIONS = ("visit", "return", "interview", "clarify", "back", "again", "review", "amended", "adjudication")
_POINT_OF = {
    "interview": "interview",
    "clarify": "interview",
    "again": "interview",
    "review": "duplicate",
    "adjudication": "adjudication",
}


def decisions_table(book: Casebook, *, offset: int, end: int) -> pl.DataFrame:
    """Table `decisions`: what officers decided before `end` (local seconds), with reason."""
    columns = [AT[name] for name in _DECISIONS]
    point = np.array([CODES["point"].index(_POINT_OF.get(name, "counter")) for name in _DECISIONS])
    decided, reason = _decided(book)
    at = book.walked.departure[:, columns]
    keep = book.done[:, columns] & (at < end)
    number = np.cumsum(keep, axis=1) - 1
    frame = pl.DataFrame(
        {
            "decision_id": (book.intake.ids[:, None] * DECISIONS_PER_CASE + number)[keep],
            "application_id": np.broadcast_to(book.intake.ids[:, None], keep.shape)[keep],
            "point": np.broadcast_to(point, keep.shape)[keep].astype(np.uint8),
            "officer_id": book.officer[:, columns][keep],
            "decided_at": at[keep],
            "decision": decided[keep].astype(np.uint8),
            "reason": reason[keep].astype(np.uint8),
        }
    )
    return typed(frame, "decisions", offset)


def _decided(book: Casebook) -> tuple[Ints, Ints]:
    n = book.intake.ids.size
    word = {name: i for i, name in enumerate(CODES["decision"])}
    why = {name: i for i, name in enumerate(CODES["reason"])}
    final = np.array([word["approve"], word["postpone"], word["refuse"]])[book.intake.final]
    settled = book.intake.needs_clarification
    talk = np.array([why["consistent"], why["purpose_unclear"], why["purpose_contradicted"]])[book.intake.final]
    twice = np.array([why["duplicate_benign"], why["papers_disagree"], why["duplicate_identity"]])[book.intake.final]
    complete = book.intake.is_complete
    approve = np.full(n, word["approve"])
    decided = {
        "visit": np.where(complete, word["approve"], word["return"]),
        "interview": np.where(settled, word["clarify"], word["approve"]),
        "clarify": final,
        "review": np.where(settled, word["approve"], final),
    }
    reason = {
        "visit": np.where(complete, why["complete"], why["incomplete"]),
        "return": np.full(n, why["complete"]),
        "back": np.full(n, why["complete"]),
        "amended": np.full(n, why["complete"]),
        "interview": np.where(settled, why["purpose_unclear"], why["consistent"]),
        "clarify": talk,
        "review": np.where(settled, why["duplicate_benign"], twice),
    }
    fine = np.full(n, why["consistent"])
    return (
        np.column_stack([decided.get(name, approve) for name in _DECISIONS]),
        np.column_stack([reason.get(name, fine) for name in _DECISIONS]),
    )
