"""Households hang together through what was filed before, never through what came later."""

from __future__ import annotations

import numpy as np
import polars as pl

from simi_lab.risk.asof.linked import MOST, linked_households

KEYS = ["phone", "email"]


def reached(phone: list, email: list, home: list, at: list, *, window: int = 100) -> list[int]:
    rows = pl.DataFrame(
        {"phone": phone, "email": email, "household_id": home, "at": at}, schema_overrides={"email": pl.String}
    )
    return linked_households(rows, KEYS, own="household_id", window_us=window).tolist()


def test_through_others_but_not_through_later_ones():
    # a and c are tied by b, which is filed between them; before b they are strangers
    assert reached(["p", "p", "q"], [None, "x", "x"], [1, 2, 3], [10, 20, 30]) == [0, 1, 2]
    assert reached(["p", "p", "q"], [None, "x", "x"], [1, 2, 3], [10, 30, 20]) == [0, 2, 0]


def test_the_own_household_ties_and_does_not_count():
    assert reached(["p", "p", "p"], [None] * 3, [1, 1, 2], [1, 2, 3]) == [0, 0, 1]
    # the spouse's e-mail leads to a third household
    assert reached(["p", "q", "p"], [None, "x", None], [1, 1, 2], [2, 1, 3]) == [0, 0, 1]


def test_the_window_and_the_very_same_instant():
    assert reached(["p", "p"], [None, None], [1, 2], [0, 100]) == [0, 1]
    assert reached(["p", "p"], [None, None], [1, 2], [0, 101]) == [0, 0]
    assert reached(["p", "p"], [None, None], [1, 2], [5, 5]) == [0, 0]


def test_a_village_helper_is_counted_up_to_the_most():
    n = MOST + 20
    told = reached(["p"] * n, [None] * n, list(range(n)), list(range(n)))
    assert told == [min(k, MOST) for k in range(n)]


def test_equal_to_a_plain_walk_over_all_pairs():
    rng = np.random.default_rng(5)
    n = 120
    rows = pl.DataFrame(
        {
            "phone": rng.integers(0, 60, n),
            "email": [None if x > 60 else int(x) for x in rng.integers(0, 90, n)],
            "household_id": rng.integers(0, 80, n),
            "at": rng.permutation(n),
        }
    )
    told = linked_households(rows, KEYS, own="household_id", window_us=70)
    for k, row in enumerate(rows.iter_rows(named=True)):
        before = rows.filter(pl.col("at").is_between(row["at"] - 70, row["at"] - 1)).to_dicts()
        near, grown = [row], True
        while grown:
            more = [
                r
                for r in before
                if r not in near
                and any(r["phone"] == m["phone"] or (r["email"] is not None and r["email"] == m["email"]) for m in near)
            ]
            near, grown = near + more, bool(more)
        assert told[k] == len({r["household_id"] for r in near} - {row["household_id"]})
