"""The page itself: the answer stays in view, then levers, figures, what it means, and the pictures."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any

import panel as pn
import param

from simi_lab.dashboards.policy import figures, picture, sentences
from simi_lab.dashboards.policy.assets import asset
from simi_lab.dashboards.policy.choosing import make_filters, months_of, option_word, value_word
from simi_lab.dashboards.policy.picture import Scene
from simi_lab.dashboards.policy.state import PolicyPage
from simi_lab.dashboards.service.view import later
from simi_lab.errors import SimiError
from simi_lab.i18n import month as month_word
from simi_lab.i18n import t
from simi_lab.shell import Session, stack
from simi_lab.shell.assets import asset as shell_asset
from simi_lab.shell.cards import ChartCard, EmptyState, choice
from simi_lab.shell.cards.notes import Waiting
from simi_lab.shell.cards.slot import Slot, look_of, plot_pane
from simi_lab.shell.layout import STICKY, beside_panel

CARDS = {"changes": picture.changes, "loads": picture.loads}
_FILES = {"changes": "perubahan", "loads": "beban"}


def build(session: Session) -> Any:
    """The page's content for one session."""
    if not months_of(session.run):
        return EmptyState(
            session,
            "Nobody applied in this world: there is no month to try anything in.",
            hint="Make a world with applications, then open this page again.",
        )
    session.shared(make_filters)
    page = PolicyPage(session)
    lang, p = session.param.lang, page.param
    head = _pane(param.bind(_head, page, lang, p.answer, p.status, p.fault), styles=STICKY)
    month = choice(session, page.filters, "month", "Month", option_word)
    left = stack(
        month,
        page.box,
        _pane(param.bind(_left_out, lang, p.office)),
        gap=16,
    )
    right = stack(
        _pane(param.bind(figures.cards_html, p.answer, lang)),
        _pane(param.bind(_lines, lang, p.answer)),
        _charts(page),
    )
    asked = page.filters.param.mended
    note = _pane(param.bind(_mended, page, lang, asked), visible=param.bind(bool, asked))
    both = beside_panel(left, right)
    return stack(note, head, both, gap=16)


def _charts(page: PolicyPage) -> pn.Column:
    """The two pictures; they follow settled answers only, so that dragging stays light."""
    slots = {name: Slot() for name in CARDS}
    place = stack(Waiting(page.session, height=320))

    def draw(turn: int) -> None:
        if turn != page.drawn or page.answer is None:
            return
        is_first, scene = slots["changes"].chart is None, _scene(page)
        for name, slot in slots.items():
            slot.chart = CARDS[name](scene)
        if is_first:
            place[:] = [_card(page, slot, name) for name, slot in slots.items()]

    def redraw(*_events: Any) -> None:
        if page.answer is not None and (page.is_final or slots["changes"].chart is None):
            page.drawn += 1
            later(partial(draw, page.drawn))

    page.param.watch(redraw, ["answer", "status"])
    page.session.param.watch(redraw, ["lang", "theme"])
    redraw()
    return place


def _card(page: PolicyPage, slot: Slot, name: str) -> ChartCard:
    chart = slot.param.chart
    plot = plot_pane(chart)
    frame = (lambda: figures.frame(page.answer)) if name == "changes" else None
    return ChartCard(page.session, chart, file_name=f"simulator_{_FILES[name]}", frame=frame, plot=plot)


def _scene(page: PolicyPage) -> Scene:
    session = page.session
    look = look_of(session)
    return Scene(page.answer, page.before, page.place, month_word(page.office.first, session.lang), look)


def _pane(content: Any, **params: Any) -> pn.pane.HTML:
    sheets = [shell_asset("cards.css"), asset("page.css")]
    return pn.pane.HTML(content, stylesheets=sheets, **{"sizing_mode": "stretch_width", "margin": 0, **params})


def _head(page: PolicyPage, lang: str, answer: Any, status: str, fault: Any) -> str:
    """The sentence that opens the page, and under it what is going on."""
    if fault is not None:
        return f'<p class="answer" role="status">{escape(fault_words(fault, lang))}</p>'
    if answer is None or page.office is None:
        said = t("Preparing the office: its people, their papers and the random numbers. A few seconds.", lang)
        return f'<p class="answer" role="status">{escape(said)}</p>'
    when = month_word(page.office.first, lang)
    now = t("Counting ...", lang) if status else t("{place}, {month}. Simulated.", lang, place=page.place, month=when)
    return (
        f'<p class="answer" role="status">{escape(sentences.headline(answer, lang))}</p>'
        f'<p class="now" data-status="{escape(status)}" data-runs="{answer.replications}">{escape(now)}</p>'
    )


def fault_words(fault: Exception, lang: str) -> str:
    """What went wrong, in the reader's words where the failure has some."""
    if isinstance(fault, SimiError):
        cure = f" {t(fault.cure, lang, **fault.values)}" if fault.cure else ""
        return t(fault.what, lang, **fault.values) + cure
    return t("This setting could not be counted; the cause is written in the log of the server.", lang)


def _lines(lang: str, answer: Any) -> str:
    if answer is None:
        return ""
    rows = "".join(
        f"<dt>{escape(line.about)}</dt><dd>{escape(line.text)}</dd>" for line in sentences.lines(answer, lang)
    )
    return f'<dl class="told">{rows}</dl>'


def _left_out(lang: str, office: Any) -> str:
    if office is None:
        return ""
    said = sentences.left_out(office.useful, office.has_simi, lang)
    return f'<div class="left">{"".join(f"<p>{escape(text)}</p>" for text in said)}</div>' if said else ""


def _mended(page: PolicyPage, lang: str, asked: dict[str, str]) -> str:
    kept = {name: value_word(name, value, lang) for name, value in page.filters.moved().items()}
    words = sentences.mended(asked, kept, lang)
    return f'<p class="note" role="status">{escape(words)}</p>' if words else ""
