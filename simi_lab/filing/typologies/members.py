"""Who belongs to a ring: membership is drawn first, and blindly among all adults who apply alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simi_lab.scenario.typologies import Typology
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
ADULT = 18


@dataclass(frozen=True)
class Kind:
    """A pattern or its benign twin, as it is planted into one office.

    `mass` is the share of its members among eligible applications, `rate` the number of rings per eligible application
    that is still free when its turn comes; `weight` says how much likelier each application is than the mean (a dial;
    all ones without it), `area_weight` the mean of it in the application's regency.
    """

    name: str
    pattern: Typology
    benign: bool
    mass: float
    rate: float
    sizes: dict[int, float]
    weight: NDArray[np.float64]
    area_weight: NDArray[np.float64]

    @property
    def stream(self) -> str:
        """Name of its streams."""
        return f"{'twin' if self.benign else 'pattern'}:{self.name}"

    @property
    def link_share(self) -> float:
        """Share of members who show the link."""
        return self.pattern.link.twin if self.benign else self.pattern.link.harmful

    @property
    def mean_size(self) -> float:
        """Expected members of a ring."""
        return sum(size * share for size, share in self.sizes.items())

    def ring_id(self, anchor: int) -> int:
        """Key of the ring that began with that application."""
        return (anchor * 16 + self.pattern.order) * 2 + self.benign


@dataclass(frozen=True)
class Rings:
    """Members of one kind, ring after ring: arrays of shape (n_members,)."""

    kind: Kind
    row: Ints
    ring: Ints  # position of the member's ring, from 0
    ring_id: Ints  # shape (n_rings,)
    linked: Flags


def kinds_of(patterns: dict[str, Typology], eligible: Flags, area: Ints, in_group: Flags, factor: float) -> list[Kind]:
    """Patterns and twins in their order, with the rate that gives each its share of all applications.

    Parameters
    ----------
    eligible, area, in_group : who can be a member, number of the regency, whom the dial concerns; shape (n,)
    factor : how many times as frequent harmful patterns are among the dial's group
    """
    n, n_eligible = eligible.size, max(int(eligible.sum()), 1)
    taken = 0.0
    kinds = []
    for name, pattern in sorted(patterns.items(), key=lambda item: item[1].order):
        for benign in (False, True):
            share = pattern.twin_prevalence.value if benign else pattern.prevalence.value
            sizes = {int(k): v for k, v in (pattern.twin_size if benign else pattern.size).values.items()}
            weight, by_area = _weights(eligible, area, in_group, 1.0 if benign else factor)
            members = share * n / n_eligible
            mean = sum(size * part for size, part in sizes.items())
            # an application that its own kind has already taken begins no ring: half of the others on average
            lost = members / max(1 - taken, 0.01) * (mean - 1) / mean / 2
            rate = members / mean / max((1 - taken) * (1 - lost), 0.01)
            kinds.append(Kind(name, pattern, benign, members, rate, sizes, weight, by_area))
            taken += members
    return kinds


def _weights(
    eligible: Flags, area: Ints, in_group: Flags, factor: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weight of each application, with mean 1 among the eligible, and its mean over the eligible of the regency."""
    weight = np.where(in_group, factor, 1.0)
    if factor == 1.0 or not eligible.any():
        return weight, weight
    weight = weight / weight[eligible].mean()
    n = int(area.max()) + 1
    count = np.bincount(area[eligible], minlength=n)
    mean = np.bincount(area[eligible], weights=weight[eligible], minlength=n) / np.maximum(count, 1)
    return weight, mean[area]


def draw_rings(streams: Streams, kind: Kind, keys: Ints, free: Flags, area: Ints) -> Rings:
    """Members of every ring of a kind; `free` loses them.

    Each free application begins a ring with the kind's rate; the others of the ring follow in a shuffled order of the
    free ones of its regency, so that membership says nothing but membership.

    Parameters
    ----------
    keys, free, area : shape (n,); application keys, who may still be taken, number of the regency

    Randomness : streams of the kind, counter = application key.
    """
    rows = np.flatnonzero(free)
    begins = transforms.bernoulli(streams.at(kind.stream, "anchor", "", keys[rows]), kind.rate * kind.weight[rows])
    anchors = rows[begins]
    sizes = np.array(list(kind.sizes))
    drawn = transforms.category(
        streams.at(kind.stream, "size", "", keys[anchors]), transforms.cumulative(list(kind.sizes.values()))
    )
    queues: dict[int, list[int]] = {}
    order = streams.at(kind.stream, "order", "", keys[rows]) if max(kind.sizes) > 1 else None
    found: list[list[int]] = []
    for anchor, size in zip(anchors.tolist(), sizes[drawn].tolist(), strict=True):
        if not free[anchor]:
            continue
        free[anchor] = False
        ring = [anchor]
        if size > 1:
            place = int(area[anchor])
            if place not in queues:
                here = area[rows] == place
                queues[place] = _queue(streams, kind, keys, rows[here], order[here])  # type: ignore[index]
            ring += _next(queues[place], free, size - 1)
        found.append(ring)
    row = np.array([each for ring in found for each in ring], dtype=np.int64)
    number = np.repeat(np.arange(len(found)), [len(ring) for ring in found])
    ids = np.array([kind.ring_id(int(keys[ring[0]])) for ring in found], dtype=np.int64)
    return Rings(kind, row, number, ids, _linked(streams, kind, keys[row], number, len(found)))


def _queue(streams: Streams, kind: Kind, keys: Ints, rows: Ints, words: NDArray[np.uint64]) -> list[int]:
    """The rows in the order of their words, the next one last; where a dial is on, some wait in vain."""
    order = rows[transforms.permutation(words)]
    if kind.weight is kind.area_weight:
        everyone: list[int] = order[::-1].tolist()
        return everyone
    chance = kind.weight[order] / kind.weight[order].max()
    stays = transforms.bernoulli(streams.at(kind.stream, "accept", "", keys[order]), chance)
    waiting: list[int] = order[stays][::-1].tolist()
    return waiting


def _next(queue: list[int], free: Flags, count: int) -> list[int]:
    taken: list[int] = []
    while queue and len(taken) < count:
        row = queue.pop()
        if free[row]:
            free[row] = False
            taken.append(row)
    return taken


def _linked(streams: Streams, kind: Kind, keys: Ints, ring: Ints, n_rings: int) -> Flags:
    """Who shows the link; a shared contact that only one member names ties nobody."""
    if kind.pattern.link.by == "none":
        return np.zeros(keys.size, dtype=bool)
    shows = transforms.bernoulli(streams.at(kind.stream, "link", "", keys), kind.link_share)
    if kind.pattern.link.by == "match":
        return shows
    return shows & (np.bincount(ring[shows], minlength=n_rings)[ring] > 1)
