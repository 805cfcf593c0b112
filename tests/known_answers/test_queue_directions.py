"""What must not become worse: more desks, shorter services, fewer customers, on the same words, one by one."""

from __future__ import annotations

import numpy as np
import pytest

from simi_lab.office.queues import simulate_network, simulate_station

N = 20_000


def _times(seed: int, load: float) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return np.cumsum(rng.exponential(1 / load, N)), rng.gamma(1.5, 1 / 1.5, N)


@pytest.mark.parametrize(("seed", "servers"), [(1, 1), (2, 2), (3, 5)])
def test_one_desk_more_makes_nobody_start_later(seed: int, servers: int) -> None:
    arrivals, services = _times(seed, 0.95 * servers)
    few, more = (simulate_station(arrivals, services, servers=servers + k).start for k in (0, 1))
    assert (more <= few + 1e-9).all() and more.sum() < few.sum()


@pytest.mark.parametrize(("seed", "servers"), [(4, 1), (5, 3)])
def test_shorter_services_make_nobody_start_later(seed: int, servers: int) -> None:
    arrivals, services = _times(seed, 0.95 * servers)
    slow, fast = (simulate_station(arrivals, services * by, servers=servers).start for by in (1.0, 0.9))
    assert (fast <= slow + 1e-9).all() and fast.sum() < slow.sum()


@pytest.mark.parametrize(("seed", "servers"), [(6, 1), (7, 3)])
def test_who_stays_away_makes_nobody_else_start_later(seed: int, servers: int) -> None:
    arrivals, services = _times(seed, 0.95 * servers)
    stay = np.random.default_rng(seed).random(N) < 0.9
    all_come = simulate_station(arrivals, services, servers=servers).start[stay]
    fewer = simulate_station(arrivals[stay], services[stay], servers=servers).start
    assert (fewer <= all_come + 1e-9).all() and fewer.sum() < all_come.sum()


def test_more_patience_serves_no_fewer_and_a_bigger_room_blocks_no_more() -> None:
    arrivals, services = _times(8, 1.2)
    waits = np.random.default_rng(8).exponential(2.0, N)
    lost = [int((simulate_station(arrivals, services, patience=waits * by).outcome != 0).sum()) for by in (1, 2, 4)]
    assert lost[0] > lost[1] > lost[2]
    blocked = [int((simulate_station(arrivals, services, capacity=k).outcome == 1).sum()) for k in (2, 4, 8)]
    assert blocked[0] > blocked[1] > blocked[2]


def test_a_line_of_single_desks_keeps_its_directions() -> None:
    """Desks in a line, first come first served: with one desk each, departures are monotone in every service time."""
    rng = np.random.default_rng(9)
    arrivals, services = np.cumsum(rng.exponential(1.1, N)), rng.gamma(2.0, 0.5, (N, 3))
    routes = np.tile([0, 1, 2], (N, 1))
    slow, fast = (
        simulate_network(arrivals, services * by, routes, servers=[1, 1, 1]).departure[:, -1]
        for by in (np.ones(3), np.array([1.0, 0.8, 1.0]))
    )
    assert (fast <= slow + 1e-9).all() and fast.sum() < slow.sum()


@pytest.mark.parametrize("back", [0.0, 0.25])
def test_littles_law_at_every_station_of_a_network(back: float) -> None:
    """Number waiting, looked at by the clock, is arrival rate times mean wait: at each station, with returns too."""
    rng = np.random.default_rng(10)
    arrivals = np.cumsum(rng.exponential(1.0, N))
    again = rng.random(N) < back
    routes = np.where(again[:, None] | (np.arange(6) < 3), np.tile([0, 1, 2], (N, 2)), -1)
    services = rng.gamma(2.0, 0.5, routes.shape) * np.tile([0.6, 2.0, 1.2], 2)
    result = simulate_network(arrivals, services, routes, servers=[1, 3, 2])
    for station in range(3):
        here = routes == station
        joined, started = np.sort(result.joined[here]), np.sort(result.start[here])
        looks = rng.uniform(joined[0], started[-1], 200_000)
        waiting = np.searchsorted(joined, looks, "right") - np.searchsorted(started, looks, "right")
        rate, mean_wait = joined.size / (started[-1] - joined[0]), (started.sum() - joined.sum()) / joined.size
        assert mean_wait > 0.05
        assert waiting.mean() == pytest.approx(rate * mean_wait, rel=0.03), station
