"""The page *Pemantauan model* in a browser: sound in every view, its link keeps its choices, words switch in place."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
WORDS = {"id": ("Siapa yang dilihat", "Yang dipantau"), "en": ("Who is looked at", "What is watched")}


def whole(seen: Any, lang: str) -> Any:
    """The page once the year and the drift are there."""
    for label in WORDS[lang]:
        seen.page.get_by_role("combobox", name=label).wait_for(timeout=120_000)
    seen.ready()
    return seen.page


@pytest.mark.parametrize(("lang", "theme", "viewport"), [("id", "light", "phone"), ("en", "dark", "desk")])
def test_the_page_is_sound(visit: Callable[..., Any], world_server: str, lang: str, theme: str, viewport: str) -> None:
    seen = visit(f"{world_server}dasbor?page=pemantauan&lang={lang}&theme={theme}", viewport)
    whole(seen, lang)
    seen.is_sound()


def test_a_link_brings_its_choices_and_they_follow(visit: Callable[..., Any], world_server: str) -> None:
    from playwright.sync_api import expect

    seen = visit(f"{world_server}dasbor?page=pemantauan&lang=id&lots=open&watch=score")
    page = whole(seen, "id")
    expect(page.get_by_role("combobox", name="Siapa yang dilihat")).to_have_value("open")
    expect(page.get_by_role("combobox", name="Yang dipantau")).to_have_value("score")
    page.get_by_role("combobox", name="Tanda dari").select_option("ks_month")
    page.wait_for_url(re.compile("detector=ks_month"))
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("combobox", name="Who is looked at")).to_have_value("open")
    expect(page.get_by_role("status").first).to_contain_text("ought to have been looked at")
    assert {"lots=open", "watch=score", "detector=ks_month"} <= set(page.url.split("?")[1].split("&"))
