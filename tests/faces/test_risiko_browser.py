"""The page *Risiko* in a browser: the slider answers, the link keeps its state, and it is sound in every view."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def risiko(world_server: str) -> str:
    return f"{world_server}dasbor?page=risiko"


def ready(page: Any) -> None:
    """Wait until models and curves are there."""
    expect(page.locator(".now[data-capacity]")).to_be_visible(timeout=240_000)


@pytest.mark.parametrize(("lang", "theme", "viewport"), [("id", "light", "phone"), ("en", "dark", "desk")])
def test_the_page_is_sound(visit: Callable[..., Any], risiko: str, lang: str, theme: str, viewport: str) -> None:
    seen = visit(f"{risiko}&lang={lang}&theme={theme}", viewport)
    ready(seen.page)
    expect(seen.page.locator(".figures article")).to_have_count(4)
    expect(seen.page.get_by_text(re.compile("simi-lab risk dpia"))).to_be_visible()
    seen.ready()
    seen.is_sound()


def test_slider_and_model_change_the_answer_and_the_link_brings_them_back(
    visit: Callable[..., Any], risiko: str
) -> None:
    seen = visit(f"{risiko}&lang=en&model=scorecard&capacity=2")
    page = seen.page
    ready(page)
    now = page.locator(".now")
    expect(now).to_have_text(re.compile("^Scorecard, 2 persons a day"))
    slider = page.get_by_role("slider", name="Looked at longer")
    expect(slider).to_have_attribute("aria-valuetext", "2 persons a day")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(now).to_have_text(re.compile("^Scorecard, 1 person a day"))
    page.wait_for_url(re.compile(r"capacity=1\b"))
    page.get_by_role("combobox", name="Model").select_option("boosting")
    expect(now).to_have_text(re.compile("^Gradient boosting, 1 person a day"))
    page.wait_for_url(re.compile("model=boosting"))
    page.get_by_role("button", name="As this world has it").click()
    page.wait_for_url(lambda url: "capacity" not in url)
    expect(now).to_have_text(re.compile("^Gradient boosting, 3 persons a day"))
    assert seen.faults == []
