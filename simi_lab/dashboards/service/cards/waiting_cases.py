"""Cases that stand open at the end of each month, and those that hang."""

from __future__ import annotations

from typing import Any

import polars as pl

from simi_lab.charts import trend
from simi_lab.charts.theme import SERIES
from simi_lab.dashboards.service import findings
from simi_lab.dashboards.service.cards.scene import Scene, event_marks
from simi_lab.i18n import month, number, t
from simi_lab.shell.cards import Chart, Column

ROOM_FOR_WORDS = 0.3  # of the axis, above the peaks


def still_open(scene: Scene) -> Chart:
    """Open cases on the last day of each month."""
    backlog, lang = scene.figures.backlog, scene.lang
    rows = backlog.by_month
    return Chart(
        title=findings.backlog_title(backlog, lang),
        summary=findings.backlog_sentence(backlog, lang),
        plot=_months(scene, rows, "n", "suppressed", SERIES[0]),
        table=rows.select("month", "n", "suppressed"),
        columns=[
            Column("month", t("End of month", lang), "month"),
            Column("n", t("Open cases", lang), "number"),
        ],
        source=scene.source,
        note=t("Cases that were filed and neither handed over, refused, cancelled nor expired.", lang),
    )


def hanging(scene: Scene) -> Chart:
    """Open cases without an event for long (*status menggantung*), on the last day of each month."""
    backlog, lang = scene.figures.backlog, scene.lang
    rows = backlog.by_month
    hidden = pl.col("part_hidden") | pl.col("suppressed")
    return Chart(
        title=findings.stuck_title(backlog, scene.stuck_days, lang),
        summary=findings.stuck_sentence(backlog, lang),
        plot=_months(scene, rows.with_columns(hidden.alias("hidden")), "n_stuck", "hidden", SERIES[3]),
        table=rows.select("month", "n_stuck", hidden.alias("suppressed")),
        columns=[
            Column("month", t("End of month", lang), "month"),
            Column("n_stuck", t("Hanging cases", lang), "number"),
        ],
        source=scene.source,
        note=t(
            "More than {days} working days without an event: an assumption of the lab, no rule names a number.",
            lang,
            days=scene.stuck_days,
        ),
    )


def _months(scene: Scene, rows: pl.DataFrame, column: str, hidden: str, colour: str) -> Any:
    if rows.drop_nulls(column).is_empty():
        return None
    lang = scene.lang
    tips = [f"{month(when, lang)}: {number(n, lang)}" for when, n in rows.select("month", column).iter_rows()]
    return trend(
        rows.with_columns(
            pl.col(column).cast(pl.Float64).alias("y"), pl.Series("tip", tips), pl.col(hidden).alias("is_hidden")
        ),
        y="y",
        look=scene.look,
        colours={"": colour},
        marks=event_marks(scene),
        headroom=ROOM_FOR_WORDS,
    )
