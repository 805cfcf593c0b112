"""The page itself: the answer and its figures first, then the choices, then the charts that show why."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

import panel as pn
import param

from simi_lab.dashboards.service import figures as numbers
from simi_lab.dashboards.service import filters as options
from simi_lab.dashboards.service import kpis, sentences
from simi_lab.dashboards.service.cards import CARDS, Scene
from simi_lab.dashboards.service.filters import ServiceFilters, aggregates_of, make_filters
from simi_lab.shell import Session, side_by_side, stack
from simi_lab.shell.cards import ChartCard, KpiCard, choice
from simi_lab.shell.cards.notes import Waiting, html_pane
from simi_lab.shell.cards.slot import Slot, look_of, plot_pane

_FILE_NAMES = {
    "wait": "layanan_waktu_tunggu",
    "total": "layanan_hari_sampai_paspor",
    "twins": "layanan_sebelum_sesudah",
    "standard": "layanan_hari_kerja",
    "lead": "layanan_hari_sampai_dilayani",
    "applications": "layanan_permohonan",
    "kept": "layanan_janji_per_bulan",
    "causes": "layanan_sebab",
    "ikm": "layanan_ikm",
    "elements": "layanan_unsur_survei",
    "backlog": "layanan_kasus_terbuka",
    "stuck": "layanan_status_menggantung",
    "areas": "layanan_wilayah",
    "tiles": "layanan_peta_ubin",
}


_ANSWER = "font-size: var(--lab-size-h2); line-height: 1.35; font-weight: 700; max-width: 60ch"
_GROWING = (
    "areas",
    "tiles",
    "twins",
    "causes",
    "elements",
)  # as tall as their rows: the card gives their pane no height
_PAIRS = (
    ("kept", "standard"),
    ("twins", "causes"),
    ("ikm", "elements"),
    ("backlog", "stuck"),
    ("lead", "applications"),
    ("areas", "tiles"),
)


class ServicePage(param.Parameterized):
    """State of the page in one session: figures follow the choice at once, charts one after the other."""

    figures: Any = param.ClassSelector(class_=numbers.Figures)

    def __init__(self, session: Session) -> None:
        super().__init__()
        from simi_lab.study.causes import causes  # here: only a page that is opened needs it
        from simi_lab.study.measure import scenario_of

        self.session = session
        self.filters = session.shared(make_filters)
        self.aggregates = aggregates_of(session)
        self.causes = causes(session.run)
        self.plan = scenario_of(session.run)
        self.words = options.area_words_of(self.aggregates.districts)
        self.slots = {name: Slot() for name in CARDS}
        self._turn = 0
        self._count()
        self.filters.param.watch(self._recount, list(ServiceFilters.choices()))
        session.param.watch(self._redraw, ["lang", "theme"])

    @property
    def scene(self) -> Scene:
        """What the charts are drawn from now."""
        session = self.session
        return Scene(
            figures=self.figures,
            promise=self.aggregates.promise,
            look=look_of(session),
            run_name=session.run.name,
            go_live=self.plan.simi.go_live,
            outages=tuple(outage.first for outage in self.plan.office.outages),
            causes=self.causes,
            stuck_days=int(self.plan.office.service.stuck_days.value),
            kindness=self.plan.survey.office_bias.value,
        )

    def place(self, lang: str) -> str:
        """Name of the area shown."""
        return options.area_word(self.figures.choice.area, lang, self.words)

    def _count(self) -> None:
        self.figures = numbers.compute(self.aggregates, self.filters.choice())

    def _recount(self, *_events: Any) -> None:
        self._count()
        self._redraw()

    def _redraw(self, *_events: Any) -> None:
        """Draw what is on the page again, in turns of their own, so that words and figures change first."""
        self._turn += 1
        for name in [name for name, slot in self.slots.items() if slot.chart is not None]:
            later(partial(self._draw, name, self._turn))

    def card(self, name: str) -> ChartCard:
        """Draw a chart for the first time and give its card."""
        self._draw(name, self._turn)
        chart = self.slots[name].param.chart
        plot = None
        if name in _GROWING:
            plot = plot_pane(chart)
        return ChartCard(self.session, chart, file_name=_FILE_NAMES[name], plot=plot)

    def _draw(self, name: str, turn: int) -> None:
        if turn == self._turn:  # a newer choice has not come meanwhile
            self.slots[name].chart = CARDS[name](self.scene)


def build(session: Session) -> pn.viewable.Viewable:
    """The page's content for one session; what lies below the first screen follows once that one is shown."""
    page = ServicePage(session)
    lang, figures = session.param.lang, page.param.figures
    boxes = [KpiCard(session, param.bind(make, figures, lang)) for make in kpis.KPIS]
    rest = stack(Waiting(session))
    pn.state.onload(partial(_fill, rest, page))
    return stack(
        html_pane(param.bind(_headline, page, lang, figures)),
        side_by_side(*boxes, at_least=240),
        _choices(session, page),
        _pair(page, "wait", "total"),
        rest,
    )


def later(work: Callable[[], None]) -> None:
    """Do something in a turn of its own on a server, at once elsewhere."""
    document = pn.state.curdoc
    if document is not None and document.session_context is not None:
        pn.state.execute(work, schedule=True)
    else:
        work()


def _fill(rest: pn.Column, page: ServicePage) -> None:
    """Put the other charts in their place, row by row."""

    def measure() -> Any:
        return choice(page.session, page.filters, "measure", "Compare places by", options.measure_word)

    def add(make: Callable[[], Any], is_first: bool) -> None:
        rest[:] = [*([] if is_first else rest.objects), make()]

    shown = [[name for name in names if name != "causes" or page.causes] for names in _PAIRS]
    rows: list[Callable[[], Any]] = [partial(_pair, page, *names) for names in shown]
    rows.insert(len(rows) - 1, measure)
    for i, make in enumerate(rows):
        later(partial(add, make, i == 0))


def _pair(page: ServicePage, *names: str) -> pn.Column:
    return side_by_side(*(page.card(name) for name in names), at_least=440, gap=24)


def _headline(page: ServicePage, lang: str, figures: numbers.Figures) -> str:
    text = escape(sentences.answer(figures, page.place(lang), lang))
    return f'<p role="status" style="{_ANSWER}">{text}</p>'


def _choices(session: Session, page: ServicePage) -> pn.viewable.Viewable:
    filters = page.filters
    area = partial(options.area_word, words=page.words)
    return side_by_side(
        choice(session, filters, "first", "From month", options.month_word),
        choice(session, filters, "last", "To month", options.month_word),
        choice(session, filters, "area", "Area", area),
        choice(session, filters, "service", "Kind of passport", options.service_word),
        choice(session, filters, "regime", "Way of working", options.regime_word),
        at_least=180,
    )
