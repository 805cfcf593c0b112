"""Serials of identity numbers and family cards, unique without a global register."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simi_lab.people.layout import SHARD

Ints = NDArray[np.int64]
SERIALS_PER_SHARD = 2
MAX_SHARDS = 495  # serials 9000..9989 belong to shards, 9990..9999 to planted identities
MOST_DAYS = 400  # a birth date never moves further
ROW_BITS = 26  # a cell needs 37 bits of the 63


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
