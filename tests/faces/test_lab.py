"""JupyterLab as an officer meets it: a start page in Bahasa Indonesia, one click to a lesson, nothing from outside."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import jupyterlab
import pytest
from playwright.sync_api import expect

from simi_lab import paths
from simi_lab.cli import lab_line as lab
from simi_lab.cli.children import Child
from simi_lab.cli.lab_server import LabServer, answers
from simi_lab.serving import free_port
from simi_lab.store.workspace import open_workspace
from simi_lab.training import Lesson, Record, fold, load_module
from simi_lab.training.content.model import Read
from simi_lab.training.engine.grade import key_answer

from .learner import Thumbs

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
def lab_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def address(lab_home: Path) -> Iterator[str]:
    """Address of a running JupyterLab, its own folder empty; it never saves by itself into the checkout."""
    home = lab_home
    settings = home / ".simi" / "jupyterlab" / "settings" / "@jupyterlab" / "docmanager-extension"
    settings.mkdir(parents=True)
    (settings / "plugin.jupyterlab-settings").write_text('{"autosave": false}', encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIMI_LAB_HOME", str(home))
        patch.setenv("SIMI_LAB_ALIAS", "kelapa")
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
def test_a_lesson_begun_on_a_phone_goes_on_in_jupyterlab_and_ends_on_the_page(
    address: str, lab_home: Path, visit: Callable, serve: Callable
) -> None:
    module = load_module("02_identitas_dan_berkas")
    database = f"sqlite:///{lab_home / '.simi' / 'workspace.db'}"
    with open_workspace(database) as space:
        steps = Lesson(module, Record(space, "kelapa")).module.steps  # with the numbers that this learner gets
    first, second = len(steps) // 2, len(steps) // 2 + 2
    with serve("lesson_server.py", SIMI_LAB_HOME=str(lab_home), SIMI_LAB_ALIAS="kelapa") as academy:
        page = f"{academy}belajar?page=belajar/{module.id}&lang=id&alias=kelapa"
        seen = visit(page, "phone", is_fresh=True)
        _work_through(seen.page, steps[:first], is_touch=True)
        seen.page.context.close()

        lab_page, strays = _lesson_in_lab(visit(address, is_panel=False, is_fresh=True).page)
        _work_through(lab_page, steps[first:second], is_touch=False)
        assert lab_page.locator(".jp-Cell, .jp-InputArea").count() == 0
        assert [url for url in strays if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))] == []

        seen = visit(page, "phone", is_fresh=True)
        _work_through(seen.page, steps[second:], is_touch=True)
        expect(seen.page.locator("section.sheet h2")).to_have_text("Anda sudah menyelesaikan modul ini.")
        seen.is_sound()
    with open_workspace(database) as space:
        events = Record(space, "kelapa").read(module.id).events
    state = fold(module, events)
    assert (state.passed, state.score) == (True, 1.0)
    assert {event.data["face"] for event in events if event.verb == "answered"} == {"page", "notebook"}


def _lesson_in_lab(page: Any) -> tuple[Any, list[str]]:
    """Open the lesson from JupyterLab's start page; gives its page, and a list of all that is asked for meanwhile."""
    strays: list[str] = []
    page.context.on("request", lambda each: strays.append(each.url))
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="2 · Identitas dan berkas").click(timeout=60_000)
    opened.value.locator("section.sheet h2").wait_for(timeout=60_000)
    return opened.value, strays


def _work_through(page: Any, steps: Sequence[Any], *, is_touch: bool) -> None:
    """Read and answer step after step, each rightly."""
    thumbs = Thumbs(page, is_touch=is_touch)
    for step in steps:
        expect(page.locator("section.sheet h2")).to_have_text(step.title.id, timeout=15_000)
        if not isinstance(step, Read):
            thumbs.answer(step, key_answer(step))
            thumbs.press("check")
            expect(page.locator("section.sheet .feedback .title")).to_contain_text("Tepat.")
        thumbs.press("forward")
    expect(page.locator("section.sheet h2")).not_to_have_text(steps[-1].title.id)
