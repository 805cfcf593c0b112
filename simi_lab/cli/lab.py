"""`simi-lab lab`: JupyterLab on its start page, in Bahasa Indonesia, without a word to the outside."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from simi_lab import paths
from simi_lab.cli.screens import has_screen
from simi_lab.cli.speech import note, out, say

PORT = 8888
START_PAGE = "/lab/tree/notebooks/mulai.md"
_HOST = "127.0.0.1"
_SETTINGS = Path(__file__).parent / "lab_settings"


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


def lab_command(port: int, root: Path) -> list[str]:
    """Words that start JupyterLab with the lab's own settings, and with no one else's.

    The token is not among them, because every user of a computer can read the words of a process: give it in the
    variable `JUPYTER_TOKEN`.

    Parameters
    ----------
    port : a free port
    root : folder that it shows
    """
    kept = paths.workspace_dir() / "jupyterlab"  # what a reader changes stays in the lab's own folder
    server = {"port": port, "port_retries": 0, "ip": _HOST, "root_dir": root, "open_browser": False}
    lab = {
        "default_url": START_PAGE,
        "app_settings_dir": _SETTINGS,
        "user_settings_dir": kept / "settings",
        "workspaces_dir": kept / "workspaces",
        "extension_manager": "readonly",  # the other one lists a package index
        "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "news_url": None,
    }
    words = [f"--ServerApp.{name}={value}" for name, value in server.items()]
    words += [f"--LabApp.{name}={value}" for name, value in lab.items()]
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [sys.executable, "-m", "jupyterlab", *words, *as_root]
