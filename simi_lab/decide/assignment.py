"""Who decides which case when officers are few: by lot, by the score alone, by officers alone, greedily, or best."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from simi_lab.errors import BadRequest

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MODEL = -1
"""The score decides alone."""
NOBODY = -2
"""Nobody looks: the case goes through."""


def model_only(cost: Floats, places: Ints, order: Floats) -> Ints:
    """Every case by the score alone."""
    return np.full(len(cost), MODEL, dtype=np.int64)


def officer_only(cost: Floats, places: Ints, order: Floats) -> Ints:
    """As many cases as the officers can take, drawn by lot and given out by lot; nobody looks at the others."""
    return _by_lot(places, order, otherwise=NOBODY)


def random(cost: Floats, places: Ints, order: Floats) -> Ints:
    """As many cases as the officers can take, drawn by lot and given out by lot; the score decides the others."""
    return _by_lot(places, order, otherwise=MODEL)


def greedy(cost: Floats, places: Ints, order: Floats) -> Ints:
    """Case by case, as they come, to whoever is free and is expected to cost least."""
    left, given = places.copy(), np.empty(len(cost), dtype=np.int64)
    for case in range(len(cost)):
        open_to = np.append(np.where(left > 0, cost[case, :-1], np.inf), cost[case, -1])
        best = int(open_to.argmin())
        given[case] = MODEL if best == places.size else best
        if best < places.size:
            left[best] -= 1
    return given


def exact(cost: Floats, places: Ints, order: Floats) -> Ints:
    """The assignment of all cases at once that is expected to cost least."""
    from scipy.optimize import linear_sum_assignment

    n, owner = len(cost), np.repeat(np.arange(places.size), places)
    whole = np.concatenate([cost[:, owner], np.repeat(cost[:, -1:], n, axis=1)], axis=1)
    rows, columns = linear_sum_assignment(whole)
    given = np.full(n, MODEL, dtype=np.int64)
    taken = columns < owner.size
    given[rows[taken]] = owner[columns[taken]]
    return given


STRATEGIES: Mapping[str, Callable[[Floats, Ints, Floats], Ints]] = {
    "model_only": model_only,
    "officer_only": officer_only,
    "random": random,
    "greedy": greedy,
    "exact": exact,
}
"""By name; each takes expected costs, free places and uniforms, and tells the decider of each case."""


def assign(strategy: str, cost: Floats, places: Ints, order: Floats) -> Ints:
    """Give each case to an officer (its number), to the score alone (-1), or to nobody (-2).

    Parameters
    ----------
    strategy : one of `STRATEGIES`
    cost : expected cost of each case with each officer, and with the score alone in the last column;
        shape (n_cases, n_officers + 1), rows as the cases come
    places : cases that each officer can take, shape (n_officers,)
    order : uniforms, for those who go by lot, shape (n_cases,)

    Returns
    -------
    array of int64, shape (n_cases,)

    Raises
    ------
    BadRequest
        No such strategy, a negative number of places, or arrays that do not fit.

    Randomness : only through `order`.   Source : Kuhn's assignment problem (`scipy.optimize.linear_sum_assignment`).
    """
    if strategy not in STRATEGIES:
        raise BadRequest(
            "There is no strategy {name}.", cure="Known are: {known}.", name=strategy, known=", ".join(STRATEGIES)
        )
    if cost.ndim != 2 or cost.shape[1] != places.size + 1 or order.shape != (len(cost),):
        raise BadRequest("Costs, places and uniforms do not fit: {n} cases, {k} officers.", n=len(cost), k=places.size)
    if (places < 0).any() or not np.isfinite(cost).all():
        raise BadRequest("Places must be 0 or more, and costs must be known.")
    return STRATEGIES[strategy](cost, places, order)


def _by_lot(places: Ints, order: Floats, *, otherwise: int) -> Ints:
    """The cases that are drawn first, dealt to the places of the officers in turn."""
    given = np.full(order.size, otherwise, dtype=np.int64)
    drawn = np.argsort(order, kind="stable")[: int(places.sum())]
    turn = np.concatenate([np.arange(n) for n in places]) if places.size else np.empty(0)
    owner = np.repeat(np.arange(places.size), places)[np.argsort(turn, kind="stable")]
    given[drawn] = owner[: drawn.size]
    return given
