"""Fixtures for faces: a browser that notices every stray request and every fault, and servers to look at.

@pytest.mark.browser
@every_view                       # lang x theme x viewport
def test_my_page(visit, lab_server, lang, theme, viewport):
    seen = visit(f"{lab_server}dasbor?page=layanan&lang={lang}&theme={theme}", viewport)
    seen.is_sound()
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from simi_lab.cli.chromium import chromium
from simi_lab.store import Run

HERE = Path(__file__).parent
PHONE = "Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537"
VIEWPORTS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "user_agent": PHONE, "has_touch": True},
}
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
SERIOUS = ("serious", "critical")
READY = "window.Bokeh && Bokeh.documents.length && Bokeh.documents[0].is_idle"


@dataclass
class Visit:
    """One visit of a page: what was asked from elsewhere, what went wrong, and ways to look closer."""

    page: Any
    strays: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def ready(self) -> None:
        """Wait until Panel has drawn everything and the line to the server is up."""
        self.page.wait_for_function(READY, timeout=30_000)
        self.page.wait_for_timeout(300)  # names of controls are mended a moment after drawing

    def axe(self) -> list[str]:
        """Serious and critical findings of axe-core, one line each."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in SERIOUS]

    def is_sound(self) -> None:
        """Assert what must hold for every page of every face."""
        assert self.strays == [], "requests that leave the machine"
        assert self.faults == [], "faults in the browser"
        assert self.axe() == []
        width, window = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width <= window, f"scrolls sideways: {width} > {window}"
        assert self.page.get_by_role("heading", level=1).count() == 1
        mark = {"id": "DATA SINTETIS", "en": "SYNTHETIC DATA"}[self.page.evaluate("document.documentElement.lang")]
        assert self.page.get_by_text(mark, exact=True).first.is_visible()


@dataclass(frozen=True)
class View:
    """One way to look at a page."""

    lang: str
    theme: str
    viewport: str

    @property
    def query(self) -> str:
        return f"lang={self.lang}&theme={self.theme}"


VIEWS = [View(*three) for three in product(["id", "en"], ["light", "dark"], VIEWPORTS)]


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view.lang}-{view.theme}-{view.viewport}")
def view(request: pytest.FixtureRequest) -> View:
    """Each of the eight ways to look at a page."""
    return request.param


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, once per worker."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def profiles(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Any]]:
    """One browsing context per viewport, kept while a worker lives: scripts are parsed once, not at each visit."""
    opened: dict[str, Any] = {}

    def context(viewport: str) -> Any:
        if viewport not in opened:
            opened[viewport] = browser.browser_type.launch_persistent_context(
                tmp_path_factory.mktemp(viewport), executable_path=chromium(), args=SWITCHES, **VIEWPORTS[viewport]
            )
        return opened[viewport]

    yield context
    for each in opened.values():
        each.close()


@pytest.fixture
def visit(browser: Any, profiles: Callable[[str], Any]) -> Iterator[Callable[..., Visit]]:
    """Open a page as a new visitor: `visit(url, "phone")`; `is_fresh` and extra words give it a context of its own."""
    closing: list[Any] = []
    used: dict[str, Any] = {}

    def open_(
        url: str, viewport: str = "desk", *, is_panel: bool = True, is_fresh: bool = False, **options: Any
    ) -> Visit:
        if is_fresh or options:
            context = browser.new_context(**VIEWPORTS[viewport], **options)
            closing.append(context)
        else:
            context = used[viewport] = profiles(viewport)
        seen = Visit(context.new_page())
        closing.insert(0, seen.page)
        _listen(seen)
        seen.page.goto(url)
        if is_panel:
            seen.ready()
        return seen

    yield open_
    for context in used.values():
        context.clear_cookies()
        for page in context.pages:
            if page.url.startswith("http"):
                page.evaluate("() => { try { localStorage.clear(); sessionStorage.clear() } catch {} }")
                page.close()
    for each in closing:
        each.close()


@pytest.fixture(scope="session")
def demo() -> ModuleType:
    """The demo face."""
    spec = importlib.util.spec_from_file_location("simi_demo_face", HERE / "demo.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def serve_demo() -> Callable[[str], AbstractContextManager[str]]:
    """Serve the demo face under a prefix: `with serve_demo("/lab") as address`."""
    return lambda prefix: serving("demo_server.py", prefix)


@pytest.fixture(scope="session")
def demo_server() -> Iterator[str]:
    """Address of a server with the demo face."""
    with serving("demo_server.py", "") as address:
        yield address


@pytest.fixture(scope="session")
def world_server(mungil: Run) -> Iterator[str]:
    """Address of a server with the dashboards over the smallest world."""
    with serving("run_server.py", str(mungil.path)) as address:
        yield address


@pytest.fixture(scope="session")
def academy_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Home of the academy that browser tests share; each test has learners of its own."""
    return tmp_path_factory.mktemp("academy")


@pytest.fixture(scope="session")
def academy(academy_home: Path) -> Iterator[str]:
    """Address of a server with the academy."""
    with serving("lesson_server.py", SIMI_LAB_HOME=str(academy_home), SIMI_LAB_ALIAS="") as address:
        yield address


@contextmanager
def serving(script: str, *words: str, **environment: str) -> Iterator[str]:
    """Run a server script of this folder until the block ends; gives the address that it prints first.

    Parameters
    ----------
    environment : variables that are set beside those of this process
    """
    command = [sys.executable, str(HERE / script), *words]
    told = {**os.environ, "SIMI_LAB_STRICT": "1", **environment}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=told) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:"), f"{script} did not start"
            yield address
        finally:
            process.kill()


@pytest.fixture(scope="session")
def serve() -> Callable[..., AbstractContextManager[str]]:
    """`serving`, for servers of a test file's own."""
    return serving


def _listen(seen: Visit) -> None:
    here = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "about:")
    page = seen.page

    def on_request(request: Any) -> None:
        if not request.url.startswith(here):
            seen.strays.append(request.url)

    def on_response(response: Any) -> None:
        if response.status >= 400:
            seen.faults.append(f"{response.status} {response.url}")

    def on_console(message: Any) -> None:
        if message.type == "error":
            seen.faults.append(message.text)

    page.on("request", on_request)
    page.on("response", on_response)
    page.on("console", on_console)
    page.on("pageerror", lambda error: seen.faults.append(str(error)))
