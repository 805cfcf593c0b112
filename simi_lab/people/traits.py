"""Schooling, occupation, livelihood and civil status, drawn by age and role."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.people.births import ROLE_CHILD, ROLE_HEAD, ROLE_PARENT, Codes, Members
from simi_lab.people.layout import Layout, PersonWords, select
from simi_lab.scenario.world import Households
from simi_lab.schema import CODES
from simi_lab.schema.enums import coded
from simi_lab.streams import Streams, transforms

# Occupation class of the form by livelihood; assumed: the form has no farmer, so most are "other".
_PUBLIC_SHARE = {"state_official": 0.02, "civil_servant": 0.40, "military_police": 0.06, "private_employee": 0.52}
_SCHOOL_ENDS = (6, 12, 15, 18, 21, 22)  # age from which a level can have been reached
_OLDEST = 130


def draw(
    plan: Households, streams: Streams, rows: Members, age: NDArray[np.float64], block: Layout
) -> dict[str, pl.Series]:
    """Columns marital, education, occupation and livelihood, each of length n_people."""
    words = PersonWords(streams, rows.person_id)
    education = _education(plan, words("education"), age)
    livelihood = _livelihood(plan, words("livelihood"), rows, age)
    return {
        "marital": coded("marital", _marital(words("marital"), rows, age, block)),
        "education": coded("education", education),
        "occupation": coded("occupation", _occupation(words("occupation"), livelihood, age)),
        "livelihood": coded("livelihood", livelihood),
    }


def _education(plan: Households, words: NDArray[np.uint64], age: NDArray[np.float64]) -> Codes:
    codes = CODES["education"]
    younger, older = (transforms.cumulative(p.of(codes)) for p in (plan.education_under_40, plan.education_from_40))
    level = transforms.category(words, younger).astype(np.uint8)
    rows = np.flatnonzero(age >= 40)
    level[rows] = transforms.category(words[rows], older)
    reached = np.searchsorted(_SCHOOL_ENDS, np.arange(_OLDEST), side="right") - 1
    return np.minimum(level, np.maximum(reached, 0).astype(np.uint8)[age.astype(np.int64)])


def _livelihood(plan: Households, words: NDArray[np.uint64], rows: Members, age: NDArray[np.float64]) -> Codes:
    codes = CODES["livelihood"]
    adult = transforms.category(words, transforms.cumulative(plan.livelihood.of(codes))).astype(np.uint8)
    student, household, other = (np.uint8(codes.index(code)) for code in ("student", "household", "other"))
    learning = (age < 18) | ((age < 23) & (rows.role == ROLE_CHILD))
    at_home = (adult == household) & ~rows.is_woman
    return select(age < 6, other, select(learning, student, select(at_home, np.uint8(codes.index("farmer")), adult)))


def _occupation(words: NDArray[np.uint64], livelihood: Codes, age: NDArray[np.float64]) -> Codes:
    codes = CODES["occupation"]
    out = np.full(age.size, codes.index("other"), dtype=np.uint8)
    rows = np.flatnonzero((livelihood == CODES["livelihood"].index("services")) & (age >= 18))
    table = transforms.cumulative([_PUBLIC_SHARE.get(code, 0.0) for code in codes])
    out[rows] = transforms.category(words[rows], table)
    return out


def _marital(words: NDArray[np.uint64], rows: Members, age: NDArray[np.float64], block: Layout) -> Codes:
    """Civil status: couples are married; a head alone is single, divorced or widowed by age; elders often widowed."""
    single, married, divorced, widowed = (np.uint8(position) for position in range(4))
    u = transforms.uniform(words)
    lone = select(age < 35, select(u < 0.75, single, divorced), select(u < 0.35, divorced, widowed))
    has_spouse = block.has_spouse[rows.household]
    head = select(has_spouse, married, lone)
    child = select((age > 25) & (u < 0.05), divorced, single)
    elder = select(u < 0.6, widowed, married)
    other = select(rows.role == ROLE_CHILD, child, select(rows.role == ROLE_PARENT, elder, married))
    return select(rows.role == ROLE_HEAD, head, other)
