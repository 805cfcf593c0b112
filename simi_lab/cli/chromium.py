"""How Chromium gets onto this computer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from simi_lab.printing import chromium

__all__ = ["PACKAGES", "can_install", "chromium", "cure", "install"]

PACKAGES = ("chromium", "fonts-liberation")  # without fonts its pages are blank


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
