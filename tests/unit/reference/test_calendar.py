"""Working days and office hours, against counting by hand and day by day."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simi_lab.errors import BadRequest
from simi_lab.reference import calendar

DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2025, 3, 10), True),  # a Monday
        (date(2025, 3, 8), False),  # Saturday
        (date(2025, 3, 31), False),  # Idul Fitri
        (date(2025, 4, 7), False),  # last collective leave
        (date(2025, 4, 8), True),
        (date(2024, 2, 14), False),  # election
        (date(2024, 11, 27), False),  # local elections
        (date(2023, 6, 30), False),  # collective leave added later that year
        (date(2025, 8, 18), False),
    ],
)
def test_holidays_leave_and_elections_close_the_office(day: date, is_open: bool):
    assert calendar.is_working_day(day) is is_open


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2025, 3, 10), 4, date(2025, 3, 14)),  # Monday + 4 = Friday
        (date(2025, 3, 8), 1, date(2025, 3, 10)),  # Saturday + 1 = Monday
        (date(2025, 3, 8), 0, date(2025, 3, 10)),  # first one on or after
        (date(2025, 3, 10), 0, date(2025, 3, 10)),
        (date(2025, 3, 27), 1, date(2025, 4, 8)),  # over Nyepi and Idul Fitri
        (date(2025, 4, 8), -1, date(2025, 3, 27)),
        (date(2025, 3, 9), -1, date(2025, 3, 7)),  # Sunday - 1 = Friday
    ],
)
def test_days_are_added_as_the_counter_promises_them(start: date, n: int, end: date):
    assert calendar.add_working_days(start, n) == end


def test_four_working_days_lie_between_interview_on_monday_and_book_on_friday():
    assert calendar.working_days_between(date(2025, 3, 10), date(2025, 3, 14)) == 4
    assert calendar.working_days_between(date(2025, 3, 14), date(2025, 3, 10)) == -4
    assert calendar.working_days_between(date(2025, 3, 10), date(2025, 3, 10)) == 0


@given(DAYS, DAYS)
@settings(derandomize=True, deadline=None)
def test_days_between_are_those_that_one_meets_on_the_way(start: date, end: date):
    low, high = min(start, end), max(start, end)
    walked = sum(calendar.is_working_day(low + timedelta(days=i)) for i in range(1, (high - low).days + 1))
    assert calendar.working_days_between(start, end) == (walked if end >= start else -walked)


@given(DAYS, st.integers(-30, 30))
@settings(derandomize=True, deadline=None)
def test_adding_and_counting_undo_each_other_on_working_days(start: date, n: int):
    assume(date(2023, 3, 1) < start < date(2026, 10, 1) and calendar.is_working_day(start))
    assert calendar.working_days_between(start, calendar.add_working_days(start, n)) == n


@given(st.lists(DAYS.filter(lambda d: d < date(2026, 11, 1)), min_size=1, max_size=30), st.integers(0, 20))
@settings(derandomize=True, deadline=None)
def test_columns_and_arrays_give_what_single_days_give(days: list[date], n: int):
    column = pl.Series("day", days)
    array = column.to_numpy().astype("datetime64[D]")
    added = [calendar.add_working_days(day, n) for day in days]
    assert calendar.add_working_days(column, n).to_list() == added
    assert calendar.add_working_days(array, n).astype(date).tolist() == added
    flags = [calendar.is_working_day(day) for day in days]
    assert calendar.is_working_day(column).to_list() == calendar.is_working_day(array).tolist() == flags
    counts = [calendar.working_days_between(day, end) for day, end in zip(days, added, strict=True)]
    assert calendar.working_days_between(column, pl.Series(added)).to_list() == counts


def test_an_array_of_counts_is_added_row_by_row():
    days = np.array(["2025-03-10", "2025-03-08"], dtype="datetime64[D]")
    assert calendar.add_working_days(days, np.array([4, 0])).astype(str).tolist() == ["2025-03-14", "2025-03-10"]


def test_a_year_without_holidays_in_the_table_is_refused_not_guessed():
    for day in (date(2022, 12, 31), date(2027, 1, 1)):
        with pytest.raises(BadRequest, match=f"does not reach {day.isoformat()}"):
            calendar.is_working_day(day)
    with pytest.raises(BadRequest, match="does not reach 2027"):
        calendar.add_working_days(date(2026, 12, 30), 5)
    with pytest.raises(BadRequest, match="does not reach 2027-02-01"):
        calendar.days_of(date(2026, 12, 1), date(2027, 2, 1))


def test_empty_days_and_foreign_zones_are_refused():
    with pytest.raises(BadRequest, match="A day is empty"):
        calendar.is_working_day(pl.Series([date(2025, 1, 2), None]))
    with pytest.raises(BadRequest, match="not an Indonesian zone"):
        calendar.is_working_day(date(2025, 1, 2), zone="Europe/Berlin")
    assert calendar.is_working_day(date(2025, 1, 2), zone="Asia/Jayapura")


def test_no_column_stays_no_column():
    empty = pl.Series([], dtype=pl.Date)
    assert calendar.add_working_days(empty, 3).to_list() == []


def test_friday_closes_later_and_rests_longer():
    hours = {row["weekday"]: row for row in calendar.office_hours().iter_rows(named=True)}
    assert sorted(hours) == [1, 2, 3, 4, 5]
    assert all(h["opens_min"] < h["break_from_min"] < h["break_to_min"] < h["closes_min"] for h in hours.values())
    rest = {day: h["break_to_min"] - h["break_from_min"] for day, h in hours.items()}
    assert hours[5]["closes_min"] == 16 * 60 + 30 > hours[4]["closes_min"] == 16 * 60
    assert rest[5] > rest[4]


def test_each_year_has_the_feasts_that_the_decree_always_holds():
    counts = calendar.holidays().group_by(pl.col("day").dt.year(), "kind").len().sort("day", "kind")
    national = counts.filter(pl.col("kind") == "national")
    assert national["len"].to_list() == [16, 17, 17, 17]
    leave = counts.filter(pl.col("kind") == "collective_leave")
    assert leave["len"].to_list() == [11, 10, 11, 8]
