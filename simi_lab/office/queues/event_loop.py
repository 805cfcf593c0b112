"""The event loop of a network of stations, compiled: joins, calls, completions, giving up.

At one instant: first those who are finished leave and those who come join, in order of customer (who moves on at once
joins the next queue in the same breath); then stations call in their order; this repeats while anything happens at
that instant; last, those out of patience give up.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simi_lab.office.queues.fifo import BLOCKED, RENEGED, SERVED, WAITING
from simi_lab.office.queues.heap import compiled, entry, pop, push
from simi_lab.office.queues.network_state import AWAY, IN_DELAY, IN_SERVICE, QUEUED

BUILT_ON = "8c5dcfe6338b"


@compiled
def _put(state: Any, time: Any, item: int) -> None:
    state.tally[0] = push(state.heap_time, state.heap_item, state.tally[0], time, item)


@compiled
def _open_time_later(s: int, time: Any, work: Any, stations: Any) -> Any:
    """Moment at which `work` units of open time have passed since `time`, and whether it ever comes."""
    low, high = stations.first[s], stations.first[s + 1]
    if low == high or work == 0:
        return time + work, True
    k = max(low, low + np.searchsorted(stations.opens[low:high], time, side="right") - 1)
    passed = stations.before[k]
    if time > stations.opens[k]:
        passed += min(time, stations.closes[k]) - stations.opens[k]
    target = passed + work
    k = low + np.searchsorted(stations.before[low:high], target, side="left") - 1
    moment = stations.opens[k] + (target - stations.before[k])
    return moment, moment <= stations.closes[k]


@compiled
def _insert(i: int, s: int, klass: int, state: Any) -> None:
    """Put a customer in the queue of his class, by ticket; newcomers have the highest."""
    last = state.tail[s, klass]
    if last < 0 or state.ticket[last] < state.ticket[i]:
        state.after[i] = -1
        if last < 0:
            state.head[s, klass] = i
        else:
            state.after[last] = i
        state.tail[s, klass] = i
        return
    before, here = -1, state.head[s, klass]
    while state.ticket[here] < state.ticket[i]:
        before, here = here, state.after[here]
    state.after[i] = here
    if before < 0:
        state.head[s, klass] = i
    else:
        state.after[before] = i


@compiled
def _remove(i: int, before: int, s: int, klass: int, state: Any) -> None:
    """Take a customer out of his queue; `before` is the one in front of him, -1 at the head."""
    if before < 0:
        state.head[s, klass] = state.after[i]
    else:
        state.after[before] = state.after[i]
    if state.tail[s, klass] == i:
        state.tail[s, klass] = before


@compiled
def _join(i: int, time: Any, timers: int, steps: Any, stations: Any, state: Any, records: Any) -> None:
    p = state.at[i]
    s = steps.station[p]
    records.joined[p] = time
    if stations.is_delay[s]:
        records.start[p] = time
        records.outcome[p] = WAITING
        moment, comes = _open_time_later(s, time, steps.service[p], stations)
        if comes:
            state.mode[i] = IN_DELAY
            state.finish[i] = moment
            _put(state, moment, 2 * i)
        return
    if stations.places[s] >= 0 and state.n_inside[s] >= stations.places[s]:
        records.departure[p] = time
        records.outcome[p] = BLOCKED
        return
    state.n_inside[s] += 1
    state.tally[1] += 1
    state.ticket[i] = state.tally[1]
    state.mode[i] = QUEUED
    state.remaining[i] = steps.service[p]
    records.outcome[p] = WAITING
    _insert(i, s, steps.klass[p], state)
    state.touched[s] = True
    if steps.patience.size > 0 and steps.patience[p] >= 0:
        state.deadline[i] = time + steps.patience[p]
        _put(state, state.deadline[i], timers + i)


@compiled
def _complete(i: int, time: Any, timers: int, days: Any, steps: Any, stations: Any, state: Any, records: Any) -> None:
    if state.mode[i] < IN_SERVICE or state.finish[i] != time:
        return  # the customer was interrupted meanwhile: this moment no longer counts
    p = state.at[i]
    s = steps.station[p]
    records.departure[p] = time
    records.outcome[p] = SERVED
    if state.mode[i] == IN_SERVICE:
        state.busy[s, records.server[p]] = -1
        state.n_inside[s] -= 1
        state.touched[s] = True
    state.mode[i] = AWAY
    state.at[i] = p + 1
    if p + 1 == steps.first[i + 1]:
        return
    gap, day_gap = steps.gap[p + 1], steps.day_gap[p + 1]
    if day_gap == 0 and gap == 0:
        _join(i, time, timers, steps, stations, state, records)
        return
    moment = time + gap
    if day_gap > 0:
        day = int(time // days.length) + day_gap - days.day0
        if day >= days.following.size or days.following[day] < 0:
            return  # beyond the calendar: the case stays open
        moment = days.following[day] * days.length + gap
    state.since[i] = moment
    _put(state, moment, 2 * i + 1)


@compiled
def _next_in_line(s: int, late: bool, closing: Any, steps: Any, state: Any) -> Any:
    """First customer who may be called, the one before him in his queue, and his class; -1 if none."""
    for klass in range(state.head.shape[1]):
        before, here = -1, state.head[s, klass]
        while here >= 0 and late and state.since[here] >= closing:
            before, here = here, state.after[here]
        if here >= 0:
            return here, before, klass
    return -1, -1, -1


@compiled
def _desk_for(s: int, klass: int, on_duty: int, preemptive: bool, steps: Any, state: Any) -> Any:
    """Lowest idle desk; else, with preemption, the desk whose customer must yield; else -1."""
    worst, desk = klass, -1
    for j in range(on_duty):
        i = state.busy[s, j]
        if i < 0:
            return j
        if preemptive:
            other = steps.klass[state.at[i]]
            if other > worst or (other == worst and desk >= 0 and _is_later(i, state.busy[s, desk], state)):
                worst, desk = other, j
    return desk


@compiled
def _is_later(i: int, other: int, state: Any) -> bool:
    if state.begun[i] != state.begun[other]:
        return state.begun[i] > state.begun[other]
    return state.ticket[i] > state.ticket[other]


@compiled
def _at_own_pace(work: Any, s: int, desk: int, time: Any, pace: Any) -> Any:
    """Time that a desk takes for a piece of work in the week of `time`."""
    if pace.row[s] < 0:
        return work
    last = pace.table.shape[1] - 1
    week = min(max(int((time - pace.begins) // pace.week), 0), last)
    share = pace.table[pace.row[s] + desk, week]
    if pace.one == 1:
        return work * share
    return (work * share + pace.one // 2) // pace.one


@compiled
def _serve(i: int, desk: int, time: Any, s: int, steps: Any, stations: Any, state: Any, records: Any) -> None:
    out = state.busy[s, desk]
    if out >= 0:
        state.remaining[out] = state.finish[out] - time
        state.mode[out] = QUEUED
        records.outcome[state.at[out]] = WAITING
        _insert(out, s, steps.klass[state.at[out]], state)
    p = state.at[i]
    if records.server[p] < 0:
        records.start[p] = time  # the first beginning is kept when a service is resumed
        state.remaining[i] = _at_own_pace(state.remaining[i], s, desk, time, stations.pace)
    records.server[p] = desk
    state.mode[i] = IN_SERVICE
    state.begun[i] = time
    state.finish[i] = time + state.remaining[i]
    state.busy[s, desk] = i
    _put(state, state.finish[i], 2 * i)


@compiled
def _call(s: int, time: Any, wake: int, preemptive: bool, steps: Any, stations: Any, state: Any, records: Any) -> None:
    """Let the desks of one station call as long as they can; ask to be woken when the next window opens."""
    last = stations.first[s + 1]
    k = state.window[s]
    on_duty, late, closing = stations.desks[s], False, time
    opening, opens_again = time, False
    if k < last:
        while k + 1 < last and stations.opens[k + 1] <= time:
            k += 1
        state.window[s] = k
        on_duty, closing = stations.servers[k], stations.closes[k]
        late = time >= closing
        if time < stations.opens[k] or (late and not stations.overtime[k]):
            on_duty = 0
        following = k if time < stations.opens[k] else k + 1
        if following < last:
            opening, opens_again = stations.opens[following], True
    while on_duty > 0:
        i, before, klass = _next_in_line(s, late, closing, steps, state)
        if i < 0:
            break
        desk = _desk_for(s, klass, on_duty, preemptive, steps, state)
        if desk < 0:
            break
        _remove(i, before, s, klass, state)
        _serve(i, desk, time, s, steps, stations, state, records)
    if opens_again and not state.has_wake[s]:
        waiting = False
        for klass in range(state.head.shape[1]):
            waiting = waiting or state.head[s, klass] >= 0
        if waiting:
            state.has_wake[s] = True
            _put(state, opening, wake + s)


@compiled
def _give_up(i: int, time: Any, steps: Any, state: Any, records: Any) -> None:
    if state.mode[i] != QUEUED or state.deadline[i] != time or records.server[state.at[i]] >= 0:
        return  # served meanwhile, or begun and only interrupted
    p = state.at[i]
    s, klass = steps.station[p], steps.klass[p]
    before, here = -1, state.head[s, klass]
    while here != i:
        before, here = here, state.after[here]
    _remove(i, before, s, klass, state)
    state.n_inside[s] -= 1
    state.mode[i] = AWAY
    records.departure[p] = time
    records.outcome[p] = RENEGED


@entry
def run(arrivals: Any, steps: Any, stations: Any, days: Any, preemptive: bool, state: Any, records: Any) -> None:
    """Run until nothing is left to happen; fills `records`. Customers must be sorted by arrival."""
    n, n_stations = arrivals.size, stations.desks.size
    wake, timers = 2 * n, 2 * n + n_stations
    a = 0
    while a < n or state.tally[0] > 0:
        time = arrivals[a] if a < n else state.heap_time[0]
        if state.tally[0] > 0 and state.heap_time[0] < time:
            time = state.heap_time[0]
        if (a == n or arrivals[a] > time) and state.heap_item[0] >= timers:
            i = state.heap_item[0] - timers
            state.tally[0] = pop(state.heap_time, state.heap_item, state.tally[0])
            _give_up(i, time, steps, state, records)
            continue
        while True:
            item = timers
            if state.tally[0] > 0 and state.heap_time[0] == time:
                item = state.heap_item[0]
            if a < n and arrivals[a] == time and 2 * a + 1 < item:
                if steps.first[a] < steps.first[a + 1]:
                    _join(a, time, timers, steps, stations, state, records)
                a += 1
                continue
            if item >= timers:
                break
            state.tally[0] = pop(state.heap_time, state.heap_item, state.tally[0])
            if item >= wake:
                state.has_wake[item - wake] = False
                state.touched[item - wake] = True
            elif item % 2 == 1:
                _join(item // 2, time, timers, steps, stations, state, records)
            else:
                _complete(item // 2, time, timers, days, steps, stations, state, records)
        for s in range(n_stations):
            if state.touched[s]:
                state.touched[s] = False
                _call(s, time, wake, preemptive, steps, stations, state, records)
