"""A slow, plain event-list simulation of queues, to which the compiled one must be equal row by row."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest


@dataclass
class Step:
    station: int
    service: float
    klass: float = 0
    gap: float = 0
    patience: float = math.inf


@dataclass
class Station:
    servers: int = 1
    windows: list[tuple[float, float, int, bool]] | None = None
    capacity: float = math.inf
    waiting: list[int] = field(default_factory=list)
    busy: dict[int, int] = field(default_factory=dict)


@dataclass
class Customer:
    arrival: float
    steps: list[Step]
    at: int = 0
    since: float = 0
    ticket: int = 0
    remaining: float = 0
    begun: float = 0
    finish: float | None = None
    gives_up: float | None = None
    joins: float | None = None
    rows: list[dict] = field(default_factory=list)


class EventList:
    """Looks at every customer and every window at each instant; no queue data structure at all."""

    def __init__(self, arrivals: list[float], routes: list[list[Step]], stations: list[Station], preemptive: bool):
        self.people = [Customer(a, r, since=a, joins=a if r else None) for a, r in zip(arrivals, routes, strict=True)]
        self.stations, self.preemptive, self.tickets = stations, preemptive, 0

    def run(self) -> list[list[dict]]:
        now = -math.inf
        while True:
            times = [t for c in self.people for t in (c.joins, c.finish, c.gives_up) if t is not None]
            times += [w[0] for s in self.stations if s.waiting for w in s.windows or [] if w[0] > now]
            if not times:
                return [c.rows for c in self.people]
            now = min(times)
            self.instant(now)

    def instant(self, now: float) -> None:
        while True:
            moved = False
            for i, person in enumerate(self.people):
                if person.finish == now:
                    self.finish(i, now)
                    moved = True
                if person.joins == now:
                    self.join(i, now)
                    moved = True
            for station in self.stations:
                moved = self.call(station, now) or moved
            if not moved:
                break
        for i, person in enumerate(self.people):
            if person.gives_up == now:
                station = self.stations[person.steps[person.at].station]
                station.waiting.remove(i)
                person.gives_up = None
                person.rows[-1].update(departure=now, outcome="reneged")

    def join(self, i: int, now: float) -> None:
        person = self.people[i]
        person.joins = None
        step = person.steps[person.at]
        station = self.stations[step.station]
        person.rows.append({"joined": now, "start": None, "departure": None, "server": -1, "outcome": "waiting"})
        if len(station.waiting) + len(station.busy) >= station.capacity:
            person.rows[-1].update(departure=now, outcome="blocked")
            return
        self.tickets += 1
        person.ticket, person.remaining = self.tickets, step.service
        station.waiting.append(i)
        if step.patience < math.inf:
            person.gives_up = now + step.patience

    def finish(self, i: int, now: float) -> None:
        person = self.people[i]
        station = self.stations[person.steps[person.at].station]
        del station.busy[person.rows[-1]["server"]]
        person.rows[-1].update(departure=now, outcome="served")
        person.finish = None
        person.at += 1
        if person.at < len(person.steps):
            gap = person.steps[person.at].gap
            person.joins = now + gap
            if gap > 0:
                person.since = person.joins
            else:
                self.join(i, now)

    def on_duty(self, station: Station, now: float) -> tuple[int, float]:
        """Desks that may begin now, and the moment before which one must have come in (overtime)."""
        if station.windows is None:
            return station.servers, math.inf
        past = [w for w in station.windows if w[0] <= now]
        if not past:
            return 0, math.inf
        _, closes, servers, overtime = past[-1]
        if now < closes:
            return servers, math.inf
        return (servers, closes) if overtime else (0, math.inf)

    def call(self, station: Station, now: float) -> bool:
        called = False
        while True:
            servers, limit = self.on_duty(station, now)
            line = [i for i in station.waiting if self.people[i].since < limit]
            if not line or servers == 0:
                return called
            i = min(line, key=lambda i: (self.people[i].steps[self.people[i].at].klass, self.people[i].ticket))
            desk = self.desk(station, servers, self.klass(i))
            if desk is None:
                return called
            station.waiting.remove(i)
            if desk in station.busy:
                out = station.busy[desk]
                self.people[out].remaining = self.people[out].finish - now
                self.people[out].finish = None
                self.people[out].rows[-1]["outcome"] = "waiting"
                station.waiting.append(out)
            station.busy[desk] = i
            person = self.people[i]
            person.begun, person.finish, person.gives_up = now, now + person.remaining, None
            row = person.rows[-1]
            row.update(start=now if row["start"] is None else row["start"], server=desk)
            called = True

    def klass(self, i: int) -> float:
        return self.people[i].steps[self.people[i].at].klass

    def desk(self, station: Station, servers: int, klass: float) -> int | None:
        idle = [j for j in range(servers) if j not in station.busy]
        if idle:
            return idle[0]
        if not self.preemptive:
            return None
        worse = [j for j in range(servers) if self.klass(station.busy[j]) > klass]
        rank = {j: (self.klass(i := station.busy[j]), self.people[i].begun, self.people[i].ticket) for j in worse}
        return max(worse, key=lambda j: rank[j]) if worse else None


@pytest.fixture(scope="session")
def event_list() -> Callable[..., list[list[dict]]]:
    def simulate(arrivals, routes, stations, preemptive=False):  # type: ignore[no-untyped-def]
        plain = [[Step(**s) for s in route] for route in routes]
        return EventList(list(arrivals), plain, [Station(**s) for s in stations], preemptive).run()

    return simulate
