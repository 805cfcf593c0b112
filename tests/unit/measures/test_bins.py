"""Bins against the raw values, by hand, at the extreme, and for any values at all."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simi_lab.errors import BadRequest
from simi_lab.measures import describe_bins, service_bins, service_counts, skm_bins
from simi_lab.measures.cases import GROUPS


def folded(**columns: list[object]) -> pl.DataFrame:
    """Cases of one office, month, district, service and regime."""
    n = len(next(iter(columns.values())))
    plain: dict[str, list[object]] = {
        "application_id": list(range(n)),
        "office_id": [1] * n,
        "month": [date(2025, 3, 1)] * n,
        "district_id": ["18.04.04"] * n,
        "service": ["el_10"] * n,
        "regime": ["simi"] * n,
        "wait_min": [10.0] * n,
        "lead_days": [2] * n,
        "total_days": [9] * n,
        "work_days": [4] * n,
        "visits": [2] * n,
        "travel_hours": [16.0] * n,
        "was_returned": [False] * n,
        "state": ["issued"] * n,
    }
    return pl.DataFrame(plain | columns, strict=False)


def test_four_waits_by_hand() -> None:
    bins = service_bins(folded(wait_min=[0.0, 29.49, 29.5, 61.0])).collect().filter(pl.col("metric") == "wait_min")
    assert bins.select("bin", "n").rows() == [(0, 1), (29, 1), (30, 1), (61, 1)]
    told = describe_bins(bins, over=29).row(0, named=True)
    assert told["n"] == 4
    assert told["mean"] == 30.0
    assert told["median"] == 29.0
    assert told["p95"] == 61.0
    assert told["share_over"] == 0.5


def test_travel_is_told_in_hours_though_binned_in_tenths() -> None:
    bins = service_bins(folded(travel_hours=[16.0, 2.4])).collect()
    told = describe_bins(bins.filter(pl.col("metric") == "travel_hours_x10"), over=2.4).row(0, named=True)
    assert told["mean"] == pytest.approx(9.2)
    assert told["share_over"] == 0.5


def test_open_cases_give_no_visits_and_missing_values_no_bin() -> None:
    bins = service_bins(folded(state=["open", "issued"], total_days=[None, 9])).collect()
    n = dict(bins.group_by(pl.col("metric").cast(pl.String)).agg(pl.col("n").sum()).rows())
    assert n == {"wait_min": 2, "lead_days": 2, "total_days": 1, "work_days": 2, "visits": 1, "travel_hours_x10": 1}


def test_no_bins_at_all_is_one_row_that_says_so() -> None:
    told = describe_bins(service_bins(folded(wait_min=[1.0])).collect().clear(), over=4).row(0, named=True)
    assert told["n"] == 0
    assert told["median"] is None
    assert told["share_over"] is None


def test_minutes_and_days_are_not_mixed() -> None:
    bins = service_bins(folded(wait_min=[1.0])).collect()
    with pytest.raises(BadRequest):
        describe_bins(bins)
    assert describe_bins(bins, by=["metric"]).height == 6


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(st.integers(0, 5000), min_size=1, max_size=60),
    parts=st.lists(st.integers(0, 3), min_size=60, max_size=60),
)
def test_bins_give_the_exact_quantiles_of_the_raw_minutes(values: list[int], parts: list[int]) -> None:
    frame = folded(wait_min=[float(v) for v in values], district_id=[f"18.04.0{p}" for p in parts[: len(values)]])
    bins = service_bins(frame).collect().filter(pl.col("metric") == "wait_min")
    told = describe_bins(bins).row(0, named=True)
    assert told["median"] == np.quantile(values, 0.5, method="inverted_cdf")
    assert told["p95"] == np.quantile(values, 0.95, method="inverted_cdf")
    assert told["mean"] == pytest.approx(np.mean(values))
    by_district = describe_bins(bins, by=["district_id"])
    for row in frame.group_by("district_id").agg(pl.col("wait_min")).iter_rows(named=True):
        found = by_district.filter(pl.col("district_id") == row["district_id"])["p95"].item()
        assert found == np.quantile(row["wait_min"], 0.95, method="inverted_cdf")


def test_counts_tell_how_cases_stand() -> None:
    states = ["issued", "issued", "postponed", "open", "no_show", "refused"]
    counts = service_counts(folded(state=states, was_returned=[True] + [False] * 5)).collect()
    found = counts.select(pl.exclude(GROUPS)).row(0, named=True)
    assert found == {
        "n_applications": 6,
        "n_issued": 2,
        "n_refused": 1,
        "n_cancelled": 0,
        "n_expired": 0,
        "n_postponed": 1,
        "n_no_show": 1,
        "n_open": 1,
        "n_returned": 1,
    }


def test_survey_answers_are_counted_by_month_and_home_without_identity() -> None:
    """Two answers of January (office time), one of them after midnight of the first, and their empty elements."""
    surveys = pl.DataFrame(
        {
            "office_id": [0, 0],
            "district_id": ["18.04.04"] * 2,
            "answered_at": [datetime(2024, 12, 31, 17, tzinfo=UTC), datetime(2025, 1, 31, 16, tzinfo=UTC)],
            **{f"u{i}": [4, None] for i in range(1, 9)},
            "u9": [3, 1],
        },
        schema_overrides={f"u{i}": pl.Int8 for i in range(1, 10)},
    )
    bins = skm_bins(surveys, zone="Asia/Jakarta").collect()
    assert bins["month"].unique().to_list() == [date(2025, 1, 1)]
    assert bins["n"].sum() == 10
    last = bins.filter(pl.col("element") == "u9").select("score", "n").rows()
    assert last == [(1, 1), (3, 1)]


def test_the_interval_of_the_median_lies_between_the_ranks_of_the_binomial() -> None:
    bins = pl.DataFrame({"bin": list(range(1, 101)), "n": [1] * 100})  # 100 values: ranks 40 and 61 (Conover 1999)
    told = describe_bins(bins).row(0, named=True)
    assert (told["median_low"], told["median"], told["median_high"]) == (40.0, 50.0, 61.0)
    alone = describe_bins(pl.DataFrame({"bin": [7], "n": [3]})).row(0, named=True)
    assert (alone["median_low"], alone["median_high"]) == (7.0, 7.0)
