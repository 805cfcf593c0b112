"""The page *Simulator kebijakan* in a browser: sliders, keys, the link, the way back, and sound in every view."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def simulator(world_server: str) -> str:
    return f"{world_server}dasbor?page=simulator"


def settled(page: Any) -> None:
    """Wait until the answer is the one that was asked for, with all its months."""
    expect(page.locator(".now[data-status=''][data-runs='200']")).to_be_visible(timeout=120_000)


@pytest.mark.parametrize(
    ("lang", "theme", "viewport"),
    [("id", "light", "phone"), ("en", "dark", "phone"), ("id", "dark", "desk"), ("en", "light", "desk")],
)
def test_the_page_is_sound(visit: Callable[..., Any], simulator: str, lang: str, theme: str, viewport: str) -> None:
    seen = visit(f"{simulator}&lang={lang}&theme={theme}&interviewers=3", viewport)
    settled(seen.page)
    expect(seen.page.locator(".figures article")).to_have_count(6)
    expect(seen.page.get_by_role("slider").first).to_be_visible()
    seen.ready()
    seen.is_sound()


def test_a_lever_changes_the_answer_and_the_link_and_reset_takes_it_back(
    visit: Callable[..., Any], simulator: str
) -> None:
    seen = visit(f"{simulator}&lang=id")
    page = seen.page
    settled(page)
    answer = page.locator(".answer")
    expect(answer).to_have_text(re.compile("^Seperti hari ini"))
    slider = page.get_by_role("slider", name="Kuota harian")
    first = slider.input_value()
    slider.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^\d+ tempat sehari$"))
    page.wait_for_url(re.compile(r"quota=\d+"))
    expect(answer).not_to_have_text(re.compile("^Seperti hari ini"))
    settled(page)
    expect(page.get_by_text(re.compile(r"^hari ini: \d+ tempat sehari$"))).to_be_visible()
    page.get_by_role("button", name="Kembali ke hari ini").click()
    expect(answer).to_have_text(re.compile("^Seperti hari ini"))
    page.wait_for_url(lambda url: "quota" not in url)
    expect(slider).to_have_value(first)
    assert seen.faults == []


def test_the_link_keeps_the_levers_and_back_brings_them_again(visit: Callable[..., Any], simulator: str) -> None:
    seen = visit(f"{simulator}&lang=en&counters=4&quota=30&month=busiest")
    page = seen.page
    settled(page)
    told = page.locator(".told dd").first
    expect(told).to_have_text("4 counters, 30 places a day.")
    expect(page.get_by_role("slider", name="Counters")).to_have_attribute("aria-valuetext", "4 counters")
    expect(page.get_by_role("combobox", name="Month")).to_have_value("busiest")
    page.get_by_role("link", name="Service", exact=True).click()
    page.wait_for_url(re.compile("page=layanan"))
    page.go_back()
    page.wait_for_url(re.compile("counters=4&quota=30"))
    expect(told).to_have_text("4 counters, 30 places a day.")
    assert seen.faults == []


def test_a_link_that_asks_too_much_is_brought_back_and_told(visit: Callable[..., Any], simulator: str) -> None:
    seen = visit(f"{simulator}&lang=en&counters=99&quota=many")
    page = seen.page
    settled(page)
    expect(page.get_by_text("Counters: 99 is not possible, 12 counters is shown")).to_be_visible()
    expect(page.get_by_text(re.compile(r"not available here \(quota\)"))).to_be_visible()
    page.wait_for_url(re.compile("counters=12"))


def test_on_a_phone_the_answer_stays_in_view_while_a_thumb_moves_a_lever(
    visit: Callable[..., Any], simulator: str
) -> None:
    seen = visit(f"{simulator}&lang=id", "phone")
    page = seen.page
    settled(page)
    expect(page.get_by_role("slider", name="Gangguan sistem pusat")).to_be_hidden()
    page.get_by_text("Keadaan", exact=True).tap()
    slider = page.get_by_role("slider", name="Gangguan sistem pusat")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    expect(slider).to_have_attribute("aria-valuetext", re.compile("hari kerja$"))
    expect(page.locator(".answer")).not_to_have_text(re.compile("^Seperti hari ini"))
    expect(page.locator(".answer")).to_be_in_viewport()
    settled(page)
    seen.is_sound()
