"""The page *Satu hari di kantor* in a browser: play, pause, slider, keys, touch, and sound in every view."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from simi_lab.dashboards.day import choosing, sentences
from simi_lab.dashboards.day.reading import read_day
from simi_lab.store import Run

pytestmark = pytest.mark.browser


@pytest.fixture
def sehari(world_server: str) -> str:
    return f"{world_server}dasbor?page=sehari"


@pytest.fixture(scope="module")
def busiest(mungil: Run) -> date:
    return next(entry.day for entry in choosing.interesting(mungil, 0) if entry.kind == "busiest")


def lines(page: Any) -> Any:
    """The sentences that tell each day at the moment shown."""
    return page.locator(".side .line")


@pytest.mark.parametrize(
    ("lang", "theme", "viewport"),
    [("id", "light", "phone"), ("en", "dark", "phone"), ("id", "dark", "desk"), ("en", "light", "desk")],
)
def test_the_page_is_sound(visit: Callable[..., Any], sehari: str, lang: str, theme: str, viewport: str) -> None:
    seen = visit(f"{sehari}&lang={lang}&theme={theme}", viewport)
    expect(seen.page.locator("canvas[role=img]")).to_have_count(2)
    expect(lines(seen.page)).to_have_text([re.compile(r"^\d\d:\d\d"), re.compile(r"^\d\d:\d\d")])
    seen.is_sound()


def test_every_moment_says_what_is_counted_from_the_events(
    visit: Callable[..., Any], sehari: str, mungil: Run, busiest: date
) -> None:
    seen = visit(f"{sehari}&lang=id&day={busiest}&beside=none&at=07:40")
    page, day = seen.page, read_day(mungil, 0, busiest)
    slider = page.get_by_role("slider", name="Jam")
    for text in ("07:40", "08:20", "09:05", "10:30", "12:15", "13:10", "15:55"):
        at = int(text[:2]) * 3600 + int(text[3:]) * 60
        slider.fill(str(at))
        expect(lines(page)).to_have_text(sentences.line(day, at, "id"))
        expect(slider).to_have_attribute("aria-valuetext", text)
    page.wait_for_url(re.compile("at=15:55"))
    expect(page.get_by_role("status").filter(has_text="15:55")).to_have_count(1)
    assert seen.faults == []


def test_play_moves_the_clock_and_pause_stops_it(visit: Callable[..., Any], sehari: str, busiest: date) -> None:
    seen = visit(f"{sehari}&lang=en&day={busiest}&at=08:00")
    page, clock = seen.page, seen.page.locator(".clock")
    expect(clock).to_have_text("08:00")
    page.get_by_role("button", name="Play").click()
    expect(clock).to_have_text(re.compile(r"^08:[1-5]\d$"), timeout=20_000)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    stopped = clock.inner_text()
    page.wait_for_timeout(700)
    expect(clock).to_have_text(stopped)
    page.wait_for_url(re.compile(f"at={stopped}"))
    page.get_by_role("button", name="15 minutes on").click()
    hour, minute = divmod(int(stopped[:2]) * 60 + int(stopped[3:]) + 15, 60)
    expect(clock).to_have_text(f"{hour:02d}:{minute:02d}")
    assert seen.faults == []


def test_keys_alone_play_pause_and_step(visit: Callable[..., Any], sehari: str) -> None:
    seen = visit(f"{sehari}&lang=en&at=09:00")
    page, clock = seen.page, seen.page.locator(".clock")
    player = page.get_by_role("group", name="A day at the office: player")
    player.focus()
    page.keyboard.press("ArrowRight")
    expect(clock).to_have_text("09:01")
    page.keyboard.press("Shift+ArrowLeft")
    expect(clock).to_have_text("08:46")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.keyboard.press("End")
    page.keyboard.press("Space")  # at the end it begins again
    expect(clock).to_have_text(re.compile("^0[67]:"))
    page.keyboard.press("Space")


def test_on_a_phone_fingers_do_all_of_it(visit: Callable[..., Any], sehari: str) -> None:
    seen = visit(f"{sehari}&lang=id&at=08:00", "phone")
    page, clock = seen.page, seen.page.locator(".clock")
    page.get_by_role("button", name="Putar").tap()
    expect(clock).to_have_text(re.compile(r"^08:[0-5][1-9]$"))
    page.get_by_role("button", name="Jeda").tap()
    slider = page.get_by_role("slider", name="Jam")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    expect(clock).to_have_text(re.compile("^1[2-4]:"))
    page.wait_for_url(re.compile("at=1[2-4]:"))
    seen.is_sound()


def test_less_motion_means_jumps(visit: Callable[..., Any], sehari: str) -> None:
    seen = visit(f"{sehari}&lang=en&at=08:00", reduced_motion="reduce")
    page, clock = seen.page, seen.page.locator(".clock")
    expect(page.get_by_text("the time jumps once a second")).to_be_visible()
    page.get_by_role("button", name="Play").click()
    expect(clock).to_have_text(re.compile("^(08|09|10):[0-5][05]$"))  # whole jumps of five minutes
    expect(clock).not_to_have_text("08:00")
    page.get_by_role("button", name="Pause").click()


def test_days_are_chosen_and_a_closed_one_is_said(visit: Callable[..., Any], sehari: str, busiest: date) -> None:
    seen = visit(f"{sehari}&lang=id")
    page = seen.page
    page.get_by_role("combobox", name="Hari", exact=True).select_option(busiest.isoformat())
    expect(page.locator(".side h3").first).to_have_text(re.compile(sentences.long_day(busiest, "id")))
    page.get_by_role("combobox", name="Pembanding").select_option("none")
    expect(page.locator(".side h3")).to_have_count(1)
    page.get_by_label("Tanggal lain").first.fill("2024-06-15")
    expect(page.locator(".side .line")).to_have_text("Pada hari Sabtu kantor ini tutup. Pilih hari lain.")
    expect(page.get_by_role("button", name="Putar")).to_be_hidden()
    page.wait_for_url(re.compile("day=2024-06-15"))
    seen.is_sound()
    page.get_by_role("link", name="English").click()
    expect(page.locator(".side .line")).to_have_text("On Saturday this office is closed. Choose another day.")
    assert seen.faults == []


def test_the_table_tells_each_quarter_of_an_hour(visit: Callable[..., Any], sehari: str) -> None:
    seen = visit(f"{sehari}&lang=id")
    card = seen.page.get_by_role("article").filter(has_text="Antrean terpanjang")
    card.get_by_text("Lihat tabel").click()
    card.get_by_role("table").wait_for()
    assert card.get_by_role("row").count() > 30
    expect(card.get_by_role("rowheader", name="09:15")).to_be_visible()
    assert seen.axe() == []
