"""How an impact evaluation says its figures: signed numbers with their unit, directions, intervals, months."""

from __future__ import annotations

from simi_lab.estimate import Estimate
from simi_lab.i18n import number, t
from simi_lab.reporting.impact.read import Evaluation, Finding
from simi_lab.vocabulary import label

_DIGITS = {"wait_min": 1}


def digits(metric: str) -> int:
    """Decimals of a measure: minutes have one, days and visits two."""
    return _DIGITS.get(metric, 2)


def unit(metric: str, lang: str) -> str:
    """Word of the unit of a measure."""
    if metric == "wait_min":
        return t("minutes", lang)
    return t("visits", lang) if metric == "visits" else t("days", lang)


def name(metric: str, lang: str) -> str:
    """Word of a measure."""
    return label("metric", metric, lang)


def plain(value: float, metric: str, lang: str) -> str:
    """A value without its unit; never a minus before a zero."""
    return number(round(value, digits(metric)) + 0.0, lang, digits(metric))


def signed(value: float, metric: str, lang: str) -> str:
    """A difference with its sign."""
    return ("+" if round(value, digits(metric)) > 0 else "") + plain(value, metric, lang)


def moved(value: float, metric: str, lang: str) -> str:
    """A difference as people say it: "down 56.3 minutes"."""
    words = {"x": plain(abs(value), metric, lang), "unit": unit(metric, lang)}
    if round(value, digits(metric)) == 0:
        return t("unchanged", lang)
    return t("down {x} {unit}" if value < 0 else "up {x} {unit}", lang, **words)


def span(estimate: Estimate, metric: str, lang: str) -> str:
    """An interval: "-97.3 to -29.1"."""
    low, high = (signed(x, metric, lang) for x in (estimate.low, estimate.high))
    return t("{low} to {high}", lang, low=low, high=high)


def estimate_words(found: Finding, lang: str) -> str:
    """What the series says, its interval in brackets."""
    return f"{signed(found.effect.value, found.metric, lang)} ({span(found.effect, found.metric, lang)})"


def tells(found: Finding, lang: str) -> str:
    """What the series can say of the direction by itself."""
    if not found.speaks:
        return t("unclear", lang)
    return t("falls" if found.effect.value < 0 else "rises", lang)


def holding(found: Finding, lang: str) -> str:
    """Whether the interval holds the truth, with a sign beside the word."""
    return "✓ " + t("holds it", lang) if found.holds else "✗ " + t("misses it", lang)


def window_words(evaluation: Evaluation, months: int | None) -> str:
    """Name a window of months on both sides."""
    lang = evaluation.lang
    return t("all months", lang) if months is None else t("{n} months on each side", lang, n=months)
