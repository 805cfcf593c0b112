"""Offices that can be asked: prepared once per run and month for all visitors, and answers that were given before."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

from simi_lab.dashboards.policy.choosing import USUAL, month_of
from simi_lab.study.whatif.levers import Levers

if TYPE_CHECKING:
    from simi_lab.study.whatif import WhatIf
    from simi_lab.study.whatif.answers import Answer

WHILE_DRAGGING, WHEN_RELEASED = 40, 200
"""Months simulated for an answer."""
MOST_OFFICES = 2
"""Months kept in memory at once, over all runs: each keeps the random numbers of its replications."""
MOST_DRAWN = 400_000_000
"""Bytes of such random numbers that a month may keep."""
MOST_DESKS = 2
MOST_ANSWERS = 300


class Office:
    """One month of one run, to be asked by one thread at a time.

    Parameters
    ----------
    asked : what does the work; not thread-safe, so it is only touched under the lock
    """

    def __init__(self, asked: WhatIf) -> None:
        self.today, self.useful = asked.today, asked.useful
        self.first, self.has_simi = asked.first, asked.has_simi
        self._asked, self._lock = asked, Lock()
        self._told: OrderedDict[tuple[Levers, int], Answer] = OrderedDict()

    def known(self, levers: Levers, replications: int) -> Answer | None:
        """The answer to a setting if it was given before."""
        return self._told.get((levers, replications))

    def ask(self, levers: Levers, replications: int, *, stop: Callable[[], bool] | None = None) -> Answer:
        """The answer to a setting; waits while another visitor asks this office. `stop` as in `WhatIf.ask`."""
        with self._lock:
            key = (levers, replications)
            if key not in self._told:
                self._told[key] = self._asked.ask(levers, replications, stop=stop)
                self._asked.let_go(MOST_DRAWN)
                while len(self._told) > MOST_ANSWERS:
                    self._told.popitem(last=False)
            return self._told[key]


class _Shelf:
    """A few things, each made once by whoever asks first; the longest unused one goes."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._things: OrderedDict[Any, Any] = OrderedDict()
        self._making: dict[Any, Lock] = {}

    def get(self, key: Any, make: Callable[[], Any]) -> Any:
        """The thing under a key; others wait while it is made, askers for other keys do not."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
            mine = self._making.setdefault(key, Lock())
        with mine:
            with self._lock:
                if key in self._things:
                    return self._things[key]
            made = make()
            with self._lock:
                self._things[key] = made
                self._making.pop(key, None)
                while len(self._things) > self._most:
                    self._things.popitem(last=False)
        return made


_DESKS, _OFFICES = _Shelf(MOST_DESKS), _Shelf(MOST_OFFICES)


def office_of(run: Any, choice: str) -> Office:
    """The first office of a run in a month ("usual", "busiest", "2025-03"); seconds the first time, then at once.

    Only the months that were made at once can be tried, not those that were added to the run later.
    """
    from simi_lab.study.block import prepare
    from simi_lab.study.eras import base_era
    from simi_lab.study.whatif import WhatIf, months

    era = base_era(run.manifest["origin"])
    desk = _DESKS.get(run.hash, lambda: prepare(era.plan, era.extent, 0))
    first: date = month_of(choice, months(era.plan, desk))
    office: Office = _OFFICES.get((run.hash, first), lambda: Office(WhatIf(era.plan, desk, first)))
    return office


def ahead(run: Any) -> None:
    """Work out today's figures of the usual month, the first thing that a visitor asks for."""
    office = office_of(run, USUAL)
    for replications in (WHILE_DRAGGING, WHEN_RELEASED):
        office.ask(office.today, replications)
