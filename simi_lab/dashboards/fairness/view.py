"""The page itself: one sentence in people, the funnel by group, what more equality costs, and what cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Any

import panel as pn
import param

from simi_lab.dashboards.fairness import cards, choosing
from simi_lab.dashboards.fairness.sliders import SliderBox, sliders_of, told, values_of
from simi_lab.dashboards.fairness.state import FairnessPage
from simi_lab.dashboards.policy.view import fault_words
from simi_lab.dashboards.service.view import later
from simi_lab.i18n import t
from simi_lab.shell import Session, side_by_side, stack
from simi_lab.shell.cards import Chart, ChartCard, choice
from simi_lab.shell.cards.notes import Waiting, html_pane
from simi_lab.shell.cards.slot import Slot, look_of, plot_pane
from simi_lab.study.fairness import choices_told as price
from simi_lab.study.fairness import told as words
from simi_lab.study.fairness.rows import OFFICE

_FILES = {
    "reached": "kena_per_kelompok",
    "unfounded": "tanpa_dasar",
    "frontier": "harga_kesetaraan",
    "own_groups": "kelompok_dunia_ini",
    "equal_precision": "sama_benar",
    "equal_errors": "sama_salah",
}
_ANSWER = "font-size: var(--lab-size-h2); line-height: 1.35; font-weight: 700; max-width: 70ch"
_FUNNEL = {"reached": cards.reached, "unfounded": cards.unfounded}
_PRICE = {"frontier": cards.frontier}
_OWN = {"own_groups": cards.own_groups}
_RULE = {"equal_precision": cards.equal_precision, "equal_errors": cards.equal_errors}


class _Deck:
    """Cards of one part: made when the part is there, drawn again when what they show changes."""

    def __init__(self, page: FairnessPage, makers: Mapping[str, Callable[[cards.Scene], Chart]], on: list[str]) -> None:
        self._page, self._makers = page, makers
        self.slots = {name: Slot() for name in makers}
        self._turn = 0
        page.param.watch(self.redraw, ["audit", "choices"])
        page.filters.param.watch(self.redraw, on)
        page.session.param.watch(self.redraw, ["lang", "theme"])

    def card(self, name: str) -> ChartCard:
        """Draw a chart and give its card."""
        self._draw(name, self._turn)
        chart = self.slots[name].param.chart
        plot = plot_pane(chart)
        return ChartCard(self._page.session, chart, file_name=f"keadilan_{_FILES[name]}", plot=plot)

    def redraw(self, *_events: Any) -> None:
        """Draw again what is on the page, each in a turn of its own."""
        self._turn += 1
        for name, slot in self.slots.items():
            if slot.chart is not None:
                later(partial(self._draw, name, self._turn))

    def _draw(self, name: str, turn: int) -> None:
        page = self._page
        needs = None if name in _RULE else page.choices if name == "frontier" else page.audit
        if turn != self._turn or (name not in _RULE and needs is None):
            return
        self.slots[name].chart = self._makers[name](_scene(page))


def build(session: Session) -> pn.viewable.Viewable:
    """The page's content for one session."""
    page = FairnessPage(session)
    lang, p, filters = session.param.lang, page.param, page.filters
    chosen = side_by_side(
        choice(session, filters, "picker", "Who picks", words.picker_word),
        choice(session, filters, "group", "Groups by", words.column_word),
        choice(session, filters, "stage", "Stage", choosing.stage_option),
        at_least=200,
    )
    funnel, cost, own = (stack(Waiting(session, height=320)) for _ in range(3))
    decks = {
        "funnel": _Deck(page, _FUNNEL, ["group", "stage"]),
        "cost": _Deck(page, _PRICE, ["at"]),
        "own": _Deck(page, _OWN, ["group"]),
        "rule": _Deck(page, _RULE, list(choosing.SLIDERS)),
    }
    rule = stack(*_rule(page, decks["rule"]))
    _fill(page, funnel, "audit", partial(_pair, decks["funnel"], "reached", "unfounded"))
    _fill(page, cost, "choices", partial(_cost, page, decks["cost"]))
    _fill(page, own, "audit", lambda: [decks["own"].card("own_groups")])
    return stack(
        html_pane(param.bind(_headline, lang, p.audit, p.fault, filters.param.group)),
        html_pane(param.bind(_notes, lang, p.audit, filters.param.group, filters.param.stage)),
        chosen,
        funnel,
        html_pane(param.bind(_title, lang, "What would more equality cost?")),
        cost,
        html_pane(param.bind(_title, lang, "Why not both? Equally right and equally wrong exclude each other")),
        rule,
        own,
    )


def _fill(page: FairnessPage, place: pn.Column, part: str, make: Callable[[], list[Any]]) -> None:
    """Put a part in its place once it is there; say why where it cannot be."""
    shown = {"is": False}

    def fill(*_events: Any) -> None:
        why = _why_not(page, part)
        if why is not None:
            place[:] = [html_pane(param.bind(_note, page.session.param.lang, why))]
            shown["is"] = False
        elif getattr(page, part) is None:
            if part == "choices" or page.audit is None:
                place[:] = [Waiting(page.session, height=320)]
                shown["is"] = False
        elif not shown["is"]:
            place[:] = make()
            shown["is"] = True

    page.param.watch(fill, ["audit", "choices", "fault", "choices_fault"])
    fill()


def _why_not(page: FairnessPage, part: str) -> Any:
    if page.fault is not None:
        return page.fault
    if part == "choices":
        return OFFICE if page.filters.picker == OFFICE else page.choices_fault
    return None


def _pair(deck: _Deck, *names: str) -> list[Any]:
    return [side_by_side(*(deck.card(name) for name in names), at_least=480, gap=24)]


def _cost(page: FairnessPage, deck: _Deck) -> list[Any]:
    at = choice(page.session, page.filters, "at", "Compared at", choosing.at_word)
    said = html_pane(param.bind(_asks, page.session.param.lang))
    return [at, deck.card("frontier"), said]


def _rule(page: FairnessPage, deck: _Deck) -> list[Any]:
    """Sliders, sentences and curves; they need no world."""
    session, filters = page.session, page.filters
    state = _Moving(shown=values_of(filters))

    def release(values: dict[str, int]) -> None:
        filters.param.update(**values)

    filters.param.watch(lambda *_: setattr(state, "shown", values_of(filters)), list(choosing.SLIDERS))
    box = SliderBox(
        lambda values: setattr(state, "shown", values_of(filters) | values),
        release,
        sliders=param.bind(sliders_of, session.param.lang),
        values=state.param.shown,
        words=param.bind(_slider_words, session.param.lang),
    )
    said = html_pane(param.bind(_told, session.param.lang, state.param.shown))
    return [box, said, *_pair(deck, *_RULE)]


class _Moving(param.Parameterized):
    """What the sliders show now; the address follows when one is let go."""

    shown: Any = param.Dict(default={})


def _scene(page: FairnessPage) -> cards.Scene:
    session, f = page.session, page.filters
    look = look_of(session)
    return cards.Scene(page.audit, page.choices, f.group, f.stage, f.at, values_of(f), look, session.run.name)


def _headline(lang: str, found: Any, fault: Any, group: str) -> str:
    if found is not None:
        text = words.opening(found, group, lang)
    elif fault is not None:
        text = fault_words(fault, lang)
    else:
        text = t("Working out whom the model picks, and whom in vain. The first time this takes half a minute.", lang)
    return f'<p class="answer" role="status" style="{_ANSWER}">{escape(text)}</p>'


def _notes(lang: str, found: Any, group: str, stage: str) -> str:
    if found is None:
        return ""
    here = choosing.stage_of(stage, found.stages)
    said = [words.few_words(found, lang), words.why_not_bias(found, group, here, lang)]
    return "".join(f'<p class="note">{escape(text)}</p>' for text in said if text)


def _note(lang: str, why: Any) -> str:
    text = t("The office has no score whose threshold could be moved. Choose a model to see it.", lang)
    return f'<p class="note">{escape(text if why == OFFICE else fault_words(why, lang))}</p>'


def _slider_words(lang: str) -> dict[str, str]:
    return {"share": t("{n} of 100", lang, n="{n}")}


def _title(lang: str, message: str) -> str:
    return f'<h2 style="margin: 16px 0 0">{escape(t(message, lang))}</h2>'


def _asks(lang: str) -> str:
    return "".join(f'<p class="note">{escape(text)}</p>' for text in price.asks_words(lang))


def _told(lang: str, values: dict[str, int]) -> str:
    said = "".join(f"<p>{escape(text)}</p>" for text in told(values, lang))
    return f'<div role="status" class="rule" style="max-width: 75ch; display: grid; gap: 8px">{said}</div>'
