"""Schooling, occupation, livelihood and civil status, drawn by age and role."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.people.births import ROLE_CHILD, Codes, Members
from simi_lab.people.families import DIVORCED, SINGLE
from simi_lab.people.layout import PersonWords, select
from simi_lab.scenario.world import Households
from simi_lab.schema import CODES
from simi_lab.schema.enums import coded
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]

# Occupation class of the form by livelihood; assumed: the form has no farmer, so most are "other".
_PUBLIC_SHARE = {"state_official": 0.02, "civil_servant": 0.40, "military_police": 0.06, "private_employee": 0.52}
_SCHOOL_ENDS = (6, 12, 15, 18, 21, 22)  # age from which a level can have been reached
_LEAVES_SCHOOL = (13, 13, 16, 19, 22, 23)  # age from which nobody learns whose last level this will be
_BY_SCHOOLING = ("farmer", "other", "household", "trader", "services")  # livelihoods, those of the less schooled first
_WOMEN = 0.53  # assumed: share of women among grown-up members
_OLDEST = 130
_DIVORCED_CHILD = 0.05  # assumed: of unmarried children and relatives from 25
_FROM_25, _GROWN_UP = 25.0, 18.0


def draw(plan: Households, streams: Streams, rows: Members, age: NDArray[np.float64]) -> dict[str, pl.Series]:
    """Columns marital, education, occupation and livelihood, each of length n_people."""
    words = PersonWords(streams, rows.person_id)
    schooling = words("education")
    last = _last_level(plan, schooling, age)
    years = age.astype(np.int64)
    livelihood = _livelihood(plan, words("livelihood"), schooling, rows, last, years)
    return {
        "marital": coded("marital", _marital(streams, rows, age)),
        "education": coded("education", np.minimum(last, _reached()[years])),
        "occupation": coded("occupation", _occupation(streams, rows, livelihood, last)),
        "livelihood": coded("livelihood", livelihood),
    }


def _last_level(plan: Households, words: NDArray[np.uint64], age: NDArray[np.float64]) -> Codes:
    """Level with which people leave school, or will leave it, by the table of their age."""
    codes = CODES["education"]
    level = transforms.category(words, transforms.cumulative(plan.education_under_40.of(codes))).astype(np.uint8)
    for start, end, shares in ((40, 60, plan.education_from_40), (60, _OLDEST, plan.education_from_60)):
        rows = np.flatnonzero((age >= start) & (age < end))
        level[rows] = transforms.category(words[rows], transforms.cumulative(shares.of(codes)))
    return level


def _reached() -> Codes:
    """Highest level that somebody of so many years can have."""
    reached = np.searchsorted(_SCHOOL_ENDS, np.arange(_OLDEST), side="right") - 1
    return np.maximum(reached, 0).astype(np.uint8)


def _livelihood(
    plan: Households, own: NDArray[np.uint64], schooling: NDArray[np.uint64], rows: Members, last: Codes, years: Ints
) -> Codes:
    """What people live from; half of them have the place among livelihoods that they have among levels of schooling.

    So services and trade go to the more schooled, and the shares of the plan remain. Only women keep the house.
    """
    codes = CODES["livelihood"]
    same = (own & np.uint64(1)).astype(bool)
    words = select(same, schooling, own)
    shares = np.array(plan.livelihood.of(codes))[[codes.index(code) for code in _BY_SCHOOLING]]
    at_home = np.array(_BY_SCHOOLING) == "household"
    house = float(shares[at_home].sum()) / _WOMEN
    men, women = (np.where(at_home, kept, shares * (1 - kept) / (1 - shares[at_home].sum())) for kept in (0.0, house))
    order = np.array([codes.index(code) for code in _BY_SCHOOLING], dtype=np.uint8)
    adult = order[transforms.category(words, transforms.cumulative(men))]
    of_women = np.flatnonzero(rows.is_woman)
    adult[of_women] = order[transforms.category(words[of_women], transforms.cumulative(women))]

    student, other = np.uint8(codes.index("student")), np.uint8(codes.index("other"))
    learning = years < np.array(_LEAVES_SCHOOL, dtype=np.int64)[last]
    learning &= (years < _GROWN_UP) | (rows.role == ROLE_CHILD)
    return select(years < _SCHOOL_ENDS[0], other, select(learning, student, adult))


def _occupation(streams: Streams, rows: Members, livelihood: Codes, last: Codes) -> Codes:
    """Class of the form; officials and the forces ask for senior school, the others in services are employed."""
    codes = CODES["occupation"]
    out = np.full(last.size, codes.index("other"), dtype=np.uint8)
    served = np.flatnonzero(livelihood == CODES["livelihood"].index("services"))
    words = streams.at("people", "occupation", "", rows.person_id[served])
    out[served] = transforms.category(words, transforms.cumulative([_PUBLIC_SHARE.get(code, 0.0) for code in codes]))
    out[served[last[served] < CODES["education"].index("senior")]] = codes.index("private_employee")
    return out


def _marital(streams: Streams, rows: Members, age: NDArray[np.float64]) -> Codes:
    """Civil status as the household has it; some grown-up children came back divorced."""
    out = rows.marital.copy()
    back = np.flatnonzero((age >= _FROM_25) & (out == SINGLE) & (rows.place > 0))
    words = streams.at("people", "marital", "", rows.person_id[back])
    out[back[transforms.bernoulli(words, _DIVORCED_CHILD)]] = DIVORCED
    return out
