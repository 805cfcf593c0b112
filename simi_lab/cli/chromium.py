"""Where Chromium is on this computer, and how it gets there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
PACKAGES = ("chromium", "fonts-liberation")  # without fonts its pages are blank


def chromium() -> str | None:
    """Path of a browser of the Chromium family; `SIMI_LAB_CHROMIUM` names another."""
    asked = os.environ.get("SIMI_LAB_CHROMIUM")
    if asked:
        return asked if Path(asked).is_file() else None
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def cure() -> str:
    """English message on how to get Chromium on this kind of computer."""
    if shutil.which("apt-get"):
        return "Run: sudo apt-get update && sudo apt-get install chromium fonts-liberation"
    if sys.platform == "darwin":
        return "Run: brew install --cask chromium"
    return "Install Chromium or Google Chrome, or let SIMI_LAB_CHROMIUM name one."


def can_install() -> bool:
    """Whether we may install it without asking: root on Debian or a system like it."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and bool(shutil.which("apt-get"))


def install() -> str | None:
    """Install Debian's Chromium; its path, or None when that did not work (apt has then said why)."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *PACKAGES]):
        subprocess.run(["apt-get", *words], check=False, stdin=subprocess.DEVNULL, env=environment)
    return chromium()
