"""The page of today's review, and its tile on the list of lessons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

import panel as pn

from simi_lab.clock import now
from simi_lab.i18n import day, plural, t
from simi_lab.shell import Session
from simi_lab.training.content import Module
from simi_lab.training.engine.memory import local_day
from simi_lab.training.engine.progress import Event
from simi_lab.training.engine.sitting import Sitting, today
from simi_lab.training.pages.desk import Desk, desk
from simi_lab.training.player.review import ReviewPlayer
from simi_lab.training.text import FactSource

PAGE = "belajar/ulangan"


class ReviewPage(pn.viewable.Viewer):
    """Holds today's review of whoever the session's alias says.

    Parameters
    ----------
    session : the visitor
    modules : every module of the academy
    facts : source of the world's numbers
    """

    def __init__(self, session: Session, modules: Sequence[Module], facts: FactSource) -> None:
        super().__init__()
        self._session, self._modules, self._facts = session, modules, facts
        self._desk: Desk = desk(session)
        self._view = pn.Column(sizing_mode="stretch_width", margin=0)
        self._alias = ""
        self._day: date | None = None
        self._player: ReviewPlayer | None = None
        self._open()
        self._desk.param.watch(lambda _: self._open(), "changed")

    def __panel__(self) -> pn.Column:
        return self._view

    @property
    def player(self) -> ReviewPlayer:
        """The player that is shown."""
        assert self._player is not None  # opened when the page is made
        return self._player

    def _open(self) -> None:
        """Take up the record, unless it is the one that is open; another day or an erased record begins anew."""
        record, day_now = self._desk.record, local_day(now())
        is_same = record.alias == self._alias and record.is_known
        if is_same and (self._day == day_now or not self.player.sitting.at_end):
            return
        self._alias, self._day = record.alias, day_now
        sitting = Sitting(self._modules, record, facts=self._facts)
        self._player = ReviewPlayer(sitting, lang=self._session.param.lang, on_change=self._desk.ring)
        self._view[:] = [self._player]


def review_tile(modules: Sequence[Module], events: Sequence[Event], lang: str) -> str:
    """Write the tile for the list of lessons; empty until something can come back."""
    found = today(modules, events, now())
    if not found.n_cards:
        return ""
    title = escape(t("Today's review", lang))
    if found.due:
        n = len(found.due)
        many = "{n} questions are due, about {minutes} minutes."
        said = plural("One question is due, about a minute.", many, n, lang, minutes=found.minutes)
        link = f'data-q="page={PAGE}" data-key="{PAGE}" href="?page={PAGE}"'
        door = f'<p><a class="primary" {link}>{escape(t("Review", lang))}</a></p>'
    else:
        said, door = _rest(found, lang), ""
    return f'<article class="card review"><h2>{title}</h2><p>{escape(said)}</p>{door}</article>'


def _rest(found: Any, lang: str) -> str:
    if found.done:
        return t("Enough for today: {n} questions reviewed.", lang, n=found.done)
    following = day(found.following, lang)
    return t("Nothing is due today. The next questions come back on {day}.", lang, day=following)
