"""The queue of the day as a chart with its table: what the moving picture shows, for reading and for a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from simi_lab.charts import Look
from simi_lab.charts.theme import REGIME_COLOURS
from simi_lab.dashboards.day import sentences
from simi_lab.dashboards.day.figures import Whole, quarters
from simi_lab.dashboards.day.reading import Day
from simi_lab.i18n import day as day_word
from simi_lab.i18n import number, t
from simi_lab.shell.cards import Chart, Column

_FIGURES = ("waiting", "serving", "left", "longest_min")


@dataclass(frozen=True)
class Scene:
    """What is drawn: one or two days with their figures, and the span of the clock.

    Parameters
    ----------
    days : each day with its figures
    span : first and last second after midnight
    run_name, office : for the source line
    """

    days: tuple[tuple[Day, Whole], ...]
    span: tuple[int, int]
    run_name: str
    office: str


def queue(scene: Scene, look: Look) -> Chart:
    """How many waited at each quarter of an hour, in a table with all figures of the moment."""
    lang = look.lang
    shown = [(day, found) for day, found in scene.days if not day.is_quiet]
    tables = [quarters(day, *scene.span) for day, _ in shown]
    plot = _plot(shown, tables, look) if shown else None
    return Chart(
        title=_title(shown, lang),
        summary=t("People in the queues of the office at each quarter of an hour.", lang),
        plot=plot,
        table=_joined(tables) if tables else None,
        columns=_columns([day for day, _ in shown], lang),
        source=t("Source: simulated world {name}, events of {office}.", lang, name=scene.run_name, office=scene.office),
        note=t(
            "One day is a picture, not a proof: the comparison of all days, with its interval, is on the page Service. "
            "Waiting counts from joining the line, also before the doors open.",
            lang,
        ),
    )


def _title(shown: list[tuple[Day, Whole]], lang: str) -> str:
    if not shown:
        return t("Nobody queued", lang)
    parts = [
        t(
            "{n} at {time} on {day}",
            lang,
            n=number(found.peak, lang),
            time=sentences.clock_word(found.peak_at),
            day=day_word(day.day, lang),
        )
        for day, found in shown
    ]
    return t("Longest queues: {days}", lang, days="; ".join(parts))


def _plot(shown: list[tuple[Day, Whole]], tables: list[pl.DataFrame], look: Look) -> object:
    from simi_lab.charts.day import queue_through_day  # here: HoloViews is loaded only where it is drawn

    lang, rows = look.lang, []
    for series, table in enumerate(tables):
        tips = [
            t("{time}: {n} waiting", lang, time=sentences.clock_word(at), n=number(n, lang))
            for at, n in table.select("at", "waiting").iter_rows()
        ]
        rows.append(table.select("at", "waiting").with_columns(series=pl.lit(series), tip=pl.Series(tips)))
    ways = ["simi" if sentences.is_simi(day) else "manual" for day, _ in shown]
    return queue_through_day(
        pl.concat(rows),
        look=look,
        colours=[REGIME_COLOURS[way] for way in ways],
        names=[day_word(day.day, lang, short=True) + f" {day.day.year}" for day, _ in shown],
        unit=t("people", lang),
    )


def _joined(tables: list[pl.DataFrame]) -> pl.DataFrame:
    """One row per quarter of an hour, the figures of each day beside each other."""
    clock = pl.Series("time", [sentences.clock_word(at) for at in tables[0]["at"]])
    parts = [table.select(pl.col(name).alias(f"{name}_{i}") for name in _FIGURES) for i, table in enumerate(tables, 1)]
    return pl.concat([clock.to_frame(), *parts], how="horizontal")


def _columns(days: list[Day], lang: str) -> list[Column]:
    heads = {
        "waiting": t("waiting", lang),
        "serving": t("in service", lang),
        "left": t("have left", lang),
        "longest_min": t("longest wait", lang),
    }
    columns = [Column("time", t("Time of day", lang))]
    for i, day in enumerate(days, 1):
        when = f"{day_word(day.day, lang, short=True)} {day.day.year}"
        kinds = {"longest_min": "minutes"}
        columns += [Column(f"{name}_{i}", f"{when}: {heads[name]}", kinds.get(name, "number")) for name in _FIGURES]
    return columns
