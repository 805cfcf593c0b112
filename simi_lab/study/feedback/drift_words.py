"""Drift in sentences: what a detector is worth beside two naive ones, and when it would have cried in the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from simi_lab.i18n import month as month_word
from simi_lab.i18n import number, percent, t
from simi_lab.measures.drift.judge import NAIVE
from simi_lab.study.feedback.drift import WATCHED, Drift

DETECTOR_NAMES = {
    "never": "Never an alarm",
    "always": "An alarm every month",
    "adwin": "ADWIN",
    "page_hinkley": "Page-Hinkley",
    "kswin": "KSWIN",
    "ks_month": "Month against the normal",
}
WATCH_NAMES = {
    "score": "Mean score",
    "online": "Filed online",
    "unknown": "Scans that cannot be read",
    "finding": "Findings recorded",
}
CHANGE_NAMES = {
    "mix": "Online applicants come twice as often",
    "pattern": "A planted pattern comes four times as often",
    "gaps": "15% of the scans cannot be read",
    "labels": "A new instruction: one more applicant in a hundred is recorded as a finding",
}


def drift_lines(found: Drift, lang: str) -> Iterator[str]:
    """Everything there is to say about drift, one finding a line."""
    yield best_line(found, lang)
    yield naive_line(found, lang)
    for row in found.judged.sort("cost", "detector").iter_rows(named=True):
        yield "  " + detector_line(row, lang)
    for watch in WATCHED:
        yield alarm_line(found, watch, lang)
    yield method_line(found, lang)


def best_line(found: Drift, lang: str) -> str:
    """The cheapest of the kept detectors."""
    row = _kept(found).sort("cost", "detector").row(0, named=True)
    return t(
        "Cheapest of the kept detectors: {detector} finds {n} of {all} planted changes, with {false} false alarms a "
        "year ({low} to {high}).",
        lang,
        detector=name_of(row["detector"], lang),
        n=number(round(row["n_changes"] * (1 - row["missed"])), lang),
        all=number(row["n_changes"], lang),
        **_edges(row, "false_alarms", lang, "false"),
    )


def best_title(found: Drift, lang: str) -> str:
    """Which kept detector is cheapest, and whether that is cheaper than doing without."""
    row = _kept(found).sort("cost", "detector").row(0, named=True)
    limit = found.judged.filter(pl.col("detector").is_in(NAIVE))["cost"].min()
    if row["cost"] < limit:
        return t("{detector} is worth having here", lang, detector=name_of(row["detector"], lang))
    return t("No detector is worth having here", lang)


def naive_line(found: Drift, lang: str) -> str:
    """Which kept detectors cost no less than never or always alarming."""
    limit = found.judged.filter(pl.col("detector").is_in(NAIVE))["cost"].min()
    worse = [name_of(name, lang) for name in _kept(found).filter(pl.col("cost") >= limit)["detector"]]
    if not worse:
        return t("All of them cost less than never and than always alarming.", lang)
    return t("No better than never or always alarming, at this price: {names}.", lang, names=", ".join(worse))


def detector_line(row: Mapping[str, Any], lang: str) -> str:
    """One detector: found, how late, how often in vain, at what cost, and from which price on it is worth having."""
    said = {
        "detector": name_of(row["detector"], lang),
        "found": percent(1 - row["missed"], lang),
        "false": number(row["false_alarms"], lang, 1),
        **_edges(row, "cost", lang, "cost"),
    }
    delay = row["delay_days"]
    late = t("after {n} working days", lang, n=number(delay, lang)) if delay is not None else t("never in time", lang)
    text = t("{detector}: {found} found, {late}; {false} false alarms a year; cost {cost} ({low} to {high}).", lang,
             late=late, **said)  # fmt: skip
    return f"{text} {worth(row, lang)}".strip()


def worth(row: Mapping[str, Any], lang: str) -> str:
    """Between which prices of a month unnoticed a detector beats both naive ones; nothing for these."""
    if row["detector"] in NAIVE:
        return ""
    if row["better_from"] is None:
        return t("Beaten by a naive one at every price.", lang)
    low = number(row["better_from"], lang, 1)
    if row["better_to"] == float("inf"):
        return t("Worth having where a month unnoticed costs more than {low} false alarms.", lang, low=low)
    return t(
        "Worth having where a month unnoticed costs {low} to {high} false alarms.",
        lang,
        low=low,
        high=number(row["better_to"], lang, 1),
    )


def alarm_line(found: Drift, watch: str, lang: str, detector: str | None = None) -> str:
    """In which months a detector, the cheapest kept one by default, would have raised an alarm in the run itself."""
    best = detector or _kept(found).sort("cost", "detector")["detector"][0]
    mine = found.alarms.filter((pl.col("watch") == watch) & (pl.col("detector") == best))["month"].unique().sort()
    said = {"watch": t(WATCH_NAMES[watch], lang), "detector": name_of(best, lang)}
    if mine.is_empty():
        return t("{watch}: no alarm of {detector} in this world.", lang, **said)
    months = ", ".join(month_word(when, lang, short=True) for when in mine)
    return t("{watch}: alarms of {detector} in {months}.", lang, months=months, **said)


def method_line(found: Drift, lang: str) -> str:
    """How the detectors were judged."""
    facts = found.facts
    return t(
        "Judged on {n} streams of {k} applicants a month drawn from this world, a year of normal and a year judged, "
        "four planted changes and none. Assumed: a month unnoticed costs as much as {price} false alarms.",
        lang,
        n=number(facts["n_streams"], lang),
        k=number(facts["per_month"], lang),
        price=number(facts["month_cost"], lang),
    )


def name_of(detector: str, lang: str) -> str:
    """Name of a detector as readers see it."""
    return t(DETECTOR_NAMES[detector], lang)


def _kept(found: Drift) -> pl.DataFrame:
    return found.judged.filter(~pl.col("detector").is_in(NAIVE))


def _edges(row: Mapping[str, Any], name: str, lang: str, key: str) -> dict[str, str]:
    ends = ((key, name), ("low", f"{name}_low"), ("high", f"{name}_high"))
    return {word: number(row[column], lang, 1) for word, column in ends}
