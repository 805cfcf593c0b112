"""Stations against the theory of queues, within four standard errors and one per cent of precision.

Standard errors come from 40 batch means of a long run that starts empty; its first tenth is left out. Words are of
numpy's PCG64 with the seeds written here.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from simi_lab.office.queues import simulate_network, simulate_station

BATCHES = 40


def _batch(values: np.ndarray) -> tuple[float, float]:
    """Mean and standard error by batch means, after a tenth of warm-up."""
    kept = values[len(values) // 10 :]
    means = np.array([part.mean() for part in np.array_split(kept, BATCHES)])
    return float(means.mean()), float(means.std(ddof=1) / math.sqrt(BATCHES))


def _agrees(values: np.ndarray, theory: float, *, precision: float = 0.01) -> None:
    mean, error = _batch(values.astype(float))
    assert abs(mean - theory) < 4 * error, f"{mean} against {theory}, standard error {error}"
    assert error < precision * theory, f"standard error {error} is no answer for {theory}"


def _exponential(seed: int, n: int, rate: float) -> tuple[np.random.Generator, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng, np.cumsum(rng.exponential(1 / rate, n)), rng.exponential(1.0, n)


def erlang_b(load: float, servers: int) -> float:
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = load * blocked / (k + load * blocked)
    return blocked


def erlang_c(load: float, servers: int) -> float:
    blocked = erlang_b(load, servers)
    return blocked / (1 - load / servers * (1 - blocked))


@pytest.mark.parametrize(
    ("servers", "rho", "n"),
    [
        (1, 0.5, 600_000),
        (1, 0.8, 2_500_000),
        (2, 0.7, 2_000_000),
        (3, 0.6, 1_500_000),
        (3, 0.8, 4_000_000),
        (6, 0.8, 4_000_000),
        (10, 0.8, 4_000_000),
        (4, 0.7, 3_000_000),
    ],
)
def test_mean_wait_of_mmc_is_erlang_c(servers: int, rho: float, n: int) -> None:
    _, arrivals, services = _exponential(100 + servers, n, rho * servers)
    wait = simulate_station(arrivals, services, servers=servers).start - arrivals
    _agrees(wait, erlang_c(rho * servers, servers) / (servers - rho * servers))
    _agrees(wait > 0, erlang_c(rho * servers, servers))


@pytest.mark.parametrize(("servers", "load", "n"), [(1, 0.5, 300_000), (3, 2.4, 300_000), (10, 9.0, 300_000)])
def test_share_blocked_without_a_waiting_room_is_erlang_b(servers: int, load: float, n: int) -> None:
    _, arrivals, services = _exponential(200 + servers, n, load)
    result = simulate_station(arrivals, services, servers=servers, capacity=servers)
    _agrees(result.outcome == 1, erlang_b(load, servers))


@pytest.mark.parametrize(
    ("servers", "places", "rate"), [(1, 3, 0.8), (1, 5, 1.3), (2, 6, 1.6), (3, 8, 3.0), (4, 10, 4.8)]
)
def test_mmck(servers: int, places: int, rate: float) -> None:
    weights = [1.0]
    for k in range(1, places + 1):
        weights.append(weights[-1] * rate / min(k, servers))
    share = np.array(weights) / sum(weights)
    waiting = sum(max(k - servers, 0) * share[k] for k in range(places + 1))
    _, arrivals, services = _exponential(300 + places, 800_000, rate)
    result = simulate_station(arrivals, services, servers=servers, capacity=places)
    _agrees(result.outcome == 1, share[places])
    served = result.is_served
    _agrees((result.start - arrivals)[served], waiting / (rate * (1 - share[places])))


@pytest.mark.parametrize("shape", ["fixed", "erlang", "uniform", "lognormal", "two_point"])
def test_mean_wait_of_mg1_is_pollaczek_khinchine(shape: str) -> None:
    rng = np.random.default_rng(400 + len(shape))
    n, rate = 2_000_000, 0.7
    arrivals = np.cumsum(rng.exponential(1 / rate, n))
    services, square = {
        "fixed": (np.ones(n), 1.0),
        "erlang": (rng.gamma(4.0, 0.25, n), 1.25),
        "uniform": (rng.uniform(0, 2, n), 4 / 3),
        "lognormal": (rng.lognormal(-0.125, 0.5, n), math.exp(0.25)),
        "two_point": (np.where(rng.random(n) < 0.9, 0.5, 5.5), 0.9 * 0.25 + 0.1 * 30.25),
    }[shape]
    wait = simulate_station(arrivals, services).start - arrivals
    _agrees(wait, rate * square / (2 * (1 - rate)))


@pytest.mark.parametrize(("servers", "rate", "theta"), [(1, 0.9, 0.5), (3, 3.3, 1.0), (5, 4.0, 0.2)])
def test_erlang_a(servers: int, rate: float, theta: float) -> None:
    weights = [1.0]
    for k in range(1, 400):
        weights.append(weights[-1] * rate / (min(k, servers) + max(k - servers, 0) * theta))
    share = np.array(weights) / sum(weights)
    waiting = sum((k - servers) * share[k] for k in range(servers, 400))
    rng, arrivals, services = _exponential(500 + servers, 900_000, rate)
    patience = rng.exponential(1 / theta, arrivals.size)
    result = simulate_station(arrivals, services, servers=servers, patience=patience)
    _agrees(result.outcome == 2, theta * waiting / rate)
    stayed = np.where(result.is_served, result.start - arrivals, patience)
    _agrees(stayed, waiting / rate)


@pytest.mark.parametrize("rates", [(0.3, 0.4), (0.2, 0.3, 0.3)])
def test_priority_without_interruption_is_cobham(rates: tuple[float, ...]) -> None:
    rng = np.random.default_rng(600 + len(rates))
    n, total = 2_200_000, sum(rates)
    arrivals = np.cumsum(rng.exponential(1 / total, n))
    services = rng.gamma(2.0, 0.5, n)
    classes = rng.choice(len(rates), n, p=np.array(rates) / total)
    wait = simulate_station(arrivals, services, priority=classes).start - arrivals
    residual = total * 1.5 / 2
    below = 0.0
    for k, rate in enumerate(rates):
        theory = residual / ((1 - below) * (1 - below - rate))
        _agrees(wait[classes == k], theory)
        below += rate


def test_priority_with_several_desks_is_cobham() -> None:
    rng = np.random.default_rng(610)
    n, servers, rates = 1_800_000, 3, (1.0, 1.3)
    arrivals = np.cumsum(rng.exponential(1 / sum(rates), n))
    services = rng.exponential(1.0, n)
    classes = rng.choice(2, n, p=np.array(rates) / sum(rates))
    wait = simulate_station(arrivals, services, servers=servers, priority=classes).start - arrivals
    residual = erlang_c(sum(rates), servers) / servers
    high, both = rates[0] / servers, sum(rates) / servers
    _agrees(wait[classes == 0], residual / (1 - high))
    _agrees(wait[classes == 1], residual / ((1 - high) * (1 - both)))


@pytest.mark.parametrize("rates", [(0.3, 0.4), (0.2, 0.2, 0.3)])
def test_preemptive_resume_priority_on_one_desk(rates: tuple[float, ...]) -> None:
    rng = np.random.default_rng(620 + len(rates))
    n, total = 900_000, sum(rates)
    arrivals = np.cumsum(rng.exponential(1 / total, n))
    services = rng.gamma(2.0, 0.5, n)
    classes = rng.choice(len(rates), n, p=np.array(rates) / total)
    result = simulate_station(arrivals, services, priority=classes, preemptive=True)
    stay = result.departure - arrivals
    below = residual = 0.0
    for k, rate in enumerate(rates):
        residual += rate * 1.5 / 2
        theory = 1 / (1 - below) + residual / ((1 - below) * (1 - below - rate))
        _agrees(stay[classes == k], theory)
        below += rate


def test_a_jackson_network_with_feedback_is_a_product_of_stations() -> None:
    """Counter (1 desk) -> interview (1 desk, a tenth faster); a fifth goes back to the counter."""
    rng = np.random.default_rng(700)
    n, rate, back, speed, most = 900_000, 0.45, 0.2, 1.1, 4
    arrivals = np.cumsum(rng.exponential(1 / rate, n))
    rounds = np.minimum(rng.geometric(1 - back, n), most)
    routes = np.full((n, 2 * most), -1)
    for k in range(most):
        routes[rounds > k, 2 * k] = 0
        routes[rounds > k, 2 * k + 1] = 1
    services = rng.exponential(1.0, (n, 2 * most)) / np.tile([1.0, speed], most)
    result = simulate_network(arrivals, services, routes, servers=[1, 1])
    flow = rate * (1 - back**most) / (1 - back)
    for station, (servers, mu) in enumerate(((1, 1.0), (1, speed))):
        here = routes == station
        wait = (result.start - result.joined)[here]
        theory = erlang_c(flow / mu, servers) / (servers * mu - flow)
        order = np.argsort(result.joined[here], kind="stable")
        _agrees(wait[order], theory)


@pytest.mark.parametrize("seed", range(3))
def test_littles_law_holds_at_a_station(seed: int) -> None:
    """Mean number in the queue, looked at by the clock, is arrival rate times mean wait."""
    rng, arrivals, services = _exponential(800 + seed, 400_000, 2.2)
    result = simulate_station(arrivals, services, servers=3)
    looks = np.sort(rng.uniform(arrivals[40_000], arrivals[-1], 400_000))
    starts = np.sort(result.start)
    waiting = np.searchsorted(arrivals, looks, "right") - np.searchsorted(starts, looks, "right")
    rate = arrivals.size / arrivals[-1]
    assert waiting.mean() == pytest.approx(rate * (result.start - arrivals)[40_000:].mean(), rel=0.01)
