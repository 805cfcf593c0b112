"""The chosen measure side by side: regencies or districts, and the tile map of Lampung Barat."""

from __future__ import annotations

from typing import Any

import polars as pl

from simi_lab.charts import bars_by_district, tile_map
from simi_lab.dashboards.service import sentences
from simi_lab.dashboards.service.cards.scene import Scene
from simi_lab.dashboards.service.figures import COUNT
from simi_lab.i18n import number, t
from simi_lab.reference import places
from simi_lab.shell.cards import Chart, Column
from simi_lab.vocabulary import label


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
