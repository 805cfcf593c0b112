"""Places of a day: in the order in which they are asked for, checked by hand."""

from __future__ import annotations

import numpy as np

from simi_lab.office.arrivals.booking import Places, Requests, book


def _book(asked: list[int], earliest: list[int], quota: list[int], **extra) -> Places:  # type: ignore[no-untyped-def]
    n = len(asked)
    default = {"from_slot": [0] * n, "is_there": [False] * n, "misses": [0] * n, "wish": [0.0] * n}
    given = [np.array(extra.get(name, value)) for name, value in default.items()]
    requests = Requests(np.array(asked), np.array(earliest), *given, np.full(n, 0.5))
    days = len(quota)
    return book(
        requests,
        quota=np.array(quota),
        n_slots=np.full(days, extra.get("n_slots", 4)),
        closes=np.arange(days) * 100 + 90,
        rebook_days=extra.get("rebook_days", 2),
    )


def test_who_asks_first_has_the_day_and_the_others_the_next_one() -> None:
    places = _book([30, 10, 20, 40], [0, 0, 0, 0], [2, 0, 1, 5])
    assert places.day[:, 0].tolist() == [2, 0, 0, 3]


def test_ties_go_by_number() -> None:
    assert _book([5, 5, 5], [0, 0, 0], [2, 2, 2]).day[:, 0].tolist() == [0, 0, 1]


def test_a_missed_place_is_lost_and_a_new_one_is_asked_for_at_closing_time() -> None:
    # 0 misses day 0 (closing at 90), asks again for day 2 or later; 1 asked at 80 for day 2, 2 asks at 95.
    places = _book([0, 80, 95], [0, 2, 2], [1, 1, 1, 1, 1, 1], misses=[1, 0, 0])
    assert places.day.tolist() == [[0, 3], [2, -1], [4, -1]]


def test_who_stands_there_cannot_miss_a_place_on_the_same_day() -> None:
    places = _book([0, 1], [0, 0], [1] * 6, misses=[1, 1], is_there=[True, True])
    assert places.day.tolist() == [[0, -1], [1, 3]]  # the second was sent home and may miss


def test_who_misses_twice_gets_no_third_place() -> None:
    assert _book([0], [0], [1] * 6, misses=[2]).day.tolist() == [[0, 2]]


def test_the_wished_slot_or_the_next_free_one() -> None:
    places = _book([0, 1, 2, 3], [0] * 4, [4] * 3, wish=[0.9, 0.9, 0.1, 0.9])
    assert places.slot[:, 0].tolist() == [3, 0, 1, 2]


def test_slots_hold_as_many_as_the_quota_needs() -> None:
    places = _book(list(range(10)), [0] * 10, [10, 1], wish=[0.0] * 10)
    assert np.bincount(places.slot[:, 0]).tolist() == [3, 3, 3, 1]


def test_on_the_same_day_only_later_slots_will_do() -> None:
    places = _book([0, 1, 2], [0] * 3, [4, 4], wish=[0.0] * 3, from_slot=[2, 2, 2])
    assert places.day[:, 0].tolist() == [0, 0, 1]
    assert places.slot[:, 0].tolist() == [2, 3, 0]


def test_beyond_the_last_day_there_is_no_place() -> None:
    assert _book([0, 1, 2], [0, 0, 0], [1, 1]).day[:, 0].tolist() == [0, 1, -1]


def test_many_requests_fill_days_without_a_hole() -> None:
    rng = np.random.default_rng(20261124)
    n, days = 5000, 200
    asked = np.sort(rng.integers(0, 100, n))
    none, wish = np.zeros(n, int), rng.random(n)
    requests = Requests(asked, none, none, none > 0, none, wish, wish)
    quota = np.where(np.arange(days) % 7 < 5, 40, 0)
    places = book(requests, quota=quota, n_slots=np.full(days, 24), closes=np.arange(days) * 100, rebook_days=1)
    given = np.bincount(places.day[:, 0], minlength=days)
    assert (np.diff(places.day[:, 0]) >= 0).all()
    assert (given[quota > 0][:125] == 40).all()
    assert given.sum() == n
