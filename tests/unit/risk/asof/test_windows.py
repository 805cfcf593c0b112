"""Counting earlier facts, against a count by hand and a slow one."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from simi_lab.risk.asof.windows import count_earlier, count_from_others


def calls(**columns: list) -> pl.DataFrame:
    return pl.DataFrame(columns)


def test_only_strictly_earlier_facts_inside_the_window_count():
    rows = calls(phone=["a", "a", "a", "a", "b"], at=[0, 10, 10, 20, 21])
    assert count_earlier(rows, rows, ["phone"], window_us=10).tolist() == [0, 1, 1, 2, 0]
    assert count_earlier(rows, rows, ["phone"]).tolist() == [0, 1, 1, 3, 0]


def test_an_empty_key_matches_nothing():
    rows = calls(phone=[None, None, "a", "a"], at=[1, 2, 3, 4])
    assert count_earlier(rows, rows, ["phone"]).tolist() == [0, 0, 0, 1]


def test_ones_own_household_does_not_count():
    rows = calls(phone=["a"] * 4, home=[1, 1, 2, 2], at=[1, 2, 3, 4])
    assert count_from_others(rows, rows, ["phone"], own="home").tolist() == [0, 0, 2, 2]


def test_no_facts_at_all_give_zero():
    rows = calls(phone=["a"], at=[1])
    assert count_earlier(rows, rows.clear(), ["phone"]).tolist() == [0]


@pytest.mark.parametrize("seed", range(5))
def test_equals_the_slow_count(seed):
    rng = np.random.default_rng(seed)
    n = 120
    rows = calls(
        phone=[None if x == 0 else f"p{x}" for x in rng.integers(0, 6, n)],
        week=rng.integers(0, 3, n).tolist(),
        at=rng.integers(0, 40, n).tolist(),
    )
    facts = calls(
        phone=[f"p{x}" for x in rng.integers(1, 9, n)],
        week=rng.integers(0, 3, n).tolist(),
        at=rng.integers(0, 40, n).tolist(),
    )
    slow = [
        sum(
            q["phone"] is not None
            and (q["phone"], q["week"]) == (f["phone"], f["week"])
            and q["at"] - 15 <= f["at"] < q["at"]
            for f in facts.iter_rows(named=True)
        )
        for q in rows.iter_rows(named=True)
    ]
    assert count_earlier(rows, facts, ["phone", "week"], window_us=15).tolist() == slow
