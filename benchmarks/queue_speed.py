"""Customers per CPU second of the queue engine, beside SimPy where it is installed, and beside drawing the times.

Every figure is CPU seconds of one process on the same draws; cases take turns, medians of the repeats are printed.
Run: python benchmarks/queue_speed.py [--customers N]
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from simi_lab.office import Schedule, simulate_network, simulate_station

REPEATS = 5
SEED = 20261124
DAY = 8 * 60.0


def mm3(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Arrivals and services of M/M/3 at load 0.8."""
    rng = np.random.default_rng(SEED)
    return np.cumsum(rng.exponential(1 / 2.4, n)), rng.exponential(1.0, n)


def office_times(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw the times of an office of four stages, gamma services."""
    rng = np.random.default_rng(SEED)
    arrivals = np.cumsum(rng.exponential(1.0, n))
    means = np.array([1.6, 3.2, 4.8, 1.6])
    return arrivals, rng.gamma(4.0, 0.25, (n, 4)) * means


def simpy_station(arrivals: np.ndarray, services: np.ndarray, servers: int) -> list[float]:
    """Waits of the same customers by SimPy."""
    import simpy

    env, waits = simpy.Environment(), [0.0] * len(arrivals)
    desk = simpy.Resource(env, servers)

    def customer(i: int) -> Any:
        with desk.request() as turn:
            yield turn
            waits[i] = env.now - arrivals[i]
            yield env.timeout(services[i])

    def source() -> Any:
        for i, moment in enumerate(arrivals.tolist()):
            yield env.timeout(moment - env.now)
            env.process(customer(i))

    env.process(source())
    env.run()
    return waits


def simpy_office(arrivals: np.ndarray, services: np.ndarray, servers: list[int], classes: np.ndarray) -> list[float]:
    """Waits over four stages with priorities, by SimPy."""
    import simpy

    env, waits = simpy.Environment(), [0.0] * len(arrivals)
    desks = [simpy.PriorityResource(env, c) for c in servers]

    def customer(i: int) -> Any:
        for k, desk in enumerate(desks):
            came = env.now
            with desk.request(priority=int(classes[i])) as turn:
                yield turn
                waits[i] += env.now - came
                yield env.timeout(services[i, k])

    def source() -> Any:
        for i, moment in enumerate(arrivals.tolist()):
            yield env.timeout(moment - env.now)
            env.process(customer(i))

    env.process(source())
    env.run()
    return waits


def cpu(cases: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """Median CPU seconds of each case, taking turns; the first round warms up and is left out."""
    spent: dict[str, list[float]] = {name: [] for name in cases}
    for round_no in range(REPEATS + 1):
        for name, case in cases.items():
            begun = time.process_time()
            case()
            if round_no:
                spent[name].append(time.process_time() - begun)
    return {name: statistics.median(values) for name, values in spent.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=500_000)
    n = parser.parse_args().customers
    arrivals, services = mm3(n)
    come, work = office_times(n)
    classes = (np.arange(n) % 5 > 0).astype(int)
    routes, servers = np.tile(np.arange(4), (n, 1)), [2, 4, 6, 2]
    opens = np.arange(0, arrivals[-1] + DAY, 2 * DAY)
    windows = Schedule(opens, opens + 2 * DAY - 1, np.full(opens.size, 3), np.full(opens.size, True))
    ours = cpu(
        {
            "draw the times of M/M/3 (numpy)": lambda: mm3(n),
            "M/M/3": lambda: simulate_station(arrivals, services, servers=3),
            "M/M/3 with opening hours": lambda: simulate_station(arrivals, services, schedule=windows),
            "M/M/3, two classes": lambda: simulate_station(arrivals, services, servers=3, priority=classes),
            "draw the times of the office (numpy gamma)": lambda: office_times(n),
            "office, 4 stages, two classes": lambda: simulate_network(
                come, work, routes, servers=servers, priority=classes
            ),
        }
    )
    for name, seconds in ours.items():
        print(f"{name:45s} {seconds:8.3f} s cpu   {n / seconds / 1e6:8.2f} M customers/s")
    drawn = ours["office, 4 stages, two classes"] / ours["draw the times of the office (numpy gamma)"]
    print(f"simulate the office / draw its times: {drawn:.2f}")
    if importlib.util.find_spec("simpy") is None:
        print("SimPy is not installed, so there is no ratio to it: pip install simpy, then run this again.")
        return
    few = min(n, 20_000)
    theirs = cpu(
        {
            "M/M/3": lambda: simpy_station(arrivals[:few], services[:few], 3),
            "office, 4 stages, two classes": lambda: simpy_office(come[:few], work[:few], servers, classes[:few]),
        }
    )
    for name, seconds in theirs.items():
        ratio = (n / ours[name]) / (few / seconds)
        print(f"{name:45s} SimPy {few / seconds / 1e3:8.1f} k customers/s   ours is {ratio:.0f} times as fast")
    mine = simulate_station(arrivals[:few], services[:few], servers=3).start - arrivals[:few]
    gap = np.abs(np.array(simpy_station(arrivals[:few], services[:few], 3)) - mine).max()
    print(f"largest difference of a single wait to SimPy: {gap:.1e}")


if __name__ == "__main__":
    main()
