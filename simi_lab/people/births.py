"""Members of households: role, sex, civil status and ages that fit together."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simi_lab.people.families import (
    BRANCH,
    DIVORCED,
    GRANDCHILDREN,
    JITTER,
    MARRIED,
    SINGLE,
    WIDOWED,
    Families,
    branch_ages,
)
from simi_lab.people.layout import Layout, PersonWords, expand, select
from simi_lab.scenario.world import Households
from simi_lab.schema import CODES
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Codes = NDArray[Any]  # positions in a code list, one byte each: they are compared and chosen among many times
YEAR = 365.25
ROLE_HEAD, ROLE_SPOUSE, ROLE_CHILD, ROLE_PARENT, ROLE_OTHER = (np.uint8(place) for place in range(len(CODES["role"])))
LONE_ELDER_WOMAN = 0.75  # assumed: women outlive their husbands, who were older
LONE_ELDER_WIDOWED = 0.92  # assumed; the others are divorced
FATHER_OLDER = 5.0  # at most, years


@dataclass(frozen=True)
class Members:
    """One entry per person of a block, arrays of shape (n_people,)."""

    household: Ints  # index into the block's layout
    place: Ints  # 0 for the first member
    role: Codes
    marital: Codes
    is_woman: Flags
    birth_day: Ints  # days since 1970-01-01
    applies: Flags
    person_id: Ints

    def of(self, first: int, last: int) -> slice:
        """Rows of the people of households first..last-1 (they lie together, in the order of their households)."""
        low, high = np.searchsorted(self.household, (first, last))
        return slice(int(low), int(high))

    def part(self, rows: slice, first: int, birth_day: Ints) -> Members:
        """Some rows with their settled birth days, the households counted from `first`."""
        taken = {field.name: getattr(self, field.name)[rows] for field in fields(self)}
        return Members(**taken | {"household": taken["household"] - first, "birth_day": birth_day[rows]})


@dataclass
class _Draft:
    """Arrays of shape (n_people,) while they are being filled."""

    household: Ints
    order: Ints  # among the younger members, from 0; below it head and spouse, above it elders
    draw: NDArray[np.float64]
    age: NDArray[np.float64]
    role: Codes
    marital: Codes
    is_woman: Flags


def members(plan: Households, anchor: int, streams: Streams, block: Layout, kin: Families) -> Members:
    """People of a block of households: role, sex, civil status, birth day, and whether they apply.

    Parameters
    ----------
    anchor : day number at which the ages of `kin` hold

    Randomness : table "people", counter = person number.
    """
    household, place = expand(block.size)
    person_id = block.person_start[household] + place
    words = PersonWords(streams, person_id)
    draft = _young(household, place, words, block, kin, plan.women_born.value)
    heads = np.cumsum(block.size) - block.size
    wives = heads[block.has_spouse] + 1
    draft.role[heads], draft.role[wives] = ROLE_HEAD, ROLE_SPOUSE
    draft.marital[heads], draft.marital[wives] = kin.head_status, MARRIED
    draft.is_woman[heads], draft.is_woman[wives] = ~block.has_spouse & block.woman, True
    draft.age[heads], draft.age[wives] = kin.head, kin.spouse[block.has_spouse]
    _marry(draft, kin)

    with_elders = np.flatnonzero(block.n_elders > 0)
    elders = (heads + block.size - 1)[with_elders]
    coin = streams.at("people", "sex", "elder", person_id[elders])
    elders = _elders(draft, kin, with_elders, elders, coin, block.n_elders[with_elders] == 2)
    applies = (block.party == 2)[household]
    applies[elders] = False
    applies[(heads + (block.has_spouse & block.woman))[block.party == 0]] = True
    couples = heads[block.party == 1]
    applies[couples], applies[couples + 1] = True, True
    birth = anchor - np.floor(draft.age * YEAR).astype(np.int64)
    return Members(household, place, draft.role, draft.marital, draft.is_woman, birth, applies, person_id)


def _young(household: Ints, place: Ints, words: PersonWords, block: Layout, kin: Families, women_born: float) -> _Draft:
    """Everybody as if a younger member; the others are put right afterwards."""
    draw = transforms.uniform(words("age"))
    order = place - (1 + block.has_spouse)[household]
    age = np.maximum(kin.young[household] - (order + draw * JITTER) * kin.step[household], 0.1)
    role = select(kin.kind < GRANDCHILDREN, ROLE_CHILD, ROLE_OTHER)[household]
    is_woman = transforms.bernoulli(words("sex"), women_born)
    return _Draft(household, order, draw, age, role, np.full(role.size, SINGLE), is_woman)


def _marry(draft: _Draft, kin: Families) -> None:
    """Families of married children: the child and its spouse, then their children."""
    order, house = draft.order, draft.household
    rows = np.flatnonzero((kin.kind == BRANCH)[house] & (order >= 0) & (order < kin.n_young[house]))
    house, order = house[rows], order[rows]
    draft.age[rows] = branch_ages(kin.young[house], kin.step[house], order, draft.draw[rows])
    draft.role[rows[order > 0]] = ROLE_OTHER
    draft.marital[rows[order < 2]] = MARRIED
    child = rows[order == 0]
    draft.is_woman[child + 1] = ~draft.is_woman[child]


def _elders(draft: _Draft, kin: Families, house: Ints, last: Ints, coin: NDArray[np.uint64], pair: Flags) -> Ints:
    """Elders, the last member or two of their households: a couple, or one left alone, mostly a mother.

    Returns
    -------
    Rows of all elders.
    """
    husbands = last[pair] - 1
    draft.role[last] = select(kin.has_parent[house], ROLE_PARENT, ROLE_OTHER)
    draft.role[husbands] = draft.role[last[pair]]
    draft.age[last] = kin.elder[house] + 2.0 * draft.draw[last]
    draft.age[husbands] = draft.age[last[pair]] + FATHER_OLDER * draft.draw[husbands]
    draft.is_woman[last] = pair | transforms.bernoulli(coin, LONE_ELDER_WOMAN)
    draft.is_woman[husbands] = False
    widowed = draft.draw[last] < LONE_ELDER_WIDOWED
    draft.marital[last] = select(pair, MARRIED, select(widowed, WIDOWED, DIVORCED))
    draft.marital[husbands] = MARRIED
    return np.concatenate((last, husbands))
