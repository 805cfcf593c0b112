"""Slow work done beside a server's other work, so that one learner's program keeps nobody else waiting."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from simi_lab.shell.state import is_served
from simi_lab.training.player.later import on_own_turn

_log = logging.getLogger(__name__)
T = TypeVar("T")


def beside(work: Callable[[], T], then: Callable[[T | None], None]) -> None:
    """Do work in a thread and hand its result to `then` in the page's own turn; without a server, do both at once.

    Parameters
    ----------
    work : must not touch the page
    then : gets None when the work failed; not called once the visitor has left
    """
    if not is_served():
        then(work())
        return
    found: list[T | None] = [None]
    tell = on_own_turn(lambda: then(found[0]))

    def run() -> None:
        try:
            found[0] = work()
        except Exception:
            _log.exception("work beside the page failed")
        tell()

    threading.Thread(target=run, daemon=True, name="simi-beside").start()
