"""State of the page in one session: which setting is asked for, and the newest answer to it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import panel as pn
import param

from simi_lab.dashboards.policy import levers as boxes
from simi_lab.dashboards.policy.asking import Asker
from simi_lab.dashboards.policy.choosing import PolicyFilters, make_filters, setting
from simi_lab.dashboards.policy.offices import WHEN_RELEASED, WHILE_DRAGGING, Office, office_of
from simi_lab.errors import SimiError
from simi_lab.i18n import t
from simi_lab.shell import Session
from simi_lab.study.whatif import Interrupted
from simi_lab.study.whatif.answers import Answer
from simi_lab.study.whatif.levers import LEVERS

_log = logging.getLogger(__name__)


class PolicyPage(param.Parameterized):
    """Wishes go to the asker, answers come back in turn; the address follows what was let go.

    Parameters
    ----------
    answer, before : the newest answer, and today's of as many months
    office : the office asked, None until it is prepared
    status : "preparing", "counting" or "" when the answer is the one asked for
    fault : what went wrong, in words of the reader; "" when nothing did
    """

    answer: Any = param.ClassSelector(class_=Answer, allow_None=True)
    before: Any = param.ClassSelector(class_=Answer, allow_None=True)
    office: Any = param.ClassSelector(class_=Office, allow_None=True)
    status = param.String(default="preparing")
    fault: Any = param.Parameter()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.filters: PolicyFilters = session.shared(make_filters)
        rows = session.run.table("offices").sort("office_id").select("name").head(1).collect()
        self.place = str(rows["name"][0]) if rows.height else ""
        self._asker = Asker()
        self._draft: dict[str, Any] = {}
        self._turn = self.drawn = 0
        self._is_tidying = False
        self.box = boxes.LeverBox(self.move, self.release, self.reset, is_phone=session.is_phone, visible=False)
        self.filters.param.watch(self._changed, [*LEVERS, "month"])
        session.param.watch(self._label, "lang")
        pn.state.onload(self.refresh)  # what changes while the page is still on its way would be lost

    def move(self, values: dict[str, Any]) -> None:
        """A lever is being dragged: the address waits."""
        self._draft |= values
        self.refresh(final=False)

    def release(self, values: dict[str, Any]) -> None:
        """A lever was let go: it goes to the address, or out of it where it stands as today."""
        today = self.office.today if self.office is not None else None
        kept = {n: None if today is not None and v == getattr(today, n) else v for n, v in values.items()}
        self._draft = {}
        before = self.filters.moved()
        self.filters.param.update(**kept, mended={})
        if self.filters.moved() == before:
            self.refresh()  # dragged away and back: nothing has changed, but the figures have

    def reset(self) -> None:
        """All levers as today."""
        self._draft = {}
        before = self.filters.moved()
        self.filters.back_to_today()
        if not before:
            self.refresh()
        self._show_values()

    @property
    def is_final(self) -> bool:
        """Whether the answer is the one that was asked for, with all its months."""
        return self.status == "" and self.answer is not None

    def refresh(self, *, final: bool = True) -> None:
        """Ask for what is set now; a question that still waits is dropped."""
        self._turn += 1
        self.fault = None
        self.status = "counting" if self.office is not None else "preparing"
        stages = (WHILE_DRAGGING, WHEN_RELEASED) if final else (WHILE_DRAGGING,)
        moved = self.filters.moved() | self._draft
        self._asker.want(partial(self._work, self._turn, self.filters.month, moved, stages))

    def _changed(self, *_events: Any) -> None:
        if not self._is_tidying:
            self._show_values()
            self.refresh()

    def _work(self, turn: int, month: str, moved: dict[str, Any], stages: tuple[int, ...]) -> Callable[[], None] | None:
        """In a thread: prepare the office if it is new, and ask it."""
        try:
            office = office_of(self.session.run, month)
            levers = setting(office.today, office.useful, moved)
            if len(stages) > 1 and office.known(levers, stages[-1]) is not None:
                stages = stages[-1:]
            stop = self._is_passed if stages[0] == WHEN_RELEASED else None  # the short answers all come
            answer = office.ask(levers, stages[0], stop=stop)
            before = office.ask(office.today, stages[0])
        except Interrupted:
            return None
        except SimiError as fault:
            return partial(self._fail, turn, fault)
        except Exception as fault:
            _log.exception("a setting could not be counted: %s", moved)
            return partial(self._fail, turn, fault)
        rest = stages[1:]
        follow = partial(self._work, turn, month, moved, rest) if rest else None
        return partial(self._take, turn, office, (answer, before), follow)

    def _is_passed(self) -> bool:
        return self._asker.is_newer_wanted

    def _take(self, turn: int, office: Office, told: tuple[Answer, Answer], follow: Any) -> None:
        """On the page: show an answer, and ask for the precise one unless something newer was asked for."""
        is_newest = turn == self._turn
        if is_newest and follow is None:
            self.status = ""
        if office is not self.office:
            self.office = office
            self._tidy()
            self._label()
        self.param.update(answer=told[0], before=told[1])
        if is_newest and follow is not None:
            self.status = "counting"
            self._asker.want(follow)

    def _fail(self, turn: int, fault: Exception) -> None:
        if turn == self._turn:
            self.param.update(status="", fault=fault)

    def _tidy(self) -> None:
        """Levers of a link that stand as today, or can do nothing here, leave the address."""
        today, useful = self.office.today, self.office.useful
        idle = {n: None for n, v in self.filters.moved().items() if n not in useful or v == getattr(today, n)}
        self._is_tidying = True
        self.filters.param.update(**idle)
        self._is_tidying = False

    def _label(self, *_events: Any) -> None:
        if self.office is None:
            return
        lang, office = self.session.lang, self.office
        words = {
            "reset": t("Back to today", lang),
            "today": t("today", lang),
            "as_today": t("as today", lang),
        }
        groups = boxes.groups_of(office.today, office.useful, lang, self.session.is_phone)
        self.box.param.update(words=words, values=self._notches(), groups=groups, visible=True)

    def _show_values(self) -> None:
        if self.office is not None:
            self.box.values = self._notches()

    def _notches(self) -> dict[str, int]:
        return boxes.notches(setting(self.office.today, self.office.useful, self.filters.moved()))
