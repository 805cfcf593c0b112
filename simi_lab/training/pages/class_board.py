"""The trainer's live board: who has come, where each is, who may need a hand, the tests, reset and attendance."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from simi_lab.i18n import t
from simi_lab.shell import Session, stack
from simi_lab.shell.cards import EmptyState
from simi_lab.shell.state import is_served
from simi_lab.store.accounts import ClassInfo, list_classes
from simi_lab.store.accounts.classes import class_of_alias, class_of_id, open_test
from simi_lab.store.accounts.seats import free, now_us
from simi_lab.training.assets import asset
from simi_lab.training.classroom.attendance import attendance_csv
from simi_lab.training.classroom.change import class_change
from simi_lab.training.classroom.ending import reset_class
from simi_lab.training.classroom.standing import ClassWatch
from simi_lab.training.content import Module
from simi_lab.training.pages.class_words import Board, class_html, needs_html, tests_html
from simi_lab.training.pages.desk import workspace
from simi_lab.training.pages.guard import may_train

_log = logging.getLogger(__name__)
_EVERY_MS = 3_000
_LONGEST_MS = 12 * 3_600_000  # a board that was left open over night stops asking
_MINUTE_US = 60_000_000
_TESTS = {"pre": "Open the first test", "post": "Open the second test", "": "Close the test"}


def build_board(session: Session, modules: Sequence[Module]) -> Any:
    """Build the board of the visitor's class; without one, or for a learner, say so."""
    if not may_train(session):
        return EmptyState(session, "This page is for the trainer.", hint="Your lessons are in the menu.")
    info = class_of(session)
    if info is None:
        return EmptyState(
            session, "No class is open.", hint="To start one, in a terminal: simi-lab class start --seats 30"
        )
    return ClassBoard(session, info, modules)


def class_of(session: Session) -> ClassInfo | None:
    """The class of whoever is signed in; on a computer without accounts the newest that is open."""
    if session.account is not None:
        return class_of_alias(workspace(), session.account)
    return next(iter(list_classes(workspace(), only_open=True)), None)


class ClassBoard(pn.viewable.Viewer):
    """The board of one class for one trainer.

    Parameters
    ----------
    board : what is shown; changes only when something did
    said : message id and fields, on what was just done
    is_asking : whether the trainer asked to begin anew and must say so once more
    """

    board: Any = param.ClassSelector(class_=Board)
    said: Any = param.Tuple(default=("", {}), length=2)
    is_asking = param.Boolean()

    def __init__(self, session: Session, info: ClassInfo, modules: Sequence[Module]) -> None:
        super().__init__()
        self._session, self._info = session, info
        self._tested = [module for module in modules if module.id in info.modules]
        self._watch = ClassWatch(workspace(), info, modules)
        self._locked: list[str] = []
        self._freeing = _row()
        self._testing = _row()
        self.param.watch(self._place_buttons, "board")
        self.refresh()
        lang = session.param.lang
        self._view = stack(
            _html(param.bind(_said, self.param.said, lang)),
            _html(param.bind(needs_html, self.param.board, lang)),
            self._freeing,
            _html(param.bind(class_html, self.param.board, lang)),
            _html(param.bind(tests_html, self.param.board, lang)),
            self._testing,
            _row(self._attendance(), self._button("Begin the class anew", self._ask, "error")),
            self._confirmation(),
            gap=16,
        )
        if is_served():
            pn.state.add_periodic_callback(self.refresh, period=_EVERY_MS, timeout=_LONGEST_MS)

    def __panel__(self) -> Any:
        return self._view

    def refresh(self) -> None:
        """Look again; nothing is drawn when nothing has changed, and a look that fails leaves what is shown."""
        try:
            now = now_us()
            rows = tuple(self._watch.look(now))
            info = class_of_id(workspace(), self._info.class_id)
            change = class_change(info.label, self._tested, self._watch.events())
        except Exception:
            _log.exception("the board of class %s could not be brought up to date", self._info.label)
            return
        board = Board(info, rows, change, now // _MINUTE_US)
        if board != self.board:
            self.board = board

    def _place_buttons(self, event: Any) -> None:
        """Buttons for locked accounts and for tests; those that stay the same are left alone, the focus with them."""
        board, before = event.new, event.old
        now = board.minute * _MINUTE_US
        locked = [row.seat for row in board.rows if row.seat.is_locked(now)]
        if [seat.alias for seat in locked] != self._locked:
            self._locked = [seat.alias for seat in locked]
            self._freeing[:] = [
                self._button("Free {alias}", self._freer(seat.account_id, seat.alias), alias=seat.alias)
                for seat in locked
            ]
        if before is None or before.info.open_test != board.info.open_test:
            offered = [which for which in ("pre", "post") if not board.info.open_test] or [""]
            self._testing[:] = [self._button(_TESTS[which], self._opener(which)) for which in offered]

    def _freer(self, account_id: int, alias: str) -> Callable[[Any], None]:
        def act(_event: Any) -> None:
            free(workspace(), account_id)
            self._tell("{alias} can sign in again.", alias=alias)

        return act

    def _opener(self, which: Any) -> Callable[[Any], None]:
        def act(_event: Any) -> None:
            open_test(workspace(), self._info.class_id, which)
            self._tell("The test is open for everyone in the class." if which else "The test is closed.")

        return act

    def _ask(self, _event: Any) -> None:
        self.is_asking = True

    def _keep(self, _event: Any) -> None:
        self.is_asking = False

    def _reset(self, _event: Any) -> None:
        self.is_asking = False
        gone = reset_class(workspace(), self._info)
        self._tell("The class begins anew; {n} entries are erased, slips stay good.", n=gone)

    def _tell(self, message: str, **values: object) -> None:
        self.said = (message, values)
        self.refresh()

    def _confirmation(self) -> Any:
        question = self._session.text("Everything that the learners of this class did will be gone for good. Erase it?")
        answers = _row(self._button("Yes, begin anew", self._reset, "error"), self._button("Keep it", self._keep))
        return pn.Column(_html(question), answers, visible=self.param.is_asking, sizing_mode="stretch_width")

    def _attendance(self) -> pmui.FileDownload:
        def content() -> io.BytesIO:
            return io.BytesIO(attendance_csv(workspace(), self._info).encode())

        button = pmui.FileDownload(
            callback=content,
            filename=f"hadir-{self._info.label}.csv",
            label=self._session.text("Attendance (CSV)"),
            margin=0,
        )
        button.variant = "outlined"  # in the constructor it clashes with the component's own older name for it
        return button

    def _button(self, label: str, action: Any, color: str = "primary", **values: str) -> pmui.Button:
        words = self._session.text(label, **values)
        return pmui.Button(label=words, on_click=action, variant="outlined", color=color, margin=0)


def _row(*buttons: Any) -> pn.FlexBox:
    return pn.FlexBox(*buttons, margin=0, gap="12px")


def _said(said: tuple[str, dict[str, Any]], lang: str) -> str:
    message, values = said
    return f'<p role="status">{escape(t(message, lang, **values)) if message else ""}</p>'


def _html(content: Any) -> pn.pane.HTML:
    return pn.pane.HTML(content, stylesheets=[asset("academy.css")], sizing_mode="stretch_width", margin=0)
