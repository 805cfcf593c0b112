"""Days on which an office is open, and the windows of its desks, in office-local seconds since 1970."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from simi_lab.clock import SECONDS_PER_DAY, day_index
from simi_lab.office.chance import Draws
from simi_lab.office.queues.network_state import Days
from simi_lab.office.queues.schedule import Schedule
from simi_lab.scenario.number import Factors
from simi_lab.scenario.office import WEEKDAYS, OfficePlan
from simi_lab.streams import transforms

Ints = NDArray[np.int64]
FRONT = ("counter", "biometrics_interview")
_PEOPLE = 1024  # a person's place in the count of words, far above the desks of any stage


@dataclass(frozen=True)
class OfficeDays:
    """The calendar of one office from `day0` on, one entry per calendar day.

    Parameters
    ----------
    day0 : int, days since 1970-01-01
    weekday : 0 is Monday
    is_open : working day of the office
    for_visits : open day on which counter and interview work (no outage there)
    opens, lunch, back, closes : local seconds since 1970; -1 on weekdays without hours
    """

    day0: int
    weekday: Ints
    is_open: NDArray[np.bool_]
    for_visits: NDArray[np.bool_]
    opens: Ints
    lunch: Ints
    back: Ints
    closes: Ints

    @property
    def following(self) -> Ints:
        """First day for visits on or after each day (days since 1970-01-01), -1 beyond the calendar."""
        n = self.weekday.size
        at = np.where(self.for_visits, np.arange(n), n)
        first = np.minimum.accumulate(at[::-1])[::-1]
        return np.where(first < n, first + self.day0, -1)

    def days(self) -> Days:
        """The calendar in the form in which the event loop reads it."""
        return Days(self.day0, SECONDS_PER_DAY, self.following)


def office_days(plan: OfficePlan, first: int, n_days: int, closed: Collection[date]) -> OfficeDays:
    """Lay out the calendar of an office.

    Parameters
    ----------
    plan : hours by weekday and outages
    first : first day, days since 1970-01-01
    n_days : length
    closed : holidays
    """
    day = np.arange(first, first + n_days, dtype=np.int64)
    weekday = (day + 3) % 7  # 1970-01-01 was a Thursday
    hours = plan.hours
    clock = [_seconds_by_weekday(t)[weekday] for t in (hours.opens, hours.break_from, hours.break_to, hours.closes)]
    midnight = day * SECONDS_PER_DAY
    opens, lunch, back, closes = (np.where(c >= 0, midnight + c, -1) for c in clock)
    holiday = np.isin(day, [day_index(d) for d in closed])
    is_open = (clock[0] >= 0) & ~holiday
    down = np.zeros(n_days, dtype=np.bool_)
    for stage in FRONT:
        down |= stands_still(plan, stage, day)
    return OfficeDays(first, weekday, is_open, is_open & ~down, opens, lunch, back, closes)


def stands_still(plan: OfficePlan, stage: str, day: Ints) -> NDArray[np.bool_]:
    """Days (since 1970-01-01) on which an outage stops a stage."""
    down = np.zeros(day.size, dtype=np.bool_)
    for outage in plan.outages:
        if stage in outage.stages:
            down |= (day >= day_index(outage.first)) & (day <= day_index(outage.last))
    return down


def windows(
    plan: OfficePlan,
    calendar: OfficeDays,
    stage: str,
    desks: Factors | float,
    *,
    overtime: bool,
    only: Sequence[str] | None = None,
    absent: Absent | None = None,
) -> Schedule:
    """Two windows per open day, before and after the break; overtime after the second where asked for.

    Parameters
    ----------
    stage : stage whose outages close it
    desks : by weekday, or the same every day
    only : the weekdays on which the desk is staffed (a team that goes out)
    absent : who falls ill; one person always stays, so a stage with one desk never closes for it
    """
    day = calendar.day0 + np.arange(calendar.weekday.size, dtype=np.int64)
    staff = _by_weekday(desks)[calendar.weekday]
    if only is not None:
        staff = np.where(np.isin(calendar.weekday, _numbers(only)), staff, 0)
    if absent is not None:
        staff = absent(stage, day, staff)
    works = calendar.is_open & ~stands_still(plan, stage, day) & (staff > 0)
    opens = np.stack([calendar.opens, calendar.back], axis=1)[works]
    closes = np.stack([calendar.lunch, calendar.closes], axis=1)[works]
    servers = np.repeat(staff[works], 2)
    late = np.tile([False, overtime], int(works.sum()))
    return Schedule(opens.ravel(), closes.ravel(), servers.astype(np.int64), late.astype(np.bool_))


@dataclass(frozen=True)
class Absent:
    """Who is ill on which day: each person on duty with the same share of days, each day for itself.

    Randomness : `draws`, one word per stage, person and day.
    """

    draws: Draws
    share: float
    role: str = ""

    def __call__(self, stage: str, day: Ints, staff: Ints) -> Ints:
        """People left of `staff` on each day, at least one where anybody is on duty."""
        most = int(staff.max(initial=0))
        counters = day[:, None] * _PEOPLE + np.arange(most)
        words = self.draws(f"absent/{stage}{self.role}", counters.ravel())
        ill = transforms.bernoulli(words, self.share).reshape(counters.shape)
        ill &= np.arange(most) < staff[:, None]
        return np.maximum(staff - ill.sum(axis=1), np.minimum(staff, 1))


def slot_table(plan: OfficePlan) -> list[Ints]:
    """Start times of the slots of each weekday, seconds after midnight; none in the break or at the end of the day."""
    step = round(plan.booking.slot.value * 60)
    table = []
    for name in WEEKDAYS:
        if name not in plan.hours.opens.values:
            table.append(np.empty(0, dtype=np.int64))
            continue
        opens, lunch, back, closes = (
            _hour(t.values[name])
            for t in (plan.hours.opens, plan.hours.break_from, plan.hours.break_to, plan.hours.closes)
        )
        last = max(opens, closes - _hour(plan.hours.last_slot.value))
        times = np.arange(opens, last + 1, step, dtype=np.int64)
        table.append(times[(times < lunch) | (times >= back)])
    return table


def quota_by_day(plan: OfficePlan, calendar: OfficeDays) -> Ints:
    """Places of each day of the calendar; 0 on closed days."""
    return np.where(calendar.for_visits, _by_weekday(plan.booking.quota)[calendar.weekday], 0)


def quota_of_outreach(plan: OfficePlan, calendar: OfficeDays) -> Ints:
    """Places of each day of the team that goes out."""
    goes = calendar.for_visits & np.isin(calendar.weekday, _numbers(plan.booking.outreach_weekdays))
    return np.where(goes, int(plan.booking.outreach_quota.value), 0)


def quota_of_unit(plan: OfficePlan, calendar: OfficeDays) -> Ints:
    """Places of each day of the unit near some applicants; none where there is no unit."""
    unit = plan.near_unit
    goes = calendar.for_visits & np.isin(calendar.weekday, _numbers(unit.weekdays)) & bool(unit.regencies)
    return np.where(goes, int(unit.quota.value), 0)


def open_seconds(schedules: Mapping[str, Schedule] | Sequence[Schedule], until: int) -> list[float]:
    """Desk seconds of each schedule up to a moment (local seconds)."""
    parts = schedules.values() if isinstance(schedules, Mapping) else schedules
    return [float((np.clip(until - s.opens, 0, s.closes - s.opens) * s.servers).sum()) for s in parts]


def _numbers(weekdays: Sequence[str]) -> list[int]:
    return [WEEKDAYS.index(day) for day in weekdays]


def _hour(value: float) -> int:
    return round(value * 3600)


def _seconds_by_weekday(table: Factors) -> Ints:
    return np.array([_hour(table.values[d]) if d in table.values else -1 for d in WEEKDAYS], dtype=np.int64)


def _by_weekday(table: Factors | float) -> Ints:
    if isinstance(table, Factors):
        return np.array([int(table.values.get(d, 0)) for d in WEEKDAYS], dtype=np.int64)
    return np.full(7, int(table), dtype=np.int64)
