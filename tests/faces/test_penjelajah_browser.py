"""The page *Penjelajah dunia* in a browser: sound in every view, the case in the address, Back between cases."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from simi_lab.dashboards.explorer import choosing
from simi_lab.store import Run

pytestmark = pytest.mark.browser


@pytest.fixture
def explorer(world_server: str) -> str:
    return f"{world_server}dasbor?page=penjelajah"


@pytest.fixture(scope="module")
def keys(mungil: Run) -> dict[str, str]:
    """One case of each kind of the short list."""
    return {entry.kind: entry.key for entry in choosing.interesting(mungil)}


def on_case(page: Any, key: str) -> None:
    """Wait until the answer of the page is of this case."""
    page.get_by_role("status").filter(has_text=key).first.wait_for()


@pytest.mark.parametrize("viewport", ["desk", "phone"])
@pytest.mark.parametrize(("lang", "theme"), [("id", "light"), ("en", "dark")])
def test_the_page_is_sound_before_and_after_the_truth(
    visit: Callable[..., Any], explorer: str, lang: str, theme: str, viewport: str
) -> None:
    seen = visit(f"{explorer}&lang={lang}&theme={theme}", viewport)
    seen.is_sound()
    words = {"id": ("Perlu dilihat", "Ungkap kebenaran", "Tindakan yang tepat"),
             "en": ("Needs a look", "Uncover the truth", "Right action")}[lang]  # fmt: skip
    guess, uncover, fact = words
    assert seen.page.get_by_text(fact).count() == 0
    seen.page.get_by_role("button", name=guess).click()
    seen.page.get_by_role("button", name=guess, pressed=True).wait_for()
    seen.page.get_by_role("button", name=uncover).click()
    seen.page.get_by_text(fact, exact=True).wait_for()
    seen.is_sound()


def test_a_group_is_sound_and_leads_to_its_members(
    visit: Callable[..., Any], explorer: str, keys: dict[str, str]
) -> None:
    visit(f"{explorer}&lang=en&theme=dark&case={keys['sponsor']}", "phone").is_sound()
    seen = visit(f"{explorer}&lang=id&case={keys['group']}", "phone")
    seen.is_sound()
    link = seen.page.get_by_role("link", name=re.compile("^SIM-")).first
    key = link.inner_text()
    link.click()
    on_case(seen.page, key)
    seen.page.wait_for_url(re.compile(f"case={key}"))
    assert seen.faults == []


def test_back_goes_through_the_cases_and_the_truth_is_hidden_again(
    visit: Callable[..., Any], explorer: str, keys: dict[str, str]
) -> None:
    seen = visit(f"{explorer}&lang=en&case={keys['minor']}")
    page = seen.page
    on_case(page, keys["minor"])
    page.get_by_role("button", name="Uncover the truth").click()
    page.get_by_role("button", name="Hide the truth again").wait_for()
    page.get_by_role("combobox", name="Interesting cases").select_option(keys["longest"])
    on_case(page, keys["longest"])
    page.get_by_role("button", name="Uncover the truth").wait_for()
    assert page.get_by_text("Right action", exact=True).count() == 0
    page.wait_for_url(re.compile(f"case={keys['longest']}"))
    page.go_back()
    on_case(page, keys["minor"])
    page.wait_for_url(re.compile(f"case={keys['minor']}"))
    expect(page.get_by_role("combobox", name="Interesting cases")).to_have_value(keys["minor"])  # words come first
    page.go_forward()
    on_case(page, keys["longest"])
    page.get_by_role("link", name="Bahasa Indonesia").click()
    page.get_by_role("heading", name="Perjalanan permohonan").wait_for()
    assert f"case={keys['longest']}" in page.url
    assert seen.faults == []


def test_a_wrong_number_is_answered_and_a_right_one_opened(
    visit: Callable[..., Any], explorer: str, keys: dict[str, str]
) -> None:
    seen = visit(f"{explorer}&lang=id")
    page = seen.page
    box = page.get_by_role("textbox", name="Nomor permohonan")
    box.fill("1804231007989000")
    box.press("Enter")
    page.get_by_text("nomor milik orang tidak dicari di sini").wait_for()
    assert seen.axe() == []
    box.fill(keys["minor"].lower())
    page.get_by_role("button", name="Buka", exact=True).click()
    on_case(page, keys["minor"])
    before = page.url
    page.get_by_role("button", name="Ambil acak").click()
    page.wait_for_function("(before) => location.href !== before", arg=before)
    assert seen.faults == []


def test_a_link_to_no_case_says_so(visit: Callable[..., Any], explorer: str) -> None:
    seen = visit(f"{explorer}&lang=id&case=SIM-1999-000001", "phone")
    seen.page.get_by_text("Kasus itu tidak ada di dunia ini").wait_for()
    assert seen.page.get_by_role("button", name="Ungkap kebenaran").count() == 0
    seen.is_sound()


def test_the_picture_has_its_table(visit: Callable[..., Any], explorer: str, keys: dict[str, str]) -> None:
    seen = visit(f"{explorer}&lang=id&case={keys['group']}")
    card = seen.page.get_by_role("article").filter(has_text="Belah ketupat")
    card.get_by_text("Lihat tabel").click()
    card.get_by_role("table").wait_for()
    assert card.get_by_role("row").count() >= 3
    assert "\N{BULLET}" in card.get_by_role("table").inner_text()


def test_the_home_page_has_a_door_to_it(visit: Callable[..., Any], world_server: str) -> None:
    seen = visit(f"{world_server}?lang=id", is_panel=False)
    seen.page.get_by_role("link", name="Penjelajah dunia").click()
    seen.ready()
    assert seen.page.get_by_role("heading", level=1).inner_text() == "Penjelajah dunia"
