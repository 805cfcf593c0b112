"""The server process: faces as Panel documents, home page, static folders, limits on sessions."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from simi_lab.serving.ports import check_address

if TYPE_CHECKING:
    from bokeh.server.server import Server

    from simi_lab.serving.door import Door
    from simi_lab.serving.faces import Face

CDN_ROOT = "PANEL_CDN_ROOT"
_UNUSED_SESSION_MS = 60_000  # longer than a line that drops and comes back
_CHECK_SESSIONS_MS = 10_000
_KEEP_ALIVE_MS = 20_000
_MESSAGE_BYTES = 2_000_000  # what a browser may send at once; nobody uploads files here

_log = logging.getLogger(__name__)


def serve(
    run_name: str | None = "latest",
    *,
    port: int,
    address: str = "127.0.0.1",
    lab_url: str | None = None,
    prefix: str = "",
    show: bool = False,
) -> None:
    """Serve home page, summary, dashboards and academy until the process is stopped.

    Parameters
    ----------
    run_name : name or folder of the run whose figures are shown; None serves only what needs no run
    port : a free port (see `free_port`)
    address : an address of this computer
    lab_url : where JupyterLab runs beside it, if it does
    prefix : path under which the server lives behind another one ("/lab")
    show : open the home page in the reader's browser

    Raises
    ------
    BadRequest
        The address would let other computers in; or there is no such run.
    """
    check_address(address)
    from simi_lab.study import open_run

    run = open_run(run_name) if run_name is not None else None
    os.environ[CDN_ROOT] = f"{_clean(prefix)}/vendor/"  # before Panel is imported: nothing comes from a CDN
    from simi_lab.serving.faces import face_list
    from simi_lab.serving.summary import summary_folder

    summary = summary_folder(run) if run is not None else None
    faces = face_list(run)
    server = make_server(run, faces, port=port, address=address, lab_url=lab_url, prefix=prefix, summary=summary)
    if show:
        server.io_loop.add_callback(server.show, "/")
    server.start()
    if run is not None:
        threading.Thread(target=_ahead, args=(run, faces), name="ahead", daemon=True).start()
    try:
        server.io_loop.start()
    finally:
        server.stop(wait=False)


def make_server(
    run: Any,
    faces: Sequence[Face],
    *,
    port: int,
    address: str = "127.0.0.1",
    lab_url: str | None = None,
    prefix: str = "",
    summary: Path | None = None,
    warm: bool = True,
    door: Door | None = None,
) -> Server:
    """Build the server without starting it; parameters as for `serve`, with the run open and the faces loaded.

    `summary` is the folder of the static summary pages, see `summary.summary_folder`; left out, there is no door to it.
    With `door` every page asks for an account first, and other computers may be let in.
    """
    check_address(address, has_accounts=door is not None)
    prefix = _clean(prefix)
    os.environ.setdefault(CDN_ROOT, f"{prefix}/vendor/")
    import panel as pn

    from simi_lab.serving.quick import remember_what_stays
    from simi_lab.serving.reconnect import send_documents_whole
    from simi_lab.serving.security import SecurityHeaders

    send_documents_whole()
    remember_what_stays()
    links = _links(faces, has_summary=summary is not None, has_door=door is not None)
    server = pn.io.server.get_server(
        {face.slug: _document(face, links, run, f"{prefix}/", door) for face in faces},
        port=port,
        address=address,
        prefix=prefix,
        title={face.slug: "SIMI Lab" for face in faces},
        location=False,  # the shell writes the address itself; two writers fight
        warm=warm,
        liveness=True,
        compress_response=True,
        static_dirs=_static_folders(pn),
        extra_patterns=_patterns(run, faces, lab_url, prefix, summary, door),
        use_index=False,
        websocket_origin=_origins(address, port, lab_url),
        unused_session_lifetime_milliseconds=_UNUSED_SESSION_MS,
        check_unused_sessions_milliseconds=_CHECK_SESSIONS_MS,
        keep_alive_milliseconds=_KEEP_ALIVE_MS,
        websocket_max_message_size=_MESSAGE_BYTES,
        ico_path=str(Path(__file__).parent / "assets" / "favicon.ico"),
        **_lock(door),
    )
    server._tornado.add_transform(SecurityHeaders)
    return server


def _ahead(run: Any, faces: Sequence[Face]) -> None:
    """Do what pages want done before their first visitor; what fails here is told to the visitor who asks for it."""
    for route in (route for face in faces for route in face.routes):
        try:
            if route.ahead is not None:
                route.ahead(run)
        except Exception:
            _log.exception("the page %s could not be prepared", route.slug)


def _patterns(
    run: Any, faces: Sequence[Face], lab_url: str | None, prefix: str, summary: Path | None, door: Door | None
) -> list[Any]:
    """What is served besides the pages: home page and summary, or the page to sign in."""
    if door is not None:
        from simi_lab.serving.login import class_routes

        return class_routes(door, prefix)
    from simi_lab.serving.home import Home, home_routes

    return home_routes(Home(run=run, faces=faces, lab_url=lab_url, prefix=prefix, summary=summary))


def _lock(door: Door | None) -> Mapping[str, Any]:
    """Options that keep out whoever is not signed in."""
    if door is None:
        return {}
    from simi_lab.serving.door import ClassAuth

    return {"auth_provider": ClassAuth(door), "cookie_secret": door.secret}


def _links(faces: Sequence[Face], *, has_summary: bool, has_door: bool) -> Mapping[str, Sequence[Any]]:
    """Doors to the rest of the lab in the menu of each face."""
    from simi_lab.shell import Link

    if has_door:
        last, before = [Link("Sign out", "logout", "keluar")], []
    else:
        last, before = [], [Link("Home", "home", "")]
    before += [Link("Summary", "summarize", "ringkasan/")] if has_summary else []
    return {face.slug: [*before, *(other.link for other in faces if other is not face), *last] for face in faces}


def _document(
    face: Face, links: Mapping[str, Sequence[Any]], run: Any, home: str, door: Door | None
) -> Callable[[], Any]:
    import panel as pn

    from simi_lab.shell import open_page

    def build() -> Any:
        visitor = None if door is None else door.visitor(pn.state.cookies)
        return open_page(face.routes, run=run, links=links[face.slug], prefix=home, visitor=visitor)

    return build


def _static_folders(pn: Any) -> Mapping[str, str]:
    """Panel's own files under the path that replaces its CDN; never copied, the folder has 107 MB."""
    return {f"vendor/{pn.__version__}/dist": str(Path(pn.__file__).parent / "dist")}


def _origins(address: str, port: int, lab_url: str | None) -> list[str]:
    """Hosts whose pages may open a session; a page of any other site is refused.

    JupyterLab passes pages on under its own address. Any other server in front must be named in
    `BOKEH_ALLOW_WS_ORIGIN`.
    """
    names = {address if ":" not in address else f"[{address}]", "127.0.0.1", "localhost"}
    lab = [urlsplit(lab_url).netloc] if lab_url else []
    return [*(f"{name}:{port}" for name in sorted(names)), *lab]


def _clean(prefix: str) -> str:
    return f"/{prefix.strip('/')}" if prefix.strip("/") else ""
