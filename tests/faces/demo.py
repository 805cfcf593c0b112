"""A small face for the tests of shell and server: two pages with one shared filter, chart, figure and notes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import holoviews as hv
import param
import polars as pl

from simi_lab.privacy import suppress
from simi_lab.shell import Filters, Route, Session, side_by_side, stack
from simi_lab.shell.cards import Chart, ChartCard, Column, EmptyState, Kpi, KpiCard, SmallCellNote, choice

COUNTS = pl.DataFrame(
    {
        "district": ["A", "A", "A", "B", "B", "B", "C", "C", "C"],
        "month": ["2025-01", "2025-02", "2025-03"] * 3,
        "n": [41, 52, 47, 30, 3, 36, 22, 19, 27],
    }
)
TABLE = suppress(COUNTS, count="n", by=["district", "month"])
DISTRICTS = {"all": {"id": "Semua kecamatan", "en": "All districts"}, "A": {}, "B": {}, "C": {}}

LEAD = "A simulated office. Every person here is invented."


class DemoFilters(Filters):
    district = param.Selector(default="all", objects=list(DISTRICTS))
    smooth = param.Boolean(default=False)


def make_filters(session: Session) -> DemoFilters:
    return DemoFilters()


def words(value: str, lang: str) -> str:
    return DISTRICTS[value].get(lang, value)


def chart(lang: str, district: str) -> Chart:
    hv.extension("bokeh")
    rows = TABLE if district == "all" else TABLE.filter(pl.col("district") == district)
    shown = rows.filter(~pl.col("suppressed"))
    people = {"id": "pemohon", "en": "applicants"}[lang]
    bars = hv.Bars(shown.group_by("month", maintain_order=True).agg(pl.col("n").sum()), "month", "n")
    return Chart(
        title=f"{words(district, lang)}: {shown['n'].sum()} {people}",
        summary={"id": "Jumlah pemohon per bulan.", "en": "Applicants per month."}[lang],
        plot=bars.opts(responsive=True, height=260, color="#1C8598", toolbar=None, default_tools=[]),
        table=rows,
        columns=[
            Column("district", "District" if lang == "en" else "Kecamatan"),
            Column("month", "Month" if lang == "en" else "Bulan", "month"),
            Column("n", "Applicants" if lang == "en" else "Pemohon", "number"),
        ],
        source={"id": "Sumber: contoh uji", "en": "Source: test sample"}[lang],
    )


def kpi(lang: str) -> Kpi:
    if lang == "en":
        return Kpi("Waiting", "47", "minutes", "45 to 50, 95% interval", "Median of visits.", "bad", "not reached")
    return Kpi("Menunggu", "47", "menit", "45 sampai 50, selang 95%", "Median kunjungan.", "bad", "tidak tercapai")


def build_first(session: Session) -> Any:
    filters = session.shared(make_filters)
    figures = [KpiCard(session, param.bind(kpi, session.param.lang)) for _ in range(3)]
    bound = param.bind(chart, session.param.lang, filters.param.district)
    return stack(
        choice(session, filters, "district", "Menu", words),
        side_by_side(*figures),
        ChartCard(session, bound, file_name="contoh", height=260),
        SmallCellNote(session, TABLE),
    )


def build_second(session: Session) -> Any:
    return EmptyState(session, "Nothing to draw for this choice.", hint="Choose a longer period or all districts.")


def build_broken(session: Session) -> Any:
    raise RuntimeError("a page that cannot be built")


def routes() -> list[Route]:
    return [
        Route("satu", "Menu", "query_stats", build_first, lead=LEAD, filters=make_filters),
        Route("dua", "Loading", "schedule", build_second, filters=make_filters),
        Route("tiga", "hidden", "warning", build_broken),
    ]


def summary_folder() -> Path:
    """A folder with a static page in both languages, as a run's summary would be."""
    folder = Path(tempfile.mkdtemp(prefix="simi-demo-"))
    for name, title in {"index.html": "Ringkasan", "en.html": "Summary page"}.items():
        (folder / name).write_text(f"<!DOCTYPE html><html><title>{title}</title><h1>{title}</h1>")
    return folder
