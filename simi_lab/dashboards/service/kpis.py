"""The figure cards of the page: each with its interval and its rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simi_lab.dashboards.service import sentences
from simi_lab.dashboards.service.figures import Figures
from simi_lab.i18n import NO_VALUE, number, percent, t
from simi_lab.shell.cards import Kpi
from simi_lab.vocabulary import label


def on_time(figures: Figures, lang: str) -> Kpi:
    """Share of passports that kept the standard."""
    share = figures.on_time
    days = sentences.amount("work_days", figures.standard_days, lang)
    name = t("Ready within {days}", lang, days=days)
    rule = t("Share of passports ready within {days} of the interview.", lang, days=days)
    if share is None:
        return Kpi(name, NO_VALUE, rule=rule)
    interval = _between(percent(share.low, lang, 1), percent(share.high, lang, 1), lang)
    return Kpi(name, percent(share.value, lang), interval=interval, rule=rule)


def _median_of(metric: str, rule: str) -> Callable[[Figures, str], Kpi]:
    def make(figures: Figures, lang: str) -> Kpi:
        row, name = sentences.row_of(figures.overall, metric), label("metric", metric, lang)
        if row is None:
            return Kpi(name, NO_VALUE, rule=t(rule, lang))
        ends = (number(row["median_low"], lang), number(row["median_high"], lang))
        most = t("95 of 100: at most {p95}.", lang, p95=sentences.amount(metric, row["p95"], lang))
        before = sentences.row_of(figures.by_regime, metric, regime="manual")
        if before is not None and figures.now == "simi":
            told = sentences.amount(metric, before["median"], lang)
            most = f"{most} {label('regime', 'manual', lang)}: {told}."
        value, unit = number(row["median"], lang), sentences.unit(metric, lang)
        return Kpi(name, value, unit, _between(*ends, lang), f"{t(rule, lang)} {most}")

    return make


def _between(low: str, high: str, lang: str) -> str:
    if low == high:
        return t("95% interval: narrower than this rounding", lang)
    return t("{low} to {high}, 95% interval", lang, low=low, high=high)


KPIS: Sequence[Callable[[Figures, str], Kpi]] = (
    on_time,
    _median_of("total_days", "Half of the applicants held their passport within that time."),
    _median_of("wait_min", "Half of the applicants waited no longer on their first visit."),
    _median_of("lead_days", "Half of the applicants were attended within that time of filing."),
)
