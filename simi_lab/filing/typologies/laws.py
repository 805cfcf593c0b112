"""The law of each piece of evidence: for everyone, for a pattern's members, and for its benign twin's."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from simi_lab.scenario.model import Scenario
from simi_lab.scenario.typologies import COLUMNS, Evidence, Typology
from simi_lab.schema import CODES

Table = NDArray[np.float64]  # shape (n_parents, n_codes), rows add up to 1
AGENCIES = 40  # assumed: travel and placement agencies of the area
BY_PURPOSE = ("destination", "itinerary", "agency")  # drawn given the purpose


def n_unlicensed(scenario: Scenario) -> int:
    """Agencies of the area without a licence, at least one: those with the highest numbers."""
    licensed = round(AGENCIES * scenario.filing.agency_licensed.value)
    return AGENCIES - min(max(licensed, 0), AGENCIES - 1)


def background(scenario: Scenario) -> dict[str, Table]:
    """The law of every piece of evidence for adults who apply alone: exact, from the scenario's own numbers."""
    filing, papers = scenario.filing, scenario.papers
    purposes = CODES["purpose"]
    shown = np.array([filing.itinerary.values[p] for p in purposes])
    named = np.array([filing.agency.values[p] for p in purposes])
    lapsed = named * n_unlicensed(scenario) / AGENCIES
    sex, birth = papers.nik_sex_mismatch.value, papers.nik_dob_mismatch.value
    same, slip = filing.same_day_share.value, papers.mrz_slip.value
    to = [filing.destinations[p].of(CODES["destination"]) if p in filing.destinations else None for p in purposes]
    first = [1.0] + [0.0] * (len(CODES["destination"]) - 1)
    return {
        "purpose": np.array([filing.purposes.of(purposes)]),
        "destination": np.array([first if row is None else row for row in to]),
        "itinerary": np.column_stack([shown, 1 - shown]),
        "agency": np.column_stack([1 - named, named - lapsed, lapsed]),
        "kind": np.array([filing.kinds.of(CODES["kind"])]),
        "same_day": np.array([[1 - same, same]]),
        "nik": np.array([[(1 - sex) * (1 - birth), sex, (1 - sex) * birth]]),
        "mrz": np.array([[1 - slip, slip]]),
    }


def evidence_at(pattern: Typology, day: date) -> dict[str, Evidence]:
    """The declared evidence in force on a day: later eras replace columns of earlier ones."""
    known = dict(pattern.evidence)
    for era in sorted(pattern.eras, key=lambda era: era.since):
        if day >= era.since:
            known |= era.evidence
    return known


def law(
    base: dict[str, Table], evidence: dict[str, Evidence], *, benign: bool, strength: float = 1.0
) -> dict[str, Table]:
    """Tables of the columns in which members differ from everyone; `strength` scales how often they do (a dial)."""
    out: dict[str, Table] = {}
    for column, piece in evidence.items():
        mixture = piece.twin if benign else piece.harmful
        share = mixture.share * (1.0 if benign else strength)
        target = np.array([mixture.values.get(code, 0.0) for code in COLUMNS[column]])
        drawn = share * target + (1 - share) * base[column]
        only = base[column].max(axis=1, keepdims=True) == 1.0  # a purpose with one destination keeps it
        out[column] = np.where(only, base[column], drawn)
    return out


def parents(column: str, purpose: NDArray[np.int64]) -> NDArray[np.int64]:
    """Row of the column's table for each application."""
    return purpose if column in BY_PURPOSE else np.zeros_like(purpose)
