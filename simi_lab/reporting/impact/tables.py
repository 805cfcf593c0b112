"""The tables of an impact evaluation: methods side by side, all measures, terms, parts of the error, windows."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from simi_lab.estimate import Estimate
from simi_lab.i18n import NO_VALUE, number, percent, t
from simi_lab.reference.seasons import events_marks
from simi_lab.reporting.impact.read import WINDOWS, Evaluation, Finding
from simi_lab.reporting.impact.words import (
    estimate_words,
    holding,
    name,
    plain,
    signed,
    span,
    tells,
    unit,
    window_words,
)
from simi_lab.reporting.parts import table
from simi_lab.study.series import FIGURES

_TERMS: Mapping[str, str] = {
    "level": "Change at once when SIMI began",
    "slope": "Further change, each month",
    "trend": "Trend before, each month",
    "ramadan": "A month wholly in Ramadan",
}
_PARTS: Mapping[str, str] = {
    "season": "Season, demand and luck of these months",
    "channels": "Since SIMI began, more people book online",
    "shape": "The true effect is no straight step",
    "unfinished": "Cases that had not ended at the end of the data",
}


def methods_table(evaluation: Evaluation, found: Finding) -> str:
    """Two means, the series, the twin in the same months, and the twin over the whole period."""
    lang, metric = evaluation.lang, found.metric
    rows = [
        (t("Outside: two means, after less before", lang), *_estimate_row(found.naive, found, lang)),
        (t("Outside: interrupted series", lang), *_estimate_row(found.effect, found, lang)),
        (t("Twin: the same applicants, these months", lang), signed(found.truth, metric, lang), t("the truth", lang),
         _share(found.truth, found.never, lang)),
    ]  # fmt: skip
    whole = evaluation.promise["metrics"].get(metric)
    if whole:
        ratio = whole["ratio"]
        low, high = (percent(ratio[end] - 1, lang, 1) for end in ("low", "high"))
        left = t("{low} to {high}", lang, low=low, high=high)
        before, after = whole["before"], whole["after"]
        rows.append((t("Twin: always SIMI against never, whole period", lang), signed(after - before, metric, lang),
                     left, percent(ratio["value"] - 1, lang)))  # fmt: skip
    head = (t("Way of looking", lang), t("Effect, {unit}", lang, unit=unit(metric, lang)), t("95% interval", lang),
            t("Against without SIMI", lang))  # fmt: skip
    return table("table-methods", t("Four answers to one question", lang), head, rows)


def _estimate_row(estimate: Estimate, found: Finding, lang: str) -> tuple[str, str, str]:
    base = float(found.fit.counterfactual[found.fit.design.is_after].mean())
    if estimate is found.naive:
        base = float(found.months.filter(~pl.Series(found.fit.design.is_after))["seen"].mean())  # type: ignore[arg-type]
    return (
        signed(estimate.value, found.metric, lang),
        span(estimate, found.metric, lang),
        _share(estimate.value, base, lang),
    )


def _share(value: float, base: float, lang: str) -> str:
    return percent(value / base, lang) if base > 0 else NO_VALUE


def measures_table(evaluation: Evaluation, found: Mapping[str, Finding]) -> str:
    """Every measure: the truth, what the series says, whether it holds the truth, and what it can tell."""
    lang = evaluation.lang
    rows = [
        (f"{name(metric, lang)} ({unit(metric, lang)})", signed(one.truth, metric, lang),
         estimate_words(one, lang), holding(one, lang), tells(one, lang))
        for metric, one in found.items()
    ]  # fmt: skip
    missing = [metric for metric in FIGURES if metric not in found]
    rows += [(name(metric, lang), NO_VALUE, NO_VALUE, NO_VALUE, NO_VALUE) for metric in missing]
    head = (t("Mean of", lang), t("True effect", lang), t("The series says (95% interval)", lang),
            t("The truth", lang), t("Direction", lang))  # fmt: skip
    return table("table-measures", t("What SIMI changed, and what a series of months sees of it", lang), head, rows)


def terms_table(evaluation: Evaluation, found: Finding) -> str:
    """The terms of the regression that a reader may ask for, and which others it holds."""
    lang, fit = evaluation.lang, found.fit
    rows = [
        (t(_TERMS["level"], lang), signed(fit.level.value, found.metric, lang), span(fit.level, found.metric, lang))
    ]
    if fit.slope:
        rows.append((t(_TERMS["slope"], lang), signed(fit.slope.value, found.metric, lang),
                     span(fit.slope, found.metric, lang)))  # fmt: skip
    rows.append((t("Mean over the months after", lang), signed(fit.effect.value, found.metric, lang),
                 span(fit.effect, found.metric, lang)))  # fmt: skip
    head = (t("Term", lang), t("Estimate, {unit}", lang, unit=unit(found.metric, lang)), t("95% interval", lang))
    return table("table-terms", t("What the series gives to SIMI", lang), head, rows)


def other_terms(evaluation: Evaluation, found: Finding) -> str:
    """One sentence on the terms that are named beside SIMI."""
    lang, names = evaluation.lang, found.fit.design.names
    listed = [t("the trend before", lang)]
    if any(each.startswith("year") for each in names):
        listed.append(t("the wave of the year", lang))
    if "ramadan" in names:
        listed.append(t("Ramadan", lang))
    words = dict(events_marks().select("mark_id", f"label_{lang}").iter_rows())
    for event in evaluation.impact.events:
        if event.name in names:
            said = t("outage", lang) if event.kind == "span" else words.get(event.name.removeprefix("fee_"), event.name)
            listed.append(said)
    return t("Taken out beside SIMI: {listed}. Correlation with the month before: {rho}.", lang,
             listed=", ".join(listed), rho=number(found.fit.correlation, lang, 2))  # fmt: skip


def parts_table(evaluation: Evaluation, found: Finding) -> str:
    """Why the series is off: four parts that add up."""
    lang, metric = evaluation.lang, found.metric
    rows = [(t("True effect", lang), signed(found.truth, metric, lang))]
    rows += [(t(_PARTS[part], lang), signed(value, metric, lang)) for part, value in found.parts.items()]
    rows.append((t("What the series says", lang), signed(found.effect.value, metric, lang)))
    head = (t("From the truth to the series", lang), unit(metric, lang))
    return table("table-parts", t("Where the series goes astray", lang), head, rows, kinds="g----g")


def largest_part(found: Finding, lang: str) -> str:
    """Word of the part that leads the series farthest from the truth."""
    part = max(found.parts, key=lambda each: abs(found.parts[each]))
    return t(_PARTS[part], lang)


def tries(evaluation: Evaluation) -> list[tuple[str, bool, Finding]]:
    """The measure in the centre over windows of months, with and without season terms; those that can be fitted.

    A window too short for season terms stands once; one that reaches beyond the run is that of all months.
    """
    kept: list[tuple[str, bool, Finding]] = []
    for months in WINDOWS:
        for with_season in (True, False):
            found = evaluation.find(evaluation.metric, months, months, with_season=with_season)
            has_season = found is not None and "ramadan" in found.fit.design.names
            known = {(each.fit.months, season) for _, season, each in kept}
            if found is not None and has_season == with_season and (found.fit.months, with_season) not in known:
                kept.append((window_words(evaluation, months), with_season, found))
    return kept


def windows_table(evaluation: Evaluation, kept: list[tuple[str, bool, Finding]]) -> str:
    """Every window of months with and without season terms: estimate, interval, truth of its months."""
    lang, metric = evaluation.lang, evaluation.metric
    rows = [
        (f"{word}, {season_words(with_season, lang)}", signed(found.truth, metric, lang),
         estimate_words(found, lang), holding(found, lang), tells(found, lang))
        for word, with_season, found in kept
    ]  # fmt: skip
    head = (t("Months and terms", lang), t("True effect", lang), t("The series says (95% interval)", lang),
            t("The truth", lang), t("Direction", lang))  # fmt: skip
    return table("table-windows", t("The same question with other months and terms", lang), head, rows)


def season_words(with_season: bool, lang: str) -> str:
    """Whether season terms were used."""
    return t("with season" if with_season else "without season", lang)


def truth_words(found: Finding, lang: str) -> str:
    """Mean without SIMI and with it, on the applicants of the months after."""
    return t("{never} without SIMI, {was} with it", lang, never=plain(found.never, found.metric, lang),
             was=plain(found.never + found.truth, found.metric, lang))  # fmt: skip
