"""What a reader can choose on the page, each choice one key of the address."""

from __future__ import annotations

from datetime import date
from typing import Any

import panel as pn
import param

from simi_lab.dashboards.service.figures import ALL, MEASURES, Choice
from simi_lab.i18n import month, t
from simi_lab.shell import Filters, Session
from simi_lab.vocabulary import codes, label


class ServiceFilters(Filters):
    """Period (months as "2025-03"), area, service, way of working, and the measure compared between districts."""

    first: Any = param.Selector(objects=[""], default="")
    last: Any = param.Selector(objects=[""], default="")
    area: Any = param.Selector(objects=[ALL], default=ALL)
    service: Any = param.Selector(objects=[ALL], default=ALL)
    regime: Any = param.Selector(objects=[ALL], default=ALL)
    measure: Any = param.Selector(objects=list(MEASURES), default=MEASURES[0])

    def choice(self) -> Choice:
        """The choice as figures are computed for it; a period upside down is turned round."""
        first, last = sorted(date.fromisoformat(f"{text}-01") for text in (self.first, self.last))
        return Choice(first, last, self.area, self.service, self.regime, self.measure)


def aggregates_of(session: Session) -> Any:
    """The aggregates of the session's run, loaded once for all visitors."""
    from simi_lab.study import aggregates

    run = session.run
    return pn.state.as_cached(f"aggregates {run.hash}", lambda: aggregates(run))


def make_filters(session: Session) -> ServiceFilters:
    """The choices that the session's run offers: its months, areas and services; all of them by default."""
    found = aggregates_of(session)
    filters = ServiceFilters()
    months = [when.strftime("%Y-%m") for when in found.service_counts["month"].unique().sort()]
    present = set(found.service_counts["service"].unique())
    filters.param.first.objects = filters.param.last.objects = months
    filters.param.area.objects = [ALL, *area_words_of(found.districts)]
    filters.param.service.objects = [ALL, *(code for code in codes("service") if code in present)]
    regimes = set(found.service_counts["regime"].unique())
    filters.param.regime.objects = [ALL, *(code for code in codes("regime") if code in regimes)]
    filters.param.update(first=months[0], last=months[-1])
    filters.keep_as_default()
    return filters


def area_words_of(districts: Any) -> dict[str, tuple[str, str]]:
    """Regencies, each followed by its districts: code to (district name or "", regency name)."""
    rows = districts.sort("regency", "name").select("district_id", "name", "regency_id", "regency").rows()
    words: dict[str, tuple[str, str]] = {}
    for code, name, regency_id, regency in rows:
        words.setdefault(regency_id, ("", regency))
        words[code] = (name, regency)
    return words


def month_word(value: str, lang: str) -> str:
    """One option of the period."""
    return month(value, lang)


def service_word(value: str, lang: str) -> str:
    """One option of the service."""
    return t("All services", lang) if value == ALL else label("service", value, lang)


def regime_word(value: str, lang: str) -> str:
    """One option of the way of working."""
    return t("Every way of working", lang) if value == ALL else label("regime", value, lang)


def measure_word(value: str, lang: str) -> str:
    """One option of the measure."""
    return label("metric", value, lang)


def area_word(value: str, lang: str, words: dict[str, tuple[str, str]]) -> str:
    """One option of the area; districts of one name in two regencies stay apart."""
    if value == ALL:
        return t("The whole area", lang)
    name, regency = words[value]
    return f"{name}, {regency}" if name else t("{regency} Regency", lang, regency=regency)
