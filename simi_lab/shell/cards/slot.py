"""The place of a chart on a page: what a card shows now, and how charts look to this visitor."""

from __future__ import annotations

from typing import Any

import panel as pn
import param

from simi_lab.charts import Look
from simi_lab.shell.cards.chart import Chart
from simi_lab.shell.state import Session


class Slot(param.Parameterized):
    """The chart that a card shows now; None until there is one."""

    chart: Any = param.ClassSelector(class_=Chart, allow_None=True)

    def pane(self) -> pn.pane.HoloViews:
        """The plot of the chart, which follows it."""
        return plot_pane(self.param.chart)


def plot_pane(chart: Any) -> pn.pane.HoloViews:
    """The plot of a reference to a chart, as wide as there is room."""
    return pn.pane.HoloViews(param.bind(_plot_of, chart), sizing_mode="stretch_width", margin=0, linked_axes=False)


def look_of(session: Session) -> Look:
    """Language, theme and width of the visitor's charts."""
    return Look(session.lang, dark=session.theme == "dark", narrow=session.is_phone)


def _plot_of(chart: Chart | None) -> Any:
    return chart.plot if chart is not None else None
