"""The words that start JupyterLab: its start page, its own settings, and no word to the outside."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from simi_lab import paths

START_PAGE = "/lab/tree/notebooks/mulai.md"
_HOST = "127.0.0.1"
_SETTINGS = Path(__file__).parent / "lab_settings"


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
