"""The pictures of the page: what changes beside today, and how full each place of the office is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from simi_lab.charts import Look
from simi_lab.dashboards.policy import figures, sentences, words
from simi_lab.i18n import percent, t
from simi_lab.shell.cards import Chart, Column
from simi_lab.study.whatif.answers import Answer
from simi_lab.vocabulary import label

DRAWN = ("wait_min", "lead_days", "total_days", "travel_hours", "within_30", "within_standard", "cost_passport")


@dataclass(frozen=True)
class Scene:
    """What is drawn: an answer, where and when, and how.

    Parameters
    ----------
    answer, before : the setting and today's
    place, month : words for the source
    """

    answer: Answer
    before: Answer
    place: str
    month: str
    look: Look


def changes(scene: Scene) -> Chart:
    """Each figure beside today's, as a share of today's, with its interval."""
    answer, look = scene.answer, scene.look
    lang = look.lang
    rows = _relative(answer, lang)
    plot = None
    if rows.height:
        from simi_lab.charts.plans import beside_today  # here: HoloViews is loaded only where it is drawn

        plot = beside_today(rows, look=look, today_word=t("as today", lang))
    return Chart(
        title=_title(answer, rows, lang),
        summary=t("Change of each figure against today's setting, in percent, with its 95% interval.", lang),
        plot=plot,
        table=figures.table(answer, lang),
        columns=figures.columns(lang),
        source=_source(scene),
        note=sentences.method(answer, scene.place, scene.month, lang),
    )


def loads(scene: Scene) -> Chart:
    """How much of its time each place needs, today and with the setting, against all of its time."""
    look = scene.look
    lang = look.lang
    rows = [
        {"place": name, "name": capital_of(name, lang), "today": scene.before.load.get(name, math.nan), "plan": load}
        for name, load in scene.answer.load.items()
        if math.isfinite(load) and (load > 0 or scene.before.load.get(name, 0.0) > 0)
    ]
    table = pl.DataFrame(rows, schema={"place": pl.String, "name": pl.String, "today": pl.Float64, "plan": pl.Float64})
    plot = None
    if rows:
        from simi_lab.charts.plans import loads_and_limit

        plot = loads_and_limit(table, look=look, full_word=t("all of its time", lang), today_word=t("today", lang))
    heads = [
        Column("name", t("Place", lang)),
        Column("today", t("Today's setting", lang), "percent"),
        Column("plan", t("This setting", lang), "percent"),
    ]
    return Chart(
        title=_fullest(scene.answer, lang),
        summary=t("Work that comes to each place as a share of what its desks can do in the month.", lang),
        plot=plot,
        table=table.drop("place"),
        columns=heads,
        source=_source(scene),
        note=t("Near 100% queues grow long; above it they only grow.", lang),
    )


def capital_of(place: str, lang: str) -> str:
    """Name of a place at the beginning of a line."""
    return sentences.capital(label("queue", place, lang))


def _relative(answer: Answer, lang: str) -> pl.DataFrame:
    rows = []
    for name in DRAWN:
        figure = answer.figures[name]
        if figure is None:
            continue
        before, change = words.value_today(figure), figure.change
        if before <= 0:
            continue
        then, now = (words.amount(value, figure.now.unit, lang) for value in (before, figure.now.value))
        rows.append(
            {
                "name": label("metric", name, lang),
                "change": change.value / before if change else 0.0,
                "low": change.low / before if change else 0.0,
                "high": change.high / before if change else 0.0,
                "state": words.state_of(figure)[0],
                "said": now if change is None or then == now else f"{then} → {now}",
            }
        )
    kinds = dict.fromkeys(("change", "low", "high"), pl.Float64) | dict.fromkeys(("name", "state", "said"), pl.String)
    return pl.DataFrame(rows, schema={key: kinds[key] for key in ("name", "change", "low", "high", "state", "said")})


def _title(answer: Answer, rows: pl.DataFrame, lang: str) -> str:
    if answer.worth == "today":
        return t("Nothing is changed yet: every figure stands at today's", lang)
    better, worse = (rows.filter(pl.col("state") == state).height for state in ("good", "bad"))
    return t("Of {n} figures {better} get better and {worse} worse", lang, n=rows.height, better=better, worse=worse)


def _fullest(answer: Answer, lang: str) -> str:
    known = {name: load for name, load in answer.load.items() if math.isfinite(load)}
    if not known:
        return t("No place has any work", lang)
    name = max(known, key=lambda each: known[each])
    return t("Fullest is {place}: {load} of its time", lang, place=label("queue", name, lang),
             load=percent(known[name], lang))  # fmt: skip


def _source(scene: Scene) -> str:
    return t("Source: simulation of {place}, {month}.", scene.look.lang, place=scene.place, month=scene.month)
