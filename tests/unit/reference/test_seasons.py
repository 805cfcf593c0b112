"""What moves demand through the year, and the dated marks of the lab."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from simi_lab.reference import calendar, seasons


def _on(day: date) -> dict[str, object]:
    return seasons.demand_factors(day, day).row(0, named=True)


def test_ramadan_dips_to_four_tenths_and_ends_on_the_feast():
    assert _on(date(2024, 3, 11))["in_ramadan"] is False
    assert _on(date(2024, 3, 12))["in_ramadan"] is True
    assert _on(date(2024, 4, 9))["in_ramadan"] is True
    assert _on(date(2024, 4, 10))["in_ramadan"] is False
    assert _on(date(2024, 3, 20))["factor"] == pytest.approx(0.4)


def test_the_year_starts_high_and_the_harvest_is_followed_by_umrah():
    assert _on(date(2025, 1, 8))["factor"] == pytest.approx(1.35 * 1.3)
    assert _on(date(2025, 10, 1))["factor"] == pytest.approx(1.05 * 1.1)
    assert _on(date(2025, 7, 1))["in_harvest"] is True
    assert _on(date(2025, 7, 1))["factor"] == pytest.approx(1.05)


def test_the_haji_wave_comes_before_ramadan_and_never_inside_it():
    days = seasons.demand_factors()
    assert days.filter(pl.col("in_ramadan") & pl.col("in_haji_wave")).is_empty()
    waves = days.filter("in_haji_wave").group_by(pl.col("day").dt.year()).len()
    assert set(waves["day"]) == {2023, 2024, 2025, 2026}


def test_there_is_one_row_for_every_day_and_no_factor_is_empty():
    days = seasons.demand_factors()
    assert days.height == (calendar.LAST_DAY - calendar.FIRST_DAY).days + 1
    assert days["day"].is_unique().all()
    assert days["factor"].null_count() == 0
    assert (days["factor"] > 0).all()


def test_twelve_months_average_to_about_one():
    factors = seasons.month_factors()
    assert factors["month"].to_list() == list(range(1, 13))
    assert factors["factor"].mean() == pytest.approx(1.03, abs=0.01)


def test_feasts_agree_with_the_holidays():
    closed = set(calendar.holidays()["day"])
    for row in seasons.religious_dates().filter(pl.col("year") <= 2026).iter_rows(named=True):
        assert row["eid_al_fitr"] in closed
        assert row["eid_al_adha"] in closed
        assert row["eid_al_fitr"] - row["ramadan_from"] in (timedelta(days=29), timedelta(days=30))


def test_the_marks_name_go_live_fee_change_and_outage():
    marks = {row["mark_id"]: row for row in seasons.events_marks().iter_rows(named=True)}
    assert marks["simi_go_live"]["starts_on"] == date(2024, 8, 1)
    assert marks["simi_go_live"]["mark"] == "assumed"
    assert marks["fee_change"]["starts_on"] == date(2024, 12, 17)
    assert (marks["pdns_outage"]["starts_on"], marks["pdns_outage"]["ends_on"]) == (
        date(2024, 6, 20),
        date(2024, 6, 28),
    )
    assert all(row["starts_on"] <= row["ends_on"] for row in marks.values())
