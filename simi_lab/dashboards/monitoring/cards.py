"""The charts of the page with their words, tables and sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from simi_lab.charts import Look, Promise, bars_by_district, trend
from simi_lab.charts.named_lines import named_lines
from simi_lab.charts.theme import REFERENCE, SERIES
from simi_lab.dashboards.monitoring import figures
from simi_lab.i18n import month, number, t
from simi_lab.measures.drift.judge import NAIVE
from simi_lab.shell.cards import Chart, Column
from simi_lab.study.feedback import drift_words as drift_words
from simi_lab.study.feedback import words as words

COLOURS = {"believed": SERIES[1], "true": SERIES[0], "champion": SERIES[1], "challenger": SERIES[0]}


@dataclass(frozen=True)
class Scene:
    """What the cards are drawn from.

    Parameters
    ----------
    feedback, drift : of the run; drift is None until it has been worked out
    lots, watch, detector : the reader's choice
    look : language, ground, kind of screen
    run_name : for the source line
    """

    feedback: Any
    drift: Any
    lots: str
    watch: str
    detector: str
    look: Look
    run_name: str

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.look.lang

    @property
    def whole_source(self) -> str:
        """Where the figures on drift come from."""
        return t("Source: simulated world {name}, all its months.", self.lang, name=self.run_name)

    @property
    def source(self) -> str:
        """Where the figures of the year come from."""
        first, last = (month(when, self.lang) for when in self.feedback.facts["months"])
        told = {"name": self.run_name, "first": first, "last": last}
        return t("Source: simulated world {name}, {first} to {last}; means over replays.", self.lang, **told)


def recall(scene: Scene) -> Chart:
    """Reached of those who needed it, by the records and in truth."""
    title = words.recall_title(scene.feedback, scene.lots, scene.lang)
    return _share(scene, "recall", title, words.recall_line(scene.feedback, scene.lots, scene.lang))


def precision(scene: Scene) -> Chart:
    """Of those looked at, who needed it, by the records and in truth."""
    title = words.precision_title(scene.feedback, scene.lots, scene.lang)
    return _share(scene, "precision", title, words.precision_line(scene.feedback, scene.lots, scene.lang))


def persons(scene: Scene) -> Chart:
    """People reached and missed."""
    lang = scene.lang
    table = figures.persons_by_month(scene.feedback, scene.lots)
    long = table.unpivot(["reached", "missed"], index=["month", "suppressed"], variable_name="line")
    names = {"reached": t("reached", lang), "missed": t("passed over", lang)}
    plot = _lines(long, scene, names, {"reached": SERIES[0], "missed": REFERENCE}, unit=t("people", lang))
    row = scene.feedback.last(scene.lots)
    reached, missed = words.two_parts(row["reached"], row["needed"], lang)
    return Chart(
        title=t("People: {reached} reached, {missed} missed", lang, reached=reached, missed=missed),
        summary=words.situation(scene.feedback, lang, scene.lots),
        plot=plot,
        table=table,
        columns=[_month(lang), Column("reached", names["reached"], "number", 0),
                 Column("missed", names["missed"], "number", 0)],
        source=scene.source,
        note=_since(lang),
    )  # fmt: skip


def calibration(scene: Scene) -> Chart:
    """Observed for each finding expected."""
    lang = scene.lang
    table = figures.calibration_by_month(scene.feedback, scene.lots)
    plot = _lines(
        table, scene, _line_names(lang), COLOURS, has_bands=True,
        promise=Promise(1.0, t("as expected", lang)),
    )  # fmt: skip
    return Chart(
        title=words.calibration_title(scene.feedback, scene.lots, lang),
        summary=words.calibration_line(scene.feedback, scene.lots, lang),
        plot=plot,
        table=table.select("month", "line", "expected", "observed", "value", "suppressed"),
        columns=[
            _month(lang),
            Column("line", t("By", lang), labels=_line_names(lang)),
            Column("expected", t("expected", lang), "number", 1),
            Column("observed", t("observed", lang), "number", 1),
            Column("value", t("for each expected", lang), "number", 2),
        ],
        source=scene.source,
        note=" ".join((t("Band: where 95 of 100 counts would lie if the model were right.", lang), _since(lang))),
    )


def models(scene: Scene) -> Chart:
    """Champion and challenger on the hold-out."""
    lang, names = scene.lang, _model_names(scene.lang)
    table = figures.models_by_month(scene.feedback, scene.lots)
    plot = _lines(table, scene, names, COLOURS, unit=t("of 100", lang))
    return Chart(
        title=words.match_title(scene.feedback, scene.lots, lang),
        summary=words.match_line(scene.feedback, scene.lots, lang),
        plot=plot,
        table=table,
        columns=[
            _month(lang),
            Column("line", t("Model", lang), labels=names),
            Column("found", t("reached", lang), "number", 1),
            Column("needed", t("needed it", lang), "number"),
            Column("value", t("of 100", lang), "number", 0),
        ],
        source=scene.source,
        note=t(
            "The hold-out is a quarter of all contact groups, fixed by number before the first model; nobody in it is "
            "looked at or learned from, and no ring stands on both sides.",
            lang,
        ),
    )


def watched(scene: Scene) -> Chart:
    """A watched figure, with the alarms of a detector."""
    lang, found = scene.lang, scene.drift
    table = figures.watched_by_month(found, scene.watch)
    mine = found.alarms.filter((pl.col("watch") == scene.watch) & (pl.col("detector") == scene.detector)).sort("month")
    unit = "" if scene.watch == "score" else t("of 100", lang)
    shown, ticks = _from_zero(table, scene)
    plot = None
    if table["value"].count():
        marks = pl.DataFrame(
            [(when, t("alarm", lang)) for when in mine["month"]], schema={"day": pl.Date, "label": pl.String},
            orient="row",
        )  # fmt: skip
        plot = trend(shown, y="value", look=scene.look, unit=unit, marks=marks, yticks=ticks, headroom=0.15)
    n = mine["month"].n_unique()
    said = {"watch": t(drift_words.WATCH_NAMES[scene.watch], lang), "n": n,
            "detector": drift_words.name_of(scene.detector, lang)}  # fmt: skip
    title = t("{watch}: {n} months with an alarm of {detector}", lang, **said)
    return Chart(
        title=title if n else t("{watch}: no alarm of {detector} in this world.", lang, **said).rstrip("."),
        summary=drift_words.alarm_line(found, scene.watch, lang, scene.detector),
        plot=plot,
        table=table.with_columns(is_alarm=pl.col("month").is_in(mine["month"].implode())),
        columns=[
            _month(lang),
            Column("value", said["watch"], "number", 2),
            Column("n", t("applicants", lang), "number"),
            Column("is_alarm", t("alarm", lang), labels={True: t("yes", lang), False: ""}),
        ],
        source=scene.whole_source,
        note=t("The first half of the months sets the normal; alarms are raised in the second half only.", lang),
    )


def detectors(scene: Scene) -> Chart:
    """What each detector costs, beside never and always alarming."""
    lang, found = scene.lang, scene.drift
    table = found.judged.with_columns(
        name=pl.col("detector").replace_strict({d: drift_words.name_of(d, lang) for d in found.judged["detector"]}),
        found=1 - pl.col("missed"),
    ).sort("cost")
    best = table.filter(~pl.col("detector").is_in(NAIVE))["name"][0]
    plot = bars_by_district(table, value="cost", look=scene.look, digits=1, highlight=best)
    return Chart(
        title=drift_words.best_title(found, lang),
        summary=drift_words.best_line(found, lang),
        plot=plot,
        table=table,
        columns=[
            Column("name", t("Detector", lang)),
            Column("found", t("changes found", lang), "percent"),
            Column("delay_days", t("working days late", lang), "number", 0),
            Column("false_alarms", t("false alarms a year", lang), "number", 1),
            Column("f1", "F1", "number", 2),
            Column("cost", t("cost", lang), "number", 1),
            Column("cost_low", t("from", lang), "number", 1),
            Column("cost_high", t("to", lang), "number", 1),
        ],
        source=scene.whole_source,
        note=" ".join(
            (
                t("Bars: cost of a year with or without a change, in false alarms.", lang),
                drift_words.method_line(found, lang),
                drift_words.naive_line(found, lang),
            )
        ),
    )


CARDS: Mapping[str, Callable[[Scene], Chart]] = {
    "recall": recall,
    "precision": precision,
    "persons": persons,
    "calibration": calibration,
    "models": models,
}
DRIFT_CARDS: Mapping[str, Callable[[Scene], Chart]] = {"watched": watched, "detectors": detectors}


def _share(scene: Scene, share: str, title: str, summary: str) -> Chart:
    lang, names = scene.lang, _line_names(scene.lang)
    table = figures.shares_by_month(scene.feedback, scene.lots, share)
    return Chart(
        title=title,
        summary=summary,
        plot=_lines(table, scene, names, COLOURS, has_bands=True, unit=t("of 100", lang)),
        table=table,
        columns=[
            _month(lang),
            Column("line", t("By", lang), labels=names),
            Column("value", t("of 100", lang), "number", 1),
            Column("low", t("from", lang), "number", 1),
            Column("high", t("to", lang), "number", 1),
        ],
        source=scene.source,
        note=" ".join((t("Bands: 95% intervals.", lang), _since(lang))),
    )


def _lines(
    table: pl.DataFrame,
    scene: Scene,
    names: Mapping[str, str],
    colours: Mapping[str, str],
    **options: Any,
) -> Any:
    """Lines over the months played; None where every figure is withheld."""
    if not table["value"].count():
        return None
    rows = table.with_columns(is_hidden=pl.col("suppressed"))
    tips = [
        f"{month(when, scene.lang)}: {number(value, scene.lang, 1)}" if value is not None else ""
        for when, value in rows.select("month", "value").iter_rows()
    ]
    return named_lines(rows.with_columns(tip=pl.Series(tips)), look=scene.look, names=names, colours=colours, **options)


def _from_zero(table: pl.DataFrame, scene: Scene) -> tuple[pl.DataFrame, Any]:
    """The rows of a watched figure; scores lie below zero, and their axis begins at their lowest."""
    rows = table.with_columns(is_hidden=pl.col("suppressed"))
    if scene.watch != "score" or not rows["value"].count():
        return rows, ()
    low, high = float(rows["value"].min()), float(rows["value"].max())  # type: ignore[arg-type]
    step = max((high - low) / 2, 0.05)
    marks = [low - step, low, low + step, low + 2 * step]
    return rows, [(mark, number(mark, scene.lang, 2)) for mark in marks]


def _line_names(lang: str) -> dict[str, str]:
    return {"believed": t("by the records", lang), "true": t("in truth", lang)}


def _model_names(lang: str) -> dict[str, str]:
    return {"champion": t("first model", lang), "challenger": t("newest model", lang)}


def _month(lang: str) -> Column:
    return Column("month", t("Month", lang), "month")


def _since(lang: str) -> str:
    return t("Everything since the first month, so that few people in one month do not speak alone.", lang)
