"""Small districts are hidden so that regency figures do not give them away."""

from __future__ import annotations

import polars as pl

from simi_lab.reporting.monthly.places import hidden_districts, hidden_regencies

DISTRICTS = pl.DataFrame(
    {
        "district_id": ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1"],
        "regency_id": ["1", "1", "1", "2", "2", "2", "3"],
    }
)


def people(**counts: int) -> pl.DataFrame:
    ids = [name.removeprefix("d").replace("_", ".") for name in counts]
    return pl.DataFrame(
        {"district_id": ids, "n": list(counts.values())}, schema={"district_id": pl.String, "n": pl.Int64}
    )


def test_a_small_district_is_hidden_with_the_smallest_partner_of_its_own_regency() -> None:
    asked = people(d1_1=3, d1_2=9, d1_3=20, d2_1=8, d2_2=30)
    assert hidden_districts(asked, DISTRICTS) == {"1.1", "1.2"}
    assert hidden_regencies(asked, DISTRICTS) == frozenset()


def test_nothing_is_hidden_where_all_are_large_or_empty() -> None:
    asked = people(d1_1=5, d1_2=0, d2_1=8)
    assert not hidden_districts(asked, DISTRICTS)
    assert not hidden_regencies(asked, DISTRICTS)


def test_a_small_group_that_nothing_can_protect_hides_all_places() -> None:
    asked = people(d1_1=50, d1_2=60, d2_1=9, d2_2=8, d3_1=3)
    # the district 3.1 is alone in its regency: inside it nothing can protect it, so nothing by place is shown
    assert hidden_districts(asked, DISTRICTS) == set(asked["district_id"])
    assert hidden_regencies(asked, DISTRICTS) == {"1", "2", "3"}


def test_two_small_districts_of_one_regency_protect_each_other() -> None:
    asked = people(d1_1=4, d1_2=4, d1_3=40, d2_1=50, d2_2=60)
    hidden = hidden_districts(asked, DISTRICTS)
    assert {"1.1", "1.2"} <= hidden
    assert not hidden & {"2.1", "2.2"}
