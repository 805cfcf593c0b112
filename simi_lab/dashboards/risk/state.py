"""State of the page in one session: the curves once they are there, and the capacity that is looked at now."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any

import panel as pn
import param

from simi_lab.dashboards.policy.asking import Asker
from simi_lab.dashboards.risk.choosing import LEVER, CapacityBox, RiskFilters, make_filters, nearest, slider
from simi_lab.dashboards.risk.figures import Figures, figures_at, steps_of
from simi_lab.errors import SimiError
from simi_lab.i18n import t
from simi_lab.shell import Session
from simi_lab.study.risk_page import RiskCurves, is_ready, risk_curves

_log = logging.getLogger(__name__)
_MAKING = Lock()
"""Only one visitor's wish has models fitted; the others find them there."""


class RiskPage(param.Parameterized):
    """The slider moves the figures at once; the address and the pictures follow when it is let go.

    Parameters
    ----------
    curves : None until models and curves are there
    fault : why they cannot be made; None otherwise
    figures : at the capacity of the slider
    settled : at the capacity that was let go, for the pictures
    """

    curves: Any = param.ClassSelector(class_=RiskCurves, allow_None=True)
    fault: Any = param.Parameter()
    figures: Any = param.ClassSelector(class_=Figures, allow_None=True)
    settled: Any = param.ClassSelector(class_=Figures, allow_None=True)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.filters: RiskFilters = session.shared(make_filters)
        self.steps: list[float] = []
        self.box = CapacityBox(self._move, self._release, self._reset, is_phone=session.is_phone, visible=False)
        self.filters.param.watch(self._settle, list(RiskFilters.choices()))
        session.param.watch(self._label, "lang")
        self._asker = Asker()
        if is_ready(session.run):
            self._make()()
        else:
            self._asker.want(self._make)

    @property
    def usual(self) -> float:
        """The scenario's own capacity."""
        return float(self.curves.facts["capacity_per_day"])

    def _make(self) -> Callable[[], None]:
        """Read the curves, or have them made: in a thread where they are not there."""
        run = self.session.run
        try:
            with _MAKING:
                curves = pn.state.as_cached(f"risk curves of {run.hash}", partial(risk_curves, run))
        except SimiError as fault:
            return partial(self._fail, fault)
        except Exception as fault:
            _log.exception("the risk curves of a run could not be made")
            return partial(self._fail, fault)
        return partial(self._take, curves)

    def _fail(self, fault: Exception) -> None:
        self.fault = fault

    def _take(self, curves: RiskCurves) -> None:
        self.curves = curves
        self.steps = steps_of(curves)
        self._settle()
        self._label()

    def _settle(self, *_events: Any) -> None:
        """Show what the address says."""
        if self.curves is None:
            return
        asked = nearest(self.steps, self.filters.capacity, self.usual)
        figures = figures_at(self.curves, asked, self.filters.model)
        self.param.update(figures=figures, settled=figures)
        self.box.values = {LEVER: self.steps.index(asked)}

    def _move(self, step: int) -> None:
        if self.curves is not None and 0 <= step < len(self.steps):
            self.figures = figures_at(self.curves, self.steps[step], self.filters.model)

    def _release(self, step: int) -> None:
        if self.curves is None or not 0 <= step < len(self.steps):
            return
        wanted = None if self.steps[step] == self.usual else self.steps[step]
        if wanted == self.filters.capacity:
            self._settle()  # dragged away and back
        self.filters.capacity = wanted

    def _reset(self) -> None:
        self._release(self.steps.index(self.usual) if self.steps else -1)

    def _label(self, *_events: Any) -> None:
        if self.curves is None:
            return
        lang = self.session.lang
        words = {
            "reset": t("As this world has it", lang),
            "today": t("in this world", lang),
            "as_today": t("as in this world", lang),
        }
        self.box.param.update(words=words, groups=slider(self.steps, self.usual, lang), visible=True)
