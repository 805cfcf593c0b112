"""The charts of an impact evaluation: the months with both ideas of "without SIMI", and the windows that were tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from simi_lab.i18n import month as month_name
from simi_lab.i18n import t
from simi_lab.reference.seasons import events_marks
from simi_lab.reporting.impact.read import Evaluation, Finding
from simi_lab.reporting.impact.tables import season_words
from simi_lab.reporting.impact.words import name, plain, unit
from simi_lab.reporting.parts import figure

if TYPE_CHECKING:
    import holoviews as hv

    from simi_lab.charts import Look

_LINES = ("seen", "believed", "never")


def months_chart(evaluation: Evaluation, found: Finding) -> str:
    """What was recorded, what the series believes would have come without SIMI, and what comes in the twin."""
    lang, metric = evaluation.lang, found.metric
    table = month_lines(found)

    def draw(look: Look) -> hv.Overlay:
        from simi_lab.charts.believed import recorded_and_without

        line_words = {
            "seen": t("recorded", look.lang),
            "believed": t("series: without SIMI", look.lang),
            "never": t("twin: without SIMI", look.lang),
        }
        marks = _marks(evaluation, look.lang)
        return recorded_and_without(table, look=look, line_words=line_words, marks=marks, unit=unit(metric, look.lang))

    late = found.months.filter(pl.Series(found.fit.design.is_after))
    said = {
        "believed": plain(float(found.fit.counterfactual[found.fit.design.is_after].mean()), metric, lang),
        "never": plain(found.never, metric, lang),
        "seen": plain(float(late["seen"].mean()), metric, lang),  # type: ignore[arg-type]
    }
    caption = t("{measure} by month: recorded, and twice without SIMI", lang, measure=name(metric, lang))
    alt = t(
        "Lines by month. After SIMI began, {seen} {unit} on average were recorded; the series believes that {believed} "
        "would have come without SIMI, in the twin it is {never}.",
        lang, unit=unit(metric, lang), **said,
    )  # fmt: skip
    return figure("chart-months", draw, lang=lang, alt=alt, caption=caption)


def month_lines(found: Finding) -> pl.DataFrame:
    """One row per month and line; the two ideas of "without SIMI" only where SIMI was; nothing below zero is drawn."""
    late = pl.Series(found.fit.design.is_after)
    believed = pl.Series(np.where(found.fit.counterfactual >= 0, found.fit.counterfactual, np.nan)).fill_nan(None)
    parts = {"seen": found.months["seen"], "believed": believed, "never": found.months["never"]}
    frames = []
    for line in _LINES:
        frame = pl.DataFrame({"month": found.months["month"], "line": line, "value": parts[line]})
        frames.append(frame if line == "seen" else frame.filter(late))
    return pl.concat(frames)


def _marks(evaluation: Evaluation, lang: str) -> pl.DataFrame:
    words = dict(events_marks().select("mark_id", f"label_{lang}").iter_rows())
    days, labels = [evaluation.impact.live], [t("SIMI begins", lang)]
    for event in evaluation.impact.events:
        days.append(event.first)
        labels.append(t("outage", lang) if event.kind == "span" else words.get(event.name.removeprefix("fee_"), ""))
    return pl.DataFrame({"day": days, "label": labels}, schema={"day": pl.Date, "label": pl.String})


def windows_chart(evaluation: Evaluation, kept: list[tuple[str, bool, Finding]]) -> str:
    """The interval of each window beside the truth of its months; "" with fewer than two of them."""
    if len(kept) < 2:
        return ""
    lang, metric = evaluation.lang, evaluation.metric
    table = pl.DataFrame(
        [
            {"name": f"{word}, {season_words(with_season, lang)}", "value": found.effect.value,
             "low": found.effect.low, "high": found.effect.high, "truth": found.truth}
            for word, with_season, found in kept
        ]
    )  # fmt: skip

    def draw(look: Look) -> hv.Overlay:
        from simi_lab.charts.intervals import intervals_and_truth

        truth, same = t("the truth", look.lang), t("no change", look.lang)
        return intervals_and_truth(table, look=look, truth_word=truth, same_word=same, unit=unit(metric, look.lang))

    holding = sum(found.holds for _, _, found in kept)
    caption = t("{n} of {all} intervals hold the truth", lang, n=holding, all=len(kept))
    listed = "; ".join(f"{row['name']} {plain(row['value'], metric, lang)}" for row in table.iter_rows(named=True))
    alt = t("Points with intervals, one per choice of months and terms, beside the truth: {listed}.", lang,
            listed=listed)  # fmt: skip
    return figure("chart-windows", draw, lang=lang, alt=alt, caption=caption)


def months_words(found: Finding, lang: str) -> str:
    """First and last month that were used."""
    first, last = found.fit.months[0], found.fit.months[-1]
    return t("{first} to {last}", lang, first=month_name(first, lang), last=month_name(last, lang))
