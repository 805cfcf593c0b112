"""One station: equal to a plain event list row by row, and right by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simi_lab.errors import FaultsError
from simi_lab.office.queues import OUTCOMES, Schedule, simulate_network, simulate_station


@st.composite
def queues(draw, whole: bool = True) -> dict:  # type: ignore[no-untyped-def]
    """Small queues with many ties, windows, classes, few places and little patience."""
    n = draw(st.integers(1, 14))
    number = st.integers(0, 12) if whole else st.floats(0, 12, allow_nan=False, width=32)
    arrivals = sorted(draw(st.lists(number, min_size=n, max_size=n)))
    services = draw(st.lists(number, min_size=n, max_size=n))
    servers = draw(st.integers(1, 3))
    windows = None
    if draw(st.booleans()):
        bounds = sorted(draw(st.sets(st.integers(0, 40), min_size=2, max_size=8)))
        pairs = list(zip(bounds[::2], bounds[1::2], strict=False))
        windows = [(o, c, draw(st.integers(0, 3)), draw(st.booleans())) for o, c in pairs]
        if not any(c > arrivals[0] and s for _, c, s, _ in windows):
            windows.append((50, 60, servers, False))
    classes = draw(st.one_of(st.none(), st.lists(st.integers(0, 2), min_size=n, max_size=n)))
    return {
        "arrivals": arrivals,
        "services": services,
        "servers": servers,
        "schedule": windows,
        "priority": classes,
        "preemptive": draw(st.booleans()),
        "capacity": draw(st.one_of(st.none(), st.integers(1, 5))),
        "patience": draw(st.one_of(st.none(), st.lists(number, min_size=n, max_size=n))),
    }


def _plain(event_list, case: dict) -> list[dict]:  # type: ignore[no-untyped-def]
    n = len(case["arrivals"])
    classes = case["priority"] or [0] * n
    patience = case["patience"] or [np.inf] * n
    routes = [
        [{"station": 0, "service": s, "klass": k, "patience": p}]
        for s, k, p in zip(case["services"], classes, patience, strict=True)
    ]
    station = {"servers": case["servers"], "windows": case["schedule"], "capacity": case["capacity"] or np.inf}
    return [rows[0] for rows in event_list(case["arrivals"], routes, [station], case["preemptive"])]


def _same(result, rows: list[dict]) -> None:  # type: ignore[no-untyped-def]
    whole = result.start.dtype.kind == "i"
    for name in ("start", "departure"):
        found = [None if (x == -1 if whole else np.isnan(x)) else x for x in getattr(result, name).tolist()]
        wanted = [row[name] for row in rows]
        assert len(found) == len(wanted)
        for one, other in zip(found, wanted, strict=True):
            assert (one is None) == (other is None)
            assert one is None or one == pytest.approx(other, abs=1e-6)
    assert result.server.tolist() == [row["server"] for row in rows]
    assert [OUTCOMES[o] for o in result.outcome] == [row["outcome"] for row in rows]


@settings(max_examples=250, deadline=None, derandomize=True)
@given(case=queues())
def test_whole_times_equal_the_event_list(event_list, case: dict) -> None:  # type: ignore[no-untyped-def]
    _same(simulate_station(**case), _plain(event_list, case))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(case=queues(whole=False))
def test_minutes_equal_the_event_list(event_list, case: dict) -> None:  # type: ignore[no-untyped-def]
    _same(simulate_station(**case), _plain(event_list, case))


@pytest.mark.parametrize("seed", range(4))
def test_a_long_busy_day_equals_the_event_list(event_list, seed: int) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(20261124 + seed)
    arrivals = np.sort(rng.integers(0, 9_000, 400))
    case = {
        "arrivals": arrivals.tolist(),
        "services": rng.integers(1, 90, 400).tolist(),
        "servers": 2,
        "schedule": [(1000, 3000, 2, False), (3500, 5000, 3, True), (7000, 7600, 1, True), (8000, 20_000, 2, False)],
        "priority": rng.integers(0, 3, 400).tolist() if seed % 2 else None,
        "preemptive": seed == 3,
        "capacity": 60 if seed > 1 else None,
        "patience": rng.integers(0, 3000, 400).tolist() if seed else None,
    }
    _same(simulate_station(**case), _plain(event_list, case))


def test_a_station_alone_is_a_network_of_one() -> None:
    rng = np.random.default_rng(4)
    arrivals, services = np.sort(rng.uniform(0, 500, 300)), rng.exponential(3, 300)
    alone = simulate_station(arrivals, services, servers=2)
    among = simulate_network(arrivals, services[:, None], np.zeros((300, 1)), servers=[2])
    assert np.array_equal(alone.start, among.start[:, 0])
    assert np.array_equal(alone.server, among.server[:, 0])


def test_those_inside_at_closing_are_served_in_overtime_and_latecomers_wait() -> None:
    windows = [(0, 10, 1, True), (100, 110, 1, True)]
    result = simulate_station([0, 9, 12], [8, 8, 8], schedule=windows)
    assert result.start.tolist() == [0, 9, 100]  # 9: inside at closing; 12: the door was shut
    result = simulate_station([0, 5, 9], [8, 8, 8], schedule=windows)
    assert result.start.tolist() == [0, 8, 16]


def test_without_overtime_they_wait_for_the_next_window_and_what_was_begun_is_finished() -> None:
    result = simulate_station([0, 5, 9], [8, 8, 8], schedule=[(0, 10), (100, 110)])
    assert result.start.tolist() == [0, 8, 100]
    assert result.departure.tolist() == [8, 16, 108]


def test_a_break_with_fewer_desks_lets_the_higher_desk_finish_only() -> None:
    result = simulate_station([0, 0, 1], [10, 10, 1], schedule=[(0, 5, 2), (5, 50, 1)])
    assert result.start.tolist() == [0, 0, 10]
    assert result.server.tolist() == [0, 1, 0]


def test_whole_seconds_stay_whole() -> None:
    result = simulate_station([0, 1], [3, 3])
    assert result.start.dtype == np.int64
    assert simulate_station([0, 1.5], [3, 3]).start.dtype == np.float64


def test_nobody_comes() -> None:
    for extra in ({}, {"priority": []}, {"capacity": 2}, {"schedule": [(0, 1)]}):
        assert simulate_station([], [], **extra).start.size == 0  # type: ignore[arg-type]


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(FaultsError) as caught:
        simulate_station([3, 1, np.nan], [1, -2, 1], servers=0, capacity=0, patience=[1, 1])
    text = caught.value.message()
    for part in ("missing", "negative", "not in order", "0 servers", "0 places", "2 values for 3 customers"):
        assert part in text


def test_a_schedule_that_never_opens_is_refused_with_the_load() -> None:
    for windows in ([], [(0, 5, 0)], [(0, 5, 2)]):
        with pytest.raises(FaultsError, match=r"never opens: 2 customers with 7 of work"):
            simulate_station([6, 8], [3, 4], schedule=windows)


def test_bad_windows_are_refused() -> None:
    with pytest.raises(FaultsError, match="overlap"):
        simulate_station([0], [1], schedule=[(0, 5), (4, 8)])
    with pytest.raises(FaultsError, match="closes before"):
        simulate_station([0], [1], schedule=[(5, 5)])


def test_the_order_of_desks_is_by_number() -> None:
    result = simulate_station([0, 0, 0, 4], [4, 2, 4, 1], servers=3)
    assert result.server.tolist() == [0, 1, 2, 0]


def test_schedule_knows_its_desk_time() -> None:
    schedule = Schedule(np.array([0, 10]), np.array([5, 20]), np.array([2, 1]), np.array([False, True]))
    assert (schedule.desks, schedule.open_time()) == (2, 20.0)
