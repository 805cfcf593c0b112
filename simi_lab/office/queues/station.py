"""One station: from arrivals, service times and a schedule to who was served when, by which desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simi_lab.office.queues.checks import check_queue, numbers
from simi_lab.office.queues.fifo import SERVED, fifo, fifo_always_open
from simi_lab.office.queues.network import one_station
from simi_lab.office.queues.schedule import Schedule, Times, Window, as_schedule


@dataclass(frozen=True)
class StationResult:
    """What happened to each customer, in the order of the input, shape (n_customers,).

    Parameters
    ----------
    start : beginning of service; NaN (or -1 where all times are whole numbers) for who was not served
    departure : end of service, moment of giving up, or arrival of who was turned away; absent likewise
    server : int64, desk from 0; -1 without service
    outcome : int8, index into `OUTCOMES`: served, blocked, reneged, waiting (still there when the schedule ends)
    """

    start: Times
    departure: Times
    server: NDArray[np.int64]
    outcome: NDArray[np.int8]

    @property
    def is_served(self) -> NDArray[np.bool_]:
        """Who was served."""
        return self.outcome == SERVED


def simulate_station(
    arrivals: ArrayLike,
    services: ArrayLike,
    *,
    servers: int = 1,
    schedule: Schedule | Iterable[Window] | None = None,
    priority: ArrayLike | None = None,
    preemptive: bool = False,
    capacity: int | None = None,
    patience: ArrayLike | None = None,
) -> StationResult:
    """Serve customers at one station, first come first served within their class.

    A deterministic function: the same times give the same result. Times share one unit (minutes, as people think;
    the office counts whole seconds); if all of them are whole numbers the arithmetic is exact. A service may begin
    only inside a window; what was begun is finished; with `overtime` those inside at closing are served afterwards
    (see `Schedule`). At one instant: first those who are finished leave and those who come join, in order of their
    index; then desks call, the lowest idle desk first; then those out of patience give up.

    Parameters
    ----------
    arrivals, services : shape (n_customers,), customers sorted by arrival
    servers : desks, on duty always or in windows that name no number
    schedule : Schedule, or windows (opens, closes[, servers[, overtime]]); None is always open
    priority : shape (n_customers,); smaller is served first, arrival decides among equals
    preemptive : whether a smaller class interrupts a larger one, whose service is resumed later (none is lost)
    capacity : most customers inside, those in service included; who comes then is blocked
    patience : shape (n_customers,); who has not started after that time gives up

    Raises
    ------
    FaultsError
        Missing, negative or unsorted times, no server, no place, a schedule that never opens (with the load).

    Customers that come faster than they can be served are no error here: a finite list ends, and how the line grows is
    a fair question. An office whose demand never fits is told so ("antrean tidak stabil") where a plan is asked for.

    Randomness : none.   Source : Ebert et al., Computationally efficient queues (departures as a function).

    Examples
    --------
    >>> simulate_station([0, 1, 2], [5, 5, 5], servers=2).start.tolist()
    [0, 1, 5]
    """
    windows = as_schedule(schedule, servers)
    times = [numbers(arrivals, "arrivals"), numbers(services, "services")]
    if patience is not None:
        times.append(numbers(patience, "patience"))
    given = None if priority is None else numbers(priority, "priority")
    check_queue(
        times[0],
        times[1],
        times[2] if len(times) > 2 else None,
        given,
        servers=servers,
        schedule=windows,
        capacity=capacity,
    )
    whole = all(t.dtype == np.int64 for t in times) and (windows is None or windows.opens.dtype.kind in "iu")
    come, work, *rest = [t.astype(np.int64 if whole else np.float64, copy=False) for t in times]
    wait = rest[0] if rest else None
    # A service of no length begins and ends at one instant: only the event loop has an order for that.
    if come.size and (priority is not None or preemptive or work.min() == 0):
        classes = np.zeros(come.size, np.int64) if given is None else given
        return StationResult(*one_station(come, work, wait, classes, servers, windows, capacity, preemptive))
    return _first_come(come, work, wait, servers, windows, capacity)


def _first_come(
    arrivals: Times,
    services: Times,
    patience: Times | None,
    servers: int,
    windows: Schedule | None,
    capacity: int | None,
) -> StationResult:
    n, dtype = arrivals.size, arrivals.dtype
    absent = -1 if dtype == np.int64 else np.nan
    start, departure = np.full(n, absent, dtype=dtype), np.full(n, absent, dtype=dtype)
    server, outcome = np.full(n, -1, dtype=np.int64), np.zeros(n, dtype=np.int8)
    if n and windows is None and patience is None and capacity is None:
        fifo_always_open(arrivals, services, servers, start, server)
        departure = start + services
    elif n:
        desks = servers if windows is None else windows.desks
        never = np.empty(0, dtype=dtype)
        fifo(
            arrivals,
            services,
            never if patience is None else patience,
            -1 if capacity is None else capacity,
            plain_windows(windows, dtype),
            desks,
            start,
            departure,
            server,
            outcome,
        )
    return StationResult(start, departure, server, outcome)


def plain_windows(windows: Schedule | None, dtype: np.dtype) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Four arrays for compiled code; empty ones mean always open."""
    if windows is None:
        return np.empty(0, dtype), np.empty(0, dtype), np.empty(0, np.int64), np.empty(0, np.bool_)
    return windows.opens.astype(dtype), windows.closes.astype(dtype), windows.servers, windows.overtime
