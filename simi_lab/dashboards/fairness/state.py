"""State of the page in one session: the audit of whom is chosen, then what more equality would cost."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any

import panel as pn
import param

from simi_lab.dashboards.fairness.choosing import make_filters
from simi_lab.dashboards.policy.asking import Asker
from simi_lab.errors import SimiError
from simi_lab.shell import Session
from simi_lab.study.fairness import audit
from simi_lab.study.fairness.choices import choices
from simi_lab.study.fairness.rows import OFFICE

_log = logging.getLogger(__name__)
_ONE_AT_A_TIME = Lock()
"""Two visitors of a new world wait for one piece of work; the second then reads what the first has made."""


class FairnessPage(param.Parameterized):
    """What is shown follows the choice; what is not there yet is made in the background.

    Parameters
    ----------
    audit : `study.fairness.Audit` of the picker that is chosen, None until it is there
    choices : `study.fairness.choices.Choices` of picker and group, None until they are there and for the office
    fault, choices_fault : what kept them from being made, None if nothing did
    """

    audit: Any = param.Parameter()
    choices: Any = param.Parameter()
    fault: Any = param.Parameter()
    choices_fault: Any = param.Parameter()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.filters = session.shared(make_filters)
        self._asker = Asker()
        self.filters.param.watch(self._changed, ["picker", "group"])
        pn.state.onload(self.start)

    def start(self) -> None:
        """Ask for what the page shows."""
        wanted = (self.filters.picker, self.filters.group)
        self._asker.want(partial(self._work, wanted))

    def _changed(self, *_events: Any) -> None:
        if self.audit is not None and self.audit.picker != self.filters.picker:
            self.audit = None
        self.param.update(choices=None, fault=None, choices_fault=None)
        self.start()

    def _work(self, wanted: tuple[str, str]) -> Callable[[], None]:
        """In a thread: the audit first."""
        if self.audit is not None and self.audit.picker == wanted[0]:
            return partial(self._take, wanted, self.audit)
        found, fault = self._made(partial(audit, self.session.run, wanted[0]))
        return partial(self._take, wanted, found, fault)

    def _price(self, wanted: tuple[str, str]) -> Callable[[], None]:
        """In a thread: what more equality would cost."""
        found, fault = self._made(partial(choices, self.session.run, *wanted))
        return partial(self._take_price, wanted, found, fault)

    def _made(self, make: Callable[[], Any]) -> tuple[Any, Exception | None]:
        try:
            with _ONE_AT_A_TIME:
                return make(), None
        except SimiError as fault:
            return None, fault
        except Exception as fault:
            _log.exception("the fairness of %s could not be worked out", self.session.run.name)
            return None, fault

    def _is_asked(self, wanted: tuple[str, str]) -> bool:
        return wanted == (self.filters.picker, self.filters.group)

    def _take(self, wanted: tuple[str, str], found: Any, fault: Exception | None = None) -> None:
        if not self._is_asked(wanted):
            return
        self.param.update(audit=found, fault=fault)
        if found is not None and wanted[0] != OFFICE:
            self._asker.want(partial(self._price, wanted))

    def _take_price(self, wanted: tuple[str, str], found: Any, fault: Exception | None) -> None:
        if self._is_asked(wanted):
            self.param.update(choices=found, choices_fault=fault)
