"""Every single wait equal to SimPy's on the same times: two programs, written by different people, one answer.

Times are continuous, so that no two events fall on one instant; words are of numpy's PCG64 with the seeds written here.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import numpy as np
import pytest
import simpy

from simi_lab.office.queues import simulate_network, simulate_station

N = 4_000
Times = np.ndarray


def _times(seed: int, load: float, servers: int) -> tuple[Times, Times, np.random.Generator]:
    rng = np.random.default_rng(seed)
    return np.cumsum(rng.exponential(1 / (load * servers), N)), rng.gamma(2.0, 0.5, N), rng


def _run(arrivals: Times, customer: Callable[[simpy.Environment, int], Generator[Any, Any, None]]) -> None:
    """Let customers come one after the other and do what `customer` says, until all is done."""
    env = simpy.Environment()

    def source() -> Generator[Any, Any, None]:
        for i, moment in enumerate(arrivals.tolist()):
            yield env.timeout(moment - env.now)
            env.process(customer(env, i))

    env.process(source())
    env.run()


@pytest.mark.parametrize(("seed", "servers", "load"), [(1, 1, 0.7), (2, 3, 0.9), (3, 8, 0.95), (4, 2, 1.2)])
def test_first_come_first_served(seed: int, servers: int, load: float) -> None:
    arrivals, services, _ = _times(seed, load, servers)
    starts, desk = np.full(N, np.nan), dict[int, simpy.Resource]()

    def customer(env: simpy.Environment, i: int) -> Generator[Any, Any, None]:
        with desk.setdefault(0, simpy.Resource(env, servers)).request() as turn:
            yield turn
            starts[i] = env.now
            yield env.timeout(services[i])

    _run(arrivals, customer)
    np.testing.assert_allclose(simulate_station(arrivals, services, servers=servers).start, starts, atol=1e-6)


@pytest.mark.parametrize(("seed", "servers", "load"), [(5, 1, 0.9), (6, 4, 0.95)])
def test_classes_without_interruption(seed: int, servers: int, load: float) -> None:
    arrivals, services, rng = _times(seed, load, servers)
    classes, starts, desk = rng.integers(0, 3, N), np.full(N, np.nan), dict[int, simpy.PriorityResource]()

    def customer(env: simpy.Environment, i: int) -> Generator[Any, Any, None]:
        with desk.setdefault(0, simpy.PriorityResource(env, servers)).request(priority=int(classes[i])) as turn:
            yield turn
            starts[i] = env.now
            yield env.timeout(services[i])

    _run(arrivals, customer)
    mine = simulate_station(arrivals, services, servers=servers, priority=classes)
    np.testing.assert_allclose(mine.start, starts, atol=1e-6)


def test_classes_that_interrupt_on_one_desk() -> None:
    arrivals, services, rng = _times(7, 0.85, 1)
    classes, ends, desk = rng.integers(0, 3, N), np.full(N, np.nan), dict[int, simpy.PreemptiveResource]()

    def customer(env: simpy.Environment, i: int) -> Generator[Any, Any, None]:
        left = float(services[i])
        # SimPy puts who was interrupted behind later ones of the same class; its key of arrival is given back here
        while left > 0:
            rank = int(classes[i]) * 10 * N + i
            with desk.setdefault(0, simpy.PreemptiveResource(env, 1)).request(priority=rank, preempt=False) as turn:
                blocker = next(iter(desk[0].users), None)
                if blocker is not None and blocker.priority // (10 * N) > classes[i] and not turn.triggered:
                    blocker.proc_of.interrupt()
                turn.proc_of = env.active_process
                yield turn
                begun = env.now
                try:
                    yield env.timeout(left)
                    left = 0.0
                except simpy.Interrupt:
                    left -= env.now - begun
        ends[i] = env.now

    _run(arrivals, customer)
    mine = simulate_station(arrivals, services, priority=classes, preemptive=True)
    np.testing.assert_allclose(mine.departure, ends, atol=1e-6)


def test_patience_and_a_full_house() -> None:
    arrivals, services, rng = _times(8, 1.3, 2)
    patience, starts, desk = rng.exponential(2.0, N), np.full(N, np.nan), dict[int, simpy.Resource]()
    outcome = np.zeros(N, dtype=int)

    def customer(env: simpy.Environment, i: int) -> Generator[Any, Any, None]:
        here = desk.setdefault(0, simpy.Resource(env, 2))
        if len(here.queue) + here.count >= 7:
            outcome[i] = 1
            return
        with here.request() as turn:
            yield turn | env.timeout(patience[i])
            if not turn.triggered:
                outcome[i] = 2
                return
            starts[i] = env.now
            yield env.timeout(services[i])

    _run(arrivals, customer)
    mine = simulate_station(arrivals, services, servers=2, capacity=7, patience=patience)
    assert set(outcome) == {0, 1, 2}
    np.testing.assert_array_equal(mine.outcome, outcome)
    np.testing.assert_allclose(mine.start, starts, atol=1e-6)


@pytest.mark.parametrize("returns", [False, True])
def test_an_office_of_four_stages_with_two_classes(returns: bool) -> None:
    rng = np.random.default_rng(9)
    arrivals, servers = np.cumsum(rng.exponential(1.0, N)), [2, 4, 6, 2]
    steps = np.tile([0, 1, 2, 3], (N, 2))
    services = rng.gamma(4.0, 0.25, steps.shape) * np.tile([0.8, 1.6, 2.4, 0.8], 2)
    again = rng.random(N) < (0.2 if returns else 0.0)
    routes, classes = np.where(again[:, None] | (np.arange(8) < 4), steps, -1), (np.arange(N) % 5 > 0).astype(int)
    starts, desks = np.full(routes.shape, np.nan), dict[int, simpy.PriorityResource]()

    def customer(env: simpy.Environment, i: int) -> Generator[Any, Any, None]:
        for k in range(8 if again[i] else 4):
            place = int(steps[i, k])
            desk = desks.setdefault(place, simpy.PriorityResource(env, servers[place]))
            with desk.request(priority=int(classes[i])) as turn:
                yield turn
                starts[i, k] = env.now
                yield env.timeout(services[i, k])

    _run(arrivals, customer)
    mine = simulate_network(arrivals, services, routes, servers=servers, priority=classes)
    np.testing.assert_allclose(mine.start, starts, atol=1e-6)
