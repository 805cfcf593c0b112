"""The charts of a fairness audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from simi_lab.i18n import t
from simi_lab.measures.fairness.choices import GOAL_EQUALITY, GOAL_LOSS
from simi_lab.reporting.fairness_audit.read import AuditRead
from simi_lab.reporting.parts import figure
from simi_lab.study.fairness import choices_told as price
from simi_lab.study.fairness import told

if TYPE_CHECKING:
    import holoviews as hv

    from simi_lab.charts import Look

MOST = 20


def group_chart(read: AuditRead, stage: str) -> str:
    """Of 1,000 people of each group, how many reach a stage; "" where every group is hidden."""
    lang = read.lang
    rows = read.audit.rows(read.group, stage)
    known = rows.drop_nulls("value")
    if known.is_empty():
        return ""
    drawn = known.sort(-pl.col("difference").abs(), "group").head(MOST).sort("value") if rows.height > MOST else rows
    names = [told.group_word(read.group, group, lang) for group in drawn["group"]]
    ends = [told.verdict_word(verdict, lang) for verdict in drawn["verdict"]]
    table = drawn.select(
        "value", "low", "high", name=pl.Series(names), word=pl.Series(ends),
        is_shown=pl.col("verdict").is_in(["higher", "lower"]) & pl.col("noticed"),
    )  # fmt: skip
    whole = read.audit.facts["reached"][stage] / read.audit.facts["n"]

    def draw(look: Look) -> hv.Overlay:
        from simi_lab.charts.groups import group_intervals

        everyone, hidden = t("everyone", look.lang), t("hidden, too few people", look.lang)
        return group_intervals(table, look=look, everyone=whole, everyone_word=everyone, hidden_word=hidden)

    listed = "; ".join(
        f"{name} {told.per_thousand(value, lang)}" for name, value in zip(names, drawn["value"], strict=True)
    )
    alt = t("Of 1,000 people, {what}: {listed}.", lang, what=told.stage_word(stage, lang), listed=listed)
    apart = told.apart(read.audit, read.group, stage, lang)
    return figure(f"chart-{stage}", draw, lang=lang, alt=alt, caption=apart[:1].upper() + apart[1:])


def choices_chart(read: AuditRead) -> str:
    """What is found against predictive equality; "" where groups are too small to compare."""
    lang, found = read.lang, read.choices
    if found is None:
        return ""
    rows = found.choices.filter(at="alarms")
    if rows["equality"].null_count() == rows.height:
        return ""

    def draw(look: Look) -> hv.Overlay:
        from simi_lab.charts.tradeoff import tradeoff

        return tradeoff(
            rows, look=look, goal=(GOAL_EQUALITY, max(0.0, float(rows["recall"][0]) - GOAL_LOSS)),
            names={method: price.method_word(method, look.lang) for method in price.METHOD_WORDS},
            goal_word=t("goal", look.lang), axis_word=t("(equal)", look.lang),
        )  # fmt: skip

    return figure("chart-choices", draw, lang=lang, alt=price.spoken(found, "alarms", lang),
                  caption=price.finding(found, "alarms", lang))  # fmt: skip
