"""Coming back to a visitor's page from a thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel as pn
from panel.io.state import set_curdoc

from simi_lab.shell.state import is_served


def on_own_turn(action: Callable[[], None]) -> Callable[[], None]:
    """Make a call that a thread may use: the action then runs on the visitor's own turn, unless the visitor has left.

    Without a server (a notebook, a test) it runs where it is called.
    """
    if not is_served():
        return action
    document: Any = pn.state.curdoc
    gone: list[bool] = []
    pn.state.on_session_destroyed(lambda _context: gone.append(True))

    def call() -> None:
        if not gone:
            with set_curdoc(document):
                pn.state.execute(action, schedule=True)

    return call
