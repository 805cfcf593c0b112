"""What a reader can set on the page: ten levers and a month, each one key of the address; "as today" is not written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import panel as pn
import param
import polars as pl

from simi_lab.i18n import month as month_word
from simi_lab.i18n import number, plural, t
from simi_lab.shell import Filters, Session
from simi_lab.study.whatif.levers import LEVERS, Levers

USUAL, BUSIEST = "usual", "busiest"
GROUPS: Mapping[str, tuple[str, ...]] = {
    "desks": ("counters", "interviewers", "back_desks", "extra_hours"),
    "places": ("quota", "online_share", "early_check"),
    "area": ("unit_days", "campaign"),
    "state": ("training_weeks", "outage_days"),
}
"""Levers as they stand together; the last two groups are folded on a phone."""
FOLDED = ("area", "state")
WHOLE = tuple(name for name, lever in LEVERS.items() if float(lever.step).is_integer())


class PolicyFilters(Filters):
    """The levers, None for as today, and the month ("usual", "busiest" or "2025-03").

    A lever that an address puts outside its range goes to the nearest possible notch; `mended` then holds what was
    asked for.
    """

    _skip: ClassVar[frozenset[str]] = frozenset({"name", "mended"})

    counters = param.Integer(default=None, allow_None=True)
    interviewers = param.Integer(default=None, allow_None=True)
    back_desks = param.Integer(default=None, allow_None=True)
    extra_hours = param.Number(default=None, allow_None=True)
    quota = param.Integer(default=None, allow_None=True)
    online_share = param.Number(default=None, allow_None=True)
    campaign = param.Number(default=None, allow_None=True)
    unit_days = param.Integer(default=None, allow_None=True)
    early_check = param.Integer(default=None, allow_None=True)
    training_weeks = param.Integer(default=None, allow_None=True)
    outage_days = param.Integer(default=None, allow_None=True)
    month: Any = param.Selector(objects=[USUAL, BUSIEST], default=USUAL)
    mended: Any = param.Dict(default={}, doc="Lever to the text of the address that was outside its range.")

    def read_query(self, query: Mapping[str, str]) -> list[str]:
        """Take the choices of an address; see `mended` for those that were brought back into their range."""
        self._asked: dict[str, str] = {}
        refused = super().read_query(query)
        self.mended = self._asked
        return refused

    def _checked(self, name: str, text: str) -> Any:
        if name not in LEVERS:
            return super()._checked(name, text)
        asked = float(text) if len(text) <= 20 else math.nan
        if not math.isfinite(asked):
            raise ValueError(f"{text!r} is no number")
        kept = notch(name, asked)
        if abs(kept - asked) > 1e-9:
            self._asked[name] = text
        return kept

    def moved(self) -> dict[str, float]:
        """Levers that do not stand as today."""
        return {name: getattr(self, name) for name in LEVERS if getattr(self, name) is not None}

    def back_to_today(self) -> None:
        """All levers as today, in one change; the month stays."""
        self.param.update(**dict.fromkeys(LEVERS), mended={})


def notch(name: str, value: float) -> Any:
    """The possible value of a lever that is nearest to a number."""
    lever = LEVERS[name]
    n = round((min(lever.high, max(lever.low, value)) - lever.low) / lever.step)
    found = min(lever.high, lever.low + n * lever.step)
    return int(found) if name in WHOLE else round(found, 2)


def setting(today: Levers, useful: tuple[str, ...], moved: Mapping[str, float]) -> Levers:
    """Today's levers with those moved that can do anything here."""
    return today.but(**{name: value for name, value in moved.items() if name in useful})


def make_filters(session: Session) -> PolicyFilters:
    """The months of the session's run; by default the usual one, and every lever as today."""
    filters = PolicyFilters()
    found = months_of(session.run)
    filters.param.month.objects = [USUAL, BUSIEST, *(f"{each:%Y-%m}" for each in reversed(found))]
    filters.keep_as_default()
    return filters


def months_of(run: Any) -> tuple[date, ...]:
    """Months of the first office's first era in which anyone applied, in order; those with weeks before them."""
    from simi_lab.study.eras import base_plan
    from simi_lab.study.whatif import months_in

    def read() -> tuple[date, ...]:
        plan = base_plan(run.manifest["origin"])
        filed = run.table("applications").filter(pl.col("office_id") == 0).select("filed_at").collect()
        return tuple(month for month in months_in(plan, filed) if month <= plan.period.last)

    found: tuple[date, ...] = pn.state.as_cached(f"months to try in {run.hash}", read)
    return found


def month_of(choice: str, found: Mapping[date, int]) -> date:
    """First day of the month that a choice stands for."""
    from simi_lab.study.whatif import busiest, usual

    if choice == BUSIEST:
        return busiest(found)
    return usual(found) if choice == USUAL else date.fromisoformat(f"{choice}-01")


def option_word(value: str, lang: str) -> str:
    """One option of the month."""
    if value == USUAL:
        return t("A usual month", lang)
    return t("The busiest month", lang) if value == BUSIEST else month_word(value, lang)


def value_word(name: str, value: float, lang: str) -> str:
    """A lever's value as people say it: "4 loket", "80 tempat sehari", "1 jam lebih lama"."""
    n = round(value)
    match name:
        case "counters":
            return plural("{n} counter", "{n} counters", n, lang)
        case "interviewers":
            return plural("{n} interviewer", "{n} interviewers", n, lang)
        case "back_desks":
            return t("+{n} back desks", lang, n=n) if n else t("Desks as now", lang)
        case "extra_hours":
            return _hours(value, lang)
        case "quota":
            return plural("{n} place a day", "{n} places a day", n, lang)
        case "online_share":
            return t("{share} online", lang, share=_percent(value, lang))
        case "campaign":
            share = _percent(value, lang)
            return t("{share} more applicants", lang, share=share) if value else t("No campaign", lang)
        case "unit_days":
            return plural("{n} day a week", "{n} days a week", n, lang) if n else t("No unit", lang)
        case "early_check":
            return t("Checked before the visit", lang) if n else t("Checked only at the counter", lang)
        case "training_weeks":
            return plural("after {n} week with SIMI", "after {n} weeks with SIMI", n, lang)
    return plural("{n} working day", "{n} working days", n, lang) if n else t("No outage", lang)


def _hours(value: float, lang: str) -> str:
    if not value:
        return t("Closes as now", lang)
    message = "Closes {n} h later" if value > 0 else "Closes {n} h earlier"
    return t(message, lang, n=number(abs(value), lang))


def _percent(value: float, lang: str) -> str:
    from simi_lab.i18n import percent

    return percent(value, lang)
