"""A line that is cut for some seconds: the reader keeps the page, and no choice is lost."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simi_lab.serving import free_port

pytestmark = pytest.mark.browser


class Line:
    """A wire between browser and server that can be cut and mended."""

    def __init__(self, target: int) -> None:
        self.port, self._target = free_port(16500), target
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._is_whole = True
        threading.Thread(target=self._run, daemon=True).start()

    def cut(self) -> None:
        self._is_whole = False
        self._loop.call_soon_threadsafe(lambda: [writer.transport.abort() for writer in list(self._writers)])

    def mend(self) -> None:
        self._is_whole = True

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._carry, "127.0.0.1", self.port))
        self._loop.run_forever()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._is_whole:
            return writer.transport.abort()
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        ends = {writer, far_writer}
        self._writers |= ends
        await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))
        self._writers -= ends

    @staticmethod
    async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                target.write(data)
                await target.drain()
        except OSError:
            pass
        target.close()


@pytest.fixture
def line(serve_demo: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    port = free_port(16500)
    monkeypatch.setitem(os.environ, "BOKEH_ALLOW_WS_ORIGIN", f"127.0.0.1:{port}")
    with serve_demo("") as address:
        line = Line(int(address.rstrip("/").rpartition(":")[2]))
        assert line.port == port
        yield line
        line.end()


@pytest.mark.parametrize(
    "seconds", [3, pytest.param(12, marks=pytest.mark.full), pytest.param(45, marks=pytest.mark.full)]
)
def test_the_same_session_is_back_after_a_cut(visit: Callable[..., Any], line: Line, seconds: int) -> None:
    page = visit(f"http://127.0.0.1:{line.port}/dasbor?lang=en&district=B").page
    page.evaluate("window.stays = true")
    line.cut()
    page.get_by_role("status").filter(has_text="The line to the server is cut").wait_for(timeout=10_000)
    assert page.locator(".main-content[inert]").count() == 1, "no choice can be lost meanwhile"
    page.wait_for_timeout(seconds * 1000)
    line.mend()
    page.locator(".main-content:not([inert])").wait_for(timeout=60_000)
    page.get_by_role("combobox").select_option("C")
    page.get_by_role("heading", name="C: 27 applicants").wait_for(timeout=15_000)
    assert page.evaluate("window.stays") is True
    assert "district=C" in page.url
