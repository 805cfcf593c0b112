"""The fast path of networks that never turn back: each station's customers come from earlier stations only.

Desks never close, nobody gives up, is turned away or is interrupted, and every service has a length. Then a station
depends only on what earlier stations did up to the same instant, so stations can be worked off one after the other, a
stretch of time at a time (a thousand arrivals from outside, which stay in the processor's cache). Each station hands
on whom it has finished in order of time and customer, so nothing has to be sorted; where several streams meet they are
merged. Results are those of the event loop, bit for bit.
"""

from __future__ import annotations

from typing import Any

from simi_lab.office.queues.fifo import NOT_REACHED
from simi_lab.office.queues.heap import compiled, entry

BUILT_ON = "8c5dcfe6338b"
STRETCH = 1024


@entry
def survey(routes: Any, is_named: Any, visits: Any, follows: Any) -> bool:
    """Mark the stations that routes name, count their visits, and mark which follow which; false if one is unknown."""
    for i in range(routes.shape[0]):
        before, goes_on = -1, True
        for k in range(routes.shape[1]):
            s = routes[i, k]
            if s < -1 or s >= is_named.size:
                return False
            if s < 0:
                goes_on = False
                continue
            is_named[s] = True
            if goes_on:
                visits[s] += 1
                if before >= 0:
                    follows[before, s] = True
                before = s
    return True


@compiled
def _hand_on(i: int, p: int, time: Any, walk: Any, inbox: Any, lines: Any) -> None:
    """Send a customer to the step at p, or close his row if there is none."""
    lines.at[i] = p
    last = (i + 1) * walk.n_steps
    if p < last:
        s = walk.routes[p]
        if s >= 0:
            walk.joined[p] = time
            to = inbox.end[s]
            inbox.time[to] = time
            inbox.who[to] = i
            inbox.end[s] = to + 1
            return
    for rest in range(p, last):
        walk.joined[rest] = walk.absent
        walk.start[rest] = walk.absent
        walk.departure[rest] = walk.absent
        walk.server[rest] = -1
        walk.outcome[rest] = NOT_REACHED


@compiled
def _merge(s: int, inbox: Any) -> None:
    """Merge what has freshly come for station s into what stood there."""
    low, middle, high = inbox.first[s], inbox.fresh[s], inbox.end[s]
    inbox.fresh[s] = high
    if low == middle or middle == high:
        return
    for j in range(low, middle):
        inbox.spare_time[j - low] = inbox.time[j]
        inbox.spare_who[j - low] = inbox.who[j]
    a, b, to = 0, middle, low
    while a < middle - low:
        time, who = inbox.spare_time[a], inbox.spare_who[a]
        if b < high and (inbox.time[b] < time or (inbox.time[b] == time and inbox.who[b] < who)):
            inbox.time[to] = inbox.time[b]
            inbox.who[to] = inbox.who[b]
            b += 1
        else:
            inbox.time[to] = time
            inbox.who[to] = who
            a += 1
        to += 1


@compiled
def _soonest(low: int, high: int, never: Any, desks: Any) -> Any:
    """End of service that comes first among the desks of a station, and its desk."""
    soonest, desk = never, low
    for j in range(low, high):
        if desks.ends[j] < soonest:
            soonest = desks.ends[j]
            desk = j
    return soonest, desk


@compiled
def _begin(i: int, desk: int, time: Any, low: int, walk: Any, desks: Any, lines: Any) -> Any:
    """Let a desk serve a customer; returns the end of service."""
    p = lines.at[i]
    ends = time + walk.services[p]
    walk.start[p] = time
    walk.server[p] = desk - low
    desks.ends[desk] = ends
    desks.who[desk] = i
    return ends


@compiled
def _complete(desk: int, time: Any, walk: Any, inbox: Any, desks: Any, lines: Any) -> None:
    i = desks.who[desk]
    p = lines.at[i]
    walk.departure[p] = time
    _hand_on(i, p + 1, time, walk, inbox, lines)


@compiled
def _queue_up(i: int, s: int, walk: Any, lines: Any) -> None:
    klass = walk.klass[i, lines.at[i] - i * walk.n_steps]
    last = lines.tail[s, klass]
    lines.after[i] = -1
    if last < 0:
        lines.head[s, klass] = i
    else:
        lines.after[last] = i
    lines.tail[s, klass] = i


@compiled
def _next_in_line(s: int, lines: Any) -> int:
    klass = 0
    while lines.head[s, klass] < 0:
        klass += 1
    i = lines.head[s, klass]
    lines.head[s, klass] = lines.after[i]
    if lines.after[i] < 0:
        lines.tail[s, klass] = -1
    return i


@compiled
def _idle(low: int, never: Any, desks: Any) -> int:
    while desks.ends[low] != never:
        low += 1
    return low


@compiled
def _instant(
    s: int,
    time: Any,
    at: int,
    n_idle: int,
    n_waiting: int,
    never: Any,
    walk: Any,
    inbox: Any,
    desks: Any,
    lines: Any,
) -> Any:
    """Several things at one instant: all who are finished leave, all who come join, then desks call.

    Returns how far the inbox was read, idle desks, customers waiting, and whether every service had a length.
    """
    low, high, end = desks.first[s], desks.first[s + 1], inbox.end[s]
    while True:
        desk = -1
        for j in range(low, high):
            if desks.ends[j] == time and (desk < 0 or desks.who[j] < desks.who[desk]):
                desk = j
        if desk < 0:
            break
        desks.ends[desk] = never
        n_idle += 1
        _complete(desk, time, walk, inbox, desks, lines)
    while at < end and inbox.time[at] == time:
        _queue_up(inbox.who[at], s, walk, lines)
        n_waiting += 1
        at += 1
    while n_waiting > 0 and n_idle > 0:
        i = _next_in_line(s, lines)
        n_waiting -= 1
        n_idle -= 1
        ends = _begin(i, _idle(low, never, desks), time, low, walk, desks, lines)
        if not time < ends < never:
            return at, n_idle, n_waiting, False
    return at, n_idle, n_waiting, True


@compiled
def _advance(s: int, until: Any, never: Any, walk: Any, inbox: Any, desks: Any, lines: Any) -> bool:
    """Everything that happens at one station before `until`; false if a service has no length."""
    low, high = desks.first[s], desks.first[s + 1]
    n_idle, n_waiting = desks.n_idle[s], lines.n_waiting[s]
    at, end = inbox.first[s], inbox.end[s]
    soonest, desk = _soonest(low, high, never, desks)
    while True:
        comes = inbox.time[at] if at < end else until
        time = min(comes, soonest)
        if time >= until:
            break
        if comes < soonest:
            if n_idle == 0:
                _queue_up(inbox.who[at], s, walk, lines)
                n_waiting += 1
                at += 1
                continue
            if at + 1 == end or inbox.time[at + 1] > time:  # nobody else comes now, and nobody waits
                free = _idle(low, never, desks)
                ends = _begin(inbox.who[at], free, time, low, walk, desks, lines)
                if not time < ends < never:
                    return False
                if ends < soonest:
                    soonest, desk = ends, free
                n_idle -= 1
                at += 1
                continue
        elif soonest < comes:
            desks.ends[desk] = never
            then, other = _soonest(low, high, never, desks)
            if then > time:  # one desk alone is finished
                _complete(desk, time, walk, inbox, desks, lines)
                if n_waiting == 0:
                    soonest, desk = then, other
                    n_idle += 1
                    continue
                i = _next_in_line(s, lines)
                n_waiting -= 1
                soonest = _begin(i, desk, time, low, walk, desks, lines)
                if not time < soonest < never:
                    return False
                if then < soonest:
                    soonest, desk = then, other
                continue
            desks.ends[desk] = time
        at, n_idle, n_waiting, is_sound = _instant(s, time, at, n_idle, n_waiting, never, walk, inbox, desks, lines)
        if not is_sound:
            return False
        soonest, desk = _soonest(low, high, never, desks)
    desks.n_idle[s], lines.n_waiting[s] = n_idle, n_waiting
    inbox.fresh[s] = inbox.end[s] = inbox.first[s]
    return True


@entry
def run_forward(arrivals: Any, order: Any, never: Any, walk: Any, inbox: Any, desks: Any, lines: Any) -> bool:
    """Work off all stations, a stretch of arrivals at a time; false if a service has no length that shows."""
    n, a = arrivals.size, 0
    while a < n:
        to = min(n, a + STRETCH)
        while to < n and arrivals[to] == arrivals[to - 1]:
            to += 1  # an instant is never cut
        until = arrivals[to] if to < n else never
        for i in range(a, to):
            _hand_on(i, i * walk.n_steps, arrivals[i], walk, inbox, lines)
        a = to
        for x in range(order.size):
            for s in range(order.size):
                _merge(s, inbox)
            if not _advance(order[x], until, never, walk, inbox, desks, lines):
                return False
    return True
