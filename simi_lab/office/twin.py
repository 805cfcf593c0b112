"""Run one office: applications in, events, decisions and appointments out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.clock import SECONDS_PER_DAY, day_index, offset_seconds
from simi_lab.errors import BadRequest
from simi_lab.office.arrivals import Coming, Intake, Regime, TimesOfDay, coming, read_intake
from simi_lab.office.chance import Chance, Draws
from simi_lab.office.hours import Absent, OfficeDays, office_days
from simi_lab.office.hours import windows as all_windows
from simi_lab.office.journey import AT, DELAYS, STATIONS, Journey, journey
from simi_lab.office.load import refuse_overload, stations_table
from simi_lab.office.pace import pace_of, packed
from simi_lab.office.queues.network import run_steps
from simi_lab.office.queues.network_state import Records, pack_stations
from simi_lab.office.queues.pace import Pace
from simi_lab.office.queues.schedule import Schedule
from simi_lab.office.records import Casebook, Walked, appointments_table, decisions_table, events_table
from simi_lab.reference.calendar import holidays
from simi_lab.scenario.office import OfficePlan

Ints = NDArray[np.int64]
_TAIL_DAYS = 400  # the calendar goes on so long after the last filing, plus what a full quota pushes back


@dataclass(frozen=True)
class OfficeResult:
    """What one office leaves behind.

    Parameters
    ----------
    events, decisions : tables of the catalog
    appointments : one row per application: appointment_at, first_appointment_at, attended_at (UTC, null where none),
        n_bookings, n_missed, came_complete
    stations : one row per station: n_served, busy_hours, desk_hours, utilisation (share), overtime_hours,
        mean_wait_min, over the days of filing
    """

    events: pl.DataFrame
    appointments: pl.DataFrame
    decisions: pl.DataFrame
    stations: pl.DataFrame


def run_office(
    applications: pl.DataFrame,
    people_bits: pl.DataFrame,
    *,
    plan: OfficePlan,
    draws: Draws,
    replication: int = 0,
    regime_override: Regime | None = None,
    until: date | None = None,
    closed_days: Collection[date] | None = None,
) -> OfficeResult:
    """Send all applications of one office through payment, booking, desks and back office.

    Manually everyone comes in the batch of the opening hour of the day that he was given; with SIMI around a slot.
    Counter and interview serve all who are inside at closing, in overtime; the back office goes on the next morning.
    An outage closes a stage while the others work. Whole seconds, integers only.

    Parameters
    ----------
    applications : one row per application of one office
        application_id, office_id, filed_at (UTC), channel, kind, regime, is_same_day, is_priority, is_complete (papers
        at the first visit, in the row's own way of working), needs_clarification, duplicate_hit, final_decision
        (approve, postpone or refuse: how a doubt or a hit is settled). For another way of working than the row's own
        also is_complete_manual and is_complete_simi, drawn from one word.
    people_bits : application_id, age_years, signal (none, weak, good), livelihood, hours_to_office (one way)
    plan : the office section of the scenario, with `zone` and `simi_from` set (`OfficePlan.at`)
    draws : `draws(role, counters)` gives a word per application; the same words give the same events
    replication : another world of the same applications; 0 is the one of the run
    regime_override : manual or simi for everyone (never against always); simi then has no weeks of learning
    until : last day of the world; what ends later is cut and the case is open. None cuts nothing
    closed_days : holidays; None takes those of the reference calendar

    Raises
    ------
    TableError
        A column is missing or empty, or offices are mixed.
    BadRequest
        Desks have more work than time for ever: the message tells the station and its load.

    Randomness : only through `draws`.   Source : stages and times of `reference.procedure`.
    """
    done = work_through(
        applications,
        people_bits,
        plan=plan,
        draws=draws,
        replication=replication,
        regime_override=regime_override,
        until=until,
        closed_days=closed_days,
    )
    book, offset = done.book, done.offset
    end = (day_index(until) + 1) * SECONDS_PER_DAY if until else np.iinfo(np.int64).max
    return OfficeResult(
        events=events_table(book, offset=offset, end=end),
        appointments=appointments_table(book, offset=offset, end=end),
        decisions=decisions_table(book, offset=offset, end=end),
        stations=stations_table(book.path, book.walked, done.schedules, end=min(end, done.end)),
    )


@dataclass(frozen=True)
class Done:
    """The work of an office before it is written down as tables.

    Parameters
    ----------
    book : every case with its steps
    schedules : windows of every station
    calendar : open days of the office
    offset : seconds by which office time is ahead of UTC
    end : midnight after the last day of filing, local seconds
    pace : how fast each desk works in each week; None where all are even
    """

    book: Casebook
    schedules: dict[str, Schedule]
    calendar: OfficeDays
    offset: int
    end: int
    pace: Pace | None = None


def work_through(
    applications: pl.DataFrame,
    people_bits: pl.DataFrame,
    *,
    plan: OfficePlan,
    draws: Draws,
    replication: int = 0,
    regime_override: Regime | None = None,
    until: date | None = None,
    closed_days: Collection[date] | None = None,
) -> Done:
    """Walk all journeys; parameters, errors and chance as in `run_office`, which writes the tables."""
    offset = offset_seconds(until or date(2024, 1, 1), plan.zone)
    intake = read_intake(
        applications,
        people_bits,
        offset=offset,
        regime_override=regime_override,
        simi_seeks=not plan.simi_parts.dossiers,
    )
    chance = Chance(draws, intake.ids, replication)
    closed = closed_days if closed_days is not None else holidays()["day"].to_list()
    calendar = _calendar(intake, plan, closed)
    times = TimesOfDay(plan, chance, intake.is_simi)
    comes = coming(intake, plan, calendar, chance, times)
    path = journey(intake, comes, plan, chance, times, learns=regime_override is None)
    ill = plan.desks.absent_share.value
    role = f"/replication {replication}" if replication else ""
    schedules = schedules_of(plan, calendar, Absent(draws, ill, role) if ill > 0 else None)
    last_day = int(intake.filed_at.max()) // SECONDS_PER_DAY if intake.ids.size else calendar.day0
    end = (last_day + 1) * SECONDS_PER_DAY
    refuse_overload(comes, path, schedules, first=calendar.day0 * SECONDS_PER_DAY, end=end)
    desks = {name: schedule.desks for name, schedule in schedules.items()}
    factor = pace_of(plan, calendar, desks, draws, office_id=intake.office_id, role=role)
    pace = packed(factor, calendar, desks)
    walked = walk(comes, path, schedules, calendar, pace)
    return Done(Casebook(intake, comes, path, walked, plan, chance), schedules, calendar, offset, end, pace)


def _calendar(intake: Intake, plan: OfficePlan, closed: Collection[date]) -> OfficeDays:
    """From the first filing to long after the last one."""
    if not intake.ids.size:
        return office_days(plan, 0, 7, closed)
    first, last = int(intake.filed_at.min()) // SECONDS_PER_DAY, int(intake.filed_at.max()) // SECONDS_PER_DAY
    if not office_days(plan, first, 366, closed).for_visits.any():
        raise BadRequest(
            "The office never opens: {n} applications would wait for ever.",
            where="office.hours",
            cure="Name at least one open weekday without an outage.",
            n=intake.ids.size,
        )
    per_week = max(1.0, sum(plan.booking.quota.values.values()))
    pushed_back = int(1.2 * intake.ids.size / per_week * 7)
    return office_days(plan, first, last - first + _TAIL_DAYS + pushed_back, closed)


def schedules_of(plan: OfficePlan, calendar: OfficeDays, absent: Absent | None = None) -> dict[str, Schedule]:
    """Windows of every station. A delay counts the hours of the office, whoever works there.

    Who may fall ill are those at the office's own desks; the team and those who sign find somebody to stand in.
    """
    desks, team = plan.desks, plan.booking.outreach_weekdays
    if plan.near_unit.regencies:
        team = (*team, *plan.near_unit.weekdays)
    windows = partial(all_windows, absent=absent) if absent else all_windows
    staffed = {
        "counter": windows(plan, calendar, "counter", desks.counter, overtime=True),
        "interview": windows(plan, calendar, "biometrics_interview", desks.interview, overtime=True),
        "clarification": windows(plan, calendar, "clarification", 1, overtime=False),
        "numbering": windows(plan, calendar, "numbering", desks.numbering, overtime=False),
        "duplicate_check": windows(plan, calendar, "duplicate_check", desks.duplicate_check, overtime=False),
        "duplicate_review": windows(plan, calendar, "duplicate_check", 1, overtime=False),
        "adjudication": windows(plan, calendar, "adjudication", 1, overtime=False),
        "printing": windows(plan, calendar, "printing", desks.printing, overtime=False),
        "transport": windows(plan, calendar, "transport", 1, overtime=False),
        "handover": windows(plan, calendar, "handover", desks.handover, overtime=True),
        "outreach_counter": windows(plan, calendar, "counter", desks.outreach_counter.value, overtime=True, only=team),
        "outreach_interview": windows(
            plan, calendar, "biometrics_interview", desks.outreach_interview.value, overtime=True, only=team
        ),
    }
    return {name: staffed[name] for name in STATIONS}


def walk(
    comes: Coming, path: Journey, schedules: dict[str, Schedule], calendar: OfficeDays, pace: Pace | None = None
) -> Walked:
    """Let the event loop walk all journeys; customers are numbered by arrival, ties by application."""
    coming_ones = np.flatnonzero(comes.arrival >= 0)
    order = coming_ones[np.argsort(comes.arrival[coming_ones], kind="stable")]
    stations = pack_stations(
        list(schedules.values()),
        [s.desks for s in schedules.values()],
        np.int64,
        is_delay=[name in DELAYS for name in schedules],
        pace=pace,
    )
    places = path.places(order)
    steps = path.steps(order, places)
    records = run_steps(comes.arrival[order], steps, stations, n_classes=2, days=calendar.days())
    walked = Walked(*(_spread(column, places, path.takes.shape) for column in _times(records)))
    return _on_days_of_the_unit(walked, path, comes.is_near)


def _on_days_of_the_unit(walked: Walked, path: Journey, near: NDArray[np.bool_]) -> Walked:
    """Who returns to a unit, or fetches a book there, comes on a day on which it is open, not before."""
    if not near.any():
        return walked
    joined = walked.joined.copy()
    for column in (AT["return"], AT["handover"]):
        start, gap = walked.start[:, column], path.gap[:, column]
        later = near & (start // SECONDS_PER_DAY > joined[:, column] // SECONDS_PER_DAY)
        came = np.minimum(start, start // SECONDS_PER_DAY * SECONDS_PER_DAY + gap)
        joined[:, column] = np.where(later, came, joined[:, column])
    return replace(walked, joined=joined)


def _times(records: Records) -> tuple[Ints, Ints, Ints, Ints]:
    return records.joined, records.start, records.departure, records.server


def _spread(column: Ints, places: Ints, shape: tuple[int, ...]) -> Ints:
    """Back from one entry per step to one row per application."""
    out = np.full(shape, -1, dtype=np.int64)
    out.ravel()[places] = column
    return out
