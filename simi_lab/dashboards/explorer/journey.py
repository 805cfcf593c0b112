"""The events of one application as a timeline: day by day, in office-local time, visits apart from the back office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from html import escape
from itertools import groupby
from typing import Any

import polars as pl

from simi_lab.dashboards.explorer import wording
from simi_lab.i18n import day, duration_min, number, plural, t

_WORTH_TELLING = 1  # minutes of waiting


def timeline(events: pl.DataFrame, lang: str) -> str:
    """The card with the timeline; each day a list of its stages."""
    days = []
    before: date | None = None
    for when, rows in _days(events):
        days.append(_day(when, before, rows, lang))
        before = when
    words = t("Times are those of the office. Squares are days at the office, circles days without a visit.", lang)
    body = f'<p class="summary">{escape(words)}</p><ol class="days" style="margin-top:16px">{"".join(days)}</ol>'
    return wording.card_html(t("The journey", lang), body, lang)


def _began(row: dict[str, Any]) -> datetime:
    """When a row of the events is told: when work began, else when it came to the stage."""
    moment: datetime = row["started_at"] or row["queued_at"]
    return moment


def _days(events: pl.DataFrame) -> Iterator[tuple[date, list[dict[str, Any]]]]:
    rows = sorted(events.rows(named=True), key=lambda row: (_began(row), row["event_id"]))
    for when, some in groupby(rows, key=lambda row: _began(row).date()):
        yield when, list(some)


def _day(when: date, before: date | None, rows: list[dict[str, Any]], lang: str) -> str:
    visits = sorted({row["visit_no"] for row in rows if row["visit_no"] > 0})
    told = [t("Visit {n}", lang, n=number(visit, lang)) for visit in visits]
    if before is not None:
        told.append(plural("{n} day later", "{n} days later", (when - before).days, lang))
    caption = f'<p class="caption">{escape(" · ".join(told))}</p>' if told else ""
    steps = "".join(_step(row, lang) for row in rows)
    mark = ' class="visit"' if visits else ""
    return f'<li{mark}><h3>{escape(day(when, lang))}</h3>{caption}<ol class="steps">{steps}</ol></li>'


def _step(row: dict[str, Any], lang: str) -> str:
    begin, end = wording.clock_time(_began(row), lang), wording.clock_time(row["ended_at"] or _began(row), lang)
    spans_days = row["ended_at"] is not None and row["ended_at"].date() != _began(row).date()
    time = begin if begin == end or spans_days else f"{begin}\N{EN DASH}{end}"
    parts = []
    if row["started_at"] is not None:
        minutes = (row["started_at"] - row["queued_at"]).total_seconds() / 60
        if minutes >= _WORTH_TELLING:
            parts.append(t("waited {time}", lang, time=duration_min(minutes, lang)))
    if row["officer_id"] is not None:
        parts.append(t("officer {n}", lang, n=row["officer_id"]))
    if row["outcome"] != "done":  # said only when something else happened
        parts.append(wording.code_word("outcome", row["outcome"], lang))
    stage = escape(wording.code_word("stage", row["stage"], lang))
    caption = f'<span class="caption">{escape(" · ".join(parts))}</span>'
    return f'<li><span class="time">{time}</span><span><strong>{stage}</strong>{caption}</span></li>'
