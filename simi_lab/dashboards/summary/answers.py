"""Figures of a run into sentences: what fell, what did not, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from simi_lab.i18n import month, number, percent, t
from simi_lab.measures import describe_bins, ikm
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.reference.skm import skm_grades_within
from simi_lab.vocabulary import has, label

ORDER = ("wait_min", "lead_days", "total_days", "visits", "travel_hours")
DIGITS = {"wait_min": 0, "lead_days": 1, "total_days": 1, "visits": 2, "travel_hours": 1}
NAMES = {
    "wait_min": "Waiting at the counter",
    "lead_days": "Days until the visit",
    "total_days": "Days to the passport in hand",
    "visits": "Visits to the office",
    "travel_hours": "Hours on the road",
}
HARDLY = 0.15  # a change of the days below this share is called hardly changed
UNITS = {"min": "minutes", "day": "days", "visit": "visits", "hour": "hours"}


@dataclass(frozen=True)
class Line:
    """One measure before and after: its name, values with unit, change with interval, and the ratio for the chart."""

    metric: str
    name: str
    before: str
    after: str
    change: str
    ratio: float
    low: float
    high: float


@dataclass(frozen=True)
class Answers:
    """Everything that the page says, in one language."""

    title: str
    verdict: str
    is_reached: bool
    headline: str
    but: str
    whom: str
    why: str
    lines: list[Line]
    facts: list[tuple[str, str, str]]
    period: str


def answers(figures: Any, info: dict[str, Any], lang: str, causes: Mapping[str, Any] | None = None) -> Answers:
    """Sentences of one language.

    Parameters
    ----------
    figures : `study.Aggregates`
    info : name, office, first, last (days) of the run
    lang : id or en
    causes : which cause brings how much, None while it has not been worked out
    """
    promise = figures.promise
    found = {name: promise["metrics"][name] for name in ORDER if promise["metrics"][name]["ratio"] is not None}
    by_name = {name: _line(name, metric, lang) for name, metric in found.items()}
    lines = list(by_name.values())
    wait, total, lead = (by_name.get(name) for name in ("wait_min", "total_days", "lead_days"))
    reached = promise["verdict"] == "reached"
    headline = t("Not reached: there is no wait at the counter that could be halved.", lang)
    if wait is not None:
        headline = t(
            "On average an applicant waits {before} at the counter without SIMI and {after} with it ({change}).",
            lang,
            before=wait.before,
            after=wait.after,
            change=wait.change,
        )
    return Answers(
        title=t("Does SIMI halve the waiting time?", lang),
        verdict=_verdict(reached, total, lang),
        is_reached=reached,
        headline=headline,
        but=_but(total, lead, lang),
        whom=_whom(promise["districts"], lang),
        why=_why(causes, lang),
        lines=lines,
        facts=[fact for make in (_days_fact, _hours_fact, _ikm_fact) if (fact := make(figures, lang)) is not None],
        period=f"{month(info['first'], lang)} – {month(info['last'], lang)}",
    )


def _line(metric: str, found: dict[str, Any], lang: str) -> Line:
    ratio, unit = found["ratio"], t(UNITS[found["unit"]], lang)
    digits = DIGITS[metric]
    return Line(
        metric,
        t(NAMES[metric], lang),
        f"{number(found['before'], lang, digits)} {unit}",
        f"{number(found['after'], lang, digits)} {unit}",
        _change(ratio, lang),
        ratio["value"],
        ratio["low"],
        ratio["high"],
    )


def _change(ratio: dict[str, float], lang: str) -> str:
    """Change in per cent with its interval: "−83 %, interval −84 to −82 %"."""
    value, low, high = (ratio[k] - 1 for k in ("value", "low", "high"))
    digits = next((d for d in (0, 1) if round(100 * low, d) != round(100 * high, d)), 2)
    return t(
        "{value}, 95% interval {low} to {high}",
        lang,
        value=_signed(value, lang, digits),
        low=_signed(low, lang, digits),
        high=_signed(high, lang, digits),
    )


def _signed(share: float, lang: str, digits: int) -> str:
    text = percent(abs(share), lang, digits)
    return f"−{text}" if round(share, digits + 2) < 0 else f"+{text}"


def _verdict(reached: bool, total: Line | None, lang: str) -> str:
    """Both halves of the answer in one line: the counter, and the whole way to the passport."""
    counter = t("At the counter: reached.", lang) if reached else t("At the counter: not reached.", lang)
    if total is None:
        return counter
    if abs(total.ratio - 1) < HARDLY:
        return f"{counter} {t('Days to the passport: hardly changed.', lang)}"
    days = t("Days to the passport: {change}.", lang, change=_signed(total.ratio - 1, lang, 0))
    return f"{counter} {days}"


def _but(total: Line | None, lead: Line | None, lang: str) -> str:
    """The sentences that keep the headline honest: the days to the passport, and the wait before the visit."""
    if total is None:
        return ""
    text = t(
        "On average the passport is in hand after {after} with SIMI and {before} without.",
        lang,
        after=total.after,
        before=total.before,
    )
    if lead is not None and lead.low > 1:
        text += " " + t(
            "Part of the waiting has only moved: "
            "the first visit comes {after} after filing with SIMI, {before} without.",
            lang,
            after=lead.after,
            before=lead.before,
        )
    return text


def _whom(districts: Sequence[Mapping[str, Any]], lang: str) -> str:
    """Say where journeys shrink most, if anywhere beyond doubt; small districts are not named."""
    shown = [row for row in districts if not row["suppressed"] and row["difference"] is not None]
    less = [row for row in shown if row["difference"]["high"] < 0]
    if not less:
        return t("For whom: no district's hours on the road shrink beyond doubt.", lang)
    most = min(less, key=lambda row: row["difference"]["value"])
    hours = {end: number(-most["difference"][end], lang, 1) for end in ("value", "low", "high")}
    return t(
        "For whom: hours on the road shrink most in {name}, by {value} hours per applicant "
        "(95% interval {low} to {high}); it is the largest of {n} districts, so partly chance.",
        lang,
        name=most["name"],
        n=len(shown),
        value=hours["value"],
        low=hours["high"],
        high=hours["low"],
    )


def _why(causes: Mapping[str, Any] | None, lang: str) -> str:
    """Say which causes shorten the wait, the largest first; "" while that is not known."""
    found = (causes or {"metrics": {}})["metrics"].get("wait_min")
    if found is None:
        return ""
    proven = sorted((part["value"], cause) for cause, part in found["parts"].items() if part["high"] < 0)
    if not proven:
        return t("Why: no single cause shortens the wait beyond doubt.", lang)
    listed = "; ".join(
        t("{cause} {minutes} minutes", lang, cause=_cause(cause, lang), minutes=number(-value, lang, 1))
        for value, cause in proven
    )
    total = number(-found["total"]["value"], lang, 1)
    return t("Why: the wait at the counter shrinks by {total} minutes: {list}.", lang, total=total, list=listed)


def _cause(cause: str, lang: str) -> str:
    word = label("cause", cause, lang) if has("cause", cause) else cause
    return word[:1].lower() + word[1:]


def _bins(figures: Any, metric: str) -> pl.DataFrame:
    """Bins of the latest way of working: with SIMI, or the old one where SIMI never comes."""
    bins = figures.service_bins
    latest = "simi" if (bins["regime"] == "simi").any() else "manual"
    return bins.filter((pl.col("metric").cast(pl.String) == metric) & (pl.col("regime") == latest))


def _days_fact(figures: Any, lang: str) -> tuple[str, str, str] | None:
    row = describe_bins(_bins(figures, "total_days")).row(0, named=True)
    work = describe_bins(_bins(figures, "work_days"), over=4.0).row(0, named=True)
    if not row["n"] or not work["n"]:
        return None
    return (
        t("Days to the passport, half of all applicants", lang),
        t("{n} days", lang, n=number(row["median"], lang, 0)),
        t(
            "Half of all applicants have it by then (mean {mean}); one in twenty waits longer than {p95} days. "
            "{share} are ready within the standard of 4 working days after the interview.",
            lang,
            mean=number(row["mean"], lang, 1),
            p95=number(row["p95"], lang, 0),
            share=percent(1 - work["share_over"], lang),
        ),
    )


def _hours_fact(figures: Any, lang: str) -> tuple[str, str, str] | None:
    row = describe_bins(_bins(figures, "travel_hours_x10")).row(0, named=True)
    if not row["n"]:
        return None
    return (
        t("On the road", lang),
        t("{n} hours", lang, n=number(row["mean"], lang, 1)),
        t(
            "An applicant travels so long on average, all visits together; one in twenty more than {p95} hours.",
            lang,
            p95=number(row["p95"], lang, 0),
        ),
    )


def _ikm_fact(figures: Any, lang: str) -> tuple[str, str, str] | None:
    index = ikm(figures.skm_bins)
    if index.n < SMALLEST_GROUP:
        return None
    grades = skm_grades_within(index.low, index.high)
    either = t(" or ", lang).join(grades)
    note = t("Grade {grade}.", lang, grade=either)
    interval = t(
        "95% interval {low} to {high}, {n} answers given in the office, where people answer kindly.",
        lang,
        low=number(index.low, lang, 1),
        high=number(index.high, lang, 1),
        n=number(index.n, lang, 0),
    )
    return t("Satisfaction (IKM)", lang), number(index.value, lang, 2), f"{note} {interval}"
