"""The page itself: choose a case, follow it through the tables, guess, and then uncover what it really is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

import panel as pn
import param

from simi_lab.dashboards.explorer import choosing, journey, record, sponsors, truth
from simi_lab.dashboards.explorer.choosing import ExplorerFilters, make_filters
from simi_lab.dashboards.explorer.picture import picture
from simi_lab.dashboards.explorer.reading import Case, Group, find
from simi_lab.dashboards.explorer.sponsors import Sponsor
from simi_lab.dashboards.service.view import later
from simi_lab.i18n import number, t
from simi_lab.reference.identity.case_number import case_number, read_case_number
from simi_lab.shell import Session, side_by_side, stack
from simi_lab.shell.assets import asset
from simi_lab.shell.cards import Chart, ChartCard
from simi_lab.shell.cards.asking import AskBox
from simi_lab.shell.cards.controls import ChoiceBox
from simi_lab.shell.cards.slot import look_of, plot_pane

_ANSWER = "font-size: var(--lab-size-h2); line-height: 1.35; font-weight: 700; max-width: 60ch"


class ExplorerPage(param.Parameterized):
    """State of the page in one session: the case shown, the guess, and whether the truth is uncovered.

    The truth is read when uncovered and forgotten with the case; guesses are counted for this visit only.
    """

    case: Any = param.Parameter(doc="Case, Group, Sponsor, or None when the key leads nowhere.")
    guess = param.String()
    shown: Any = param.ClassSelector(class_=truth.Truth, doc="The truth, once uncovered.")
    said = param.String(doc="Message id of what was wrong with the number written.")
    n_guessed = param.Integer()
    n_fitting = param.Integer()
    chart: Any = param.ClassSelector(class_=Chart, doc="The picture of the case; drawn once the words are there.")

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.filters: ExplorerFilters = session.shared(make_filters)
        self.entries = choosing.interesting(session.run)
        self._judged: set[str] = set()
        self._turn = 0
        self.filters.param.watch(lambda _: self._load(), "case")
        self._load()
        self._draw(self._turn)
        self.param.watch(self._redraw, "case")
        session.param.watch(self._redraw, ["lang", "theme"])

    @property
    def key(self) -> str:
        """Key of the case asked for; without one the first of the list, else the first application."""
        if self.filters.case:
            return self.filters.case
        return self.entries[0].key if self.entries else choosing.first(self.session.run)

    def _load(self) -> None:
        self.param.update(case=find(self.session.run, self.key), guess="", shown=None, said="")

    def _redraw(self, *_events: Any) -> None:
        """Draw the picture in a turn of its own: it takes longer than all words together."""
        self._turn += 1
        later(partial(self._draw, self._turn))

    def _draw(self, turn: int) -> None:
        if turn == self._turn:  # no newer case has come meanwhile
            session = self.session
            look = look_of(session)
            self.chart = picture(self.case, look, session.run.name)

    def search(self, act: str, text: str) -> None:
        """Open the case of a number that was written, or one drawn at random."""
        if act == "draw":
            self.filters.case = choosing.drawn(self.session.run)
            return
        asked = read_case_number(text)
        if asked is None:
            self.said = "Write a number like SIM-2024-000123; numbers of people are not searched for here."
        elif find(self.session.run, case_number(*asked)) is None:
            self.said = "There is no application with this number in this world."
        else:
            self.said = ""
            self.filters.case = case_number(*asked)

    def judge(self, act: str, _text: str) -> None:
        """Take a guess, or uncover the truth and count whether the guess fits; a second guess is not counted."""
        if self.case is None:
            return
        if act in (truth.NORMAL, truth.LOOK) and self.shown is None:
            self.guess = act
        elif act == "hide":
            self.shown = None
        elif act == "reveal":
            found = truth.read_truth(self.session.run, self.case)
            if self.guess and self.case.key not in self._judged:
                self._judged.add(self.case.key)
                self.param.update(
                    n_guessed=self.n_guessed + 1, n_fitting=self.n_fitting + int(truth.fits(found, self.guess))
                )
            self.shown = found


def build(session: Session) -> pn.viewable.Viewable:
    """The page's content for one session."""
    page = ExplorerPage(session)
    lang, case = session.param.lang, page.param.case
    of_person = param.bind(lambda found: isinstance(found, Case), case)
    of_group = param.bind(lambda found: isinstance(found, Group), case)
    exists = param.bind(lambda found: found is not None, case)
    application, way, person, papers, decided = (
        _pane(param.bind(_of_case, make, case, lang), visible=of_person)
        for make in (record.application, _journey, record.person, record.papers, record.decisions)
    )
    of_sponsor = param.bind(lambda found: isinstance(found, Sponsor), case)
    sponsor, permits = (
        _pane(param.bind(_of_sponsor, make, case, lang), visible=of_sponsor)
        for make in (sponsors.facts, sponsors.holders)
    )
    plot = plot_pane(page.param.chart)
    card = ChartCard(session, page.param.chart, file_name="penjelajah_hubungan", plot=plot)
    return stack(
        _choices(page),
        _pane(param.bind(_headline, page.param.case, lang)),
        stack(_asked(page), visible=exists),
        _pane(param.bind(_of_group, case, lang), visible=of_group),
        stack(side_by_side(application, way, at_least=440, gap=24), visible=of_person),
        stack(side_by_side(person, sponsor, card, at_least=440, gap=24), visible=exists),
        papers,
        decided,
        permits,
    )


def _choices(page: ExplorerPage) -> pn.viewable.Viewable:
    """List, number, and the draw."""
    session, lang = page.session, page.session.param.lang
    listed = {entry.key for entry in page.entries}

    def options(lang: str, key: str) -> list[list[str]]:
        found = [[entry.key, choosing.word(entry, lang)] for entry in page.entries]
        return found if page.key in listed else [["", t("Choose a case", lang)], *found]

    box = ChoiceBox(
        label=session.text("Interesting cases"),
        options=param.bind(options, lang, page.filters.param.case),
        value=page.key if page.key in listed else "",
        sizing_mode="stretch_width",
        max_width=360,
        margin=0,
    )

    def take(event: Any) -> None:
        if event.new in listed and event.new != page.key:
            page.filters.case = event.new

    page.filters.param.watch(lambda _: setattr(box, "value", page.key if page.key in listed else ""), "case")
    box.param.watch(take, "value")
    ask = AskBox(
        page.search,
        label=session.text("Number of an application"),
        hint="SIM-2024-000123",
        buttons=param.bind(_search_buttons, lang),
        said=param.bind(_said, page.param.said, lang),
    )
    return side_by_side(box, ask, at_least=320)


def _search_buttons(lang: str) -> list[list[str]]:
    return [["open", t("Open", lang), "submit", ""], ["draw", t("Draw one at random", lang), "plain", ""]]


def _said(message: str, lang: str) -> str:
    return t(message, lang) if message else ""


def _asked(page: ExplorerPage) -> pn.viewable.Viewable:
    """The guess, and what is uncovered."""
    lang = page.session.param.lang
    state = (page.param.guess, page.param.shown)
    return stack(
        _pane(param.bind(_question, page.param.case, page.param.n_guessed, page.param.n_fitting, lang)),
        AskBox(page.judge, buttons=param.bind(_judge_buttons, *state, lang)),
        _pane(param.bind(_uncovered, page.param.case, *state, lang)),
        gap=12,
    )


def _question(case: Case | Group | Sponsor | None, n_guessed: int, n_fitting: int, lang: str) -> str:
    words = t("Guess first from what is on this page, then uncover the truth.", lang)
    counted = ""
    if n_guessed:
        told = {"fitting": number(n_fitting, lang), "n": number(n_guessed, lang)}
        counted = f" {t('Guesses that fit in this visit: {fitting} of {n}.', lang, **told)}"
    title = t("Normal, or needs a look?", lang)
    return f'<h2>{escape(title)}</h2><p class="summary" style="margin-top:8px">{escape(words + counted)}</p>'


def _judge_buttons(guess: str, shown: truth.Truth | None, lang: str) -> list[list[str]]:
    pressed = {True: "true", False: "false"}
    guesses = [
        [truth.NORMAL, t("Normal", lang), "plain", pressed[guess == truth.NORMAL]],
        [truth.LOOK, t("Needs a look", lang), "plain", pressed[guess == truth.LOOK]],
    ]
    if shown is None:
        return [*guesses, ["reveal", t("Uncover the truth", lang), "main", ""]]
    return [["hide", t("Hide the truth again", lang), "main", ""]]


def _uncovered(case: Case | Group | Sponsor | None, guess: str, shown: truth.Truth | None, lang: str) -> str:
    return truth.truth_html(shown, case, guess, lang) if shown is not None and case is not None else ""


def _headline(case: Case | Group | Sponsor | None, lang: str) -> str:
    if case is None:
        text = t("There is no such case in this world. Choose one from the list, or draw one at random.", lang)
    else:
        text = record.answer(case, lang)
    return f'<p role="status" style="{_ANSWER}">{escape(text)}</p>'


def _of_case(make: Callable[[Case, str], str], case: Case | Group | Sponsor | None, lang: str) -> str:
    return make(case, lang) if isinstance(case, Case) else ""


def _of_sponsor(make: Callable[[Sponsor, str], str], case: Case | Group | Sponsor | None, lang: str) -> str:
    return make(case, lang) if isinstance(case, Sponsor) else ""


def _of_group(case: Case | Group | Sponsor | None, lang: str) -> str:
    return record.group(case, lang) if isinstance(case, Group) else ""


def _journey(case: Case, lang: str) -> str:
    return journey.timeline(case.events, lang)


def _pane(content: Any, **params: Any) -> pn.pane.HTML:
    """A pane of our own HTML in the look of the cards."""
    options = {"sizing_mode": "stretch_width", "margin": 0, **params}
    return pn.pane.HTML(content, stylesheets=[asset("cards.css"), asset("record.css")], **options)
