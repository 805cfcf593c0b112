"""The page *Satu hari di kantor* without a browser: its choices, its address, and what it does with wrong ones."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from simi_lab.dashboards import routes
from simi_lab.dashboards.day import build, choosing, sentences
from simi_lab.dashboards.day.choosing import ALONE, PAIR
from simi_lab.dashboards.day.view import DayPage
from simi_lab.shell import Session
from simi_lab.store import Run


@pytest.fixture
def page(mungil: Run) -> DayPage:
    return DayPage(Session(run=mungil))


def test_it_is_a_page_of_the_dashboards() -> None:
    assert "sehari" in [route.slug for route in routes()]


def test_it_opens_with_a_usual_day_and_its_partner_at_the_longest_queue(page: DayPage, mungil: Run) -> None:
    (first, whole), (second, _) = page.scene.days
    index = choosing.days_index(mungil, 0)
    assert second.day == choosing.partner(index, first.day)
    assert first.day.weekday() == second.day.weekday()
    assert not sentences.is_simi(first) and sentences.is_simi(second)
    assert page.player.at == sentences.clock_word(whole.peak_at)
    assert page.filters.to_query() == {}, "what is shown without being asked for is not in the address"


def test_the_address_brings_day_second_day_and_moment(page: DayPage) -> None:
    asked = {"day": "2024-06-12", "beside": "2024-09-11", "at": "09:30"}
    assert page.filters.read_query(asked) == []
    assert [day.day.isoformat() for day, _ in page.scene.days] == ["2024-06-12", "2024-09-11"]
    assert page.player.at == "09:30"
    assert page.filters.to_query() == asked


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("day", "1999-01-01"),
        ("day", "12 Maret"),
        ("beside", "2024-13-45"),
        ("beside", "1999-01-01"),
        ("beside", "x"),
        ("at", "25:00"),
        ("at", "9:3"),
        ("office", "77"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_and_the_default_stays(page: DayPage, key: str, text: str) -> None:
    before = page.scene
    assert page.filters.read_query({key: text}) == [key]
    assert page.scene.days == before.days


def test_a_box_takes_days_of_the_period_and_nothing_else(page: DayPage) -> None:
    last = page.filters.param.day.bounds[1]
    page.choose("day", "2024-06-12")
    assert page.filters.day == date(2024, 6, 12)
    for wrong in ("", "pair", "2024-99-99", (last + timedelta(days=1)).isoformat()):
        page.choose("day", wrong)
    assert page.filters.day == date(2024, 6, 12)
    page.choose("beside", ALONE)
    assert len(page.scene.days) == 1
    page.choose("beside", PAIR)
    assert len(page.scene.days) == 2


def test_what_the_browser_says_of_the_moment_goes_to_the_address(page: DayPage) -> None:
    page.player.at = "10:20"
    assert page.filters.at == "10:20"
    page.filters.at = ""
    assert page.player.at == sentences.clock_word(page.scene.days[0][1].peak_at)


def test_a_closed_day_beside_an_open_one_is_said(page: DayPage) -> None:
    page.filters.param.update(day=date(2024, 6, 15), beside="2024-06-12")
    assert page.player.days[0] is None
    assert page.player.days[1]["people"]
    assert "Sabtu" in page.player.heads[0]["closed"]
    assert page.chart.table is not None and "waiting_2" not in page.chart.table.columns


def test_words_follow_the_language_and_colours_the_ground(page: DayPage) -> None:
    days, look = page.player.days, page.player.look
    page.session.lang = "en"
    assert page.player.words["play"] == "Play"
    assert "2024" in page.player.heads[0]["title"] and "Sebelum" not in page.player.heads[0]["title"]
    assert page.chart.title.startswith("Longest queues")
    page.session.theme = "dark"
    assert page.player.look["ink"] != look["ink"]
    assert page.player.days is days, "a day is not sent again for another language"


def test_a_world_without_service_is_answered_with_words(mungil: Run) -> None:
    def table(name: str) -> Any:
        rows = mungil.table(name)
        return rows.filter(False) if name == "events" else rows

    nobody = SimpleNamespace(
        table=table, hash="nobody", scenario=mungil.scenario, name="kosong", manifest=mungil.manifest
    )
    view = build(Session(run=nobody))
    assert "tidak ada hari yang bisa dilihat" in view.__panel__().object
