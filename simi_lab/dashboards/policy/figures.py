"""The figures of the page: six cards with today's value and the change, and the table of all."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from simi_lab.dashboards.policy import words
from simi_lab.i18n import NO_VALUE, t
from simi_lab.shell.cards import Column, Kpi
from simi_lab.shell.cards.kpi import kpi_html
from simi_lab.study.whatif.answers import FIGURES, Answer, Figure
from simi_lab.vocabulary import label

SHOWN = ("wait_min", "within_30", "lead_days", "within_standard", "travel_hours", "cost_passport")


def kpis(answer: Answer, lang: str) -> list[Kpi]:
    """A card per figure that opens the page."""
    return [kpi(name, answer.figures[name], lang) for name in SHOWN]


def kpi(name: str, figure: Figure | None, lang: str) -> Kpi:
    """One figure: the value with its interval, the change with its word, and today's value."""
    title = label("metric", name, lang)
    if figure is None:
        return Kpi(title, NO_VALUE, rule=t("Too few applicants to tell.", lang))
    unit = figure.now.unit
    value, name_of_unit = _apart(figure.now.value, unit, lang)
    interval = words.between(figure.now.low, figure.now.high, unit, lang)
    if figure.change is None:
        return Kpi(title, value, name_of_unit, interval)
    state, message = words.state_of(figure)
    word = t(message, lang)
    said = words.change_between(figure, lang)
    today = t("Today: {value}", lang, value=words.amount(words.value_today(figure), unit, lang))
    if state:
        return Kpi(title, value, name_of_unit, interval, f"{said}. {today}.", state, word)
    told = word if message == "as today" else f"{word}: {said}"
    return Kpi(title, value, name_of_unit, interval, f"{today}; {told}.")


def _apart(value: float, unit: str, lang: str) -> tuple[str, str]:
    """The figure and its unit, written in two sizes."""
    said = words.amount(value, unit, lang)
    if unit not in words.DIGITS:
        return said, ""
    figure, _, name = said.partition(" ")
    return figure, name


def cards_html(answer: Answer | None, lang: str) -> str:
    """The six cards as HTML; places of their size while there is no answer yet."""
    if answer is None:
        return '<div class="figures">' + '<div class="waiting"></div>' * len(SHOWN) + "</div>"
    return f'<div class="figures">{"".join(kpi_html(each, lang) for each in kpis(answer, lang))}</div>'


def table(answer: Answer, lang: str) -> pl.DataFrame:
    """Every figure in words, for reading: one row per figure."""
    rows = []
    for name, asked in FIGURES.items():
        figure = answer.figures[name]
        row = dict.fromkeys(("today", "plan", "interval", "change", "range"), NO_VALUE)
        if figure is not None:
            row["today"] = words.amount(words.value_today(figure), asked.unit, lang)
            row["plan"] = words.amount(figure.now.value, asked.unit, lang)
            row["interval"] = words.between(figure.now.low, figure.now.high, asked.unit, lang)
            row["change"] = words.change_between(figure, lang) or NO_VALUE
            ends = (words.plain(figure.low, asked.unit, lang), words.plain(figure.high, asked.unit, lang))
            row["range"] = t("{low} to {high}", lang, low=ends[0], high=ends[1])
        rows.append({"figure": label("metric", name, lang), **row})
    return pl.DataFrame(rows)


def columns(lang: str) -> Sequence[Column]:
    """How the table of all figures is read."""
    return [
        Column("figure", t("Figure", lang)),
        Column("today", t("Today's setting", lang)),
        Column("plan", t("This setting", lang)),
        Column("interval", t("95% interval", lang)),
        Column("change", t("Change", lang)),
        Column("range", t("Nine of ten such months", lang)),
    ]


def frame(answer: Answer) -> pl.DataFrame:
    """Every figure as numbers, for a file: one row per figure that has a value."""
    rows = []
    for name, figure in answer.figures.items():
        if figure is None:
            continue
        change = figure.change
        rows.append(
            {
                "metric": name,
                "unit": figure.now.unit,
                "today": words.value_today(figure),
                "plan": figure.now.value,
                "low": figure.now.low,
                "high": figure.now.high,
                "change": change.value if change else 0.0,
                "change_low": change.low if change else 0.0,
                "change_high": change.high if change else 0.0,
                "month_p5": figure.low,
                "month_p95": figure.high,
                "n_replications": answer.replications,
            }
        )
    return pl.DataFrame(rows)
