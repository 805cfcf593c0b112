"""The same applicants without and with SIMI, and which cause brings how much of the difference."""

from __future__ import annotations

from simi_lab.charts import before_after
from simi_lab.charts.parts import signed_bars
from simi_lab.dashboards.service import promised
from simi_lab.dashboards.service.cards.scene import Scene
from simi_lab.i18n import percent, t
from simi_lab.shell.cards import Chart, Column
from simi_lab.vocabulary import label


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
    awaited = (
        "" if scene.causes else t("Which cause brings how much is still being worked out; look again later.", lang)
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
        source=_source(scene),
        note=" ".join(part for part in (_not_followed(lang), awaited) if part),
    )


def difference(scene: Scene) -> Chart:
    """Which cause brings how much of the shorter wait; for the whole office, whatever is chosen above."""
    lang, split = scene.lang, scene.causes
    if split is None or split["metrics"].get("wait_min") is None:
        return Chart(
            title=t("Where the difference comes from: not worked out yet", lang),
            summary=t("`simi-lab up` works it out while the pages are open; look again in a few minutes.", lang),
        )
    table = promised.causes_table(split, lang)
    return Chart(
        title=promised.causes_title(split, lang),
        summary=promised.causes_sentence(split, lang),
        plot=signed_bars(table, look=scene.look),
        table=table.drop("is_total", "tip"),
        columns=[
            Column("name", t("Cause", lang)),
            Column("value", t("Minutes of waiting", lang), "number", 1),
            Column("low", t("lower end", lang), "number", 1),
            Column("high", t("upper end", lang), "number", 1),
        ],
        source=_source(scene),
        note=_not_followed(lang),
    )


def _source(scene: Scene) -> str:
    return t("Source: simulated world {name}, twin comparison of the whole office.", scene.lang, name=scene.run_name)


def _not_followed(lang: str) -> str:
    return t("Figures do not follow the choice above: the comparison is of all applicants of the office.", lang)
