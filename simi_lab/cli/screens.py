"""Whether a browser can open a window where the command runs."""

from __future__ import annotations

import os
import sys


def has_screen() -> bool:
    """Whether a browser can open a window here; over SSH it would open on the wrong screen."""
    if sys.platform in ("win32", "darwin"):
        return not os.environ.get("SSH_CONNECTION")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
