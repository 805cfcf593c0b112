"""Sessions of the server: freed when they end, refused from elsewhere; what every answer says about safety."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPClientError

from simi_lab.serving import free_port, make_server

sys.path.insert(0, str(Path(__file__).parent))  # tests are no package: their own modules lie beside them
from class_client import Client
from ports_of_workers import first_port
from served import Served, served


@pytest.fixture(scope="module")
def serving(demo: ModuleType) -> Iterator[Served]:
    from simi_lab.serving import Face

    faces = [Face("dasbor", "Dashboards", "query_stats", tuple(demo.routes()))]
    port = free_port(first_port(16300))
    with served(port, lambda: make_server(None, faces, port=port, warm=False)) as server:
        yield server


async def _visit(host: str, origin: str = "") -> None:
    """Open a session as a browser does, read what it is sent first, and leave."""
    client = Client(host)
    await client.connect("dasbor", "satu", origin=origin)
    client.close()


def _sessions(port: int) -> int:
    import panel as pn

    servers = [server for server, _, _ in pn.state._servers.values() if server.port == port]
    return sum(len(server.get_sessions()) for server in servers)


def test_closed_sessions_leave_no_page_behind(serving: Served) -> None:
    from simi_lab.shell import LabPage, page

    born: weakref.WeakSet[Any] = weakref.WeakSet()
    plain = LabPage.__init__

    def counted(self: Any, **params: Any) -> None:
        plain(self, **params)
        born.add(self)

    page.LabPage.__init__ = counted  # type: ignore[method-assign]
    try:
        for _ in range(12):
            serving.run(_visit(serving.host))
    finally:
        page.LabPage.__init__ = plain  # type: ignore[method-assign]
    _discard(serving)
    gc.collect()
    assert len(born) == 0, f"{len(born)} of 12 pages are still held"


def _discard(serving: Served) -> None:
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


def test_a_page_of_another_site_cannot_open_a_session(serving: Served) -> None:
    with pytest.raises(HTTPClientError, match="403"):
        serving.run(_visit(serving.host, origin="http://elsewhere.example"))


@pytest.mark.parametrize("path", ["/", "/dasbor?page=dua", "/liveness", "/favicon.ico", "/nothing-here"])
def test_every_answer_keeps_other_sites_out(serving: Served, path: str) -> None:
    answer = _get(serving, path)
    assert answer.code == (404 if path == "/nothing-here" else 200)
    assert "default-src" in answer.headers["Content-Security-Policy"]
    assert "http" not in answer.headers["Content-Security-Policy"], "nothing may come from another host"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_answers_are_compressed(serving: Served) -> None:
    answer = _get(serving, "/static/js/bokeh.min.js", decompress_response=False, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.body) < 400_000


def test_the_home_page_answers_this_computer_only(serving: Served) -> None:
    assert _get(serving, "/", headers={"Host": "elsewhere.example"}).code == 403
    assert _get(serving, "/", headers={"Host": f"localhost:{serving.port}"}).code == 200


def _get(serving: Served, path: str, **options: Any) -> Any:
    async def fetch() -> Any:
        client = AsyncHTTPClient(force_instance=True)
        try:
            return await client.fetch(f"http://{serving.host}{path}", raise_error=False, **options)
        finally:
            client.close()

    return serving.run(fetch())
