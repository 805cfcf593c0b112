"""A chart a reader can trust: the finding as title, one sentence, the plot, its table, its file, its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import panel as pn
import param

from simi_lab.i18n import t
from simi_lab.privacy import small_cell_note
from simi_lab.shell.assets import asset
from simi_lab.shell.cards.notes import EmptyState, Waiting
from simi_lab.shell.cards.table import Column, csv_text, table_html
from simi_lab.shell.state import Session, is_served

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Chart:
    """What a chart card shows, computed in one go for one language and one choice of filters.

    Parameters
    ----------
    title : the finding ("Waiting fell from 71 to 44 minutes")
    summary : one sentence for those who cannot see the plot; also its accessible name
    plot : HoloViews element, or None when there is nothing to draw
    table : the figures behind the plot, or None; small groups already hidden by `privacy.suppress`, which the card
        then says by itself
    columns : how the table's columns are read
    source : where the figures come from and their date
    note : one more sentence, or ""
    """

    title: str
    summary: str
    plot: Any = None
    table: pl.DataFrame | None = None
    columns: Sequence[Column] = ()
    source: str = ""
    note: str = ""


class ChartFrame(pn.custom.JSComponent):
    """The card in the browser; all words come from Python, the file is made when asked for."""

    title = param.String()
    summary = param.String()
    note = param.String()
    source = param.String()
    table = param.String(doc="HTML of the table; empty until the reader opens it.")
    has_table = param.Boolean()
    is_open = param.Boolean()
    is_drawn = param.Boolean(doc="Whether the plot is there; until then the browser says when it comes into view.")
    words = param.Dict(default={})
    plot = pn.custom.Child()

    _esm = asset("make.js") + asset("chart_card.js")
    _stylesheets = [asset("cards.css")]  # noqa: RUF012  Panel reads it as a plain class attribute

    def __init__(self, on_csv: Callable[[], dict[str, str]], on_seen: Callable[[], None], **params: Any) -> None:
        super().__init__(**params)
        self._on_csv, self._on_seen = on_csv, on_seen

    def _handle_msg(self, data: Any) -> None:
        if data == {"want": "csv"}:
            self._send_msg(self._on_csv())
        elif data == {"want": "plot"} and not self.is_drawn:
            self._on_seen()


class ChartCard(pn.viewable.Viewer):
    """A chart with its words, table and file.

    Parameters
    ----------
    session : the visitor
    chart : `Chart`, or a reference to one (a bound function of language and filters)
    file_name : stem of the CSV's name, lower case with underscores
    frame : gives the frame for the file when asked; the table itself when left out
    plot : a ready viewable (a DynamicMap pane that keeps its zoom), instead of `Chart.plot`
    height : of the plot, px; None leaves it to the plot

    Notes
    -----
    On a server a plot is drawn only once its card comes into view: one costs a quarter of a second, and readers of
    the first screen need not wait for the last. The table is written only while its disclosure is open.
    """

    chart: Any = param.ClassSelector(class_=Chart, allow_refs=True)

    def __init__(
        self,
        session: Session,
        chart: Any,
        *,
        file_name: str,
        frame: Callable[[], pl.DataFrame] | None = None,
        plot: Any = None,
        height: int | None = 320,
    ) -> None:
        self._session, self._file_name, self._frame_of, self._height = session, file_name, frame, height
        self._plot: Any = plot
        self._pane: pn.pane.HoloViews | None = None
        self._slot = pn.Column(sizing_mode="stretch_width", margin=0)
        self._frame = ChartFrame(self._file, self._draw, plot=self._slot, sizing_mode="stretch_width", margin=0)
        if is_served():
            self._slot[:] = [Waiting(session, height=height or 320)]
        else:
            self._frame.is_drawn = True
        super().__init__(chart=chart)
        self._frame.param.watch(self._write_table, "is_open")
        self._show()

    def __panel__(self) -> Any:
        return self._frame

    @param.depends("chart", watch=True)
    def _show(self) -> None:
        chart, lang = self.chart, self._session.lang
        if chart is None:
            return
        self._show_plot(chart)
        has_flags = chart.table is not None and "suppressed" in chart.table.columns
        hidden = small_cell_note(chart.table, lang) if has_flags else ""
        self._frame.param.update(
            title=chart.title,
            summary=chart.summary,
            note=" ".join(text for text in (chart.note, hidden) if text),
            source=chart.source,
            has_table=chart.table is not None or self._frame_of is not None,
            words={
                "open": t("Show the table", lang),
                "close": t("Hide the table", lang),
                "table": t("Table: {title}", lang, title=chart.title),
                "csv": t("Download CSV", lang),
                "mark": t("SYNTHETIC DATA", lang),
            },
        )
        self._write_table()

    def _draw(self) -> None:
        self._frame.is_drawn = True
        self._show_plot(self.chart)

    def _show_plot(self, chart: Chart | None) -> None:
        if chart is None or not self._frame.is_drawn:
            return
        if self._plot is not None:
            self._place(self._plot)
        elif chart.plot is None:
            words = ("Nothing to draw for this choice.", "Choose a longer period or all districts.")
            self._pane = None
            self._place(EmptyState(self._session, *words))
        elif self._pane is not None:
            self._pane.object = chart.plot
        else:
            options = {"height": self._height, "sizing_mode": "stretch_width", "margin": 0, "linked_axes": False}
            self._pane = pn.pane.HoloViews(chart.plot, **options)
            self._place(self._pane)

    def _place(self, item: Any) -> None:
        if list(self._slot.objects) != [item]:
            self._slot[:] = [item]

    def _write_table(self, *_events: Any) -> None:
        chart = self.chart
        if self._frame.is_open and chart is not None and chart.table is not None:
            self._frame.table = table_html(chart.table, chart.columns, self._session.lang, chart.summary)

    def _file(self) -> dict[str, str]:
        mark = t("SYNTHETIC DATA", self._session.lang)
        frame = self._frame_of() if self._frame_of is not None else self.chart.table
        return {"name": f"{self._file_name}_{mark.replace(' ', '_')}.csv", "text": csv_text(frame, mark)}
