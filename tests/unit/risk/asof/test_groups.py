"""Groups of applications that hang together, by hand."""

from __future__ import annotations

import polars as pl

from simi_lab.risk.asof import contact_groups


def test_phones_and_households_chain_into_one_group():
    rows = pl.DataFrame(
        {"application_id": [7, 3, 5, 9, 1], "phone": ["a", "a", "b", "c", None], "household_id": [1, 2, 2, 4, 5]}
    )
    assert contact_groups(rows).tolist() == [3, 3, 3, 9, 1]


def test_the_order_of_rows_changes_nothing():
    rows = pl.DataFrame({"application_id": range(6), "phone": list("aabbcc"), "household_id": [0, 1, 1, 2, 3, 4]})
    turned = rows.reverse()
    there = dict(zip(turned["application_id"], contact_groups(turned).tolist(), strict=True))
    assert [there[i] for i in range(6)] == contact_groups(rows).tolist() == [0, 0, 0, 0, 4, 4]
