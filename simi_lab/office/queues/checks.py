"""Refuse queues that cannot be: every fault at once, with what would be right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simi_lab.errors import BadRequest, Fault, FaultsError
from simi_lab.office.queues.forward_state import Paths, read_routes
from simi_lab.office.queues.schedule import Schedule, Times


def numbers(values: ArrayLike, name: str) -> Times:
    """Integers as int64 (then all arithmetic is exact), anything else as float64."""
    array = np.asarray(values)
    if array.dtype.kind in "iu":
        return array.astype(np.int64, copy=False)
    if array.size == 0 or array.dtype.kind == "f":
        return array.astype(np.float64, copy=False)
    try:
        return array.astype(np.float64)
    except (TypeError, ValueError):
        raise BadRequest("holds something that is not a number.", where=name, cure="Give times as numbers.") from None


def route_numbers(routes: ArrayLike) -> NDArray[np.int64]:
    """Station numbers as int64; a fraction, or what is missing, is refused."""
    array = np.asarray(routes)
    if array.dtype.kind not in "iu":
        given = numbers(array, "routes")
        if not np.isfinite(given).all() or (given % 1 != 0).any():
            raise BadRequest("a station is not a whole number.", where="routes", cure="Number the stations from 0.")
        array = given
    return array.astype(np.int64, copy=False)


def check_queue(
    arrivals: Times,
    services: Times,
    patience: Times | None,
    priority: Times | None,
    *,
    servers: int,
    schedule: Schedule | None,
    capacity: int | None,
) -> None:
    """Refuse a station that cannot be simulated.

    Raises
    ------
    FaultsError
        Missing, negative or unsorted times, lengths that differ, no server, no place, a schedule that never opens
        (with the work that would wait for it).
    """
    named = {"arrivals": arrivals, "services": services, "patience": patience, "priority": priority}
    faults = list(shape_faults(named, (arrivals.size,)))
    faults += time_faults({"arrivals": arrivals, "services": services, "patience": patience}, priority)
    faults += desk_faults(servers, schedule, capacity)
    if schedule is not None and not faults:
        faults.extend(never_open(arrivals, services, schedule))
    if faults:
        raise FaultsError(faults)


def check_network(
    arrivals: Times,
    tables: Mapping[str, Times | None],
    routes: NDArray[np.int64],
    priority: Times | None,
    *,
    servers: Sequence[int],
    schedules: Sequence[Schedule | None],
    capacity: Sequence[int | None],
) -> Paths:
    """Refuse a network that cannot be simulated; else tell what its routes ask of each station.

    Parameters
    ----------
    tables : services, gaps and patience, in the shape of the routes; None where not given

    Raises
    ------
    FaultsError
        As `check_queue`, with the station; a route that names no station; lists of stations that differ in length.
    """
    faults = list(shape_faults({"arrivals": arrivals}, routes.shape[:1]))
    if routes.ndim != 2:
        faults.append(Fault("routes", f"shape {routes.shape}.", "Give a row for each customer."))
    faults += shape_faults(tables, routes.shape)
    if priority is not None and priority.shape not in (routes.shape[:1], routes.shape):
        faults.append(Fault("priority", f"shape {priority.shape} for routes of shape {routes.shape}."))
    for name, values in {"schedules": schedules, "capacity": capacity}.items():
        if len(values) != len(servers):
            faults.append(Fault(name, f"{len(values)} entries for {len(servers)} stations.", "Give one for each."))
    paths = None if routes.ndim != 2 else read_routes(routes, len(servers))
    if routes.ndim == 2 and paths is None:
        faults.append(Fault("routes", f"there are {len(servers)} stations, numbered from 0; -1 ends a route."))
    if faults or paths is None:
        raise FaultsError(faults)
    faults += time_faults({"arrivals": arrivals, **tables}, priority)
    for station, (desks, window, places) in enumerate(zip(servers, schedules, capacity, strict=True)):
        if not paths.is_named[station]:
            continue
        here = [*desk_faults(desks, window, places)]
        if window is not None and not faults:
            work = tables["services"]
            here += never_open(arrivals, work[routes == station] if work is not None else arrivals[:0], window)
        faults += [Fault(f"station {station}, {fault.where}", fault.what, fault.cure) for fault in here]
    if faults:
        raise FaultsError(faults)
    return paths


def shape_faults(named: Mapping[str, Times | None], shape: tuple[int, ...]) -> Iterator[Fault]:
    """Faults of arrays that have not one value for each customer (or for each step)."""
    for name, values in named.items():
        if values is None or values.shape == shape:
            continue
        if len(shape) == 1 and values.ndim == 1:
            yield Fault(name, f"{values.size} values for {shape[0]} customers.", "Give one for each customer.")
        else:
            yield Fault(name, f"shape {values.shape} where {shape} is meant.", "Give one value for each.")


def desk_faults(servers: int, schedule: Schedule | None, capacity: int | None) -> Iterator[Fault]:
    """Faults of a station's desks and places."""
    if schedule is None and servers < 1:
        yield Fault("servers", f"{servers} servers cannot serve anyone.", "Give at least 1.")
    if capacity is not None and capacity < 1:
        yield Fault("capacity", f"{capacity} places let nobody in.", "Give at least 1, or None for endless.")


def never_open(arrivals: Times, services: Times, schedule: Schedule) -> Iterator[Fault]:
    """The fault of a schedule without a desk after the first arrival, with the load that would wait."""
    if not arrivals.size:
        return
    later = (schedule.closes > arrivals[0]) & (schedule.servers > 0)
    if not later.any():
        load = f"{arrivals.size} customers with {services.sum():g} of work would wait for ever."
        yield Fault("schedule", f"it never opens: {load}", "Open at least one window with one server.")


def time_faults(named: Mapping[str, Times | None], priority: Times | None) -> Iterator[Fault]:
    """Faults of the times: missing, infinite, negative, unsorted; and a class that is no number."""
    for name, values in named.items():
        if values is None or not values.size or (values.min() >= 0 and values.max() < np.inf):
            continue  # nothing is missing either: the least of several is missing as soon as one is
        if np.isnan(values).any():
            first = _first(np.isnan(values))
            yield Fault(name, f"{int(np.isnan(values).sum())} times are missing, the first at {first}.")
        if np.isinf(values).any() and name != "patience":
            yield Fault(name, "a time is infinite.", "Give finite times.")
        if (values < 0).any():
            yield Fault(name, f"a time is negative, the first at {_first(values < 0)}.", "Give times of at least 0.")
    if priority is not None and priority.dtype.kind == "f" and np.isnan(priority).any():
        yield Fault("priority", f"a class is missing, the first at {_first(np.isnan(priority))}.")
    arrivals = named["arrivals"]
    if arrivals is not None and arrivals.ndim == 1 and (arrivals[1:] < arrivals[:-1]).any():
        falls = _first(arrivals[1:] < arrivals[:-1]) + 1
        yield Fault("arrivals", f"not in order of time at {falls}.", "Sort the customers by arrival.")


def _first(mask: NDArray[np.bool_]) -> int:
    return int(np.flatnonzero(mask.ravel())[0])
