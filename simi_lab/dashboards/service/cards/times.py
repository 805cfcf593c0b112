"""Applications and times, month by month, and the standard of working days."""

from __future__ import annotations

from typing import Any

import polars as pl

from simi_lab.charts import Promise, histogram_with_promise, trend
from simi_lab.charts.theme import REGIME_COLOURS
from simi_lab.dashboards.service import sentences
from simi_lab.dashboards.service.cards.scene import Scene, event_marks
from simi_lab.dashboards.service.figures import COUNT
from simi_lab.i18n import month, t
from simi_lab.shell.cards import Chart, Column
from simi_lab.vocabulary import label


def applications(scene: Scene) -> Chart:
    """Applications filed per month."""
    figures, lang = scene.figures, scene.lang
    plot, table = _months(scene, COUNT)
    return Chart(
        title=sentences.applications_title(figures, lang),
        summary=sentences.applications_sentence(figures, lang),
        plot=plot,
        table=table.select("month", "regime", "n", "suppressed"),
        columns=[*month_columns(lang), Column("n", label("metric", COUNT, lang), "number")],
        source=scene.source,
    )


def waiting(scene: Scene) -> Chart:
    """Minutes waited at counter and interview."""
    return _spread(scene, "wait_min")


def lead(scene: Scene) -> Chart:
    """Days from filing to the first visit."""
    return _spread(scene, "lead_days", note=sentences.open_note(scene.figures, scene.lang))


def total(scene: Scene) -> Chart:
    """Days from filing to passport in hand."""
    return _spread(scene, "total_days", note=sentences.open_note(scene.figures, scene.lang))


def standard(scene: Scene) -> Chart:
    """Working days from interview to ready, against the standard."""
    figures, lang = scene.figures, scene.lang
    shown = figures.work_days.drop_nulls("n")
    limit = figures.standard_days
    word = t("standard: {days}", lang, days=sentences.amount("work_days", limit, lang))
    unit = sentences.unit("work_days", lang)
    plot = None
    if shown.height:
        plot = histogram_with_promise(
            shown, look=scene.look, unit=unit, promise=Promise(limit, word), most=_bars(shown, limit)
        )
    return Chart(
        title=sentences.standard_title(figures, lang),
        summary=sentences.standard_sentence(figures, lang),
        plot=plot,
        table=figures.work_days.drop("total_unsafe"),
        columns=[
            Column("bin", label("metric", "work_days", lang), "number"),
            Column("n", label("metric", "n_issued", lang), "number"),
        ],
        source=scene.source,
        note=t(
            "The last row holds that many days or more. The interval takes passports as independent of each other; "
            "those of one day are not quite, so it is a little too narrow.",
            lang,
        ),
    )


def _spread(scene: Scene, metric: str, note: str = "") -> Chart:
    figures, lang = scene.figures, scene.lang
    plot, table = _months(scene, metric)
    half, most = label("metric", "median", lang), label("metric", "p95", lang)
    told = t("Line: half of the applicants waited no longer. Band: up to there 95 of 100.", lang)
    return Chart(
        title=sentences.change_title(figures, metric, lang),
        summary=sentences.spread_sentence(figures, metric, lang),
        plot=plot,
        table=table.select("month", "regime", "n", "median", "p95", "suppressed"),
        columns=[
            *month_columns(lang),
            Column("n", label("metric", "n", lang), "number"),
            Column("median", half, "number"),
            Column("p95", most, "number"),
        ],
        source=scene.source,
        note=" ".join(part for part in (told, note) if part),
    )


def _months(scene: Scene, metric: str) -> tuple[Any, pl.DataFrame]:
    """The trend of one metric, and its table; None instead of a trend when nothing can be shown."""
    lang, rows = scene.lang, scene.figures.of("by_month", metric)
    if rows.drop_nulls("median").is_empty():
        return None, rows
    tips = [
        f"{month(when, lang)}: {sentences.amount(metric, value, lang)}"
        for when, value in rows.select("month", "median").iter_rows()
    ]
    regimes = rows["regime"].unique()
    plot = trend(
        rows.with_columns(pl.Series("tip", tips), pl.col("suppressed").alias("is_hidden")),
        y="median",
        look=scene.look,
        high=None if metric == COUNT else "p95",
        high_word="" if metric == COUNT else t("95 of 100", lang),
        group="regime",
        colours=REGIME_COLOURS,
        group_words={code: label("regime", code, lang) for code in regimes},
        unit=sentences.unit(metric, lang),
        marks=event_marks(scene),
    )
    return plot, rows


def month_columns(lang: str) -> list[Column]:
    """Columns that name a row of months and ways of working."""
    regimes = {code: label("regime", code, lang) for code in ("manual", "simi")}
    return [
        Column("month", t("Month of filing", lang), "month"),
        Column("regime", t("Way of working", lang), labels=regimes),
    ]


def _bars(bins: pl.DataFrame, limit: int) -> int:
    """As many bars as there are days, and enough to show the standard with room after it."""
    last = bins["bin"].max()
    assert isinstance(last, int)
    return max(limit + 3, min(16, last + 1))
