"""JupyterLab as an officer meets it: a start page in Bahasa Indonesia, one click to a lesson, nothing from outside."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import jupyterlab
import pytest

from simi_lab import paths
from simi_lab.cli import lab_line as lab
from simi_lab.cli.children import Child
from simi_lab.cli.lab_server import LabServer, answers
from simi_lab.serving import free_port

SETTINGS = Path(lab.__file__).parent / "lab_settings"
OVERRIDES = json.loads((SETTINGS / "overrides.json").read_text(encoding="utf-8"))
RUN_ALL = """async path => {
    const app = window.jupyterapp;
    const notebook = await app.commands.execute("docmanager:open", { path });
    await notebook.context.ready;
    await notebook.sessionContext.ready;
    app.shell.activateById(notebook.id);
    await new Promise(done => setTimeout(done, 500));
    await app.commands.execute("notebook:run-all-cells");
}"""
# On a busy machine the start page may settle later than the notebook and lie above it, and what is hidden is not drawn.
IN_FRONT = """path => {
    const app = window.jupyterapp;
    for (const widget of app.shell.widgets("main"))
        if (widget.context && widget.context.path === path) app.shell.activateById(widget.id);
}"""
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
        patch.setenv("PANEL_CDN_ROOT", "/vendor/")  # as in `up`, whose server stands in the same process
        port, token = free_port(28_800), secrets.token_urlsafe(24)
        words = [*lab.lab_command(port, paths.root()), "--LabApp.expose_app_in_browser=True"]
        server = Child(words, home / "jupyterlab.log", {"JUPYTER_TOKEN": token}, paths.root())
        try:
            assert answers(port, lambda: server.is_alive), (home / "jupyterlab.log").read_text(encoding="utf-8")
            yield f"http://127.0.0.1:{port}/?token={token}"
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
    seen.page.locator(".jp-Notebook h1").wait_for(state="attached", timeout=30_000)
    notebook = "notebooks/01_bertemu_data.ipynb"
    seen.page.evaluate(RUN_ALL, notebook)
    canvas = seen.page.locator(".jp-OutputArea-output .bk-Canvas")
    for _ in range(60):
        seen.page.evaluate(IN_FRONT, notebook)
        seen.page.wait_for_timeout(1_000)
        if canvas.count():
            break
    told = seen.page.locator(".jp-OutputArea-output").all_inner_texts()
    assert canvas.count(), told
    seen.page.wait_for_timeout(1_000)
    assert seen.strays == []


@pytest.mark.browser
def test_the_lesson_opens_without_a_cell(address: str, visit: Callable) -> None:
    seen = visit(address, is_panel=False, is_fresh=True)
    strays: list[str] = []
    seen.page.context.on("request", lambda each: strays.append(each.url))
    with seen.page.context.expect_page() as opened:
        seen.page.get_by_role("link", name="1 · Mengenal SIMI").click(timeout=60_000)
    lesson = opened.value
    lesson.get_by_role("button", name="Lanjutkan").wait_for(timeout=60_000)
    assert lesson.locator(".jp-Cell, .jp-InputArea").count() == 0
    assert [url for url in strays if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))] == []
