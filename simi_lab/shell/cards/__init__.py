"""The furniture of a page: chart and figure cards, notes, tables, controls.

Chart(title, summary, plot=None, table=None, columns=(), source="", note="")
ChartCard(session, chart_or_reference, *, file_name, frame=None, plot=None, height=320)
Column(name, heading, kind="text", digits=None, labels=None)
    kind: text, number, percent, money, day, month, minutes. Tables come from `privacy.suppress`; cells it hid
    say so, and the chart card adds the note.
Kpi(label, value, unit="", interval="", rule="", state="", verdict=""); KpiCard(session, kpi_or_reference)
EmptyState(session, message, hint="", **values); SmallCellNote(session, suppressed_frame_or_reference)
choice(session, filters, name, label, words): a select bound to one filter, relabelled in place
"""

from simi_lab.shell.cards.chart import Chart, ChartCard
from simi_lab.shell.cards.controls import choice
from simi_lab.shell.cards.kpi import Kpi, KpiCard
from simi_lab.shell.cards.notes import EmptyState, SmallCellNote
from simi_lab.shell.cards.table import Column

__all__ = ["Chart", "ChartCard", "Column", "EmptyState", "Kpi", "KpiCard", "SmallCellNote", "choice"]
