"""What the event loop of a network reads and changes, as named tuples that compiled code accepts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simi_lab.office.queues.fifo import NOT_REACHED
from simi_lab.office.queues.pace import Pace, no_pace
from simi_lab.office.queues.schedule import Schedule

AWAY, QUEUED, IN_SERVICE, IN_DELAY = 0, 1, 2, 3


class Steps(NamedTuple):
    """Itineraries of all customers one after the other; customer i has steps first[i] to first[i + 1] - 1.

    A step is joined `gap` after the one before; with `day_gap` d > 0 it is joined on the first open day at least d
    calendar days after the day on which the one before ended, `gap` after midnight. `klass` counts from 0, served
    first. `patience` may be empty; below zero it is endless.
    """

    first: NDArray[np.int64]
    station: NDArray[np.int64]
    service: Any
    gap: Any
    day_gap: NDArray[np.int64]
    klass: NDArray[np.int64]
    patience: Any


class Stations(NamedTuple):
    """Windows of all stations one after the other; station s has windows first[s] to first[s + 1] - 1 (none: always
    open).

    A delay has no desks: every customer spends his service time there side by side, counted in open time only.
    `before` is the open time of the station's earlier windows.
    """

    first: NDArray[np.int64]
    opens: Any
    closes: Any
    servers: NDArray[np.int64]
    overtime: NDArray[np.bool_]
    before: Any
    desks: NDArray[np.int64]
    places: NDArray[np.int64]
    is_delay: NDArray[np.bool_]
    pace: Pace


class Days(NamedTuple):
    """Open days for steps with a day gap: `following[d - day0]` is the first open day >= d, -1 beyond the calendar."""

    day0: int
    length: int
    following: NDArray[np.int64]


class Records(NamedTuple):
    """One entry per step: joined, start, departure, server (-1 without), outcome (see `fifo.OUTCOMES`)."""

    joined: Any
    start: Any
    departure: Any
    server: NDArray[np.int64]
    outcome: NDArray[np.int8]


class State(NamedTuple):
    """Everything that changes while the loop runs; `tally` is (heap size, joins so far)."""

    at: NDArray[np.int64]
    mode: NDArray[np.int8]
    since: Any
    begun: Any
    finish: Any
    deadline: Any
    remaining: Any
    ticket: NDArray[np.int64]
    after: NDArray[np.int64]
    head: NDArray[np.int64]
    tail: NDArray[np.int64]
    n_inside: NDArray[np.int64]
    busy: NDArray[np.int64]
    window: NDArray[np.int64]
    touched: NDArray[np.bool_]
    has_wake: NDArray[np.bool_]
    heap_time: Any
    heap_item: NDArray[np.int64]
    tally: NDArray[np.int64]


NO_DAYS = Days(0, 1, np.empty(0, np.int64))


def pack_stations(
    schedules: Sequence[Schedule | None],
    desks: Sequence[int],
    dtype: Any,
    *,
    places: Sequence[int] | None = None,
    is_delay: Sequence[bool] | None = None,
    pace: Pace | None = None,
) -> Stations:
    """Put the schedules of several stations into one set of arrays (None: always open)."""
    n = len(schedules)
    kept = [s for s in schedules if s is not None]
    sizes = [0 if s is None else len(s.opens) for s in schedules]
    before = [np.cumsum(s.closes - s.opens) - (s.closes - s.opens) for s in kept]
    most = [d if s is None else s.desks for s, d in zip(schedules, desks, strict=True)]

    def joined(parts: list[Any], kind: Any) -> Any:
        return np.concatenate([np.empty(0, kind), *parts]).astype(kind)

    return Stations(
        np.cumsum([0, *sizes]).astype(np.int64),
        joined([s.opens for s in kept], dtype),
        joined([s.closes for s in kept], dtype),
        joined([s.servers for s in kept], np.int64),
        joined([s.overtime for s in kept], np.bool_),
        joined(before, dtype),
        np.array(most, dtype=np.int64),
        np.full(n, -1, np.int64) if places is None else np.array(places, dtype=np.int64),
        np.zeros(n, np.bool_) if is_delay is None else np.array(is_delay, dtype=np.bool_),
        no_pace(n, dtype) if pace is None else pace,
    )


def empty_records(n_steps: int, dtype: Any) -> Records:
    """Records before anything has happened: absent times are NaN, or -1 where times are whole numbers."""
    absent = -1 if np.dtype(dtype).kind == "i" else np.nan
    return Records(
        np.full(n_steps, absent, dtype),
        np.full(n_steps, absent, dtype),
        np.full(n_steps, absent, dtype),
        np.full(n_steps, -1, np.int64),
        np.full(n_steps, NOT_REACHED, np.int8),
    )


def fresh_state(arrivals: Any, steps: Steps, stations: Stations, n_classes: int, *, preemptive: bool) -> State:
    """State before the first arrival. The heap has room for every event that can be pending at once."""
    n, n_stations, dtype = arrivals.size, stations.desks.size, arrivals.dtype
    room = n + 2 * n_stations + 4 + steps.patience.size + (steps.station.size if preemptive else 0)
    return State(
        at=steps.first[:-1].copy(),
        mode=np.zeros(n, np.int8),
        since=arrivals.copy(),
        begun=np.zeros(n, dtype),
        finish=np.zeros(n, dtype),
        deadline=np.zeros(n, dtype),
        remaining=np.zeros(n, dtype),
        ticket=np.zeros(n, np.int64),
        after=np.full(n, -1, np.int64),
        head=np.full((n_stations, n_classes), -1, np.int64),
        tail=np.full((n_stations, n_classes), -1, np.int64),
        n_inside=np.zeros(n_stations, np.int64),
        busy=np.full((n_stations, max(1, int(stations.desks.max()))), -1, np.int64),
        window=stations.first[:-1].copy(),
        touched=np.zeros(n_stations, np.bool_),
        has_wake=np.zeros(n_stations, np.bool_),
        heap_time=np.zeros(room, dtype),
        heap_item=np.zeros(room, np.int64),
        tally=np.zeros(2, np.int64),
    )
