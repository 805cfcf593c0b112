"""The page itself: one sentence in people stays in view, then the choices, the figures, why, and the pictures."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any

import panel as pn
import param

from simi_lab.dashboards.policy.assets import asset
from simi_lab.dashboards.risk import frontier, pictures, reasons, sentences
from simi_lab.dashboards.risk.choosing import model_word
from simi_lab.dashboards.risk.figures import Figures
from simi_lab.dashboards.risk.state import RiskPage
from simi_lab.dashboards.service.view import later
from simi_lab.errors import SimiError
from simi_lab.i18n import t
from simi_lab.shell import Session, side_by_side, stack
from simi_lab.shell.assets import asset as shell_asset
from simi_lab.shell.cards import ChartCard, choice
from simi_lab.shell.cards.kpi import kpi_html
from simi_lab.shell.cards.notes import Waiting
from simi_lab.shell.cards.slot import Slot, look_of, plot_pane
from simi_lab.shell.layout import STICKY, beside_panel

CARDS = {"capacity": pictures.over_capacity, "duties": pictures.both_duties, "ladder": pictures.ladder}
_FILES = {"capacity": "kapasitas", "duties": "dua_tugas", "ladder": "semua_model"}
_PAIRS = "grid-template-columns: repeat(2, minmax(0, 1fr))"


def build(session: Session) -> Any:
    """The page's content for one session."""
    page = RiskPage(session)
    lang, p = session.param.lang, page.param
    head = _pane(param.bind(_head, lang, p.figures, p.fault), styles=STICKY)
    left = stack(choice(session, page.filters, "model", "Model", model_word), page.box, gap=16)
    first, others = _charts(page)
    right = stack(
        _pane(param.bind(_cards, lang, p.figures)),
        _pane(param.bind(_lines, page, lang, p.settled)),
        first,
    )
    both = beside_panel(left, right)
    return stack(head, both, others, _below(page), gap=24)


def _below(page: RiskPage) -> pn.Column:
    """What comes once models are there: what looking costs those who wait, and the reasons behind their gate."""
    place = stack()

    def fill(*_events: Any) -> None:
        if page.curves is not None and not len(place):
            heading = _pane(param.bind(_price_heading, page.session.param.lang))
            price = frontier.section(page.session, page.filters.param.capacity)
            place[:] = [heading, price, reasons.section(page.session)]

    page.param.watch(fill, "curves")
    fill()
    return place


def _price_heading(lang: str) -> str:
    return f"<h2>{escape(t('What looking costs those who wait', lang))}</h2>"


def _charts(page: RiskPage) -> tuple[pn.Column, pn.Column]:
    """The place of the first picture and of the others; they follow what was let go, so that dragging stays light."""
    slots = {name: Slot() for name in CARDS}
    first, others = stack(Waiting(page.session, height=320)), stack()
    turns = [0]

    def draw(turn: int) -> None:
        if turn != turns[0] or page.settled is None:
            return
        is_first, scene = slots["capacity"].chart is None, _scene(page)
        for name, slot in slots.items():
            slot.chart = CARDS[name](scene)
        if is_first:
            cards = {name: _card(page, slot, name) for name, slot in slots.items()}
            first[:] = [cards["capacity"]]
            others[:] = [side_by_side(cards["duties"], cards["ladder"], at_least=440, gap=24)]

    def redraw(*_events: Any) -> None:
        if page.settled is not None:
            turns[0] += 1
            later(partial(draw, turns[0]))

    page.param.watch(redraw, "settled")
    page.param.watch(lambda _event: first.clear(), "fault")
    page.session.param.watch(redraw, ["lang", "theme"])
    redraw()
    return first, others


def _card(page: RiskPage, slot: Slot, name: str) -> ChartCard:
    chart = slot.param.chart
    plot = plot_pane(chart)
    return ChartCard(page.session, chart, file_name=f"risiko_{_FILES[name]}", plot=plot)


def _scene(page: RiskPage) -> pictures.Scene:
    session = page.session
    look = look_of(session)
    return pictures.Scene(page.curves, page.settled, session.run.name, look)


def _pane(content: Any, **params: Any) -> pn.pane.HTML:
    sheets = [shell_asset("cards.css"), asset("page.css")]
    return pn.pane.HTML(content, stylesheets=sheets, **{"sizing_mode": "stretch_width", "margin": 0, **params})


def _head(lang: str, figures: Figures | None, fault: Any) -> str:
    """The sentence that opens the page, and under it how sure it is."""
    if fault is not None:
        return f'<p class="answer" role="status">{escape(fault_words(fault, lang))}</p>'
    if figures is None:
        said = t("Fitting the models and trying every capacity on the same people. A minute or two.", lang)
        return f'<p class="answer" role="status">{escape(said)}</p>'
    return (
        f'<p class="answer" role="status">{escape(sentences.headline(figures, lang))}</p>'
        f'<p class="now" data-capacity="{figures.capacity:g}">{escape(sentences.beside(figures, lang))}</p>'
    )


def fault_words(fault: Exception, lang: str) -> str:
    """What went wrong, in the reader's words where the failure has some."""
    if isinstance(fault, SimiError):
        cure = f" {t(fault.cure, lang, **fault.values)}" if fault.cure else ""
        return t(fault.what, lang, **fault.values) + cure
    return t("The models could not be fitted; the cause is written in the log of the server.", lang)


def _cards(lang: str, figures: Figures | None) -> str:
    if figures is None:
        return ""
    cards = "".join(kpi_html(each, lang) for each in sentences.kpis(figures, lang))
    return f'<div class="figures" style="{_PAIRS}">{cards}</div>'


def _lines(page: RiskPage, lang: str, figures: Figures | None) -> str:
    if figures is None:
        return ""
    rows = "".join(
        f"<dt>{escape(line.about)}</dt><dd>{escape(line.text)}</dd>"
        for line in sentences.lines(figures, page.curves.facts, lang)
    )
    return f'<dl class="told">{rows}</dl>'
