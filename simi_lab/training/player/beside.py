"""Slow work done beside a server's other work, so that one learner's program keeps nobody else waiting."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

import panel as pn
from panel.io.state import set_curdoc

_log = logging.getLogger(__name__)
T = TypeVar("T")


def beside(work: Callable[[], T], then: Callable[[T | None], None]) -> None:
    """Do work in a thread and hand its result to `then` in the page's own turn; without a server, do both at once.

    Parameters
    ----------
    work : must not touch the page
    then : gets None when the work failed
    """
    document = pn.state.curdoc
    if document is None or document.session_context is None:
        then(work())
        return

    def finish(result: T | None) -> None:
        with set_curdoc(document):
            then(result)

    def run() -> None:
        result: T | None = None
        try:
            result = work()
        except Exception:
            _log.exception("work beside the page failed")
        if document.session_context is not None and not document.session_context.destroyed:
            document.add_next_tick_callback(lambda: finish(result))

    threading.Thread(target=run, daemon=True, name="simi-beside").start()
