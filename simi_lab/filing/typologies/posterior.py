"""The exact probability of being positive, given the evidence on record: Bayes over every declared kind.

Hypotheses for an application without a link: an ordinary one, or an unlinked member of any kind. For the linked ones
of a shared contact, which belong together: one ring of any kind with that link, all its members at once. Given its
kind, a member's evidence is independent of everything else on record, so no model can know more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simi_lab.filing.typologies.laws import Table, parents
from simi_lab.filing.typologies.members import Kind, Rings
from simi_lab.filing.typologies.record import Desk, laws_by_row
from simi_lab.scenario.model import Scenario

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def posteriors(
    desk: Desk, planted: Sequence[Rings], eligible: NDArray[np.bool_], scenario: Scenario, base: dict[str, Table]
) -> tuple[Floats, Floats]:
    """Probability of being positive, and the part of it that calls for protection; arrays of shape (n,).

    Applications that cannot be members (minors, parties) have 0. Randomness : none.
    """
    n = desk.keys.size
    rows = np.flatnonzero(eligible)
    kinds = [rings.kind for rings in planted]
    common = _likelihood(desk, rows, base, base)
    each = [_of_kind(desk, rows, kind, scenario, base) for kind in kinds]

    ordinary = max(1.0 - sum(kind.mass for kind in kinds), 0.0) * common
    weight = [k.mass * alone_share(k) * k.weight[rows] * p for k, p in zip(kinds, each, strict=True)]
    out, protect = _shares(weight, kinds, ordinary)

    place = np.full(n, -1, dtype=np.int64)
    place[rows] = np.arange(rows.size)
    for rings in planted:
        if rings.linked.any():
            mine = place[rings.row[rings.linked]]
            out[mine], protect[mine] = _linked(desk, rings, planted, mine, each)
    whole, part = np.zeros(n), np.zeros(n)
    whole[rows], part[rows] = out, protect
    return whole, part


def alone_share(kind: Kind) -> float:
    """Share of a kind's members whom no link ties to the others."""
    if kind.pattern.link.by == "none":
        return 1.0
    hidden = 1.0 - kind.link_share
    if kind.pattern.link.by == "match":
        return hidden
    total = 0.0
    for size, share in kind.sizes.items():
        others_hidden = 1.0
        for _ in range(size - 1):
            others_hidden *= hidden
        total += share * size / kind.mean_size * (1.0 - kind.link_share * (1.0 - others_hidden))
    return total


def linked_sizes(kind: Kind, most: int) -> Floats:
    """Probability that a ring of the kind shows 0, 1, ... `most` linked members, shape (most + 1,)."""
    out = np.zeros(most + 1)
    q = kind.link_share
    for size, share in kind.sizes.items():
        row = np.zeros(most + 2)
        row[0] = 1.0
        for _ in range(size):
            row[1:] = row[1:] * (1 - q) + row[:-1] * q
            row[0] *= 1 - q
        out += share * row[: most + 1]
    return out


def _of_kind(desk: Desk, rows: Ints, kind: Kind, scenario: Scenario, base: dict[str, Table]) -> Floats:
    """Likelihood of the evidence of each row under a kind."""
    place = np.full(desk.keys.size, -1, dtype=np.int64)
    place[rows] = np.arange(rows.size)
    out = np.empty(rows.size)
    for some, tables in laws_by_row(desk, rows, kind.pattern, scenario, base, benign=kind.benign):
        out[place[some]] = _likelihood(desk, some, base, tables)
    return out


def _likelihood(desk: Desk, rows: Ints, base: dict[str, Table], tables: dict[str, Table]) -> Floats:
    out = np.ones(rows.size)
    purpose = desk.values["purpose"][rows]
    for column, everyone in base.items():
        table = tables.get(column, everyone)
        out *= table[parents(column, purpose), desk.values[column][rows]]
    return out


def _shares(weight: Sequence[Floats], kinds: Sequence[Kind], ordinary: Floats | float) -> tuple[Floats, Floats]:
    total = sum(weight) + ordinary
    harmful = sum(w for w, k in zip(weight, kinds, strict=True) if not k.benign)
    protect = sum(
        w for w, k in zip(weight, kinds, strict=True) if not k.benign and k.pattern.action == "protect_and_refer"
    )
    return np.asarray(harmful / total), np.asarray(protect / total)


def _linked(
    desk: Desk, rings: Rings, planted: Sequence[Rings], mine: Ints, each: Sequence[Floats]
) -> tuple[Floats, Floats]:
    """Posterior of the linked members of one kind's rings: every kind with the same link is a hypothesis."""
    by = rings.kind.pattern.link.by
    rows, ring = rings.row[rings.linked], rings.ring[rings.linked]
    number = np.arange(rows.size) if by == "match" else np.unique(ring, return_inverse=True)[1]
    n_rings = int(number.max()) + 1
    count = np.bincount(number, minlength=n_rings)
    first = np.zeros(n_rings, dtype=np.int64)
    first[number[::-1]] = rows[::-1]
    able = [(r.kind, p[mine]) for r, p in zip(planted, each, strict=True) if r.kind.pattern.link.by == by]
    scale = np.max([likelihood for _, likelihood in able], axis=0)  # the product of many shares stays a number
    kinds, weights = [kind for kind, _ in able], []
    for kind, likelihood in able:
        ratio = np.ones(n_rings)
        np.multiply.at(ratio, number, likelihood / scale * kind.weight[rows] / kind.area_weight[rows])
        ratio *= kind.area_weight[first]  # the first sets the regency, the others come from it
        prior = kind.mass / kind.mean_size * linked_sizes(kind, int(count.max()))[count]
        weights.append(prior * ratio * _ties(desk, kind, first))
    out, protect = _shares(weights, kinds, 0.0)
    return out[number], protect[number]


def _ties(desk: Desk, kind: Kind, first: Ints) -> Floats:
    """Probability of what the ring of each first row does together, under a kind."""
    out = np.ones(first.size)
    for name, done in (("same_week", desk.together[first]), ("night", desk.night[first])):
        pair = kind.pattern.together.get(name)
        share = 0.0 if pair is None else pair.twin if kind.benign else pair.harmful
        out *= np.where(done, share, 1.0 - share)
    return out
