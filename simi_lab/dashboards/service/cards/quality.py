"""Promises kept or not, month by month, and what applicants say of the office."""

from __future__ import annotations

from typing import Any

import polars as pl

from simi_lab.charts import trend
from simi_lab.charts.parts import scored_bars
from simi_lab.charts.theme import SERIES
from simi_lab.dashboards.service import findings
from simi_lab.dashboards.service.cards.scene import Scene, event_marks
from simi_lab.dashboards.service.figures import ALL
from simi_lab.i18n import month, number, percent, t
from simi_lab.reference.skm import skm_elements, skm_grades
from simi_lab.scenario.office_service import PROMISED_WAIT_MIN
from simi_lab.shell.cards import Chart, Column
from simi_lab.vocabulary import label

BEST_SCORE = 4.0
ROOM_FOR_WORDS = 0.45  # of the axis, above lines that run along its top


def kept(scene: Scene) -> Chart:
    """Share of passports within the standard and of applicants attended within half an hour, by month of filing."""
    figures, lang = scene.figures, scene.lang
    rows = figures.kept
    words = findings.promise_words(figures, lang)
    plot = None
    if rows.drop_nulls("share").height:
        tips = [
            f"{words[promise]}, {month(when, lang)}: {percent(share, lang)}" if share is not None else ""
            for promise, when, share in rows.select("promise", "month", "share").iter_rows()
        ]
        plot = trend(
            rows.with_columns(
                (pl.col("share") * 100).alias("y"), pl.Series("tip", tips), pl.col("suppressed").alias("is_hidden")
            ),
            y="y",
            look=scene.look,
            group="promise",
            colours={"standard": SERIES[0], "wait": SERIES[1]},
            group_words=words,
            marks=event_marks(scene),
            yticks=[(float(share), percent(share / 100, lang)) for share in (0, 25, 50, 75, 100)],
            headroom=ROOM_FOR_WORDS,
        )
    return Chart(
        title=findings.kept_title(figures, lang),
        summary=findings.kept_sentence(figures, lang),
        plot=plot,
        table=rows.select("month", "promise", "n", "share", "low", "high", "suppressed"),
        columns=[
            Column("month", t("Month of filing", lang), "month"),
            Column("promise", t("Promise", lang), labels=words),
            Column("n", label("metric", "n", lang), "number"),
            Column("share", t("Share kept", lang), "percent"),
            Column("low", t("lower end", lang), "percent"),
            Column("high", t("upper end", lang), "percent"),
        ],
        source=scene.source,
        note=t(
            "The standard is a rule; the {minutes} minutes are an assumption of the lab: no rule names a longest wait.",
            lang,
            minutes=PROMISED_WAIT_MIN,
        ),
    )


def satisfaction(scene: Scene) -> Chart:
    """IKM by month of the answer, with its interval and the border of the best grade."""
    survey, lang = scene.figures.survey, scene.lang
    rows = survey.by_month
    plot: Any = None
    if rows.drop_nulls("value").height:
        tips = [
            f"{month(when, lang)}: {number(value, lang, 1)}" if value is not None else ""
            for when, value in rows.select("month", "value").iter_rows()
        ]
        plot = trend(
            rows.with_columns(pl.Series("tip", tips), pl.col("suppressed").alias("is_hidden")),
            y="value",
            low="low",
            high="high",
            look=scene.look,
            marks=event_marks(scene),
            yticks=_grade_ticks(rows, lang),
            headroom=ROOM_FOR_WORDS,
        )
    return Chart(
        title=findings.ikm_title(survey, lang),
        summary=findings.ikm_sentence(survey, lang),
        plot=plot,
        table=rows,
        columns=[
            Column("month", t("Month of the answer", lang), "month"),
            Column("n", t("Answers", lang), "number"),
            Column("value", label("metric", "ikm", lang), "number", 2),
            Column("low", t("lower end", lang), "number", 2),
            Column("high", t("upper end", lang), "number", 2),
        ],
        source=findings.survey_source(scene.figures, scene.run_name, lang),
        note=" ".join((findings.kindness_note(scene.kindness, lang), _unknown_to_the_survey(scene))).strip(),
    )


def _grade_ticks(rows: pl.DataFrame, lang: str) -> list[tuple[float, str]]:
    """Borders of the grades as ticks, down to the grade that the lowest interval reaches."""
    lowest: Any = rows["low"].min()
    grades = skm_grades().select("grade", "ikm_from").sort("ikm_from").rows()
    start = max((i for i, (_, begin) in enumerate(grades) if begin <= lowest), default=0)
    start = min(start, len(grades) - 2)
    ticks = [(float(begin), f"{grade} {number(begin, lang, 2)}") for grade, begin in grades[start:]]
    return [*ticks, (100.0, number(100, lang))]


def elements(scene: Scene) -> Chart:
    """The nine elements of the survey, the weakest first, each with the number of its answers."""
    survey, lang = scene.figures.survey, scene.lang
    names = dict(skm_elements().select("element", f"name_{lang}").iter_rows())
    named = pl.col("element").cast(pl.String).replace_strict(names, return_dtype=pl.String).alias("name")
    rows = survey.elements.with_columns(named).sort("score", "element", nulls_last=True)
    shown = rows.drop_nulls("score")
    return Chart(
        title=findings.elements_title(shown, lang),
        summary=findings.elements_sentence(shown, lang),
        plot=scored_bars(shown, look=scene.look, top=BEST_SCORE) if shown.height else None,
        table=rows.select("name", "score", "n", "suppressed"),
        columns=[
            Column("name", t("Element, weakest first", lang)),
            Column("score", label("metric", "nrr", lang), "number", 2),
            Column("n", t("Answers", lang), "number"),
        ],
        source=findings.survey_source(scene.figures, scene.run_name, lang),
        note=_unknown_to_the_survey(scene),
    )


def _unknown_to_the_survey(scene: Scene) -> str:
    """Say which of the reader's choices the survey cannot follow; "" when none of them was made."""
    choice = scene.figures.choice
    if (choice.service, choice.regime) == (ALL, ALL):
        return ""
    return t(
        "The survey knows neither the kind of passport nor the way of working: only months and area are followed.",
        scene.lang,
    )
