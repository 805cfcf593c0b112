"""What the fast path of a network reads and changes, and whether a network may take that path."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simi_lab.office.queues.forward import run_forward, survey

MOST_DESKS = 64
"""Of one station; the fast path looks at each of them when one is finished, which is quick only while they are few."""
MOST_STATIONS = 64


class Walk(NamedTuple):
    """What is asked and what is answered; customer i has steps i * n_steps to (i + 1) * n_steps - 1.

    `klass` has shape (n_customers, n_steps), so that a class for all steps need not be copied; `absent` is written
    where a route has ended.
    """

    n_steps: int
    absent: Any
    klass: NDArray[np.int64]
    services: Any
    routes: NDArray[np.int64]
    joined: Any
    start: Any
    departure: Any
    server: NDArray[np.int64]
    outcome: NDArray[np.int8]


class Paths(NamedTuple):
    """What routes ask of stations: whether any names it, how many visits, and whether station j ever follows i."""

    is_named: NDArray[np.bool_]
    visits: NDArray[np.int64]
    follows: NDArray[np.bool_]


class Inbox(NamedTuple):
    """Who is about to join each station, sorted by time and customer; station s has entries first[s] to end[s] - 1.

    What has come since the last merge starts at `fresh[s]`; `spare_time` and `spare_who` are room for merging.
    """

    first: NDArray[np.int64]
    fresh: NDArray[np.int64]
    end: NDArray[np.int64]
    time: Any
    who: NDArray[np.int64]
    spare_time: Any
    spare_who: NDArray[np.int64]


class Desks(NamedTuple):
    """Desks first[s] to first[s + 1] - 1 belong to station s; an idle desk never ends."""

    first: NDArray[np.int64]
    n_idle: NDArray[np.int64]
    ends: Any
    who: NDArray[np.int64]


class Lines(NamedTuple):
    """Queue of each station and class as a linked list, and the step at which each customer is."""

    head: NDArray[np.int64]
    tail: NDArray[np.int64]
    after: NDArray[np.int64]
    n_waiting: NDArray[np.int64]
    at: NDArray[np.int64]


def read_routes(routes: NDArray[np.int64], n_stations: int) -> Paths | None:
    """Look through all routes once; None if one names a station that does not exist."""
    square = (n_stations, n_stations)
    paths = Paths(np.zeros(n_stations, np.bool_), np.zeros(n_stations, np.int64), np.zeros(square, np.bool_))
    return paths if survey(routes, *paths) else None


def walk_forward(
    arrivals: Any, services: Any, routes: Any, klass: Any, servers: Any, n_classes: int, paths: Paths | None
) -> tuple[Any, Any, Any, Any, Any] | None:
    """Joined, start, departure, server and outcome, shape (n_customers, n_steps); None if this path does not apply.

    The caller has made sure that inputs are sound and that no service is zero; what is left to find out is whether
    some route turns back, and whether a service is too short for its length to show in a float.
    """
    n, n_stations, dtype = arrivals.size, len(servers), arrivals.dtype
    if (
        paths is None
        or n_stations > MOST_STATIONS
        or max(servers) > MOST_DESKS
        or routes.size >= np.iinfo(np.uint32).max
    ):
        return None
    order = _in_order(paths.follows)
    if len(order) < n_stations:
        return None
    whole = dtype == np.int64
    walk = Walk(
        routes.shape[1],
        -1 if whole else np.nan,
        klass,
        np.ascontiguousarray(services).ravel(),
        np.ascontiguousarray(routes).ravel(),
        np.empty(routes.size, dtype),
        np.empty(routes.size, dtype),
        np.empty(routes.size, dtype),
        np.empty(routes.size, np.int64),
        np.zeros(routes.size, np.int8),
    )
    first = np.concatenate([[0], np.cumsum(paths.visits)]).astype(np.int64)
    starts = first[:-1].copy()
    inbox = Inbox(
        starts,
        starts.copy(),
        starts.copy(),
        np.empty(first[-1], dtype),
        np.empty(first[-1], np.uint32),
        np.empty(n, dtype),
        np.empty(n, np.uint32),
    )
    never = np.iinfo(np.int64).max if whole else np.inf
    base = np.concatenate([[0], np.cumsum(servers)]).astype(np.int64)
    desks = Desks(base, np.array(servers, np.int64), np.full(base[-1], never, dtype), np.zeros(base[-1], np.uint32))
    lines = Lines(
        np.full((n_stations, n_classes), -1, np.int64),
        np.full((n_stations, n_classes), -1, np.int64),
        np.empty(n, np.int32),
        np.zeros(n_stations, np.int64),
        np.empty(n, np.uint32),
    )
    if not run_forward(arrivals, np.array(order), never, walk, inbox, desks, lines):
        return None
    joined, start, departure, server, outcome = (column.reshape(routes.shape) for column in walk[5:])
    return joined, start, departure, server, outcome


def _in_order(follows: NDArray[np.bool_]) -> list[int]:
    """Stations, each after all that precede it; fewer than there are if some route turns back."""
    left, order = set(range(len(follows))), list[int]()
    while True:
        ready = sorted(s for s in left if not follows[list(left), s].any())
        if not ready:
            return order
        order += ready
        left -= set(ready)
