"""Corporate guarantors: membership first, then what ties them, then the evidence, each from its declared table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simi_lab.foreign.laws import Laws
from simi_lab.streams import Streams, transforms
from simi_lab.streams.words import Words

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
STRIDE = 1 << 20  # guarantors, foreigners or permits of one office at most
ALONE = -1


@dataclass(frozen=True)
class Companies:
    """Corporate guarantors of an office in an order that tells nothing; arrays of shape (n_companies,).

    Parameters
    ----------
    kind : place in the code list `guarantor_class`
    group : number of the planted group; `in_group` tells whether it has other members
    bond : place in `BONDS` where the company shows what ties it to others, else `ALONE`
    tie : smallest number of the companies tied to this one, itself included
    start : day on which its first foreigner arrives
    evidence : places in the value lists of `scenario.foreign.EVIDENCE`
    """

    kind: Ints
    group: Ints
    in_group: Flags
    bond: Ints
    tie: Ints
    start: Ints
    evidence: dict[str, Ints]


def draw_companies(laws: Laws, streams: Streams, n_groups: int, *, office_id: int = 0) -> Companies:
    """Companies of so many groups of one office.

    Randomness : table "sponsors"; counters are the group's and the company's number within the office, and the
    numbers that people see are shuffled afterwards, so that neighbours in the table say nothing of each other.
    """
    at = office_id * STRIDE

    def words(column: str, n: int) -> Words:
        return streams.words("sponsors", column, start=at, n=n)

    group_kind = transforms.category(words("kind", n_groups), transforms.cumulative(laws.per_group))
    size = 1 + _by_kind(words("size", n_groups), laws.sizes, group_kind)
    group_bond = _by_kind(words("bond", n_groups), laws.bonds, group_kind)
    group = np.repeat(np.arange(n_groups), size)
    n = group.size
    place = np.arange(n) - np.repeat(np.cumsum(size) - size, size)
    kind = group_kind[group]
    shows = (size[group] > 1) & ((place < 2) | transforms.bernoulli(words("shown", n), laws.shown[kind]))
    days = laws.last - laws.first + 1
    start = laws.first[kind] + transforms.integers(words("start", n), days[kind])
    evidence = {name: _by_kind(words(name, n), table, kind) for name, table in laws.evidence.items()}

    order = transforms.permutation(words("order", n))
    bond = np.where(shows, group_bond[group], ALONE)[order]
    group = group[order]
    return Companies(
        kind[order],
        group,
        size[group] > 1,
        bond,
        _smallest(group, bond != ALONE),
        start[order],
        {name: values[order] for name, values in evidence.items()},
    )


def _by_kind(words: Words, table: NDArray[np.float64], kind: Ints) -> Ints:
    """Category of each word by the row of its kind; 0 for kinds whose row is empty."""
    rows = [transforms.cumulative(row if row.any() else np.eye(row.size)[0]) for row in table]
    return transforms.category_by(words, rows, kind)


def _smallest(group: Ints, tied: Flags) -> Ints:
    """For each company the smallest number among the tied ones of its group; its own number where it is not tied."""
    own = np.arange(group.size)
    first = np.full(int(group.max(initial=-1)) + 1, group.size)
    np.minimum.at(first, group[tied], own[tied])
    return np.where(tied, first[group], own)
