"""One day of one office read from the events of a run: who waited where, at which desk, from when to when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import polars as pl

from simi_lab.clock import OFFICE_ZONE, SECONDS_PER_DAY, to_local
from simi_lab.reference import calendar

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ROOMS = ("counter", "interview", "handover")
"""Places in the office where an applicant waits among others."""

VENUE = ("outreach_counter", "outreach_interview")
"""Places of the team that goes out, on the days on which it does."""

PLACES = (*ROOMS, *VENUE)
BACK = ("numbering", "duplicate_check", "printing")
"""Places behind the counters, where files wait instead of people."""

_READ = ("application_id", "station", "officer_id", "queued_at", "started_at", "ended_at", "outcome")


@dataclass(frozen=True)
class Hours:
    """Opening, break and closing of one day, seconds after local midnight."""

    opens: int
    break_from: int
    break_to: int
    closes: int


@dataclass(frozen=True)
class Day:
    """What happened at an office on one day, without any key of a person or an application.

    Parameters
    ----------
    day : office-local
    steps : one row per applicant and desk: who (0, 1, ...), place, desk (0, 1, ...), queued, started, ended; seconds
        after local midnight; who waited overnight begins at opening
    people : one row per applicant, in order of `who`: is_simi (way of working), is_first (called before others),
        is_sent_home (papers were missing)
    files : one row per file at a place behind the counters, columns as in `steps` without `who`; a queue that began
        before the day is negative, an end beyond it is more than 86,400
    desks : people on duty per place
    hours : None when the office has none on that weekday
    holiday : name of the holiday by language, empty on other days
    outage : stages that stood still
    n_missed : appointments that nobody came to
    n_late : people who came after closing and were served on a later day
    """

    day: date
    steps: pl.DataFrame
    people: pl.DataFrame
    files: pl.DataFrame
    desks: dict[str, int]
    hours: Hours | None = None
    holiday: dict[str, str] = field(default_factory=dict)
    outage: tuple[str, ...] = ()
    n_missed: int = 0
    n_late: int = 0

    @property
    def is_quiet(self) -> bool:
        """Whether nobody was served anywhere."""
        return self.steps.is_empty()

    def at(self, places: tuple[str, ...]) -> pl.DataFrame:
        """Steps at some of the places."""
        return self.steps.filter(pl.col("place").is_in(places))


def zone_of(run: Any, office: int) -> str:
    """IANA zone of an office."""
    found = run.table("offices").filter(pl.col("office_id") == office).select("zone").collect()
    return str(found.item()) if found.height else OFFICE_ZONE


@lru_cache(maxsize=32)
def read_day(run: Any, office: int, day: date) -> Day:
    """The day of an office; kept for the next reader, since a run never changes."""
    zone = zone_of(run, office)
    # Instants are stored in UTC: two days around are enough for any zone and for who waited overnight.
    near = pl.datetime(day.year, day.month, day.day, time_zone="UTC")
    events = (
        run.table("events")
        .filter(
            pl.col("office_id") == office,
            pl.col("station").is_in([*PLACES, *BACK]),
            pl.col("ended_at") >= near - timedelta(days=1),
            pl.col("queued_at") < near + timedelta(days=2),
        )
        .select(_READ)
        .collect()
    )
    facts = run.table("applications").select("application_id", "regime", "is_priority", "is_same_day")
    known = facts.join(events.lazy().select("application_id").unique(), on="application_id").collect()
    return day_of(events, known, day, run.scenario.get("office") or {}, zone)


def day_of(events: pl.DataFrame, applications: pl.DataFrame, day: date, plan: dict[str, Any], zone: str) -> Day:
    """Fold the events around a day into that day.

    Parameters
    ----------
    events : rows of table `events` of one office, at least those that touch the day
        Reads application_id, station, officer_id, queued_at, started_at, ended_at, outcome.
    applications : application_id, regime, is_priority, is_same_day of those in `events`
    plan : section `office` of the resolved scenario
    zone : IANA zone of the office

    Randomness : none.
    """
    rows = events.with_columns(_seconds(name, day, zone) for name in ("queued_at", "started_at", "ended_at"))
    rows = rows.rename({"station": "place", "queued_at": "queued", "started_at": "started", "ended_at": "ended"})
    rows = rows.with_columns(
        desk=(pl.col("officer_id").rank("dense").over("place") - 1).cast(pl.Int64),
        place=pl.col("place").cast(pl.String),
    )
    hours = _hours(plan, day)
    served = rows.filter(pl.col("place").is_in(PLACES), pl.col("started").is_between(0, SECONDS_PER_DAY - 1))
    steps, people = _anonymous(served, applications, hours)
    missed = rows.filter(pl.col("outcome") == "no_show", pl.col("queued").is_between(0, SECONDS_PER_DAY - 1))
    later = pl.col("place").is_in(PLACES) & (pl.col("started") >= SECONDS_PER_DAY)
    late = rows.filter(later, pl.col("queued").is_between(0, SECONDS_PER_DAY - 1))
    files = rows.filter(pl.col("place").is_in(BACK), pl.col("queued") < SECONDS_PER_DAY, pl.col("ended") >= 0)
    kept = ("place", "desk", "queued", "started", "ended")
    return Day(
        day=day,
        steps=steps,
        people=people,
        files=files.select(kept).sort(kept),
        desks=_desks(plan, day, steps, files),
        hours=hours,
        holiday=_holiday(day),
        outage=_outage(plan, day),
        n_missed=missed.height,
        n_late=late.height,
    )


def _seconds(name: str, day: date, zone: str) -> pl.Expr:
    """Seconds after the local midnight that begins the day."""
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  naive office-local, as `to_local` gives it
    return (to_local(pl.col(name), zone) - midnight).dt.total_seconds().alias(name)


def _anonymous(
    rows: pl.DataFrame, applications: pl.DataFrame, hours: Hours | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Number the applicants in the order in which they came: nothing of the application remains."""
    opens = hours.opens if hours else 0
    began = pl.when(pl.col("queued") < 0).then(pl.min_horizontal(opens, "started")).otherwise(pl.col("queued"))
    rows = rows.with_columns(queued=began.cast(pl.Int64))
    order = rows.group_by("application_id").agg(
        pl.col("queued").min().alias("came"), (pl.col("outcome") == "returned").any().alias("is_sent_home")
    )
    order = order.join(applications, on="application_id").sort("came", "application_id").with_row_index("who")
    steps = rows.join(order.select("application_id", "who"), on="application_id")
    people = order.select(
        is_simi=pl.col("regime").cast(pl.String) == "simi",
        is_first=pl.col("is_priority") | pl.col("is_same_day"),
        is_sent_home=pl.col("is_sent_home"),
    )
    kept = steps.select(pl.col("who").cast(pl.Int64), "place", "desk", "queued", "started", "ended")
    return kept.sort("who", "started"), people


def _by_weekday(table: dict[str, Any], day: date) -> float | None:
    """The number of a plan for a weekday; one without a table holds every day."""
    if table.get("values"):
        found = table["values"].get(WEEKDAYS[day.weekday()])
        return None if found is None else float(found)
    return float(table["value"]) if table.get("value") is not None else None


def _hours(plan: dict[str, Any], day: date) -> Hours | None:
    parts = [_by_weekday(plan.get("hours", {}).get(name, {}), day) for name in Hours.__annotations__]
    known = [round(part * 3600) for part in parts if part is not None]
    return Hours(*known) if len(known) == len(parts) else None


def _desks(plan: dict[str, Any], day: date, *tables: pl.DataFrame) -> dict[str, int]:
    """People on duty; at least as many as there were desks at work."""
    used: dict[str, int] = {}
    for table in tables:
        busy = table.filter(pl.col("started").is_between(0, SECONDS_PER_DAY - 1))
        used |= dict(busy.group_by("place").agg(pl.col("desk").max() + 1).iter_rows())
    planned = {name: int(_by_weekday(table, day) or 0) for name, table in plan.get("desks", {}).items()}
    places = (*ROOMS, *BACK, *(place for place in VENUE if place in used))
    return {place: max(planned.get(place, 0), used.get(place, 0)) for place in places}


def _holiday(day: date) -> dict[str, str]:
    row = calendar.days_of(day, day).row(0, named=True)
    return {"id": row["name_id"], "en": row["name_en"]} if row["name_id"] else {}


def _outage(plan: dict[str, Any], day: date) -> tuple[str, ...]:
    found: list[str] = []
    for outage in plan.get("outages") or ():
        if date.fromisoformat(str(outage["first"])) <= day <= date.fromisoformat(str(outage["last"])):
            found += [stage for stage in outage["stages"] if stage not in found]
    return tuple(found)
