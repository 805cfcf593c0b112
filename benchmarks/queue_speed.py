"""Customers per CPU second of the queue engine, beside SimPy where it is installed, and beside drawing the times.

Every figure is CPU seconds of one process on the same draws. Cases take turns, SimPy among them, and every ratio is
taken within one round, so that a busy moment of the computer touches both sides; min / median / max of the rounds.
Run: python benchmarks/queue_speed.py [--customers N]   Goals: 300 and 80 times SimPy, 1.5 times the drawing.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from simi_lab.office import Schedule, simulate_network, simulate_station

REPEATS = 5
SEED = 20261124
DAY = 8 * 60.0
SERVERS = [2, 4, 6, 2]
MM3, OFFICE = "M/M/3", "office, 4 stages, two classes"
DRAW_MM3, DRAW_OFFICE = "draw the times of M/M/3 (numpy)", "draw the times of the office (numpy gamma)"


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


def cpu(cases: dict[str, Callable[[], Any]]) -> dict[str, np.ndarray]:
    """CPU seconds of each case in each round, taking turns; the first round warms up and is left out."""
    spent: dict[str, list[float]] = {name: [] for name in cases}
    for round_no in range(REPEATS + 1):
        for name, case in cases.items():
            begun = time.process_time()
            case()
            if round_no:
                spent[name].append(time.process_time() - begun)
    return {name: np.array(values) for name, values in spent.items()}


def spread(values: np.ndarray, digits: int) -> str:
    """Least, middle and largest value of the rounds."""
    return " / ".join(f"{value:.{digits}f}" for value in (values.min(), np.median(values), values.max()))


def our_cases(n: int) -> dict[str, Callable[[], Any]]:
    """Drawing and simulating, each with `n` customers."""
    arrivals, services = mm3(n)
    come, work = office_times(n)
    classes = (np.arange(n) % 5 > 0).astype(int)
    routes, gaps = np.tile(np.arange(4), (n, 1)), np.zeros((n, 4))
    opens = np.arange(0, arrivals[-1] + DAY, 2 * DAY)
    windows = Schedule(opens, opens + 2 * DAY - 1, np.full(opens.size, 3), np.full(opens.size, True))
    return {
        DRAW_MM3: lambda: mm3(n),
        MM3: lambda: simulate_station(arrivals, services, servers=3),
        "M/M/3 with opening hours": lambda: simulate_station(arrivals, services, schedule=windows),
        "M/M/3, two classes": lambda: simulate_station(arrivals, services, servers=3, priority=classes),
        DRAW_OFFICE: lambda: office_times(n),
        OFFICE: lambda: simulate_network(come, work, routes, servers=SERVERS, priority=classes),
        "the same by the event loop": lambda: simulate_network(
            come, work, routes, servers=SERVERS, priority=classes, gaps=gaps
        ),
    }


def simpy_cases(n: int, few: int) -> dict[str, Callable[[], Any]]:
    """The first `few` customers of the same draws, by SimPy."""
    arrivals, services = mm3(n)
    come, work = office_times(n)
    classes = (np.arange(n) % 5 > 0).astype(int)
    return {
        f"{MM3}, SimPy": lambda: simpy_station(arrivals[:few], services[:few], 3),
        f"{OFFICE}, SimPy": lambda: simpy_office(come[:few], work[:few], SERVERS, classes[:few]),
    }


def largest_difference(n: int, few: int) -> float:
    """Largest difference of a single wait to SimPy, station and office."""
    theirs = [np.array(case()) for case in simpy_cases(n, few).values()]
    arrivals, services = (values[:few] for values in mm3(n))
    come, work = (values[:few] for values in office_times(n))
    alone = simulate_station(arrivals, services, servers=3).start - arrivals
    classes = (np.arange(few) % 5 > 0).astype(int)
    office = simulate_network(come, work, np.tile(np.arange(4), (few, 1)), servers=SERVERS, priority=classes)
    ours = [alone, (office.start - office.joined).sum(axis=1)]
    return max(float(np.abs(one - other).max()) for one, other in zip(ours, theirs, strict=True))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=500_000)
    n = parser.parse_args().customers
    few, has_simpy = min(n, 20_000), importlib.util.find_spec("simpy") is not None
    spent = cpu(our_cases(n) | (simpy_cases(n, few) if has_simpy else {}))
    for name, seconds in spent.items():
        size = few if name.endswith("SimPy") else n
        print(f"{name:45s} {spread(size / seconds / 1e6, 3):>26s} M customers per CPU s")
    print(f"simulate the office / draw its times: {spread(spent[OFFICE] / spent[DRAW_OFFICE], 2)}")
    if not has_simpy:
        print("SimPy is not installed, so there is no ratio to it: pip install simpy, then run this again.")
        return
    for name in (MM3, OFFICE, "the same by the event loop"):
        theirs = spent[f"{MM3 if name == MM3 else OFFICE}, SimPy"] / few
        print(f"{name:45s} {spread(theirs / (spent[name] / n), 0)} times as fast as SimPy")
    print(f"largest difference of a single wait to SimPy: {largest_difference(n, few):.1e}")


if __name__ == "__main__":
    main()
