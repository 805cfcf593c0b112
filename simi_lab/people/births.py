"""Ages that fit together in a household, and identity numbers that fit the ages, unique without a global register."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simi_lab.people.layout import SHARD, Layout, PersonWords, expand, select
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
Codes = NDArray[Any]  # positions in a code list, one byte each: they are compared and chosen among many times
YEAR = 365.25
SERIALS_PER_SHARD = 2
MAX_SHARDS = 495  # serials 9000..9989 belong to shards, 9990..9999 to planted identities
MOST_DAYS = 400  # a birth date never moves further
ROW_BITS = 26  # a cell needs 37 bits of the 63
ROLE_HEAD, ROLE_SPOUSE, ROLE_CHILD, ROLE_PARENT = (np.uint8(position) for position in range(4))


@dataclass(frozen=True)
class Members:
    """One entry per person of a block, arrays of shape (n_people,)."""

    household: Ints  # index into the block's layout
    place: Ints  # 0 for the first member
    role: Codes
    is_woman: NDArray[np.bool_]
    birth_day: Ints  # days since 1970-01-01
    applies: NDArray[np.bool_]
    person_id: Ints

    def of(self, first: int, last: int) -> slice:
        """Rows of the people of households first..last-1 (they lie together, in the order of their households)."""
        low, high = np.searchsorted(self.household, (first, last))
        return slice(int(low), int(high))


def members(head_ages: dict[str, float], anchor: int, streams: Streams, block: Layout) -> Members:
    """People of a block of households: role, sex, birth day, and whether they apply.

    Parameters
    ----------
    head_ages : share by class such as "30-39"
    anchor : day number at which those ages hold

    Randomness : tables "households" (counter = household) and "people" (counter = person number).
    """
    household, place = expand(block.size)
    person_id = block.person_start[household] + place
    is_spouse = (place == 1) & block.has_spouse[household]
    is_elder = (place == block.size[household] - 1) & block.has_elder[household] & (place > 0)
    role = select(is_elder, ROLE_PARENT, ROLE_CHILD)
    role[is_spouse] = ROLE_SPOUSE
    role[place == 0] = ROLE_HEAD

    words = PersonWords(streams, person_id)
    head_is_woman = ~block.has_spouse & block.woman
    coin = transforms.bernoulli(words("sex"), 0.49)
    is_woman = select(role == ROLE_HEAD, head_is_woman[household], select(role == ROLE_SPOUSE, True, coin))

    birth = _birth_days(head_ages, anchor, streams, block, household, place, role, words("age"))
    alone = block.party[household] == 0
    picked = np.where(block.has_spouse & block.woman, 1, 0)[household]
    applies = select(alone, place == picked, select(block.party[household] == 1, place < 2, role != ROLE_PARENT))
    return Members(household, place, role, is_woman, birth, applies, person_id)


def _birth_days(
    head_ages: dict[str, float],
    anchor: int,
    streams: Streams,
    block: Layout,
    household: Ints,
    place: Ints,
    role: Codes,
    words: NDArray[np.uint64],
) -> Ints:
    classes = [tuple(int(x) for x in name.split("-")) for name in head_ages]
    n = block.size.size
    pick = transforms.category(
        streams.words("households", "head_age", start=block.first, n=n), transforms.cumulative(list(head_ages.values()))
    )
    low = np.array([c[0] for c in classes])[pick]
    width = np.array([c[1] + 1 - c[0] for c in classes])[pick]
    u = transforms.uniform(streams.words("households", "head_day", start=block.first, n=n))
    children = block.size - 1 - block.has_spouse - block.has_elder
    head_age = np.maximum(low + u * width, np.where(children > 0, 23.0, 0.0))

    gap = 3.0 + 3.0 * transforms.normal(streams.words("households", "spouse_gap", start=block.first, n=n))
    spouse_age = np.maximum(head_age - np.clip(gap, -6.0, 12.0), np.where(children > 0, 21.5, 19.0))
    mother_age = np.where(block.has_spouse, spouse_age, head_age)

    draw = transforms.uniform(words)
    order = place - 1 - block.has_spouse[household]
    room = np.maximum(mother_age - 20.0, 0.5)[household]
    step = np.minimum(4.0, room / np.maximum(children, 1)[household])
    child_age = np.maximum(room - (order + draw) * step, 0.1)
    elder_age = np.minimum(head_age[household] + 20.0 + 14.0 * draw, 100.0)
    age = np.where(role == ROLE_PARENT, elder_age, child_age)
    for adult, years in ((ROLE_HEAD, head_age), (ROLE_SPOUSE, spouse_age)):
        rows = np.flatnonzero(role == adult)
        age[rows] = years[household[rows]]
    return anchor - np.floor(age * YEAR).astype(np.int64)


def settle_serials(region: Ints, birth: Ints, is_woman: NDArray[np.bool_], shard: Ints) -> tuple[Ints, Ints]:
    """Serial numbers that are unique per region, birth day and sex; a crowded day moves the birth date by one day.

    A serial is 9000 + 2 * shard + rank, where rank is the order within the whole canonical shard, so that no other
    shard can hold the same one.

    Parameters
    ----------
    region, birth, is_woman, shard : shape (n_people,), whole shards one after the other, in row order

    Returns
    -------
    birth, serial : shape (n_people,)
    """
    if shard.size and int(shard.max()) >= MAX_SHARDS:
        raise OverflowError(f"more than {MAX_SHARDS * SHARD:,} households")
    cell = (region * 2 + is_woman) * 65_536 + (birth + 32_768)
    moved, rank = np.zeros_like(cell), np.zeros_like(cell)
    edges = [0, *(np.flatnonzero(np.diff(shard)) + 1).tolist(), shard.size]
    for start, stop in pairwise(edges):
        _settle_shard(cell[start:stop], moved[start:stop], rank[start:stop])
    return birth + moved, 9000 + SERIALS_PER_SHARD * shard + rank


def _settle_shard(cell: Ints, moved: Ints, rank: Ints) -> None:
    """Days by which each row of a shard moves, and its order within its day; both are filled in place.

    A cell is one region, sex and day; the next day is the next number. The first rows of a cell stay, the others
    queue with those of the next day.
    """
    # row numbers in the low bits make a plain sort do the work of a stable one by index, several times as fast
    packed = np.sort(cell << ROW_BITS | np.arange(cell.size))
    ordered, row = packed >> ROW_BITS, packed & ((1 << ROW_BITS) - 1)
    shared = np.flatnonzero(ordered[1:] == ordered[:-1]) + 1
    rank[row[shared]] = shared - np.searchsorted(ordered, ordered[shared])
    end = 0
    for first in (np.flatnonzero(rank[row] == SERIALS_PER_SHARD) - SERIALS_PER_SHARD).tolist():
        if first < end:
            continue  # rows that moved on have already been settled among these
        day, end = int(ordered[first]), first
        over = list[int]()
        while end == first or over:
            queue = over
            while end < row.size and ordered[end] == day:
                queue.append(int(row[end]))
                end += 1
            queue.sort()
            for place, each in enumerate(queue[:SERIALS_PER_SHARD]):
                moved[each], rank[each] = day - cell[each], place
            over = queue[SERIALS_PER_SHARD:]
            day += 1
            if day - ordered[first] > MOST_DAYS:
                raise OverflowError("too many people share a region and a birth day")
