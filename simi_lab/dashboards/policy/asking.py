"""Asking in the background: one wish at a time per visitor, the newest wins, and the page stays awake meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import panel as pn
from panel.io.state import set_curdoc

from simi_lab.shell.state import is_served

_log = logging.getLogger(__name__)
_POOL = ThreadPoolExecutor(2, thread_name_prefix="simulator")
"""Threads for all visitors: the work of one question keeps both processors busy by itself."""


class Asker:
    """Does the newest piece of work that was asked for, off the event loop; older ones that wait are dropped.

    Without a server (a test, a notebook) the work is done at once. Results come back on the visitor's own turn.
    """

    def __init__(self) -> None:
        self._document = pn.state.curdoc if is_served() else None
        self._lock = Lock()
        self._wanted: Callable[[], Callable[[], None] | None] | None = None
        self._is_working = self._is_over = False
        if self._document is not None:
            pn.state.on_session_destroyed(self._end)

    def want(self, work: Callable[[], Callable[[], None] | None]) -> None:
        """Ask for work; it runs in a thread and gives what is then done on the page, or None.

        Parameters
        ----------
        work : touches nothing of the page itself
        """
        if self._document is None:
            done = work()
            if done is not None:
                done()
            return
        with self._lock:
            self._wanted = work
            if self._is_working or self._is_over:
                return
            self._is_working = True
        _POOL.submit(self._work)

    @property
    def is_newer_wanted(self) -> bool:
        """Whether something newer waits already."""
        return self._wanted is not None

    def _work(self) -> None:
        while True:
            with self._lock:
                work, self._wanted = self._wanted, None
                if work is None or self._is_over:
                    self._is_working = False
                    return
            try:
                done = work()
            except Exception:
                _log.exception("a question of the simulator could not be answered")
                continue
            if done is not None:
                self._say(done)

    def _say(self, done: Callable[[], None]) -> None:
        document: Any = self._document
        if document is not None and not self._is_over:
            with set_curdoc(document):
                pn.state.execute(done, schedule=True)

    def _end(self, _context: Any) -> None:
        with self._lock:
            self._is_over, self._wanted, self._document = True, None, None
