"""The home page in a browser: sound in every view, without any script, and its doors lead where they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_the_home_page_is_sound(visit: Callable[..., Any], demo_server: str, view: Any) -> None:
    seen = visit(f"{demo_server}?{view.query}", view.viewport, is_panel=False)
    seen.is_sound()
    grounds = {"light": "rgb(250, 250, 247)", "dark": "rgb(20, 23, 26)"}
    assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == grounds[view.theme]
    assert seen.page.evaluate("document.fonts.check('16px Roboto')"), "the bundled type is loaded"


def test_it_needs_no_script_and_follows_the_system(visit: Callable[..., Any], demo_server: str) -> None:
    seen = visit(demo_server, is_panel=False, java_script_enabled=False, color_scheme="dark")
    assert seen.page.get_by_role("heading", name="Kantor imigrasi untuk berlatih").is_visible()
    assert seen.page.locator("script").count() == 0
    seen.page.get_by_role("link", name="English").click()
    assert seen.page.get_by_role("heading", name="An immigration office to rehearse in").is_visible()
    assert seen.page.get_by_text("is a hypothesis").is_visible()


def test_its_doors_open_also_behind_another_server(visit: Callable[..., Any], serve_demo: Any) -> None:
    with serve_demo("/simi/lab") as address:
        assert address.endswith("/simi/lab/")
        seen = visit(f"{address}?lang=en", is_panel=False)
        seen.page.get_by_role("link", name="Summary").click()
        seen.page.get_by_role("heading", name="Summary page").wait_for()
        seen.page.go_back()
        seen.page.get_by_role("link", name="Dashboards").click()
        seen.ready()
        seen.page.get_by_role("heading", name="All districts: 203 applicants").wait_for()
        seen.page.get_by_role("link", name="SIMI Lab").click()
        seen.page.get_by_role("heading", name="An immigration office to rehearse in").wait_for()
        assert seen.faults == []
        assert seen.strays == []
