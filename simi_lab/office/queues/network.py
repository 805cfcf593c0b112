"""A network of stations: every customer walks his own list of stations, desks open and close, classes pass ahead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simi_lab.office.queues.checks import check_network, numbers, route_numbers
from simi_lab.office.queues.event_loop import run
from simi_lab.office.queues.forward_state import read_routes, walk_forward
from simi_lab.office.queues.network_state import (
    NO_DAYS,
    Days,
    Records,
    Stations,
    Steps,
    empty_records,
    fresh_state,
    pack_stations,
)
from simi_lab.office.queues.pace import pack_pace
from simi_lab.office.queues.schedule import Schedule, Times, Window, as_schedule

FEW_CLASSES = 8

MINUTES_A_WEEK = 7 * 24 * 60


@dataclass(frozen=True)
class NetworkResult:
    """What happened at each step of each customer, shape (n_customers, n_steps).

    Parameters
    ----------
    joined, start, departure : NaN (or -1 where all times are whole numbers) for what did not happen
    server : int64, desk from 0; -1 without service
    outcome : int8, index into `OUTCOMES`; a blocked or reneged customer does not reach his later steps
    """

    joined: Times
    start: Times
    departure: Times
    server: NDArray[np.int64]
    outcome: NDArray[np.int8]


def simulate_network(
    arrivals: ArrayLike,
    services: ArrayLike,
    routes: ArrayLike,
    *,
    servers: Sequence[int],
    schedules: Sequence[Schedule | Iterable[Window] | None] | None = None,
    priority: ArrayLike | None = None,
    preemptive: bool = False,
    gaps: ArrayLike | None = None,
    capacity: Sequence[int | None] | None = None,
    patience: ArrayLike | None = None,
    pace: Sequence[ArrayLike | None] | None = None,
    week: float = MINUTES_A_WEEK,
) -> NetworkResult:
    """Send customers through stations along given routes.

    A deterministic function; routing, like every other chance, is drawn outside. One unit of time throughout; whole
    numbers are computed exactly. Rules of one instant, windows and overtime are those of `simulate_station`; inside
    the house means: since the last arrival from outside (the first one, or one after a gap).

    Parameters
    ----------
    arrivals : shape (n_customers,), sorted
    services, routes : shape (n_customers, n_steps); a route holds station numbers and ends with -1
    servers : desks per station, length n_stations
    schedules : one per station, None for always open
    priority : shape (n_customers,) or (n_customers, n_steps); smaller is served first
    preemptive : as in `simulate_station`, at every station
    gaps : shape (n_customers, n_steps); time between the end of a step and joining the next (days at home, transport)
    capacity : most customers at each station, None for endless
    patience : shape (n_customers, n_steps)
    pace : per station None, or shape (n_desks, n_weeks): time that a desk takes in a week for a service of length one
        (officers differ, and learn); what is begun in a week is finished at its pace; whole times stay whole
    week : length of a week, from time 0 on, in the unit of the times

    Raises
    ------
    FaultsError
        As `simulate_station`, and a route that names no station.

    Where desks never close, nobody gives up, is blocked or interrupted, there are no gaps, services have a length and
    no route comes back to a station, stations are worked off one after the other, which is faster and gives the same.

    Randomness : none.

    Examples
    --------
    >>> simulate_network([0, 0], [[5, 1], [5, 1]], [[0, 1], [0, 1]], servers=[1, 1]).departure.tolist()
    [[5, 6], [10, 11]]
    """
    come, work = numbers(arrivals, "arrivals"), numbers(services, "services")
    path, n_stations = route_numbers(routes), len(servers)
    given: Sequence[Any] = schedules if schedules is not None else [None] * n_stations
    windows = [as_schedule(s, servers[i] if i < n_stations else 1) for i, s in enumerate(given)]
    wait = None if patience is None else numbers(patience, "patience")
    between = None if gaps is None else numbers(gaps, "gaps")
    classes = None if priority is None else numbers(priority, "priority")
    places = list(capacity) if capacity is not None else [None] * n_stations
    tables = {"services": work, "gaps": between, "patience": wait}
    paths = check_network(come, tables, path, classes, servers=servers, schedules=windows, capacity=places)
    parts = [p for p in (come, work, between, wait) if p is not None]
    whole = all(p.dtype == np.int64 for p in parts) and all(w is None or w.opens.dtype.kind in "iu" for w in windows)
    dtype = np.int64 if whole else np.float64
    ranks, n_classes = _ranks(classes, path)
    come, work = come.astype(dtype, copy=False), work.astype(dtype, copy=False)
    even = pace is None or all(p is None for p in pace)
    plain = even and between is None and wait is None and not preemptive and all(p is None for p in places)
    if plain and path.size and all(w is None for w in windows) and work.min() > 0:
        columns = walk_forward(come, work, path, ranks, list(servers), n_classes, paths)
        if columns is not None:
            return NetworkResult(*columns)
    is_step = np.minimum.accumulate(path >= 0, axis=1) if path.size else path >= 0
    steps = _steps(is_step, path, work, between, ranks, wait, dtype)
    rooms = [-1 if p is None else p for p in places]
    most = [d if w is None else w.desks for w, d in zip(windows, servers, strict=True)]
    speed = None if even or pace is None else pack_pace(pace, most, dtype, week=week)
    stations = pack_stations(windows, list(servers), dtype, places=rooms, pace=speed)
    records = run_steps(come, steps, stations, n_classes=n_classes, preemptive=preemptive)
    blank = empty_records(1, dtype)
    return NetworkResult(*(_unfold(column, is_step, empty[0]) for column, empty in zip(records, blank, strict=True)))


def run_steps(
    arrivals: Times, steps: Steps, stations: Stations, *, n_classes: int, preemptive: bool = False, days: Days = NO_DAYS
) -> Records:
    """Run packed itineraries; one record per step. Inputs are trusted: callers have checked them."""
    records = empty_records(steps.station.size, arrivals.dtype)
    if arrivals.size:
        state = fresh_state(arrivals, steps, stations, n_classes, preemptive=preemptive)
        run(arrivals, steps, stations, days, preemptive, state, records)
    return records


def one_station(
    arrivals: Times,
    services: Times,
    patience: Times | None,
    classes: Times,
    servers: int,
    windows: Schedule | None,
    capacity: int | None,
    preemptive: bool,
) -> tuple[Any, Any, Any, Any]:
    """Start, departure, server and outcome at a single station with classes."""
    once = np.zeros((arrivals.size, 1), np.int64)
    wait = None if patience is None else patience[:, None]
    ranks, n_classes = _ranks(classes, once)
    if windows is None and patience is None and capacity is None and not preemptive and services.min() > 0:
        columns = walk_forward(arrivals, services[:, None], once, ranks, [servers], n_classes, read_routes(once, 1))
        if columns is not None:
            _, *rest = (column[:, 0] for column in columns)
            return rest[0], rest[1], rest[2], rest[3]
    steps = _steps(once == 0, once, services[:, None], None, ranks, wait, arrivals.dtype)
    stations = pack_stations([windows], [servers], arrivals.dtype, places=[-1 if capacity is None else capacity])
    records = run_steps(arrivals, steps, stations, n_classes=n_classes, preemptive=preemptive)
    return records.start, records.departure, records.server, records.outcome


def _ranks(priority: Times | None, path: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Classes from 0 in the shape of the routes, and how many there are."""
    if priority is None:
        return np.broadcast_to(np.zeros((1, 1), np.int64), path.shape), 1
    spread = int(priority.max()) - int(priority.min()) if priority.size and priority.dtype == np.int64 else FEW_CLASSES
    if spread < FEW_CLASSES:  # a class that nobody has costs less than finding out which ones there are
        ranks, n_classes = priority - priority.min(), spread + 1
    else:
        values, ranks = np.unique(priority, return_inverse=True)
        ranks, n_classes = ranks.reshape(priority.shape).astype(np.int64), max(1, values.size)
    return np.broadcast_to(ranks[:, None] if ranks.ndim == 1 else ranks, path.shape), n_classes


def _steps(
    is_step: NDArray[np.bool_], path: Any, work: Any, between: Any, classes: Any, wait: Any, dtype: Any
) -> Steps:
    patience = np.empty(0, dtype)
    if wait is not None:
        patience = np.where(np.isinf(wait), -1, wait)[is_step].astype(dtype)
    first = np.concatenate([[0], np.cumsum(is_step.sum(axis=1))]).astype(np.int64)
    none = np.zeros(int(first[-1]), np.int64)
    gaps = none.astype(dtype) if between is None else between[is_step].astype(dtype, copy=False)
    return Steps(first, path[is_step], work[is_step].astype(dtype, copy=False), gaps, none, classes[is_step], patience)


def _unfold(column: Any, is_step: NDArray[np.bool_], empty: Any) -> Any:
    out = np.full(is_step.shape, empty, dtype=column.dtype)
    out[is_step] = column
    return out
