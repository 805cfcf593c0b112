"""Slots by day and by month, who is looked at, and what chance would find."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest

from simi_lab.errors import BadRequest
from simi_lab.risk.judging.capacity import chance_finds, looked_at, slots


def filed(*moments: str, office: list[int] | None = None) -> pl.DataFrame:
    """Applications filed at 10:00 in Liwa on these days of February 2024 (the 8th to 10th are days off)."""
    at = [datetime.fromisoformat(f"2024-02-{day}T03:00").replace(tzinfo=UTC) for day in moments]
    n = len(moments)
    return pl.DataFrame({"application_id": range(n), "office_id": office or [0] * n, "filed_at": at})


def test_a_day_has_its_slots_and_a_weekend_waits_for_monday():
    rows = filed("01", "02", "03", "05")  # Thursday, Friday, Saturday, Monday
    places = slots(rows, capacity_per_day=2, period="day")
    assert places["n_slots"].to_list() == [2, 2, 2, 2]
    assert places["stratum"].n_unique() == 3
    assert places["stratum"][2] == places["stratum"][3]


def test_half_a_person_a_day_is_one_every_second_day():
    rows = filed("01", "02", "05", "06")
    assert slots(rows, capacity_per_day=0.5, period="day")["n_slots"].to_list() == [1, 0, 1, 0]


def test_a_month_pools_its_working_days_without_days_off():
    rows = filed("01", "07", "12", "13")  # working: 1, 2, 5, 6, 7, 12, 13
    assert slots(rows, capacity_per_day=3, period="month")["n_slots"].to_list() == [21] * 4
    assert slots(rows, capacity_per_day=0.2, period="month")["n_slots"].to_list() == [1] * 4


def test_offices_do_not_share_their_interviewers():
    rows = filed("01", "01", "01", office=[0, 0, 1])
    places = slots(rows, capacity_per_day=1, period="day")
    chosen = looked_at(rows, np.array([0.9, 0.8, 0.1]), places)
    assert chosen.tolist() == [True, False, True]


def test_equal_scores_go_first_come():
    rows = filed("02", "01", "01")
    places = pl.DataFrame({"stratum": [1, 1, 1], "n_slots": [2, 2, 2]})
    assert looked_at(rows, np.zeros(3), places).tolist() == [False, True, True]


@pytest.mark.parametrize("capacity", [0, -1, float("nan"), float("inf")])
def test_an_impossible_capacity_is_refused(capacity):
    with pytest.raises(BadRequest, match="looks at no one"):
        slots(filed("01"), capacity_per_day=capacity, period="day")


def test_endless_capacity_looks_at_everyone_and_chance_finds_all():
    rows = filed(*["01"] * 10)
    places = slots(rows, capacity_per_day=1000, period="day")
    assert looked_at(rows, np.arange(10.0), places).all()
    target = np.arange(10) < 3
    mean, draws = chance_finds(target, places, draws=50, rng=np.random.default_rng(1))
    assert mean == 3
    assert (draws == 3).all()


def test_chance_has_the_mean_of_the_hypergeometric_in_each_stratum():
    places = pl.DataFrame({"stratum": [1] * 10 + [2] * 20, "n_slots": [4] * 10 + [5] * 20})
    target = np.zeros(30, dtype=bool)
    target[[0, 1, 15]] = True
    mean, draws = chance_finds(target, places, draws=20_000, rng=np.random.default_rng(1))
    assert mean == pytest.approx(2 * 4 / 10 + 5 / 20)
    assert draws.mean() == pytest.approx(mean, abs=0.02)
