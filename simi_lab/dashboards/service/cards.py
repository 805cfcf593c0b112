"""Each chart of the page with its words, table and source, for one choice, language and ground."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from simi_lab.charts import Look, Promise, bars_by_district, before_after, histogram_with_promise, tile_map, trend
from simi_lab.charts.theme import REGIME_COLOURS
from simi_lab.dashboards.service import promised, sentences
from simi_lab.dashboards.service.figures import COUNT, Figures
from simi_lab.i18n import month, number, percent, t
from simi_lab.reference import places, seasons
from simi_lab.shell.cards import Chart, Column
from simi_lab.vocabulary import label

TILED = "18.04"


@dataclass(frozen=True)
class Scene:
    """What all cards of the page are drawn from.

    Parameters
    ----------
    figures : of the reader's choice
    promise : the twin comparison of the run
    look : language, ground, kind of screen
    run_name : for the source line
    go_live : day on which SIMI begins in this world, None if it never does
    changes : names of the changes of this world; an event that is one of them is marked
    """

    figures: Figures
    promise: Mapping[str, Any]
    look: Look
    run_name: str
    go_live: date | None = None
    changes: tuple[str, ...] = field(default=())

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.look.lang

    @property
    def source(self) -> str:
        """Where the figures come from."""
        told = {"name": self.run_name, "period": sentences.period(self.figures, self.lang)}
        return t("Source: simulated world {name}; applications filed {period}.", self.lang, **told)


def applications(scene: Scene) -> Chart:
    """Applications filed per month."""
    figures, lang = scene.figures, scene.lang
    plot, table = _months(scene, COUNT)
    return Chart(
        title=sentences.applications_title(figures, lang),
        summary=sentences.applications_sentence(figures, lang),
        plot=plot,
        table=table.select("month", "regime", "n", "suppressed"),
        columns=[*_month_columns(lang), Column("n", label("metric", COUNT, lang), "number")],
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


def twins(scene: Scene) -> Chart:
    """The same applicants without and with SIMI; for the whole office, whatever is chosen above."""
    promise, lang = dict(scene.promise), scene.lang
    table = promised.promise_table(promise, lang)
    cut = promise["promised_ratio"]
    plot = before_after(
        table,
        look=scene.look,
        promised=cut,
        promised_word=t("promise: {share} left", lang, share=percent(cut, lang)),
        same_word=t("no change", lang),
    )
    return Chart(
        title=promised.promise_title(promise, lang),
        summary=promised.promise_sentence(promise, lang),
        plot=plot,
        table=table.drop("tip"),
        columns=[
            Column("name", label("column", "metric", lang)),
            Column("before", label("regime", "manual", lang), "number", 1),
            Column("after", label("regime", "simi", lang), "number", 1),
            Column("ratio", label("metric", "ratio", lang), "percent", 1),
            Column("low", t("lower end", lang), "percent", 1),
            Column("high", t("upper end", lang), "percent", 1),
        ],
        source=t("Source: simulated world {name}, twin comparison of the whole office.", lang, name=scene.run_name),
        note=t("Figures do not follow the choice above: the comparison is of all applicants of the office.", lang),
    )


def areas(scene: Scene) -> Chart:
    """The chosen measure by regency, or by district of one regency."""
    figures = scene.figures
    rows = _with_tips(scene, figures.of("by_area", figures.choice.measure))
    names = dict(figures.by_area.select("place", "name").unique().iter_rows())
    plot = None
    if rows.drop_nulls("value").height:
        plot = bars_by_district(
            rows.rename({"suppressed": "is_hidden"}),
            value="value",
            look=scene.look,
            digits=0 if figures.choice.measure == COUNT else 1,
            hidden_word=t("hidden", scene.lang),
            highlight=names.get(figures.choice.district),
        )
    return _placed(scene, "by_area", plot, rows)


def tiles(scene: Scene) -> Chart:
    """The chosen measure on the tile map of Lampung Barat."""
    figures = scene.figures
    rows = _with_tips(scene, figures.of("by_tile", figures.choice.measure))
    plot = None
    if rows.drop_nulls("value").height:
        plot = tile_map(
            rows.rename({"place": "district_id"}),
            places.tile_map(),
            value="value",
            look=scene.look,
            digits=0 if figures.choice.measure == COUNT else 1,
            hidden_word="×",
        )
    return _placed(scene, "by_tile", plot, rows)


CARDS: Mapping[str, Callable[[Scene], Chart]] = {
    "wait": waiting,
    "total": total,
    "twins": twins,
    "standard": standard,
    "lead": lead,
    "applications": applications,
    "areas": areas,
    "tiles": tiles,
}


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
            *_month_columns(lang),
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
        marks=_marks(scene),
    )
    return plot, rows


def _marks(scene: Scene) -> pl.DataFrame:
    """Events of this world, most important first: SIMI, outages among its changes, the fee change, Eid."""
    lang = scene.lang
    words = {"outage": t("Outage", lang), "fee": t("New fees", lang), "holiday": t("Eid", lang)}
    rows = [] if scene.go_live is None else [(scene.go_live, t("SIMI goes live", lang))]
    found = seasons.events_marks().select("kind", "starts_on").rows()
    for kind, word in words.items():
        if kind != "outage" or any("outage" in change for change in scene.changes):
            rows += [(day, word) for mark, day in found if mark == kind]
    return pl.DataFrame(rows, schema={"day": pl.Date, "label": pl.String}, orient="row")


def _placed(scene: Scene, frame: str, plot: Any, rows: pl.DataFrame) -> Chart:
    figures, lang, metric = scene.figures, scene.lang, scene.figures.choice.measure
    columns = [Column("name", t("Place", lang)), Column("n", label("metric", "n", lang), "number")]
    kept = ["name", "n"]
    if metric != COUNT:
        columns += [Column(name, label("metric", name, lang), "number", 1) for name in ("mean", "median", "p95")]
        kept += ["mean", "median", "p95"]
    return Chart(
        title=sentences.places_title(figures, frame, lang),
        summary=sentences.places_sentence(figures, lang),
        plot=plot,
        table=rows.select(*kept, "suppressed"),
        columns=columns,
        source=scene.source,
    )


def _with_tips(scene: Scene, rows: pl.DataFrame) -> pl.DataFrame:
    metric, lang = scene.figures.choice.measure, scene.lang
    tips = [
        f"{name}: {sentences.mean_amount(metric, value, lang)} (n = {number(n, lang)})"
        for name, value, n in rows.select("name", "value", "n").iter_rows()
    ]
    return rows.with_columns(pl.Series("tip", tips, dtype=pl.String))


def _month_columns(lang: str) -> list[Column]:
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
