"""How Chromium gets onto this computer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from simi_lab.printing import LEAN, chromium

__all__ = ["can_install", "chromium", "cure", "install", "is_lean"]

_FONTS = "fonts-liberation"  # without fonts its pages are blank


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


def is_lean() -> bool:
    """Whether nothing leaner can be had than what is found: the shell is there, or no list of packages knows it."""
    if shutil.which(LEAN):
        return True
    known = subprocess.run(["apt-cache", "show", LEAN], check=False, capture_output=True)
    return known.returncode != 0


def install() -> str | None:
    """Install Debian's Chromium, the shell without windows where there is one.

    Returns
    -------
    str or None
        Its path, or None when that did not work (apt has then said why).
    """
    _apt("update", "-q")
    for package in (LEAN, "chromium"):
        _apt("install", "-y", "-q", "--no-install-recommends", package, _FONTS)
        if found := chromium():
            return found
    return None


def _apt(*words: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", *words], check=False, stdin=subprocess.DEVNULL, env=environment)
