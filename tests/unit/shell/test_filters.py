"""Filters: what is written to an address is read back; what cannot be is refused and changes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import param
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simi_lab.shell import Filters


class Every(Filters):
    district = param.Selector(default="all", objects=["all", "18.04.04", 7])
    services = param.ListSelector(default=[], objects=["el_5", "el_10", "nonel_5"])
    smooth = param.Boolean(default=False)
    seats = param.Integer(default=2, bounds=(1, 9))
    share = param.Number(default=0.5, bounds=(0, 1))
    alias = param.String(default="tamu", regex=r"^\w{1,20}$")
    day = param.CalendarDate(default=date(2025, 1, 1), bounds=(date(2023, 1, 1), date(2025, 12, 31)))
    period = param.CalendarDateRange(default=(date(2023, 1, 1), date(2025, 12, 31)))
    wait = param.Range(default=(0.0, 60.0), bounds=(0, 600))
    officer = param.Integer(default=None, allow_None=True)


CHANGED: dict[str, Any] = {
    "district": 7,
    "services": ["el_5", "nonel_5"],
    "smooth": True,
    "seats": 3,
    "share": 0.25,
    "alias": "kopi",
    "day": date(2024, 8, 1),
    "period": (date(2024, 1, 1), date(2024, 6, 30)),
    "wait": (5.0, 30.5),
    "officer": 12,
}


def test_an_untouched_choice_writes_nothing() -> None:
    assert Every().to_query() == {}


@pytest.mark.parametrize("name", CHANGED)
def test_every_kind_comes_back_from_the_address(name: str) -> None:
    one, other = Every(**{name: CHANGED[name]}), Every()
    one._start = other._start
    assert list(one.to_query()) == [name]
    assert other.read_query(one.to_query()) == []
    assert getattr(other, name) == CHANGED[name]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("district", "nowhere"),
        ("services", "el_5,el_99"),
        ("smooth", "maybe"),
        ("seats", "99"),
        ("seats", "two"),
        ("share", "nan,"),
        ("alias", "<script>"),
        ("alias", "x" * 500),
        ("day", "2099-01-01"),
        ("day", "yesterday"),
        ("period", "2024-01-01"),
        ("wait", "a..b"),
        ("wait", "-5..900"),
    ],
)
def test_what_is_not_a_choice_is_refused_and_stays_default(name: str, text: str) -> None:
    filters = Every()
    assert filters.read_query({name: text, "smooth": "1"} if name != "smooth" else {name: text}) == [name]
    assert getattr(filters, name) == getattr(Every(), name)
    assert filters.smooth is (name != "smooth"), "the rest of the address counts"


@given(st.dictionaries(st.sampled_from(list(CHANGED)), st.text(max_size=40)))
def test_no_address_can_break_a_page(query: dict[str, str]) -> None:
    filters = Every()
    refused = filters.read_query(query)
    assert set(refused) <= set(query)
    again = Every()
    assert again.read_query(filters.to_query()) == []
    assert again.param.values() | {"name": ""} == filters.param.values() | {"name": ""}


def test_absent_keys_go_back_to_the_default_in_one_change() -> None:
    filters, told = Every(), []
    filters.param.watch(lambda *events: told.append(len(events)), list(Every.choices()))
    filters.read_query({"seats": "3", "smooth": "1"})
    filters.read_query({"seats": "4"})
    assert (filters.seats, filters.smooth) == (4, False)
    assert told == [2, 2]


def test_defaults_that_come_from_a_run_are_not_written() -> None:
    filters = Every()
    filters.param.district.objects = ["all", "18.03.01"]
    filters.district = "18.03.01"
    assert filters.to_query() == {"district": "18.03.01"}
    filters.keep_as_default()
    assert filters.to_query() == {}
    filters.seats = 5
    filters.reset()
    assert (filters.seats, filters.district) == (2, "18.03.01")


def test_keys_of_the_shell_and_unwritable_kinds_are_refused() -> None:
    with pytest.raises(TypeError, match="belongs to the shell"):
        type("Bad", (Filters,), {"lang": param.String()})()
    with pytest.raises(TypeError, match="cannot be written"):
        type("Odd", (Filters,), {"frame": param.Callable()})()
