"""A module as a page of the shell: the sheet of the present learner, in the present language."""

from __future__ import annotations

import panel as pn

from simi_lab.shell import Session
from simi_lab.training.content import Module
from simi_lab.training.engine import Lesson
from simi_lab.training.engine.cases import CaseWorld
from simi_lab.training.pages.desk import Desk
from simi_lab.training.player import Player
from simi_lab.training.text import FactSource


class LessonPage(pn.viewable.Viewer):
    """Holds the player of whoever the session's alias says; another alias gets another player.

    Parameters
    ----------
    session : the visitor
    own : the visitor's desk
    module : Module
    facts : source of the world's numbers
    """

    def __init__(self, session: Session, own: Desk, module: Module, facts: FactSource) -> None:
        super().__init__()
        self._session, self._desk, self._module, self._facts = session, own, module, facts
        self._view = pn.Column(sizing_mode="stretch_width", margin=0)
        self._alias = ""
        self._open()
        own.param.watch(lambda _: self._open(), "changed")

    def __panel__(self) -> pn.Column:
        return self._view

    @property
    def player(self) -> Player:
        """The player that is shown."""
        return self._player

    def _open(self) -> None:
        """Take up the record, unless it is the one that is open; an erased record begins anew."""
        record = self._desk.record
        if record.alias == self._alias and self._desk.progress(self._module).started:
            return
        self._alias = record.alias
        lesson = Lesson(self._module, record, facts=self._facts, face="page", world=CaseWorld(self._session.run))
        self._player = Player(lesson, lang=self._session.param.lang, on_change=self._desk.ring)
        self._view[:] = [self._player]
