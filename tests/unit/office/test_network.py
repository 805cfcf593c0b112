"""A network of stations: equal to a plain event list row by row, classes, gaps and feedback included."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simi_lab.errors import FaultsError
from simi_lab.office.queues import OUTCOMES, simulate_network

N_STATIONS = 3


@st.composite
def networks(draw) -> dict:  # type: ignore[no-untyped-def]
    n = draw(st.integers(1, 8))
    number = st.integers(0, 9)

    def table(element):  # type: ignore[no-untyped-def]
        return draw(st.lists(st.lists(element, min_size=4, max_size=4), min_size=n, max_size=n))

    windows = [
        draw(st.one_of(st.none(), st.just([(5, 9, 1, True), (12, 15, 2, False), (40, 90, 1, False)])))
        for _ in range(N_STATIONS)
    ]
    return {
        "arrivals": sorted(draw(st.lists(number, min_size=n, max_size=n))),
        "services": table(number),
        "routes": table(st.integers(-1, N_STATIONS - 1)),
        "servers": [draw(st.integers(1, 2)) for _ in range(N_STATIONS)],
        "schedules": windows,
        "priority": table(st.integers(0, 2)),
        "preemptive": draw(st.booleans()),
        "gaps": table(st.sampled_from([0, 0, 3, 7])),
        "capacity": [draw(st.sampled_from([None, None, 2])) for _ in range(N_STATIONS)],
        "patience": draw(st.one_of(st.none(), st.just(np.full((n, 4), 6)))),
    }


def _plain(event_list, case: dict) -> list[list[dict]]:  # type: ignore[no-untyped-def]
    routes = []
    for i, path in enumerate(case["routes"]):
        steps = []
        for j, station in enumerate(path):
            if station < 0:
                break
            patience = np.inf if case["patience"] is None else case["patience"][i][j]
            steps.append(
                {
                    "station": station,
                    "service": case["services"][i][j],
                    "klass": case["priority"][i][j],
                    "gap": case["gaps"][i][j],
                    "patience": patience,
                }
            )
        routes.append(steps)
    stations = [
        {"servers": s, "windows": w, "capacity": np.inf if c is None else c}
        for s, w, c in zip(case["servers"], case["schedules"], case["capacity"], strict=True)
    ]
    return event_list(case["arrivals"], routes, stations, case["preemptive"])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(case=networks())
def test_a_network_equals_the_event_list(event_list, case: dict) -> None:  # type: ignore[no-untyped-def]
    result = simulate_network(**case)
    for i, rows in enumerate(_plain(event_list, case)):
        for j, row in enumerate(rows):
            for name in ("joined", "start", "departure"):
                assert getattr(result, name)[i, j] == (-1 if row[name] is None else row[name])
            assert result.server[i, j] == row["server"]
            assert OUTCOMES[result.outcome[i, j]] == row["outcome"]
        assert (result.joined[i, len(rows) :] == -1).all()


def test_one_who_moves_on_at_once_joins_before_the_next_station_calls() -> None:
    result = simulate_network([0, 0], [[5, 3], [5, 3]], [[0, 1], [1, 0]], servers=[1, 1])
    assert result.start.tolist() == [[0, 5], [0, 5]]


def test_time_at_home_between_two_stations_is_a_gap() -> None:
    result = simulate_network([0], [[2, 2]], [[0, 0]], servers=[1], gaps=[[0, 10]])
    assert result.joined.tolist() == [[0, 12]]


def test_a_route_that_names_no_station_is_refused() -> None:
    with pytest.raises(FaultsError, match="2 stations"):
        simulate_network([0], [[1, 1]], [[0, 2]], servers=[1, 1])
    with pytest.raises(FaultsError, match="station 1, servers: 0 servers"):
        simulate_network([0], [[1, 1]], [[0, 1]], servers=[1, 0])
    with pytest.raises(FaultsError, match="shape"):
        simulate_network([0], [[1]], [[0, 1]], servers=[1, 1])


def test_an_empty_network_is_quiet() -> None:
    result = simulate_network([], np.zeros((0, 2)), np.zeros((0, 2), int), servers=[1])
    assert result.start.shape == (0, 2)
