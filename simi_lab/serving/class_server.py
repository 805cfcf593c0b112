"""The server of a class: the academy behind a page to sign in, warmed before the first learner comes."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simi_lab.serving.ports import check_address
from simi_lab.serving.server import CDN_ROOT, make_server

if TYPE_CHECKING:
    from bokeh.server.server import Server

    from simi_lab.serving.door import Door
    from simi_lab.store.accounts import ClassInfo
    from simi_lab.store.workspace import Workspace

_LOOK_MS = 3_000
_WARM_SECONDS = 60.0


def serve_class(
    workspace: Workspace,
    info: ClassInfo,
    *,
    port: int,
    address: str,
    run: Any = None,
    on_ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve a class until the process is stopped, or the class is ended by another one.

    Parameters
    ----------
    port : a free port
    address : an address of this computer
    run : the open run whose figures lessons quote, or None
    on_ready : called once every lesson has been opened once, so that nobody waits for the first time

    Raises
    ------
    BadRequest
        This computer has no such address.
    """
    check_address(address, has_accounts=True)
    os.environ[CDN_ROOT] = "/vendor/"
    from tornado.ioloop import PeriodicCallback

    from simi_lab.serving.door import Door

    door = Door(workspace, info)
    server = class_server(door, port=port, address=address, run=run)
    server.start()

    def look() -> None:
        if door.has_ended():
            server.io_loop.stop()

    async def ready() -> None:
        await warm_up(server, door, address)
        on_ready()

    server.io_loop.add_callback(ready)
    watch = PeriodicCallback(look, _LOOK_MS)
    watch.start()
    try:
        server.io_loop.start()
    finally:
        watch.stop()
        server.stop(wait=False)
        door.close()


def class_server(door: Door, *, port: int, address: str = "127.0.0.1", run: Any = None) -> Server:
    """Build the server of a class without starting it: the academy alone."""
    from simi_lab.serving.faces import face_list

    faces = [face for face in face_list(run) if face.slug == "belajar"]
    return make_server(run, faces, port=port, address=address, door=door)


async def warm_up(server: Server, door: Door, address: str) -> int:
    """Open every lesson once, as the trainer would, and let go again; how many answered.

    What is slow only the first time (texts read, lessons checked, scripts compressed) is done before the class comes.
    """
    from tornado.httpclient import AsyncHTTPClient, HTTPRequest

    from simi_lab.store.accounts import seats
    from simi_lab.training.content import module_names

    trainer = next(iter(seats(door.workspace, door.info.class_id, "trainer")), None)
    if trainer is None:
        return 0
    cookie = "; ".join(f"{name}={value.decode()}" for name, value in door.cookies(trainer).items())
    host = f"[{address}]" if ":" in address else address
    pages = ["belajar", *(f"belajar/{name}" for name in module_names())]
    client, answered = AsyncHTTPClient(force_instance=True), 0
    try:
        for page, lang in [*((page, "id") for page in pages), ("belajar", "en")]:
            url = f"http://{host}:{server.port}/belajar?page={page}&lang={lang}"
            request = HTTPRequest(url, headers={"Cookie": cookie}, request_timeout=_WARM_SECONDS)
            answer = await client.fetch(request, raise_error=False)
            answered += answer.code == 200
    finally:
        client.close()
    return answered
