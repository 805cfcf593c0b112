"""Section of the page: the frontier of people found against waiting caused, one sentence and one chart."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from html import escape
from threading import Lock
from typing import Any

import panel as pn
import param

from simi_lab.charts import Look
from simi_lab.dashboards.policy.asking import Asker
from simi_lab.dashboards.risk.frontier_chart import picture
from simi_lab.errors import SimiError
from simi_lab.i18n import t
from simi_lab.shell import Session, stack
from simi_lab.shell.assets import asset
from simi_lab.shell.cards import ChartCard
from simi_lab.shell.cards.notes import Waiting
from simi_lab.study.lanes import Frontier, frontier, kept_frontier
from simi_lab.study.lanes.words import headline, limits, lines, nearest

_log = logging.getLogger(__name__)
_MAKING = Lock()
"""Only one frontier is made at a time: each keeps both processors busy."""
_TOLD = "font-size: var(--lab-size-h3, 1.15rem); line-height: 1.4; font-weight: 600; max-width: 62ch; margin: 0"


class FrontierState(param.Parameterized):
    """What the section shows: nothing while the office still works, then the frontier of the run.

    Parameters
    ----------
    found : the frontier, None until it is there
    fault : why it cannot be made; None otherwise
    capacity : conversations a working day that are told of; None is the scenario's own
    """

    found: Any = param.ClassSelector(class_=Frontier, allow_None=True)
    fault: Any = param.Parameter()
    capacity: Any = param.Number(default=None, allow_None=True, allow_refs=True)

    def __init__(self, session: Session, **params: Any) -> None:
        super().__init__(**params)
        self.session = session
        self.found = kept_frontier(session.run)
        self._asker = Asker()
        if self.found is None:
            self._asker.want(self._make)

    @property
    def told_of(self) -> float | None:
        """The capacity that was tried and lies nearest to the one asked for."""
        return None if self.found is None else nearest(self.found, self.capacity)

    def _make(self) -> Callable[[], None]:
        """In a thread: make the frontier, unless another visitor just did."""
        try:
            with _MAKING:
                found = kept_frontier(self.session.run) or frontier(self.session.run)
        except SimiError as fault:
            return partial(self._take, fault=fault)
        except Exception as fault:
            _log.exception("the frontier could not be made")
            return partial(self._take, fault=fault)
        return partial(self._take, found=found)

    def _take(self, **told: Any) -> None:
        """On the page: show what came."""
        self.param.update(**told)


def section(session: Session, capacity: Any = None) -> pn.Column:
    """The section for one session; it is made in the background where it is not there yet.

    Parameters
    ----------
    session : the visitor
    capacity : conversations a working day, or a reference to it (a slider); None is the scenario's own
    """
    state = FrontierState(session, capacity=capacity)
    place = stack(gap=16)
    lang, theme, p = session.param.lang, session.param.theme, state.param
    sheets = [asset("cards.css")]
    words = pn.pane.HTML(
        param.bind(_words, state, lang, p.found, p.fault, p.capacity),
        stylesheets=sheets,
        sizing_mode="stretch_width",
        margin=0,
    )
    chart = param.bind(_chart, state, lang, theme, p.found, p.capacity)

    def show(*_events: Any) -> None:
        if state.found is not None:
            place[:] = [words, ChartCard(session, chart, file_name="risiko_garis_batas", height=None)]
        else:
            place[:] = [words, *([] if state.fault is not None else [Waiting(session, height=320)])]

    state.param.watch(show, ["found", "fault"])
    show()
    return place


def _chart(state: FrontierState, lang: str, theme: str, found: Frontier | None, _capacity: Any) -> Any:
    if found is None:
        return None
    look = Look(lang, dark=theme == "dark", narrow=state.session.is_phone)
    return picture(found, state.told_of, look)


def _words(state: FrontierState, lang: str, found: Frontier | None, fault: Any, _capacity: Any) -> str:
    """The sentence, and below it what stands behind it."""
    if fault is not None:
        known = isinstance(fault, SimiError)
        said = t(fault.what, lang, **fault.values) if known else t("The frontier could not be counted.", lang)
        return f'<p role="status" style="{_TOLD}">{escape(said)}</p>'
    if found is None:
        said = t("The office works through the test months at each number of conversations. A minute or two.", lang)
        return f'<p role="status" style="{_TOLD}">{escape(said)}</p>'
    capacity = state.told_of
    assert capacity is not None
    rows = "".join(f"<li>{escape(line)}</li>" for line in (*lines(found, capacity, lang), *limits(found, lang)))
    more = escape(t("What stands behind this sentence", lang))
    return (
        f'<p role="status" style="{_TOLD}">{escape(headline(found, capacity, lang))}</p>'
        f'<details style="margin-top: 8px"><summary>{more}</summary><ul>{rows}</ul></details>'
    )
