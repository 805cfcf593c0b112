"""JupyterLab as an officer meets it: a start page in Bahasa Indonesia, one click to a lesson, nothing from outside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jupyterlab
import pytest

from simi_lab import paths
from simi_lab.cli import lab
from simi_lab.cli.lab_server import LabServer
from simi_lab.serving import free_port

SETTINGS = Path(lab.__file__).parent / "lab_settings"
OVERRIDES = json.loads((SETTINGS / "overrides.json").read_text(encoding="utf-8"))
SCHEMAS = Path(sys.prefix) / "share" / "jupyter" / "lab" / "schemas"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running JupyterLab, its own folder empty; it never saves by itself into the checkout."""
    home = tmp_path_factory.mktemp("home")
    settings = home / ".simi" / "jupyterlab" / "settings" / "@jupyterlab" / "docmanager-extension"
    settings.mkdir(parents=True)
    (settings / "plugin.jupyterlab-settings").write_text('{"autosave": false}', encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIMI_LAB_HOME", str(home))
        server = LabServer(free_port(28_800))
        try:
            assert server.start(), server.log.read_text(encoding="utf-8")
            yield server.url
        finally:
            server.end()


def test_the_token_is_not_among_the_words_of_the_process() -> None:
    server = LabServer(1)
    token = server.url.rpartition("token=")[2]
    words = lab.lab_command(1, paths.root())
    assert len(token) > 30
    assert not [word for word in words if token in word or "token" in word.lower()]


def test_the_start_page_is_a_file_of_the_checkout() -> None:
    assert (paths.root() / lab.START_PAGE.removeprefix("/lab/tree/")).is_file()


@pytest.mark.parametrize("plugin", OVERRIDES)
def test_jupyterlab_still_knows_each_setting(plugin: str) -> None:
    package, _, name = plugin.partition(":")
    schema = json.loads((SCHEMAS / package / f"{name}.json").read_text(encoding="utf-8"))
    assert set(OVERRIDES[plugin]) <= set(schema["properties"])


def test_nothing_is_asked_of_the_makers_of_jupyterlab() -> None:
    words = lab.lab_command(1, paths.root())
    assert hasattr(jupyterlab, "NeverCheckForUpdate")
    for wanted in ("news_url=None", "check_for_updates_class=jupyterlab.NeverCheckForUpdate"):
        assert f"--LabApp.{wanted}" in words
    assert OVERRIDES["@jupyterlab/apputils-extension:notification"] == {"fetchNews": "false", "checkForUpdates": False}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send")
def test_a_polite_kill_ends_jupyterlab_too(tmp_path: Path) -> None:
    port = free_port(28_850)
    words = [sys.executable, "-m", "simi_lab", "lab", "--port", str(port), "--no-browser"]
    environment = {**os.environ, "SIMI_LAB_HOME": str(tmp_path), "SIMI_LAB_LANG": "en"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        said = "".join(process.stdout.readline() for _ in range(3))
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 130
    assert f"http://127.0.0.1:{port}/?token=" in said
    assert free_port(port) == port


@pytest.mark.browser
def test_it_opens_in_indonesian_on_its_start_page(address: str, visit: Callable) -> None:
    seen = visit(address, is_panel=False)
    seen.page.get_by_role("heading", name="Selamat datang di SIMI Lab").wait_for(timeout=60_000)
    assert seen.page.evaluate("document.documentElement.lang") == "id-ID"
    seen.page.wait_for_timeout(1_500)  # news and update checks would come now
    assert seen.strays == []
    assert seen.page.get_by_text("DATA SINTETIS").first.is_visible()


@pytest.mark.browser
def test_a_tile_opens_the_notebook_and_its_chart_needs_no_network(address: str, visit: Callable) -> None:
    seen = visit(address, is_panel=False)
    seen.page.get_by_role("link", name="01 · Bertemu data").click(timeout=60_000)
    seen.page.locator(".jp-Notebook").wait_for()
    _wait_for_kernel(seen.page, address)
    seen.page.locator('.lm-MenuBar-item:has-text("Run")').click()
    seen.page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
    seen.page.locator(".jp-OutputArea-output .bk-Canvas").first.wait_for(state="attached", timeout=90_000)
    seen.page.wait_for_timeout(1_000)
    assert seen.strays == []


@pytest.mark.browser
def test_the_lesson_opens_without_a_cell(address: str, visit: Callable) -> None:
    seen = visit(address, is_panel=False)
    strays: list[str] = []
    seen.page.context.on("request", lambda each: strays.append(each.url))
    with seen.page.context.expect_page() as opened:
        seen.page.get_by_role("link", name="1 · Mengenal SIMI").click(timeout=60_000)
    lesson = opened.value
    lesson.get_by_role("button", name="Lanjutkan").wait_for(timeout=60_000)
    assert lesson.locator(".jp-Cell, .jp-InputArea").count() == 0
    assert [url for url in strays if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))] == []


def _wait_for_kernel(page: Any, address: str) -> None:
    """A notebook looks idle while its kernel still starts, and then lets a wish to run pass unheard."""
    for _ in range(120):
        kernels = page.request.get(address.replace("/?", "/api/kernels?")).json()
        if any(kernel["connections"] and kernel["execution_state"] == "idle" for kernel in kernels):
            page.wait_for_timeout(500)
            return
        page.wait_for_timeout(500)
    raise AssertionError("no kernel became ready")
