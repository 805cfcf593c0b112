"""The page itself: the answer, the choice of days, the player, and the queue of the day as chart and table."""

from __future__ import annotations

from datetime import date
from functools import partial
from html import escape
from typing import Any

import panel as pn
import param

from simi_lab.dashboards.day import choosing, figures, sentences
from simi_lab.dashboards.day.cards import Scene, queue
from simi_lab.dashboards.day.choosing import ALONE, PAIR, DayFilters, make_filters
from simi_lab.dashboards.day.packing import pack
from simi_lab.dashboards.day.player import DayBox, DayPlayer, colours
from simi_lab.dashboards.day.reading import read_day
from simi_lab.dashboards.service.view import later
from simi_lab.shell import Session, side_by_side, stack
from simi_lab.shell.cards import Chart, ChartCard, EmptyState, choice
from simi_lab.shell.cards.notes import html_pane
from simi_lab.shell.cards.slot import look_of

_ANSWER = (
    "font-size: var(--lab-size-lead); line-height: 1.4; font-weight: 700; max-width: 72ch; display: grid; gap: 8px"
)


class DayPage(param.Parameterized):
    """State of the page in one session: the scene follows the choice, the moment is the browser's."""

    scene: Any = param.ClassSelector(class_=Scene)
    chart: Any = param.ClassSelector(class_=Chart)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.filters: DayFilters = session.shared(make_filters)
        rows = session.run.table("offices").select("office_id", "name").collect().iter_rows()
        self.offices: dict[int, str] = dict(rows)
        self._turn = 0
        self.player = DayPlayer(sizing_mode="stretch_width", margin=0)
        self.player.param.watch(self._take_moment, "at")
        self._load()
        self._words()
        self._draw(self._turn)
        self.filters.param.watch(self._reload, ["day", "beside", "office"])
        self.filters.param.watch(self._show_moment, "at")
        session.param.watch(self._relabel, ["lang", "theme"])

    @property
    def entries(self) -> list[choosing.Interesting]:
        """The short list of the office."""
        return choosing.interesting(self.session.run, self.filters.office)

    def choose(self, name: str, value: str) -> None:
        """Take a choice of a box: a value of its list, or a date of its calendar; others are not taken."""
        first, last = self.filters.param.day.bounds
        if name == "beside" and value in (PAIR, ALONE):
            self.filters.beside = value
            return
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return
        if first <= day <= last:
            setattr(self.filters, name, day if name == "day" else value)

    def _load(self) -> None:
        run, office = self.session.run, self.filters.office
        wanted = [self.filters.day, choosing.beside_day(self.filters, run)]
        days = [read_day(run, office, day) for day in wanted if day is not None]
        self.scene = Scene(
            days=tuple((day, figures.whole(day)) for day in days),
            span=figures.span(*days),
            run_name=run.name,
            office=self.offices.get(office, ""),
        )
        self.player.param.update(
            days=[None if day.is_quiet else pack(day) for day in days],
            span=list(self.scene.span),
            heads=self._heads(),
            at=self._moment(),
        )

    def _moment(self) -> str:
        """The moment asked for; without one that of the longest queue, so that the first look shows it."""
        if self.filters.at:
            return self.filters.at
        found = next((found for day, found in self.scene.days if not day.is_quiet), None)
        return sentences.clock_word(found.peak_at if found else self.scene.span[0])

    def _heads(self) -> list[dict[str, str]]:
        lang = self.session.lang
        return [
            {
                "title": sentences.title(day, lang),
                "about": sentences.about(day, found, lang),
                "closed": sentences.closed(day, lang) if day.is_quiet else "",
            }
            for day, found in self.scene.days
        ]

    def _words(self) -> None:
        lang = self.session.lang
        self.player.param.update(
            words=sentences.player_words(lang), heads=self._heads(), look=colours(self.session.theme)
        )

    def _take_moment(self, event: Any) -> None:
        if event.new != self._moment():
            self.filters.at = event.new

    def _show_moment(self, _event: Any) -> None:
        self.player.at = self._moment()

    def _reload(self, *_events: Any) -> None:
        self._load()
        self._redraw()

    def _relabel(self, *_events: Any) -> None:
        self._words()
        self._redraw()

    def _redraw(self) -> None:
        self._turn += 1
        later(partial(self._draw, self._turn))

    def _draw(self, turn: int) -> None:
        if turn == self._turn:  # no newer choice has come meanwhile
            session = self.session
            look = look_of(session)
            self.chart = queue(self.scene, look)


def build(session: Session) -> Any:
    """The page's content for one session."""
    if choosing.days_index(session.run, session.shared(make_filters).office).is_empty():
        return EmptyState(
            session,
            "Nobody was served in this world: there is no day to watch.",
            hint="Make a world with applications, then open this page again.",
        )
    page = DayPage(session)
    lang, scene = session.param.lang, page.param.scene
    return stack(
        html_pane(param.bind(_headline, scene, lang)),
        _choices(page),
        page.player,
        stack(ChartCard(session, page.param.chart, file_name="sehari_antrean"), visible=param.bind(_is_busy, scene)),
    )


def _is_busy(scene: Scene) -> bool:
    return any(not day.is_quiet for day, _ in scene.days)


def _headline(scene: Scene, lang: str) -> str:
    lines = "".join(f"<p>{escape(sentences.answer(day, found, lang))}</p>" for day, found in scene.days)
    warning = sentences.fairness(scene.days[0][1], scene.days[-1][1], lang)
    note = (
        f'<p class="note" style="font-size: var(--lab-size-body); font-weight: 400">{escape(warning)}</p>'
        if warning
        else ""
    )
    return f'<div role="status" style="{_ANSWER}">{lines}{note}</div>'


def _choices(page: DayPage) -> pn.viewable.Viewable:
    session, filters = page.session, page.filters
    lang, run = session.param.lang, session.run
    first, last = (day.isoformat() for day in filters.param.day.bounds)
    shared = {"date_label": session.text("Any date"), "first": first, "last": last}

    def days(lang: str, day: date, _office: int) -> list[list[str]]:
        return choosing.day_options(page.entries, day, lang)

    def others(lang: str, beside: str, _office: int) -> list[list[str]]:
        return choosing.beside_options(page.entries, beside, lang)

    def second(_day: date, _beside: str, _office: int) -> str:
        found = choosing.beside_day(filters, run)
        return found.isoformat() if found else ""

    office = filters.param.office
    boxes: list[Any] = [
        DayBox(
            partial(page.choose, "day"),
            label=session.text("Day"),
            options=param.bind(days, lang, filters.param.day, office),
            value=param.bind(date.isoformat, filters.param.day),
            date=param.bind(date.isoformat, filters.param.day),
            **shared,
        ),
        DayBox(
            partial(page.choose, "beside"),
            label=session.text("Beside it"),
            options=param.bind(others, lang, filters.param.beside, office),
            value=filters.param.beside,
            date=param.bind(second, filters.param.day, filters.param.beside, office),
            **shared,
        ),
    ]
    if len(page.offices) > 1:
        words = partial(choosing.office_word, names=page.offices)
        boxes.append(choice(session, filters, "office", "Office", words))
    return side_by_side(*boxes, at_least=400, gap=24)
