"""Who lives in which household and who of them applies: sizes, so that any block of rows can be made alone.

Households are numbered 0, 1, 2, ... through all offices; a canonical shard is 16,384 of them. Inside a shard people
and applications are numbered from shard * 65,536, so a row's key depends on its own shard only, and a smaller world is
the first rows of a bigger one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simi_lab.scenario.world import Households
from simi_lab.streams import Streams, transforms

SHARD = 16_384
STRIDE = 65_536
PARTIES = ("alone", "couple", "family")

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Layout:
    """Households `first` to `first + n - 1`, arrays of shape (n,).

    `age_class` is the head's, in the order of the plan. `person_start` and `application_start` are the keys of each
    household's first person and application.
    """

    first: int
    party: Ints
    size: Ints
    has_spouse: Flags
    n_elders: Ints
    woman: Flags
    age_class: Ints
    n_applicants: Ints
    person_start: Ints
    application_start: Ints

    @property
    def household_id(self) -> Ints:
        """Keys of the households."""
        return np.arange(self.first, self.first + self.size.size, dtype=np.int64)

    def slice(self, start: int, stop: int) -> Layout:
        """The households of rows start..stop-1."""
        columns = {f.name: getattr(self, f.name)[start:stop] for f in fields(self) if f.name != "first"}
        return Layout(first=self.first + start, **columns)


class PersonWords:
    """Words of the table `people` at the given keys, column by column.

    Keys without gaps (those of a shard) are drawn as one range, straight into their place.
    """

    def __init__(self, streams: Streams, person_id: Ints) -> None:
        self._streams, self._size = streams, person_id.size
        edges = [*np.flatnonzero(np.diff(person_id, prepend=-2) != 1).tolist(), person_id.size]
        self._runs = [(slice(low, high), int(person_id[low]), high - low) for low, high in pairwise(edges)]

    def __call__(self, column: str, role: str = "") -> NDArray[np.uint64]:
        """One word per person."""
        out = np.empty(self._size, dtype=np.uint64)
        for rows, first, n in self._runs:
            out[rows] = self._streams.words("people", column, role, start=first, n=n)
        return out


def mean_applicants(plan: Households) -> float:
    """Expected applications per household under the plan."""
    ages = plan.head_age.values.values()
    extra = sum(
        old * share * min(int(k), int(most))
        for old, most in zip(ages, _most_extra(plan), strict=True)
        for k, share in plan.extra_members.values.items()
    )
    alone, couple, family = plan.parties.of(PARTIES)
    return alone + 2 * couple + family * (2 + extra)


def _most_extra(plan: Households) -> Ints:
    """Younger members that a household can have, by the class of the head's age: one more in three years from 16."""
    return np.array([(int(name.split("-")[0]) - 16) // 3 for name in plan.head_age.values])


def layout(plan: Households, streams: Streams, first: int, last: int) -> Layout:
    """Sizes of households first..last-1.

    Randomness : person keys (table "households"), counter = household number.
    """
    begin = first - first % SHARD  # keys need the sizes of the shard up to here
    n = last - begin

    def words(column: str) -> NDArray[np.uint64]:
        return streams.words("households", column, start=begin, n=n)

    party = transforms.category(words("party"), transforms.cumulative(plan.parties.of(PARTIES)))
    labels = tuple(plan.extra_members.values)
    extra_table = transforms.cumulative(list(plan.extra_members.values.values()))
    extra = np.array([int(x) for x in labels])[transforms.category(words("extra"), extra_table)]
    age_class = transforms.category(words("head_age"), transforms.cumulative(list(plan.head_age.values.values())))
    extra = np.minimum(extra, _most_extra(plan)[age_class])
    has_spouse = (party > 0) | transforms.bernoulli(words("spouse"), plan.spouse_share.value)
    share, pair = plan.elder_share.value, plan.elder_share.value * plan.elder_pair_share.value
    n_elders = transforms.category(words("elder"), transforms.cumulative([1.0 - share, share - pair, pair]))
    woman = transforms.bernoulli(words("woman"), plan.women_alone.value)
    size = 1 + has_spouse + extra + n_elders
    n_applicants = np.where(party == 0, 1, np.where(party == 1, 2, 2 + extra))
    keep = slice(first - begin, n)
    return Layout(
        first,
        party[keep],
        size[keep],
        has_spouse[keep],
        n_elders[keep],
        woman[keep],
        age_class[keep],
        n_applicants[keep],
        _starts(begin, size)[keep],
        _starts(begin, n_applicants)[keep],
    )


def _starts(begin: int, counts: Ints) -> Ints:
    """First key of each household: running counts inside each shard, plus the shard's base."""
    before = np.concatenate(([0], np.cumsum(counts)[:-1]))
    number = begin + np.arange(counts.size, dtype=np.int64)
    shard = number // SHARD
    head = np.searchsorted(number, shard * SHARD)
    starts: Ints = shard * STRIDE + before - before[head]
    if counts.size and int((starts - shard * STRIDE + counts).max()) > STRIDE:
        raise OverflowError("a shard holds more than 65,536 rows")
    return starts


def expand(counts: Ints) -> tuple[Ints, Ints]:
    """For each child row, the index of its parent and its place (from 0) under it."""
    parent = np.repeat(np.arange(counts.size), counts)
    place = np.arange(parent.size) - np.repeat(np.cumsum(counts) - counts, counts)
    return parent, place


def select(mask: Flags, yes: Any, no: Any) -> Any:
    """`np.where` for whole numbers and flags, without a branch: random masks are guessed wrong at every second row."""
    return no ^ (yes ^ no) * mask
