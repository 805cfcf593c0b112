"""`simi-lab lab`: JupyterLab on its start page, in Bahasa Indonesia, without a word to the outside."""

from __future__ import annotations

from typing import Annotated

import typer

from simi_lab.cli.screens import has_screen
from simi_lab.cli.speech import note, out, say

PORT = 8888


def command(
    port: Annotated[int, typer.Option(help="Port of JupyterLab.", min=1, max=65535)] = PORT,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
) -> int:
    """Open JupyterLab on its start page."""
    from simi_lab.cli.lab_server import LabServer
    from simi_lab.cli.stopping import end_on_every_signal
    from simi_lab.errors import SimiError
    from simi_lab.serving import free_port

    end_on_every_signal()
    free = free_port(port)
    if free != port:
        note("Port {port} is taken; {free} is used instead.", port=port, free=free)
    lab = LabServer(free)
    try:
        if not lab.start():
            raise SimiError("JupyterLab did not start.", where=str(lab.log), cure="Read the log, then: simi-lab doctor")
        say("SIMI Lab: SYNTHETIC DATA, every person is invented.")
        out(f"  JupyterLab: {lab.url}")
        say("Ctrl-C ends everything.")
        if not no_browser and has_screen():
            import webbrowser

            webbrowser.open(lab.url)
        lab.wait()
    finally:
        lab.end()
    return 0
