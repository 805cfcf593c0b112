"""The fast path: one station, first come first served, as a recursion over customers whose services have a length."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from simi_lab.office.queues.heap import pop, push

BUILT_ON = "8c5dcfe6338b"
SERVED, BLOCKED, RENEGED, WAITING, NOT_REACHED = 0, 1, 2, 3, 4
OUTCOMES = ("served", "blocked", "reneged", "waiting", "not_reached")


@njit(cache=True, nogil=True)
def fifo_always_open(arrivals: Any, services: Any, servers: int, start: Any, server: Any) -> None:
    """Fill start and server of customers in order of arrival, desks never close."""
    n = arrivals.size
    free = np.full(servers, arrivals[0])
    for i in range(n):
        best = 0
        earliest = free[0]
        for j in range(1, servers):
            if earliest <= arrivals[i]:
                break  # the lowest idle desk takes the customer
            if free[j] < earliest:
                best = j
                earliest = free[j]
        begin = max(arrivals[i], earliest)
        start[i] = begin
        server[i] = best
        free[best] = begin + services[i]


@njit(cache=True)
def _duty(desk: int, time: Any, since: Any, first: int, opens: Any, closes: Any, servers: Any, overtime: Any) -> Any:
    """Earliest moment from `time` on at which a desk may begin, and whether there is one."""
    for k in range(first, opens.size):
        if servers[k] <= desk:
            continue
        if time < closes[k]:
            return max(time, opens[k]), True
        if overtime[k] and since < closes[k] and (k + 1 == opens.size or time < opens[k + 1]):
            return time, True
    return time, False


@njit(cache=True, nogil=True)
def fifo(
    arrivals: Any,
    services: Any,
    patience: Any,
    places: int,
    windows: Any,
    desks: int,
    start: Any,
    departure: Any,
    server: Any,
    outcome: Any,
) -> None:
    """Fill the four results in order of arrival, with windows, patience and places.

    `patience` is empty for endless; `places` is -1 for endless; `windows` is (opens, closes, servers, overtime), empty
    for always open. A customer who can start at the very end of his patience starts. One who gives up at an instant
    still fills a place for those who arrive at that instant; one who is finished does not.
    """
    opens, closes, servers, overtime = windows
    n = arrivals.size
    free = np.full(desks, arrivals[0])
    size = n + 1 if places >= 0 else 1
    leave, gone = np.empty(size, arrivals.dtype), np.zeros(size, np.int64)
    quit_, quitter = np.empty(size, arrivals.dtype), np.zeros(size, np.int64)
    n_leave = n_quit = n_stay = 0
    first = 0
    for i in range(n):
        now = arrivals[i]
        if places >= 0:
            while n_leave > 0 and leave[0] <= now:
                n_leave = pop(leave, gone, n_leave)
            while n_quit > 0 and quit_[0] < now:
                n_quit = pop(quit_, quitter, n_quit)
            if n_leave + n_quit + n_stay >= places:
                departure[i] = now
                outcome[i] = BLOCKED
                continue
        while first < opens.size and closes[first] <= now:
            first += 1
        best = -1
        begin = now
        for j in range(desks):
            ready = max(now, free[j])
            found = True
            if opens.size > 0:
                ready, found = _duty(j, ready, now, first, opens, closes, servers, overtime)
            if found and (best < 0 or ready < begin):
                best = j
                begin = ready
        if patience.size > 0 and (best < 0 or begin > now + patience[i]):
            departure[i] = now + patience[i]
            outcome[i] = RENEGED
            if places >= 0:
                n_quit = push(quit_, quitter, n_quit, departure[i], i)
        elif best < 0:
            outcome[i] = WAITING
            n_stay += 1
        else:
            start[i] = begin
            departure[i] = begin + services[i]
            server[i] = best
            outcome[i] = SERVED
            free[best] = departure[i]
            if places >= 0:
                n_leave = push(leave, gone, n_leave, departure[i], i)
