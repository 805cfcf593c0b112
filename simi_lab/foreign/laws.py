"""The declared tables of corporate guarantors as arrays: how groups come about and what each kind leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.scenario.foreign import BONDS, EVIDENCE, SponsorRing
from simi_lab.schema import CODES

Floats = NDArray[np.float64]
KINDS = CODES["guarantor_class"]
RING = KINDS.index("ring")


@dataclass(frozen=True)
class Laws:
    """Everything that decides about groups of companies.

    Parameters
    ----------
    per_group : probability of each kind for one group, shape (n_kinds,)
    sizes : probability of 1, 2, ... members, shape (n_kinds, largest)
    bonds : probability of each of `BONDS`, shape (n_kinds, 3)
    shown : probability that a member beyond the second shows the bond, shape (n_kinds,)
    first, last : days within which a company's first foreigner arrives, shape (n_kinds,)
    evidence : name to probabilities of its values, shape (n_kinds, n_values), values in the order of `EVIDENCE`
    """

    per_group: Floats
    sizes: Floats
    bonds: Floats
    shown: Floats
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    evidence: dict[str, Floats]

    @property
    def mean_size(self) -> float:
        """Companies in a group, on average."""
        return _total(self.per_group * _weighted(self.sizes, 1))

    @property
    def holders_per_group(self) -> float:
        """Foreigners for whom the companies of one group answer, on average."""
        holders = _weighted(self.evidence["n_holders"], 1)
        return _total(self.per_group * _weighted(self.sizes, 1) * holders)


def laws_of(plan: SponsorRing, first: int, last: int) -> Laws:
    """Laws of a declaration; `first` and `last` are the days within which first foreigners arrive at all.

    A kind whose own days lie outside these never comes about.
    """
    kinds = [plan.kinds[name] for name in KINDS]
    largest = max(int(n) for kind in kinds for n in kind.size.values)
    sizes = np.array([kind.size.of(tuple(str(n) for n in range(1, largest + 1))) for kind in kinds])
    begin = np.array([max(first, _day(kind.since, first)) for kind in kinds])
    end = np.array([min(last, _day(kind.until, last)) for kind in kinds])
    share = np.array([kind.prevalence.value for kind in kinds]) / _weighted(sizes, 1)
    share = np.where(begin <= end, share, 0.0)
    return Laws(
        share / _total(share),
        sizes,
        np.array([kind.bond.of(BONDS) if kind.bond else [0.0] * len(BONDS) for kind in kinds]),
        np.array([kind.shown.value if kind.shown else 0.0 for kind in kinds]),
        begin,
        np.maximum(begin, end),
        {name: _spread(plan, name, values) for name, values in EVIDENCE.items()},
    )


def _spread(plan: SponsorRing, name: str, values: tuple[str, ...]) -> Floats:
    table = plan.evidence[name].values
    return np.array([[table[kind].get(value, 0.0) for value in values] for kind in KINDS])


def _weighted(shares: Floats, first: int) -> Floats:
    """Mean of whole numbers from `first` by their shares, per row, added in a fixed order."""
    total = np.zeros(shares.shape[0])
    for i in range(shares.shape[1]):
        total = total + shares[:, i] * (first + i)
    return total


def _total(values: Floats) -> float:
    total = 0.0
    for value in values.tolist():
        total += value
    return total


def _day(value: date | None, otherwise: int) -> int:
    return otherwise if value is None else clock.day_index(value)
