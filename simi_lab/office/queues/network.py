"""A network of stations: every customer walks his own list of stations, desks open and close, classes pass ahead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simi_lab.errors import Fault, FaultsError
from simi_lab.office.queues.checks import desk_faults, never_open, numbers, time_faults
from simi_lab.office.queues.event_loop import run
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
from simi_lab.office.queues.schedule import Schedule, Times, Window, as_schedule


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

    Raises
    ------
    FaultsError
        As `simulate_station`, and a route that names no station.

    Randomness : none.

    Examples
    --------
    >>> simulate_network([0, 0], [[5, 1], [5, 1]], [[0, 1], [0, 1]], servers=[1, 1]).departure.tolist()
    [[5, 6], [10, 11]]
    """
    come, work = numbers(arrivals, "arrivals"), numbers(services, "services")
    path = np.asarray(routes, dtype=np.int64)
    n_stations = len(servers)
    given: Sequence[Any] = schedules if schedules is not None else [None] * n_stations
    windows = [as_schedule(s, d) for s, d in zip(given, servers, strict=True)]
    wait = None if patience is None else numbers(patience, "patience")
    between = np.zeros(path.shape, np.int64) if gaps is None else numbers(gaps, "gaps")
    places = [-1 if c is None else c for c in (capacity if capacity is not None else [None] * n_stations)]
    _check(come, work, path, wait, between, servers, windows, places)
    parts = [come, work, between] + ([wait] if wait is not None else [])
    whole = all(p.dtype == np.int64 for p in parts) and all(w is None or w.opens.dtype.kind in "iu" for w in windows)
    dtype = np.int64 if whole else np.float64
    classes, n_classes = _ranks(priority, path)
    is_step = np.minimum.accumulate(path >= 0, axis=1) if path.size else path >= 0
    steps = _steps(is_step, path, work, between, classes, wait, dtype)
    stations = pack_stations(windows, list(servers), dtype, places=places)
    records = run_steps(come.astype(dtype), steps, stations, n_classes=n_classes, preemptive=preemptive)
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
    steps = _steps(once == 0, once, services[:, None], once, ranks, wait, arrivals.dtype)
    stations = pack_stations([windows], [servers], arrivals.dtype, places=[-1 if capacity is None else capacity])
    records = run_steps(arrivals, steps, stations, n_classes=n_classes, preemptive=preemptive)
    return records.start, records.departure, records.server, records.outcome


def _ranks(priority: ArrayLike | None, path: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Classes from 0 in the shape of the routes, and how many there are."""
    if priority is None:
        return np.zeros(path.shape, dtype=np.int64), 1
    values, ranks = np.unique(np.asarray(priority), return_inverse=True)
    ranks = ranks.reshape(np.shape(priority)).astype(np.int64)
    return np.broadcast_to(ranks[:, None] if ranks.ndim == 1 else ranks, path.shape), max(1, values.size)


def _steps(
    is_step: NDArray[np.bool_], path: Any, work: Any, between: Any, classes: Any, wait: Any, dtype: Any
) -> Steps:
    patience = np.empty(0, dtype)
    if wait is not None:
        patience = np.where(np.isinf(wait), -1, wait)[is_step].astype(dtype)
    first = np.concatenate([[0], np.cumsum(is_step.sum(axis=1))]).astype(np.int64)
    columns = (path[is_step], work[is_step].astype(dtype, copy=False), between[is_step].astype(dtype, copy=False))
    return Steps(first, *columns, np.zeros(int(first[-1]), np.int64), classes[is_step], patience)


def _unfold(column: Any, is_step: NDArray[np.bool_], empty: Any) -> Any:
    out = np.full(is_step.shape, empty, dtype=column.dtype)
    out[is_step] = column
    return out


def _check(
    come: Times,
    work: Times,
    path: NDArray[np.int64],
    wait: Times | None,
    between: Times,
    servers: Sequence[int],
    windows: Sequence[Schedule | None],
    places: Sequence[int],
) -> None:
    faults = []
    for name, values in {"services": work, "gaps": between, "patience": wait}.items():
        if values is not None and values.shape != path.shape:
            faults.append(Fault(name, f"shape {values.shape} beside routes of shape {path.shape}."))
    if path.ndim != 2 or path.shape[0] != come.size:
        faults.append(Fault("routes", f"shape {path.shape} for {come.size} customers.", "Give a row for each."))
    elif path.size and (path.max() >= len(servers) or path.min() < -1):
        faults.append(Fault("routes", f"there are {len(servers)} stations, numbered from 0; -1 ends a route."))
    if faults:
        raise FaultsError(faults)
    faults += time_faults(come, work, wait)
    for station, (desks, window, room) in enumerate(zip(servers, windows, places, strict=True)):
        if not (path == station).any():
            continue
        here = [*desk_faults(desks, window, None if room == -1 else room)]
        if window is not None and not faults:
            here += never_open(come, work[path == station], window)
        faults += [Fault(f"station {station}, {fault.where}", fault.what, fault.cure) for fault in here]
    if faults:
        raise FaultsError(faults)
