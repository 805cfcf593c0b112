"""The codes of every few-valued column; their labels live in `vocabulary`."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

CODES: dict[str, tuple[str, ...]] = {
    "office_kind": ("kanim", "ukk"),
    "signal": ("none", "weak", "good"),
    "role": ("head", "spouse", "child", "parent", "other"),
    "sex": ("F", "M"),
    "marital": ("single", "married", "divorced", "widowed"),
    "education": ("none", "primary", "junior", "senior", "diploma", "degree"),
    "occupation": ("state_official", "civil_servant", "military_police", "private_employee", "other"),
    "livelihood": ("farmer", "trader", "services", "household", "student", "other"),
    "channel": ("walk_in", "online", "eazy", "ukk"),
    "kind": ("new", "expired", "full", "lost", "damaged", "data_change"),
    "service": ("nonel_5", "nonel_10", "el_5", "el_10"),
    "purpose": ("umrah_haji", "work", "holiday", "family", "study", "medical", "business"),
    "destination": (
        "SAU",
        "MYS",
        "SGP",
        "TWN",
        "HKG",
        "TUR",
        "ARE",
        "KOR",
        "JPN",
        "THA",
        "KHM",
        "MMR",
        "AUS",
        "NLD",
        "EGY",
    ),
    "regime": ("manual", "simi"),
    "document_kind": (
        "ktp",
        "kk",
        "birth_certificate",
        "marriage_book",
        "diploma",
        "old_passport",
        "police_report",
        "recommendation",
        "parents_consent",
    ),
    "nik_check": ("ok", "format", "date", "sex_mismatch", "dob_mismatch", "region_unknown", "serial_zero"),
    "name_check": ("same", "variant", "different"),
    "mrz_check": ("ok", "failed"),
    "stage": (
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
    ),
    "outcome": (
        "done",
        "returned",
        "no_show",
        "retaken",
        "postponed",
        "refused",
        "issued",
        "cancelled",
        "expired",
    ),
    "point": ("counter", "interview", "duplicate", "adjudication"),
    "decision": ("approve", "return", "clarify", "postpone", "refuse"),
    "reason": (
        "complete",
        "incomplete",
        "consistent",
        "purpose_unclear",
        "purpose_contradicted",
        "duplicate_benign",
        "duplicate_identity",
        "papers_disagree",
    ),
    "label": ("none", "pmi_nonprocedural", "two_identities", "papers_forged", "broker"),
    "typology": ("none", "pmi_group", "umrah_cover", "forged_papers", "two_identities", "queue_broker"),
    "ring_role": ("none", "member", "second_identity", "first_identity", "client"),
    "link": ("none", "phone", "email", "match"),
    "right_action": ("issue", "protect_and_refer", "investigate"),
    "error": ("typing", "ocr", "swapped_date", "scan"),
}


def enum(name: str) -> pl.Enum:
    """Polars type of a few-valued column."""
    return pl.Enum(CODES[name])


def coded(name: str, codes: NDArray[np.int64]) -> pl.Series:
    """Column of a few-valued type from positions in its code list."""
    return pl.Series(codes.astype(np.uint8)).cat.to(enum(name))
