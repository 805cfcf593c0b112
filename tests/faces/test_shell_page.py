"""The shell in a browser: sound in every view, and address, Back, language, theme, files and keys work."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("viewport", ["desk", "phone"])
@pytest.mark.parametrize(("lang", "theme"), [("id", "light"), ("en", "dark")])
def test_a_page_is_sound(visit: Callable[..., Any], demo_server: str, lang: str, theme: str, viewport: str) -> None:
    seen = visit(f"{demo_server}dasbor?page=satu&lang={lang}&theme={theme}", viewport)
    seen.is_sound()
    root = "document.documentElement"
    assert seen.page.evaluate(f"[{root}.lang, {root}.dataset.labTheme]") == [lang, theme]
    assert "SIMI Lab" in seen.page.title()
    menu = seen.page.get_by_role("navigation")
    assert menu.count() == (0 if viewport == "phone" else 1), "on a phone the menu waits to be asked for"


def test_a_plot_is_drawn_when_its_card_comes_into_view(visit: Callable[..., Any], demo_server: str) -> None:
    page = visit(f"{demo_server}dasbor?lang=en", "phone").page
    page.set_viewport_size({"width": 390, "height": 400})
    page.reload()
    figure = page.get_by_role("figure", name="Applicants per month.")
    figure.wait_for()
    page.wait_for_timeout(1500)
    assert figure.locator("canvas").count() == 0, "far below the window nothing is drawn"
    figure.scroll_into_view_if_needed()
    figure.locator("canvas").first.wait_for()


def test_the_menu_of_a_phone_is_sound_and_closes_after_a_choice(visit: Callable[..., Any], demo_server: str) -> None:
    seen = visit(f"{demo_server}dasbor?lang=id", "phone")
    seen.page.get_by_role("button", name="Buka menu").click()
    seen.page.get_by_role("navigation", name="Menu").wait_for()
    seen.page.wait_for_timeout(400)
    assert seen.axe() == []
    assert seen.page.get_by_role("link", name="Tema gelap").is_visible()
    seen.page.get_by_role("link", name="Memuat").click()
    seen.page.get_by_role("heading", name="Memuat").wait_for()
    seen.page.get_by_role("navigation").wait_for(state="detached")


def test_deep_link_back_and_reload_bring_back_page_and_filters(visit: Callable[..., Any], demo_server: str) -> None:
    seen = visit(f"{demo_server}dasbor?page=satu&lang=en&district=B")
    page = seen.page
    page.get_by_role("heading", name="B: 36 applicants").wait_for()
    page.get_by_role("link", name="Loading").click()
    page.get_by_role("heading", name="Loading").wait_for()
    page.wait_for_url(re.compile("page=dua&lang=en&district=B"))  # the pages share the filter
    page.go_back()
    page.get_by_role("heading", name="B: 36 applicants").wait_for()
    assert "page=satu" in page.url and "district=B" in page.url
    page.go_forward()
    page.get_by_role("heading", name="Loading", exact=True).wait_for()
    page.go_back()
    page.reload()
    seen.ready()
    page.get_by_role("heading", name="B: 36 applicants").wait_for()
    assert seen.faults == []


def test_language_and_theme_change_in_place_and_keep_the_choice(visit: Callable[..., Any], demo_server: str) -> None:
    seen = visit(f"{demo_server}dasbor?lang=id")
    page = seen.page
    page.evaluate("window.stays = true")
    page.get_by_role("combobox", name="Menu").select_option("C")
    page.get_by_role("heading", name="C: 27 pemohon").wait_for()
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="C: 27 applicants").wait_for()
    page.wait_for_url(re.compile("lang=en.*district=C"))
    page.get_by_role("link", name="Dark theme").click()
    page.wait_for_function("document.documentElement.dataset.labTheme === 'dark'")
    page.get_by_role("link", name="Light theme").wait_for()
    page.wait_for_url(re.compile("theme=dark"))
    assert page.evaluate("[window.stays, document.documentElement.lang]") == [True, "en"]
    page.get_by_role("combobox").select_option(label="All districts")
    page.get_by_role("heading", name="All districts: 203 applicants").wait_for()
    assert "district" not in page.url, "a default needs no key"
    assert seen.faults == []


def test_the_table_says_what_is_hidden_and_the_file_is_safe(
    visit: Callable[..., Any], demo_server: str, tmp_path: Path
) -> None:
    page = visit(f"{demo_server}dasbor?lang=id").page
    assert page.get_by_role("table").count() == 0
    page.get_by_text("Lihat tabel").click()
    page.get_by_role("table").wait_for()
    assert page.get_by_role("columnheader").all_inner_texts() == ["Kecamatan", "Bulan", "Pemohon"]
    assert page.get_by_role("cell", name="disembunyikan").count() == 4
    assert page.get_by_text("Tutup tabel").is_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh CSV").click()
    assert download.value.suggested_filename == "contoh_DATA_SINTETIS.csv"
    download.value.save_as(tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "district,month,n,suppressed,data"
    assert lines[1] == "A,2025-01,41,false,DATA SINTETIS"
    assert len(lines) == 10


def test_a_strange_address_is_met_kindly(visit: Callable[..., Any], demo_server: str) -> None:
    seen = visit(f"{demo_server}dasbor?page=nowhere&lang=xx&district=%3Cscript%3E&theme=pink")
    seen.page.get_by_text("tidak tersedia di sini (page, district)").wait_for()
    seen.page.get_by_role("heading", name="Semua kecamatan: 203 pemohon").wait_for()
    assert seen.faults == []


def test_a_page_that_fails_says_so_and_the_others_work(visit: Callable[..., Any], demo_server: str) -> None:
    seen = visit(f"{demo_server}dasbor?lang=en&page=tiga")
    seen.page.get_by_text("This page could not be shown.").wait_for()
    seen.page.get_by_role("link", name="Loading").click()
    seen.page.get_by_text("Nothing to draw for this choice.").wait_for()


def test_the_menu_works_by_keyboard_and_leads_to_the_heading(visit: Callable[..., Any], demo_server: str) -> None:
    page = visit(f"{demo_server}dasbor?lang=en").page
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.get_by_role("link", name="Loading").evaluate("node => node.matches(':focus')"):
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Loading", exact=True).wait_for()
    page.wait_for_timeout(300)
    assert page.get_by_role("heading", level=1).evaluate("node => node.matches(':focus')")
