"""State of the page in one session: what has been worked out of the run so far; the rest is made in the background."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any

import panel as pn
import param

from simi_lab.dashboards.monitoring.choosing import make_filters
from simi_lab.dashboards.policy.asking import Asker
from simi_lab.errors import SimiError
from simi_lab.shell import Session
from simi_lab.study.feedback import feedback
from simi_lab.study.feedback.drift import drift

_log = logging.getLogger(__name__)
_ONE_AT_A_TIME = {"feedback": Lock(), "drift": Lock()}
"""Two visitors of a new world wait for one piece of work; the second then reads what the first has made. One lock for
each part: whoever only wants to read the year need not wait for somebody else's drift."""


class MonitoringPage(param.Parameterized):
    """The year of feedback comes first, drift after it.

    Parameters
    ----------
    feedback, drift : `study.feedback.Feedback` and `study.feedback.drift.Drift`, None until they are there
    fault : what kept them from being made, None if nothing did
    """

    feedback: Any = param.Parameter()
    drift: Any = param.Parameter()
    fault: Any = param.Parameter()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.filters = session.shared(make_filters)
        self._asker = Asker()
        pn.state.onload(self.start)

    def start(self) -> None:
        """Ask for what the page shows."""
        self._asker.want(partial(self._work, "feedback"))

    def _work(self, part: str) -> Callable[[], None]:
        """In a thread: make or read one part."""
        make: Callable[[Any], Any] = feedback if part == "feedback" else drift
        try:
            with _ONE_AT_A_TIME[part]:
                made = make(self.session.run)
        except SimiError as fault:
            return partial(self._fail, fault)
        except Exception as fault:
            _log.exception("the monitoring of %s could not be worked out", self.session.run.name)
            return partial(self._fail, fault)
        return partial(self._take, part, made)

    def _take(self, part: str, made: Any) -> None:
        self.param.update(**{part: made})
        if part == "feedback":
            self._asker.want(partial(self._work, "drift"))

    def _fail(self, fault: Exception) -> None:
        self.fault = fault
