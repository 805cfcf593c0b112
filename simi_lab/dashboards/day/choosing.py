"""Which day is watched, beside which other: interesting days of a run, the fair partner of a day, the address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import panel as pn
import param
import polars as pl

from simi_lab.clock import to_local
from simi_lab.dashboards.day.reading import PLACES, zone_of
from simi_lab.i18n import day as day_word
from simi_lab.i18n import t
from simi_lab.shell import Filters, Session

PAIR, ALONE = "pair", "none"
"""Choices of the second day beside a date: the partner found by rule, or no second day."""

_FEW = 0.1  # share of applicants of the other way that still leaves a day of one way
_KINDS = ("busiest", "usual", "busiest_simi", "usual_simi", "outage")


class DayFilters(Filters):
    """The day, the day beside it ("pair", "none" or a date), the office, and the moment ("09:30")."""

    day: Any = param.CalendarDate(default=date(2024, 1, 2))
    beside = param.String(default=PAIR, regex=r"^(pair|none|\d{4}-\d{2}-\d{2})$")
    office: Any = param.Selector(objects=[0], default=0)
    at = param.String(default="", regex=r"^(([01]\d|2[0-3]):[0-5]\d)?$")

    def _checked(self, name: str, text: str) -> Any:
        value = super()._checked(name, text)
        if name == "beside" and value not in (PAIR, ALONE):
            first, last = self.param.day.bounds
            if not first <= date.fromisoformat(value) <= last:
                raise ValueError("outside the period of the world")
        return value

    @property
    def seconds(self) -> int | None:
        """The moment in seconds after midnight, None when none is asked for."""
        return int(self.at[:2]) * 3600 + int(self.at[3:]) * 60 if self.at else None


@dataclass(frozen=True)
class Interesting:
    """A day of the short list and what is interesting about it."""

    day: date
    kind: str


def make_filters(session: Session) -> DayFilters:
    """The days and offices of the session's run; by default a usual day of the old way of working."""
    run = session.run
    filters = DayFilters()
    offices = run.table("offices").select("office_id").collect()["office_id"].sort().to_list()
    filters.param.office.objects = offices or [0]
    filters.office = filters.param.office.objects[0]
    period = run.scenario["period"]
    filters.param.day.bounds = (_date(period["first"]), _date(period["last"]))
    filters.day = first_choice(run, filters.office, filters.param.day.bounds[0])
    filters.keep_as_default()
    return filters


def first_choice(run: Any, office: int, otherwise: date) -> date:
    """The day that is shown when none is asked for."""
    found = {entry.kind: entry.day for entry in interesting(run, office)}
    return found.get("usual") or found.get("usual_simi") or otherwise


def days_index(run: Any, office: int) -> pl.DataFrame:
    """One row per day on which anyone was served: day, n (applicants), way ("manual", "simi", or "mixed" between)."""
    found: pl.DataFrame = pn.state.as_cached(f"days of {run.hash} {office}", lambda: _index(run, office))
    return found


def interesting(run: Any, office: int) -> list[Interesting]:
    """The short list of an office, in the order of `_KINDS`; a day is listed once."""
    index, found = days_index(run, office), []
    for kind, way in (("", "manual"), ("_simi", "simi")):
        rows = index.filter(pl.col("way") == way)
        if rows.is_empty():
            continue
        counts = rows["n"].sort()
        found.append(Interesting(_nearest(rows, counts[-1]), f"busiest{kind}"))
        found.append(Interesting(_nearest(rows, counts[rows.height // 2]), f"usual{kind}"))
    found += [Interesting(day, "outage") for day in _outages(run, index)]
    found.sort(key=lambda entry: _KINDS.index(entry.kind))
    return list({entry.day: entry for entry in reversed(found)}.values())[::-1]


def partner(index: pl.DataFrame, day: date) -> date | None:
    """The day of the other way of working that makes the fairest pair: same weekday, nearest number of applicants."""
    own = index.filter(pl.col("day") == day)
    if own.is_empty():
        return None
    n, way = own.select("n", "way").row(0)
    other = "manual" if way == "simi" else "simi"
    others = index.filter(pl.col("way") == other, pl.col("day").dt.weekday() == day.isoweekday())
    return _nearest(others, n) if others.height else None


def beside_day(filters: DayFilters, run: Any) -> date | None:
    """The second day that is asked for."""
    if filters.beside == PAIR:
        return partner(days_index(run, filters.office), filters.day)
    found = re.fullmatch(r"\d{4}-\d{2}-\d{2}", filters.beside)
    return date.fromisoformat(filters.beside) if found else None


def day_options(entries: list[Interesting], chosen: date, lang: str) -> list[list[str]]:
    """Options of the first day: the short list, and the day chosen when it is none of them."""
    listed = [
        [entry.day.isoformat(), f"{_kind_word(entry.kind, lang)}, {day_word(entry.day, lang)}"] for entry in entries
    ]
    if chosen not in {entry.day for entry in entries}:
        listed.append([chosen.isoformat(), t("Another date: {day}", lang, day=day_word(chosen, lang))])
    return listed


def beside_options(entries: list[Interesting], chosen: str, lang: str) -> list[list[str]]:
    """Options of the second day."""
    rules = [
        [PAIR, t("Same weekday, other way of working, nearest in number", lang)],
        [ALONE, t("No second day", lang)],
    ]
    listed = [
        [entry.day.isoformat(), f"{_kind_word(entry.kind, lang)}, {day_word(entry.day, lang)}"] for entry in entries
    ]
    if chosen not in {PAIR, ALONE, *(value for value, _ in listed)}:
        listed.append([chosen, t("Another date: {day}", lang, day=day_word(chosen, lang))])
    return [*rules, *listed]


def office_word(value: int, lang: str, names: dict[int, str]) -> str:
    """One option of the office."""
    return names.get(value, str(value))


def _kind_word(kind: str, lang: str) -> str:
    return {
        "busiest": t("The busiest day before SIMI", lang),
        "usual": t("A usual day before SIMI", lang),
        "busiest_simi": t("The busiest day with SIMI", lang),
        "usual_simi": t("A usual day with SIMI", lang),
        "outage": t("First day of an outage", lang),
    }[kind]


def _nearest(rows: pl.DataFrame, n: int) -> date:
    """The day whose number of applicants is nearest to `n`; of equals the latest, when habits have settled."""
    far = (pl.col("n") - n).abs()
    found: date = rows.sort(far, "day", descending=[False, True])["day"][0]
    return found


def _index(run: Any, office: int) -> pl.DataFrame:
    zone = zone_of(run, office)
    events = run.table("events").filter(
        pl.col("office_id") == office, pl.col("station").is_in(PLACES), pl.col("started_at").is_not_null()
    )
    day = to_local(pl.col("started_at"), zone).dt.date()
    ways = run.table("applications").select("application_id", is_simi=pl.col("regime").cast(pl.String) == "simi")
    visits = events.select("application_id", day=day).unique()
    starts = run.table("offices").filter(pl.col("office_id") == office).select("simi_from").collect()["simi_from"]
    is_before = pl.col("day") < starts[0] if starts.len() and starts[0] else pl.lit(True)
    share = pl.col("share")
    way = pl.when((share <= _FEW) & is_before).then(pl.lit("manual")).when(share >= 1 - _FEW).then(pl.lit("simi"))
    days = visits.join(ways, on="application_id").group_by("day")
    found = days.agg(pl.len().cast(pl.Int64).alias("n"), pl.col("is_simi").mean().alias("share")).sort("day")
    return found.select("day", "n", way.otherwise(pl.lit("mixed")).alias("way")).collect()


def _outages(run: Any, index: pl.DataFrame) -> list[date]:
    """The first day of each outage, or the first on which anyone was served in it."""
    found = []
    for outage in (run.scenario.get("office") or {}).get("outages") or ():
        first, last = _date(outage["first"]), _date(outage["last"])
        served = index.filter(pl.col("day").is_between(first, last))["day"]
        found.append(served[0] if served.len() else first)
    return found


def _date(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
