"""The page itself: the sentence in people, belief beside truth, champion and challenger, drift, and what is assumed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Any

import panel as pn
import param

from simi_lab.dashboards.monitoring import choosing
from simi_lab.dashboards.monitoring.cards import CARDS, DRIFT_CARDS, Scene
from simi_lab.dashboards.monitoring.state import MonitoringPage
from simi_lab.dashboards.policy.view import fault_words
from simi_lab.dashboards.service.view import later
from simi_lab.i18n import t
from simi_lab.shell import Session, side_by_side, stack
from simi_lab.shell.cards import Chart, ChartCard, choice
from simi_lab.shell.cards.notes import Waiting, html_pane
from simi_lab.shell.cards.slot import Slot, look_of, plot_pane
from simi_lab.study.feedback import words as words
from simi_lab.study.gate import gate

_FILES = {
    "recall": "jangkauan",
    "precision": "ketepatan",
    "persons": "orang",
    "calibration": "kalibrasi",
    "models": "model_lama_dan_baru",
    "watched": "yang_dipantau",
    "detectors": "pendeteksi",
}
_ANSWER = "font-size: var(--lab-size-h2); line-height: 1.35; font-weight: 700; max-width: 60ch"
_PAIRS = (("recall", "precision"), ("persons", "calibration"))


class _Deck:
    """The cards of one part of the page: made once it is there, drawn again when a choice or the look changes."""

    def __init__(self, page: MonitoringPage, makers: Mapping[str, Callable[[Scene], Chart]], part: str) -> None:
        self._page, self._makers, self._part = page, makers, part
        self.slots = {name: Slot() for name in makers}
        self._turn = 0
        page.filters.param.watch(self._redraw, list(type(page.filters).choices()))
        page.session.param.watch(self._redraw, ["lang", "theme"])

    def card(self, name: str) -> ChartCard:
        """Draw a chart and give its card."""
        self._draw(name, self._turn)
        chart = self.slots[name].param.chart
        plot = None
        if name == "detectors":  # as tall as its rows
            plot = plot_pane(chart)
        return ChartCard(self._page.session, chart, file_name=f"pemantauan_{_FILES[name]}", plot=plot)

    def _redraw(self, *_events: Any) -> None:
        self._turn += 1
        for name, slot in self.slots.items():
            if slot.chart is not None:
                later(partial(self._draw, name, self._turn))

    def _draw(self, name: str, turn: int) -> None:
        if turn == self._turn:
            self.slots[name].chart = self._makers[name](_scene(self._page))


def build(session: Session) -> pn.viewable.Viewable:
    """The page's content for one session."""
    page = MonitoringPage(session)
    lang, p, filters = session.param.lang, page.param, page.filters
    year, watch = stack(Waiting(session, height=320)), stack(Waiting(session, height=320))
    _fill(page, year, "feedback", partial(_year, page, _Deck(page, CARDS, "feedback")))
    _fill(page, watch, "drift", partial(_watch, page, _Deck(page, DRIFT_CARDS, "drift")))
    return stack(
        html_pane(param.bind(_headline, lang, p.feedback, p.fault, filters.param.lots)),
        year,
        watch,
        html_pane(param.bind(_notes, lang, p.feedback, session.run)),
    )


def _fill(page: MonitoringPage, place: pn.Column, part: str, make: Callable[[], list[Any]]) -> None:
    """Put a part in its place once it has been worked out; take the waiting away where it cannot be."""

    def fill(*_events: Any) -> None:
        if page.fault is not None and getattr(page, part) is None:
            place[:] = []
        elif getattr(page, part) is not None:
            place[:] = make()

    page.param.watch(fill, [part, "fault"])


def _year(page: MonitoringPage, deck: _Deck) -> list[Any]:
    lots = choice(page.session, page.filters, "lots", "Who is looked at", choosing.variant_word)
    lang, p = page.session.param.lang, page.param
    said = html_pane(param.bind(_lines, lang, p.feedback))
    rows = [side_by_side(*(deck.card(name) for name in names), at_least=440, gap=24) for names in _PAIRS]
    return [lots, said, *rows, deck.card("models")]


def _watch(page: MonitoringPage, deck: _Deck) -> list[Any]:
    session, filters = page.session, page.filters
    asked = side_by_side(
        choice(session, filters, "watch", "What is watched", choosing.watch_word),
        choice(session, filters, "detector", "Alarms of", choosing.detector_word),
        at_least=220,
    )
    return [asked, side_by_side(deck.card("watched"), deck.card("detectors"), at_least=440, gap=24)]


def _scene(page: MonitoringPage) -> Scene:
    session, filters = page.session, page.filters
    look = look_of(session)
    return Scene(page.feedback, page.drift, filters.lots, filters.watch, filters.detector, look, session.run.name)


def _headline(lang: str, found: Any, fault: Any, lots: str) -> str:
    if found is not None:
        text = words.headline(found, lang, lots)
    elif fault is not None:
        text = fault_words(fault, lang)
    else:
        text = t("Playing a year of the model in use. The first time this takes half a minute.", lang)
    return f'<p role="status" style="{_ANSWER}">{escape(text)}</p>'


def _lines(lang: str, found: Any) -> str:
    if found is None:
        return ""
    told = (words.lots_line, words.nearer_line, words.interval_line)
    said = [*words.few(found, lang), *(say(found, lang) for say in told)]
    return "".join(f'<p class="note">{escape(text)}</p>' for text in said)


def _notes(lang: str, found: Any, run: Any) -> str:
    """What is assumed, and whether scores of single cases may be shown elsewhere."""
    said = list(words.assumptions(found, lang)) if found is not None else []
    state = gate(run)
    name = (
        t("Scores of single cases may be shown.", lang)
        if state.is_open
        else t("Scores of single cases are not shown.", lang)
    )
    said.append(f"{name} {state.words(lang)}")
    return "".join(f'<p class="note caption">{escape(text)}</p>' for text in said)
