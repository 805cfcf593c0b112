"""Sessions of the server: freed when they end, refused from elsewhere; what every answer says about safety."""

from __future__ import annotations

import asyncio
import gc
import re
import threading
import weakref
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from simi_lab.serving import free_port, make_server


@dataclass
class Serving:
    """A server in a thread of this process, so that its objects can be counted."""

    port: int
    loop: asyncio.AbstractEventLoop

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do asynchronous work in the loop of the server; this thread may have one that runs already."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)


@pytest.fixture(scope="module")
def serving(demo: ModuleType) -> Iterator[Serving]:
    from simi_lab.serving import Face

    port, started, box = free_port(16300), threading.Event(), {}

    def run() -> None:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        faces = [Face("dasbor", "Dashboards", "query_stats", tuple(demo.routes()))]
        server = make_server(None, faces, port=port, warm=False)
        server.start()
        box.update(loop=loop, server=server)
        loop.call_soon(started.set)
        loop.run_forever()
        server.stop(wait=False)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(30)
    yield Serving(port, box["loop"])
    box["loop"].call_soon_threadsafe(box["loop"].stop)
    thread.join(10)


async def _visit(address: str, origin: str = "") -> None:
    """Open a session as a browser does, read what it is sent first, and leave."""
    client = AsyncHTTPClient(force_instance=True)
    page = (await client.fetch(f"http://{address}/dasbor?page=satu&lang=id")).body.decode()
    client.close()
    token = re.search(r'"token":"([^"]+)"', page)
    assert token, "the page carries no session"
    request = HTTPRequest(f"ws://{address}/dasbor/ws", headers={"Origin": origin or f"http://{address}"})
    socket = await websocket_connect(request, subprotocols=["bokeh", token[1]])
    for _ in range(3):
        assert await asyncio.wait_for(socket.read_message(), 10) is not None
    socket.close()


def _sessions(port: int) -> int:
    import panel as pn

    servers = [server for server, _, _ in pn.state._servers.values() if server.port == port]
    return sum(len(server.get_sessions()) for server in servers)


def test_closed_sessions_leave_no_page_behind(serving: Serving) -> None:
    from simi_lab.shell import LabPage, page

    born: weakref.WeakSet[Any] = weakref.WeakSet()
    plain = LabPage.__init__

    def counted(self: Any, **params: Any) -> None:
        plain(self, **params)
        born.add(self)

    page.LabPage.__init__ = counted  # type: ignore[method-assign]
    try:
        for _ in range(12):
            serving.run(_visit(serving.address))
    finally:
        page.LabPage.__init__ = plain  # type: ignore[method-assign]
    _discard(serving)
    gc.collect()
    assert len(born) == 0, f"{len(born)} of 12 pages are still held"


def _discard(serving: Serving) -> None:
    """End the sessions nobody uses, as the server does by itself after a minute."""
    import panel as pn

    async def clean() -> None:
        for server, _, _ in pn.state._servers.values():
            if server.port == serving.port:
                for context in server._tornado._applications.values():
                    await context._cleanup_sessions(0)

    for _ in range(5):
        serving.run(clean())
    assert _sessions(serving.port) == 0


def test_a_page_of_another_site_cannot_open_a_session(serving: Serving) -> None:
    with pytest.raises(HTTPClientError, match="403"):
        serving.run(_visit(serving.address, origin="http://elsewhere.example"))


@pytest.mark.parametrize("path", ["/", "/dasbor?page=dua", "/liveness", "/favicon.ico", "/nothing-here"])
def test_every_answer_keeps_other_sites_out(serving: Serving, path: str) -> None:
    answer = _get(serving, path)
    assert answer.code == (404 if path == "/nothing-here" else 200)
    assert "default-src" in answer.headers["Content-Security-Policy"]
    assert "http" not in answer.headers["Content-Security-Policy"], "nothing may come from another host"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_answers_are_compressed(serving: Serving) -> None:
    answer = _get(serving, "/static/js/bokeh.min.js", decompress_response=False, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.body) < 400_000


def test_the_home_page_answers_this_computer_only(serving: Serving) -> None:
    assert _get(serving, "/", headers={"Host": "elsewhere.example"}).code == 403
    assert _get(serving, "/", headers={"Host": f"localhost:{serving.port}"}).code == 200


def _get(serving: Serving, path: str, **options: Any) -> Any:
    async def fetch() -> Any:
        client = AsyncHTTPClient(force_instance=True)
        try:
            return await client.fetch(f"http://{serving.address}{path}", raise_error=False, **options)
        finally:
            client.close()

    return serving.run(fetch())
