"""Desks that work at different paces, by week: by hand, beside services of another length, and in an office."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simi_lab.errors import FaultsError
from simi_lab.office.hours import office_days
from simi_lab.office.journey import STAFFED
from simi_lab.office.pace import FASTEST, SLOWEST, pace_of
from simi_lab.office.queues import simulate_network
from simi_lab.scenario.office import OfficePlan
from simi_lab.streams import Streams

WEEK = 7 * 24 * 60


@pytest.mark.parametrize("unit", [1, 1.0], ids=["whole", "real"])
def test_a_slow_desk_takes_longer_and_the_week_counts(unit: float) -> None:
    come = np.array([0, 0, 0, WEEK - 1, WEEK]) * unit
    told = simulate_network(
        come, np.full((5, 1), 10) * unit, np.zeros((5, 1)), servers=[2], pace=[[[0.5, 1.0], [2.0, 3.0]]]
    )
    assert told.start.ravel().tolist() == [0, 0, 5, WEEK - 1, WEEK]
    assert told.departure.ravel().tolist() == [5, 20, 10, WEEK + 4, WEEK + 30], "what is begun is finished at its pace"
    assert told.server.ravel().tolist() == [0, 1, 0, 0, 1]


@pytest.mark.parametrize("preemptive", [False, True])
def test_one_pace_for_all_is_a_service_of_another_length(preemptive: bool) -> None:
    random = np.random.default_rng(11)
    n = 300
    come, work = np.sort(random.random(n) * 1000), random.exponential(5, (n, 2))
    path, klass = np.tile([0, 1], (n, 1)), random.integers(0, 2, n)
    options = {"servers": [2, 1], "priority": klass, "preemptive": preemptive}
    paced = simulate_network(come, work, path, pace=[np.full((2, 1), 1.3), np.full((1, 1), 0.7)], **options)
    plain = simulate_network(come, work * [1.3, 0.7], path, **options)
    for name in ("joined", "start", "departure"):
        np.testing.assert_allclose(getattr(paced, name), getattr(plain, name))
    np.testing.assert_array_equal(paced.server, plain.server)


def test_even_desks_change_nothing() -> None:
    come, work, path = [0, 1, 2], [[5, 3], [5, 3], [5, 3]], [[0, 1]] * 3
    told = [simulate_network(come, work, path, servers=[2, 1], pace=p) for p in (None, [None, np.ones((1, 3))])]
    np.testing.assert_array_equal(told[0].departure, told[1].departure)


def test_wrong_paces_are_refused() -> None:
    for pace, word in (([[[1.0]]], "row for each desk"), ([[[1.0], [0.0]]], "not above 0")):
        with pytest.raises(FaultsError, match=word):
            simulate_network([0], [[1]], [[0]], servers=[2], pace=pace)
    with pytest.raises(FaultsError, match="no length"):
        simulate_network([0], [[1]], [[0]], servers=[1], pace=[[[1.0]]], week=0)


def draws(role: str, counters: np.ndarray) -> np.ndarray:
    return Streams(5).decision("office", counters, role)


def plan_of(spread: float, weekly: float) -> OfficePlan:
    desks = OfficePlan().desks
    some = {
        name: getattr(desks, name).model_copy(update={"value": value})
        for name, value in (("pace_spread", spread), ("pace_weekly", weekly))
    }
    return OfficePlan().model_copy(update={"desks": desks.model_copy(update=some)})


@pytest.fixture
def factors() -> Callable[[float, float], np.ndarray | None]:
    def made(spread: float, weekly: float) -> np.ndarray | None:
        plan = plan_of(spread, weekly)
        calendar = office_days(plan, 20_000, 364, [])
        return pace_of(plan, calendar, dict.fromkeys(STAFFED, 20), draws, office_id=0)

    return made


def test_officers_of_an_office_differ_as_asked_and_not_on_the_whole(factors: Callable) -> None:
    assert factors(0, 0) is None
    own = factors(0.2, 0)
    assert np.ptp(own, axis=1).max() == 0, "an officer keeps the own pace"
    assert own[:, 0].mean() == pytest.approx(1, abs=4 * 0.2 / np.sqrt(len(own)))
    assert own[:, 0].std() == pytest.approx(0.2, rel=0.25)
    weeks = factors(0, 0.1)
    assert weeks.mean() == pytest.approx(1, abs=4 * 0.1 / np.sqrt(weeks.size)) and weeks.std() == pytest.approx(
        0.1, rel=0.1
    )
    wild = factors(1.5, 0.5)
    assert FASTEST <= wild.min() < wild.max() <= SLOWEST
