"""The page of the test before and after: whichever the trainer has opened for the class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import panel as pn

from simi_lab.i18n import t
from simi_lab.shell import Session
from simi_lab.shell.cards import EmptyState
from simi_lab.store.accounts.classes import class_of_alias
from simi_lab.training.classroom.exam import Which, exam_id, fold_exam, form_of, two_forms
from simi_lab.training.content import Module
from simi_lab.training.pages.desk import Desk, desk, workspace
from simi_lab.training.player.exam import ExamPlayer
from simi_lab.training.text import FactSource


def open_exam(account: str | None, modules: Sequence[Module]) -> tuple[str, Which, Sequence[Module]] | None:
    """Label of the account's class, the test that is open in it, and the modules it asks about; None without one."""
    info = class_of_alias(workspace(), account) if account else None
    if info is None or not info.open_test:
        return None
    tested = [module for module in modules if module.id in info.modules]
    return (info.label, "pre" if info.open_test == "pre" else "post", tested) if two_forms(tested)[0] else None


def exam_door(own: Desk, modules: Sequence[Module], lang: str) -> str:
    """Write a door to the test that is open, for the list of lessons; nothing once it is finished."""
    found = open_exam(own.account, modules)
    if found is None:
        return ""
    label, which, tested = found
    items, name = form_of(two_forms(tested), own.record.alias, which), exam_id(label, which)
    if fold_exam(items, own.record.read(name).events, name).finished:
        return ""
    words = t("A test is open for your class: {n} questions, without hints.", lang, n=len(items))
    there = 'data-q="page=belajar/tes" data-key="tes" href="?page=belajar/tes"'
    link = f'<a class="primary" {there}>{escape(t("To the test", lang))}</a>'
    return f'<div class="call"><p>{escape(words)}</p><p>{link}</p></div>'


class ExamPage(pn.viewable.Viewer):
    """The open test of the visitor's class; looked up each time the page is shown or asked for again.

    Parameters
    ----------
    session : the visitor
    modules : every module of the academy; the class says which of them are tested
    facts : source of the world's numbers
    """

    def __init__(self, session: Session, modules: Sequence[Module], facts: FactSource) -> None:
        super().__init__()
        self._session, self._modules, self._facts = session, modules, facts
        self._desk: Desk = desk(session)
        self._shown: tuple[str, str] | None = None
        self._view = pn.Column(sizing_mode="stretch_width", margin=0)
        self.refresh()
        self._desk.param.watch(lambda _: self.refresh(), "changed")

    def __panel__(self) -> pn.Column:
        return self._view

    def refresh(self) -> None:
        """Show the test that is open now."""
        found = open_exam(self._session.account, self._modules)
        asked = found[:2] if found is not None else ("", "")
        if asked != self._shown:
            self._shown = asked
            self._view[:] = [self._closed() if found is None else self._player(*found)]

    def _player(self, label: str, which: Which, tested: Sequence[Module]) -> ExamPlayer:
        return ExamPlayer(
            self._desk.record,
            label,
            which,
            tested,
            facts=self._facts,
            lang=self._session.param.lang,
            on_change=self._desk.ring,
        )

    def _closed(self) -> EmptyState:
        hint = "Your trainer opens it; then load this page again."
        return EmptyState(self._session, "No test is open.", hint=hint)


def exam_page(modules: Sequence[Module], facts: Callable[[Any], FactSource]) -> Callable[[Session], ExamPage]:
    """Make what builds the page for a visitor."""
    return lambda session: ExamPage(session, modules, facts(session.run))
