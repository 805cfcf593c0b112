"""A closed terminal or a polite kill ends a serving command as Ctrl-C does, children included."""

from __future__ import annotations

import signal
from types import FrameType
from typing import NoReturn


def end_on_every_signal() -> None:
    """Turn SIGTERM and SIGHUP into `KeyboardInterrupt`, so that every `finally` runs."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
