"""What the page says in words: findings as titles, one sentence per chart, computed and never typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from simi_lab.dashboards.service.figures import COUNT, Figures
from simi_lab.dashboards.service.plain import capital, in_words
from simi_lab.i18n import month, number, percent, t
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.vocabulary import label

_UNITS = {
    "wait_min": ("{n} minute", "{n} minutes"),
    "lead_days": ("{n} day", "{n} days"),
    "total_days": ("{n} day", "{n} days"),
    "work_days": ("{n} working day", "{n} working days"),
    "travel_hours": ("{n} hour", "{n} hours"),
    "travel_hours_x10": ("{n} hour", "{n} hours"),
    COUNT: ("{n} application", "{n} applications"),
}
_WHAT = {
    "wait_min": "The wait at counter and interview",
    "lead_days": "The time from filing to the visit",
    "total_days": "The time from filing to passport in hand",
}
Row = dict[str, Any]


def amount(metric: str, value: float | None, lang: str, digits: int | None = None) -> str:
    """Write a value with its unit: "12 hari", "1 minute"."""
    one, many = _UNITS[metric]
    return t(one if value == 1 else many, lang, n=number(value, lang, digits))


def unit(metric: str, lang: str) -> str:
    """Name the unit alone, for an axis."""
    return t(_UNITS[metric][1], lang, n="").strip()


def period(figures: Figures, lang: str) -> str:
    """Name the months asked for."""
    return _span(figures.choice.first, figures.choice.last, lang)


def period_now(figures: Figures, lang: str) -> str:
    """Name the months asked for in which the office worked as it does now."""
    months = figures.of("by_month", COUNT).filter(pl.col("regime") == figures.now)["month"]
    first, last = months.min(), months.max()
    if not isinstance(first, date) or not isinstance(last, date):
        return period(figures, lang)
    return _span(first, last, lang)


def _span(first: date, last: date, lang: str) -> str:
    if first == last:
        return month(first, lang)
    return t("{first} to {last}", lang, first=month(first, lang), last=month(last, lang))


def row_of(frame: pl.DataFrame, metric: str, **where: str) -> Row | None:
    """One shown row of a frame of figures, None when it is missing or hidden."""
    rows = frame.filter(pl.col("metric") == metric)
    for name, value in where.items():
        rows = rows.filter(pl.col(name) == value)
    found = rows.row(0, named=True) if rows.height else None
    return found if found is not None and found["n"] is not None else None


def answer(figures: Figures, place: str, lang: str) -> str:
    """The sentence that opens the page."""
    total, share = row_of(figures.overall, "total_days"), figures.on_time
    if total is None or share is None:
        return t("Too few applicants for figures: choose a longer period, a larger area or all services.", lang)
    return t(
        "{place}, {regime}, {period}: half of the applicants held their passport within {days} of filing; "
        "{share} of passports were ready within {standard} of the interview.",
        lang,
        place=place,
        regime=_lower(label("regime", figures.now, lang)),
        period=period_now(figures, lang),
        days=amount("total_days", total["median"], lang),
        share=percent(share.value, lang),
        standard=amount("work_days", figures.standard_days, lang),
    )


def change_title(figures: Figures, metric: str, lang: str) -> str:
    """Say how the median moved with SIMI; only intervals that keep apart count as a change."""
    what = t(_WHAT[metric], lang)
    before, after = (row_of(figures.by_regime, metric, regime=regime) for regime in ("manual", "simi"))
    if before is None or after is None:
        only = before or after
        if only is None:
            return t("{what}: too few applicants", lang, what=what)
        return t("{what}: {value} for half of the applicants", lang, what=what, value=_median(only, metric, lang))
    said = {"before": _median(before, metric, lang), "after": _median(after, metric, lang)}
    if after["median_high"] < before["median_low"]:
        return t("{what} fell from {before} to {after}", lang, what=what, **said)
    if after["median_low"] > before["median_high"]:
        return t("{what} rose from {before} to {after}", lang, what=what, **said)
    return t("{what} stayed at about {after}", lang, what=what, after=said["after"])


def spread_sentence(figures: Figures, metric: str, lang: str) -> str:
    """Say median and p95 of each way of working."""
    parts = []
    for regime in ("manual", "simi"):
        row = row_of(figures.by_regime, metric, regime=regime)
        if row is not None:
            parts.append(
                t(
                    "{regime}: half of {n} applicants at most {median}, 95 of 100 at most {p95}.",
                    lang,
                    regime=label("regime", regime, lang),
                    n=number(row["n"], lang),
                    median=amount(metric, row["median"], lang),
                    p95=amount(metric, row["p95"], lang),
                )
            )
    return " ".join(parts) or t("Too few applicants to show.", lang)


def applications_title(figures: Figures, lang: str) -> str:
    """Say how many applied and in which month most."""
    n, rows = figures.counts.get(COUNT), figures.of("by_month", COUNT).drop_nulls("n")
    if n is None or rows.is_empty():
        return t("{what}: too few applicants", lang, what=label("metric", COUNT, lang))
    most = rows.sort("n", "month").row(-1, named=True)
    told = {"n": amount(COUNT, n, lang), "month": month(most["month"], lang), "most": number(most["n"], lang)}
    return t("{n}, most of them in {month}: {most}", lang, **told)


def applications_sentence(figures: Figures, lang: str) -> str:
    """Say how the applications stand."""
    if not figures.counts:
        return t("Too few applicants to show.", lang)
    told = {name: _few(n, lang) for name, n in figures.counts.items()}
    return t(
        "{n_issued} passports handed over, {n_cancelled} cancelled, {n_expired} expired, {n_refused} refused, "
        "{n_postponed} postponed, {n_no_show} missed the visit and are not back, {n_open} still open. "
        "{n_returned} had papers sent back at least once.",
        lang,
        **told,
    )


def standard_title(figures: Figures, lang: str) -> str:
    """Say which share kept the standard."""
    if figures.on_time is None:
        return t("{what}: too few applicants", lang, what=label("metric", "work_days", lang))
    share, days = figures.on_time.value, amount("work_days", figures.standard_days, lang)
    told = {"share": in_words(share, lang), "days": days, "percent": percent(share, lang)}
    return capital(t("Passports ready within {days} of the interview: {share} ({percent})", lang, **told))


def standard_sentence(figures: Figures, lang: str) -> str:
    """Say the interval of that share and where the standard comes from."""
    share = figures.on_time
    if share is None:
        return t("Too few applicants to show.", lang)
    return t(
        "{regime}: 95% interval {low} to {high}, {n} passports. "
        "The standard is that of Permenkumham 8/2014, article 22.",
        lang,
        regime=label("regime", figures.now, lang),
        low=percent(share.low, lang, 1),
        high=percent(share.high, lang, 1),
        n=number(share.n, lang),
    )


def places_title(figures: Figures, frame: str, lang: str) -> str:
    """Say where the measure is highest and lowest."""
    metric = figures.choice.measure
    what, rows = label("metric", metric, lang), figures.of(frame, metric).drop_nulls("value").sort("value")
    if rows.is_empty():
        return t("{what}: too few applicants", lang, what=what)
    low, high = rows.row(0, named=True), rows.row(-1, named=True)
    said = {"high": high["name"], "a": mean_amount(metric, high["value"], lang)}
    if rows.height == 1:
        return t("{what}: {high} {a}", lang, what=what, **said)
    said |= {"low": low["name"], "b": mean_amount(metric, low["value"], lang)}
    return t("{what}: highest in {high} ({a}), lowest in {low} ({b})", lang, what=what, **said)


def places_sentence(figures: Figures, lang: str) -> str:
    """Say what a bar or a tile is."""
    if figures.choice.measure == COUNT:
        return t("Number of applications filed, {period}.", lang, period=period(figures, lang))
    return t("Mean per applicant, {period}.", lang, period=period(figures, lang))


def mean_amount(metric: str, value: float | None, lang: str) -> str:
    """Write a mean with its unit; counts stay whole."""
    return amount(metric, value, lang, 0 if metric == COUNT else 1)


def open_note(figures: Figures, lang: str) -> str:
    """Warn when the last month's cases are not all known yet; "" otherwise."""
    if figures.open_share < 0.02:
        return ""
    return t(
        "Of the applications of {month}, {share} are still open: their days are not known yet and are not in here.",
        lang,
        month=month(figures.choice.last, lang),
        share=percent(figures.open_share, lang),
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _median(row: Row, metric: str, lang: str) -> str:
    return amount(metric, row["median"], lang)


def _few(n: int, lang: str) -> str:
    return number(n, lang) if n == 0 or n >= SMALLEST_GROUP else t("fewer than {k}", lang, k=SMALLEST_GROUP)
