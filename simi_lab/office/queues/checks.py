"""Refuse queues that cannot be: every fault at once, with what would be right."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simi_lab.errors import BadRequest, Fault, FaultsError
from simi_lab.office.queues.schedule import Schedule, Times


def numbers(values: ArrayLike, name: str) -> Times:
    """Integers as int64 (then all arithmetic is exact), anything else as float64."""
    array = np.asarray(values)
    if array.dtype.kind in "iu":
        return array.astype(np.int64)
    if array.size == 0 or array.dtype.kind == "f":
        return array.astype(np.float64)
    try:
        return array.astype(np.float64)
    except (TypeError, ValueError):
        raise BadRequest("holds something that is not a number.", where=name, cure="Give times as numbers.") from None


def check_queue(
    arrivals: Times,
    services: Times,
    patience: Times | None,
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
    faults = [*time_faults(arrivals, services, patience), *desk_faults(servers, schedule, capacity)]
    if schedule is not None and not faults:
        faults.extend(never_open(arrivals, services, schedule))
    if faults:
        raise FaultsError(faults)


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


def time_faults(arrivals: Times, services: Times, patience: Times | None) -> Iterator[Fault]:
    """Faults of the times: lengths, missing, infinite, negative, unsorted."""
    named = {"arrivals": arrivals, "services": services}
    if patience is not None:
        named["patience"] = patience
    for name, values in named.items():
        if values.shape[:1] != arrivals.shape[:1]:
            yield Fault(name, f"{len(values)} values for {len(arrivals)} customers.", "Give one for each customer.")
        missing = int(np.isnan(values).sum()) if values.dtype.kind == "f" else 0
        if missing:
            yield Fault(name, f"{missing} times are missing, the first at {_first(np.isnan(values))}.")
        endless = values.dtype.kind == "f" and bool(np.isinf(values).any())
        if endless and name != "patience":
            yield Fault(name, "a time is infinite.", "Give finite times.")
        if name != "arrivals" and (values < 0).any():
            yield Fault(name, f"a time is negative, the first at {_first(values < 0)}.", "Give times of at least 0.")
    falls = arrivals[1:] < arrivals[:-1]
    if falls.any():
        yield Fault("arrivals", f"not in order of time at {_first(falls) + 1}.", "Sort the customers by arrival.")


def _first(mask: NDArray[np.bool_]) -> int:
    return int(np.flatnonzero(mask.ravel())[0])
