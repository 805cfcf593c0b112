"""The fast path of networks that never turn back: bit for bit what the event loop gives, and left where it must be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simi_lab.office.queues import forward_state, network, simulate_network, simulate_station

COLUMNS = ("joined", "start", "departure", "server", "outcome")


def forward_network(seed: int, n: int, *, whole: bool, busy: float = 0.9) -> dict:
    """Customers walk a random part of the stations in one hidden order; whole times are few, so that many coincide."""
    rng = np.random.default_rng(seed)
    n_stations, n_steps = int(rng.integers(1, 6)), int(rng.integers(1, 5))
    servers = rng.integers(1, 4, n_stations).tolist()
    hidden = rng.permutation(n_stations)
    routes = np.full((n, n_steps), -1)
    for i in range(n):
        length = int(rng.integers(0, min(n_steps, n_stations) + 1))
        routes[i, :length] = hidden[np.sort(rng.choice(n_stations, length, replace=False))]
    span = max(1, int(n * 3.0 / (busy * 2)))
    if whole:
        arrivals, services = np.sort(rng.integers(0, span, n)), rng.integers(1, 6, (n, n_steps))
    else:
        arrivals, services = np.sort(rng.uniform(0, span, n)), rng.gamma(2.0, 1.5, (n, n_steps))
    classes = rng.integers(0, 3, n) if seed % 3 else rng.integers(0, 3, (n, n_steps))
    return {"arrivals": arrivals, "services": services, "routes": routes, "servers": servers, "priority": classes}


def _both(case: dict, monkeypatch: pytest.MonkeyPatch) -> tuple:
    """Result of the fast path and of the event loop."""

    def refused(*args: object, **keywords: object) -> None:
        raise AssertionError("the event loop was run")

    with monkeypatch.context() as patch:
        patch.setattr(network, "run_steps", refused)
        quick = simulate_network(**case)
    with monkeypatch.context() as patch:
        patch.setattr(network, "walk_forward", lambda *args: None)
        slow = simulate_network(**case)
    return quick, slow


def _same(one, other) -> None:  # type: ignore[no-untyped-def]
    for name in COLUMNS:
        left, right = getattr(one, name), getattr(other, name)
        assert left.dtype == right.dtype
        assert np.array_equal(left, right, equal_nan=left.dtype.kind == "f"), name


@pytest.mark.parametrize("whole", [True, False])
def test_small_networks_equal_the_event_loop(whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(200):
        _same(*_both(forward_network(seed, 1 + seed % 23, whole=whole), monkeypatch))


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("busy", [0.6, 1.4])
def test_long_networks_equal_the_event_loop(whole: bool, busy: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Long enough for several stretches, streams that meet, and queues that last from one stretch to the next."""
    for seed in range(1000, 1004):
        quick, slow = _both(forward_network(seed, 5000, whole=whole, busy=busy), monkeypatch)
        _same(quick, slow)
    assert (quick.start > quick.joined).any()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_it_equals_the_event_list(event_list, seed: int) -> None:  # type: ignore[no-untyped-def]
    case = forward_network(seed, 1 + seed % 9, whole=True)
    classes = np.broadcast_to(case["priority"].reshape(len(case["arrivals"]), -1), case["routes"].shape)
    routes = [
        [
            {"station": int(s), "service": int(w), "klass": int(k)}
            for s, w, k in zip(path, work, ranks, strict=True)
            if s >= 0
        ]
        for path, work, ranks in zip(case["routes"], case["services"], classes, strict=True)
    ]
    plain = event_list(case["arrivals"].tolist(), routes, [{"servers": c} for c in case["servers"]])
    result = simulate_network(**case)
    for i, rows in enumerate(plain):
        for name in ("joined", "start", "departure", "server"):
            assert getattr(result, name)[i, : len(rows)].tolist() == [row[name] for row in rows]
        assert (result.outcome[i, len(rows) :] == 4).all()


def test_classes_at_one_station_equal_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    arrivals, services = np.sort(rng.integers(0, 20_000, 9000)), rng.integers(1, 9, 9000)
    case = {"servers": 2, "priority": rng.choice([-1, 5, 400], 9000)}
    quick = simulate_station(arrivals, services, **case)
    monkeypatch.setattr(network, "walk_forward", lambda *args: None)
    slow = simulate_station(arrivals, services, **case)
    assert all(np.array_equal(getattr(quick, name), getattr(slow, name)) for name in COLUMNS[1:])


def test_a_route_that_turns_back_is_left_to_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*args: object, **keywords: object) -> None:
        raise RuntimeError("event loop")

    monkeypatch.setattr(network, "run_steps", lost)
    for routes in ([[0, 1], [1, 0]], [[0, 0], [1, 1]]):
        with pytest.raises(RuntimeError, match="event loop"):
            simulate_network([0, 0], [[5, 3], [5, 3]], routes, servers=[1, 1])
    with pytest.raises(RuntimeError, match="event loop"):  # 1e17 + 1 is 1e17: the service has no length
        simulate_network([0.0, 1e17], [[5.0, 3.0], [1.0, 3.0]], [[0, 1], [0, 1]], servers=[1, 1])
    many = forward_state.MOST_DESKS + 1
    with pytest.raises(RuntimeError, match="event loop"):
        simulate_network([0], [[5]], [[0]], servers=[many])
