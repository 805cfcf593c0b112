"""`simi-lab serve`: home page, dashboards and lessons of a run, without making anything and without JupyterLab."""

from __future__ import annotations

from typing import Annotated

import typer

from simi_lab.cli.screens import has_screen
from simi_lab.cli.speech import note, out, phrase, say

PORT = 5006


def command(
    run: Annotated[str, typer.Option("--run", metavar="RUN", help="Run to show; `latest` is the newest.")] = "latest",
    port: Annotated[int, typer.Option(help="Port of the pages.", min=1, max=65535)] = PORT,
    address: Annotated[str, typer.Option(help="Address of this computer to listen on.")] = "127.0.0.1",
    prefix: Annotated[str, typer.Option(help="Path under which another server passes the pages on.")] = "",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
) -> int:
    """Serve home page, dashboards and lessons."""
    from simi_lab.serving import free_port, serve
    from simi_lab.serving.ports import check_address

    check_address(address)
    name = _named(run)  # before an address is told
    free = free_port(port, address)
    if free != port:
        note("Port {port} is taken; {free} is used instead.", port=port, free=free)
    host = f"[{address}]" if ":" in address else address
    say("SIMI Lab: SYNTHETIC DATA, every person is invented.")
    out(f"  {phrase('Home page')}: http://{host}:{free}{_path(prefix)}")
    say("Ctrl-C ends everything.")
    serve(name, port=free, address=address, prefix=prefix, show=not no_browser and has_screen())
    return 0


def _named(run: str) -> str | None:
    """The run asked for; without a name and without any run, lessons are served alone."""
    from simi_lab.errors import MissingRunError
    from simi_lab.study import open_run

    try:
        return open_run(run).name
    except MissingRunError:
        if run != "latest":
            raise
        note("No world has been made yet; only lessons are served. To make one: simi-lab up")
        return None


def _path(prefix: str) -> str:
    inner = prefix.strip("/")
    return f"/{inner}/" if inner else "/"
