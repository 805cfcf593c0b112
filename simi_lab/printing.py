"""A page on paper: which browser of this computer can print, and how it is asked to."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from simi_lab.errors import SimiError

LEAN = "chromium-headless-shell"  # the same engine without windows, for half the work
_NAMES = (LEAN, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_PATIENCE = 180  # seconds; a page of ours prints in one or two


def chromium() -> str | None:
    """Path of a browser of the Chromium family; `SIMI_LAB_CHROMIUM` names another."""
    asked = os.environ.get("SIMI_LAB_CHROMIUM")
    if asked:
        return asked if Path(asked).is_file() else None
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def printed(page: Path, browser: str) -> bytes:
    """Print an HTML file of ours.

    Parameters
    ----------
    page : HTML file
    browser : path of a browser of the Chromium family

    Returns
    -------
    bytes
        The PDF.

    Raises
    ------
    SimiError
        The browser could not print it.
    """
    with tempfile.TemporaryDirectory(prefix="simi-pdf-") as profile:
        fresh = Path(profile) / "page.pdf"
        words = [browser, "--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={profile}/browser"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            words.append("--no-sandbox")  # Chromium has no sandbox for root; the page is our own and loads nothing
        words += [f"--print-to-pdf={fresh}", page.resolve().as_uri()]
        said = _run(words, page)
        if not fresh.is_file() or not fresh.read_bytes().startswith(b"%PDF"):
            raise SimiError(
                "The browser could not print the page: {said}",
                where=str(page),
                cure="Open the page in a browser and print it to PDF there.",
                said=said[-200:] or "-",
            )
        return fresh.read_bytes()


def _run(words: list[str], page: Path) -> str:
    """What the browser said last, on one line."""
    try:
        done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=_PATIENCE, cwd=page.parent)
    except (OSError, subprocess.TimeoutExpired) as error:
        return " ".join(str(error).split())
    return " ".join(done.stderr.split())
