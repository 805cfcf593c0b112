"""The page *Keadilan* in a browser: sound in every view, the link keeps its state, sliders answer at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("lang", "theme", "viewport"), [("id", "light", "phone"), ("en", "dark", "desk")])
def test_the_page_is_sound(visit: Callable[..., Any], world_server: str, lang: str, theme: str, viewport: str) -> None:
    seen = visit(f"{world_server}dasbor?page=keadilan&lang={lang}&theme={theme}", viewport)
    expect(seen.page.locator("p.answer")).to_have_text(re.compile(r"\d"), timeout=240_000)
    expect(seen.page.get_by_role("slider")).to_have_count(4)
    seen.ready()
    seen.is_sound()


def test_sliders_and_choices_go_to_the_link_and_come_back(visit: Callable[..., Any], world_server: str) -> None:
    seen = visit(f"{world_server}dasbor?page=keadilan&lang=en&group=age_band&base_b=20&picker=office")
    page = seen.page
    expect(page.get_by_role("combobox", name="Groups by")).to_have_value("age_band")
    expect(page.locator("p.answer")).to_have_text(re.compile("officers doubted"), timeout=240_000)
    slider = page.get_by_role("slider", name="Group B: of 100 people, to be found")
    expect(slider).to_have_attribute("aria-valuetext", "20 of 100")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("base_b=21"))
    expect(page.locator(".rule p").first).to_have_text(re.compile("in B"))
    page.get_by_role("link", name="Service", exact=True).click()
    page.wait_for_url(re.compile("page=layanan"))
    page.go_back()
    page.wait_for_url(re.compile("group=age_band"))
    expect(page.get_by_role("combobox", name="Groups by")).to_have_value("age_band", timeout=30_000)
    page.get_by_role("combobox", name="Groups by").select_option("sex")
    page.wait_for_url(lambda url: "group=" not in url)
    assert seen.faults == []
