"""How probable a sponsor ring is, given all that is recorded: Bayes on the declared tables, tied companies jointly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simi_lab.foreign.companies import ALONE, Companies
from simi_lab.foreign.laws import KINDS, RING, Laws

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def ring_posterior(laws: Laws, companies: Companies) -> Floats:
    """Probability that each company belongs to a sponsor ring, shape (n_companies,).

    Companies that share an address or a director on the record are of one kind, so their evidence counts together. A
    company that shares nothing is judged alone: as a prior, by how many companies of each kind share nothing.
    """
    root, n_tied = np.unique(companies.tie, return_inverse=True, return_counts=True)[1:]
    weight = _prior(laws, n_tied, _bond_of(companies, root, n_tied.size))
    for name, table in laws.evidence.items():
        _times(weight, root, table[:, companies.evidence[name]].T)
    _times(weight, root, _start_density(laws, companies.start))
    total = np.zeros(n_tied.size)
    for kind in range(len(KINDS)):
        total = total + weight[:, kind]
    return np.asarray(weight[root, RING] / total[root])


def _bond_of(companies: Companies, root: Ints, n: int) -> Ints:
    bond = np.full(n, ALONE)
    bond[root] = companies.bond
    return bond


def _prior(laws: Laws, n_tied: Ints, bond: Ints) -> Floats:
    """Expected number, from one group, of tied sets of that size and bond, or of companies alone; (n_sets, n_kinds)."""
    largest = max(laws.sizes.shape[1], int(n_tied.max(initial=1)))
    weight = np.zeros((n_tied.size, len(KINDS)))
    for kind in range(len(KINDS)):
        tied, alone = _tied_sizes(laws.sizes[kind], float(laws.shown[kind]), largest)
        share = laws.bonds[kind][np.maximum(bond, 0)]
        weight[:, kind] = laws.per_group[kind] * np.where(bond == ALONE, alone, tied[n_tied] * share)
    return weight


def _tied_sizes(sizes: Floats, shown: float, largest: int) -> tuple[Floats, float]:
    """Probability that 0, 1, ... members of a group are tied, and the expected number of its members that are not."""
    tied = np.zeros(largest + 1)
    alone = float(sizes[0])
    for size in range(2, sizes.size + 1):
        further = size - 2
        alone += float(sizes[size - 1]) * further * (1 - shown)
        shares = _binomial(further, shown)
        for k in range(further + 1):
            tied[2 + k] += float(sizes[size - 1]) * shares[k]
    return tied, alone


def _binomial(n: int, share: float) -> list[float]:
    """Probability of 0, 1, ..., n successes, built up one trial at a time."""
    row = [1.0]
    for _ in range(n):
        row = [
            (row[k] if k < len(row) else 0.0) * (1 - share) + (row[k - 1] if k else 0.0) * share
            for k in range(len(row) + 1)
        ]
    return row


def _start_density(laws: Laws, start: Ints) -> Floats:
    """Probability of the arrival day of the first foreigner under each kind, (n_companies, n_kinds)."""
    day = start[:, None]
    inside = (day >= laws.first) & (day <= laws.last)
    return np.where(inside, 1.0 / (laws.last - laws.first + 1), 0.0)


def _times(weight: Floats, root: Ints, likelihood: Floats) -> None:
    """Multiply each set's weights by those of its members, in the order of the members; in place."""
    np.multiply.at(weight, root, likelihood)
