"""Appointments: places of a day are given in the order in which they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from simi_lab.office.queues.heap import pop, push

Ints = NDArray[np.int64]
NONE = -1
BUILT_ON = "8c5dcfe6338b"


@dataclass(frozen=True)
class Requests:
    """What is asked for, shape (n_requests,); days count from the first day of the calendar.

    Parameters
    ----------
    asked_at : local seconds; ties by index
    earliest : first day that would do
    from_slot : first slot that would do on that earliest day (0 unless it is asked for on the same day)
    is_there : stands at the desk when asking, so that a place on the earliest day cannot be missed
    misses : how many of the two appointments the applicant will not attend
    wish, wish_again : between 0 and 1, where in the day the two appointments are wished for
    """

    asked_at: Ints
    earliest: Ints
    from_slot: Ints
    is_there: NDArray[np.bool_]
    misses: Ints
    wish: NDArray[np.float64]
    wish_again: NDArray[np.float64]


@dataclass(frozen=True)
class Places:
    """The first and second appointment of each request, shape (n_requests, 2); -1 where there is none."""

    day: Ints
    slot: Ints


def book(requests: Requests, *, quota: Ints, n_slots: Ints, closes: Ints, rebook_days: int) -> Places:
    """Give places, first come first served; who misses the first appointment asks again at closing time.

    A place missed is lost. With a full day the next day that has a place is given, so that demand above the quota
    shows as lead days. Within the day the wished slot is given, or the next one that is free.

    Parameters
    ----------
    quota, n_slots, closes : shape (n_days,); places, slots and closing moment (local seconds) of each day
    rebook_days : open days between a missed appointment and the earliest new one

    Randomness : none (`misses` and `wish` are drawn outside).
    """
    n = requests.asked_at.size
    day, slot = np.full((n, 2), NONE, dtype=np.int64), np.full((n, 2), NONE, dtype=np.int64)
    open_days = np.flatnonzero(quota > 0).astype(np.int64)
    rank = np.searchsorted(open_days, np.arange(quota.size + 1)).astype(np.int64)
    order = np.argsort(requests.asked_at, kind="stable")
    _book(
        order,
        requests.asked_at,
        requests.earliest,
        requests.from_slot,
        requests.is_there,
        requests.misses,
        np.stack([requests.wish, requests.wish_again], axis=1),
        quota,
        n_slots,
        closes,
        open_days,
        rank,
        max(1, rebook_days),
        day,
        slot,
    )
    return Places(day, slot)


@njit(cache=True)
def _first_free(later: Any, day: int) -> int:
    """First day from `day` on that may have a place, by a shortcut over full days."""
    found = day
    while later[found] != found:
        found = later[found]
    while later[day] != day:  # next time the way is short
        following = later[day]
        later[day] = found
        day = following
    return found


@njit(cache=True)
def _free_slot(used: Any, day: int, first: int, n: int, room: int, wish: float) -> int:
    """The wished slot of a day, or the next free one; never before `first`; -1 if none."""
    if first >= n:
        return -1
    start = min(max(first, int(wish * n)), n - 1)
    for k in range(n - first):
        s = start + k
        if s >= n:
            s = first + s - n
        if used[day, s] < room:
            return s
    return -1


@njit(cache=True)
def _place(
    i: int,
    nth: int,
    day: int,
    from_slot: int,
    wish: Any,
    quota: Any,
    n_slots: Any,
    later: Any,
    taken: Any,
    used: Any,
    days: Any,
    slots: Any,
) -> None:
    n_days = quota.size
    found = _first_free(later, day)
    while found < n_days:
        room = (quota[found] + n_slots[found] - 1) // n_slots[found]
        first = from_slot if found == day else 0
        slot = _free_slot(used, found, first, n_slots[found], room, wish[i, nth])
        if slot >= 0:
            days[i, nth], slots[i, nth] = found, slot
            used[found, slot] += 1
            taken[found] += 1
            if taken[found] >= quota[found]:
                later[found] = found + 1
            return
        found = _first_free(later, found + 1)


@njit(cache=True)
def _book(
    order: Any,
    asked_at: Any,
    earliest: Any,
    from_slot: Any,
    is_there: Any,
    misses: Any,
    wish: Any,
    quota: Any,
    n_slots: Any,
    closes: Any,
    open_days: Any,
    rank: Any,
    rebook_days: int,
    days: Any,
    slots: Any,
) -> None:
    n, n_days = order.size, quota.size
    later = np.arange(n_days + 1)
    for d in range(n_days):
        if quota[d] <= 0 or n_slots[d] == 0:
            later[d] = d + 1
    taken = np.zeros(n_days, np.int64)
    used = np.zeros((n_days, max(1, n_slots.max())), np.int64)
    heap_time, heap_item = np.empty(n + 1, np.int64), np.empty(n + 1, np.int64)
    size = a = 0
    while a < n or size > 0:
        if a < n and (size == 0 or asked_at[order[a]] <= heap_time[0]):
            i = order[a]
            a += 1
            _place(i, 0, min(earliest[i], n_days), from_slot[i], wish, quota, n_slots, later, taken, used, days, slots)
            served_now = is_there[i] and days[i, 0] == earliest[i]
            if misses[i] > 0 and days[i, 0] >= 0 and not served_now:
                size = push(heap_time, heap_item, size, closes[days[i, 0]], i)
            continue
        i = heap_item[0]
        size = pop(heap_time, heap_item, size)
        place = rank[days[i, 0] + 1] + rebook_days - 1
        if place < open_days.size:
            _place(i, 1, open_days[place], 0, wish, quota, n_slots, later, taken, used, days, slots)
