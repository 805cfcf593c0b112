"""The way to the door: payment, papers found early, appointment, no-show, and the moment of arrival."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simi_lab.clock import SECONDS_PER_DAY
from simi_lab.office.arrivals.booking import NONE, Places, Requests, book
from simi_lab.office.arrivals.intake import Intake
from simi_lab.office.chance import Chance
from simi_lab.office.hours import OfficeDays, quota_by_day, quota_of_outreach, quota_of_unit, slot_table
from simi_lab.scenario.office import SIGNALS, OfficePlan
from simi_lab.streams import transforms

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
DAY = SECONDS_PER_DAY


@dataclass(frozen=True)
class Coming:
    """Who comes when, shape (n,) or (n, 2) each; local seconds, -1 for what never happens.

    Parameters
    ----------
    paid_at : payment, or the moment when the billing code expired (`has_paid` false)
    lapsed_at : a paper named by SIMI was not found within the limit
    appointment : first and second appointment
    closing : closing time of the days of these two
    n_missed : appointments missed (2: the case is cancelled)
    arrival : on the first visit
    goes_out : served by the team at its venue, or at the unit
    is_near : served at the unit near the applicant
    """

    paid_at: Ints
    has_paid: Flags
    lapsed_at: Ints
    appointment: Ints
    closing: Ints
    n_missed: Ints
    arrival: Ints
    goes_out: Flags
    is_near: Flags


class TimesOfDay:
    """Seconds after midnight at which applicants arrive, by way of working."""

    def __init__(self, plan: OfficePlan, chance: Chance, is_simi: Flags) -> None:
        self.slots = slot_table(plan)
        self.n_slots = np.array([len(s) for s in self.slots], dtype=np.int64)
        self._grid = np.full((7, max(1, int(self.n_slots.max()))), -1, dtype=np.int64)
        for weekday, times in enumerate(self.slots):
            self._grid[weekday, : len(times)] = times
        by_hour = plan.arrivals.by_hour.values
        self._hours = np.array([round(float(h) * 3600) for h in by_hour], dtype=np.float64)
        self._shares = np.array(list(by_hour.values()), dtype=np.float64)
        self._span = round(plan.arrivals.early.value * 60), round(plan.arrivals.late.value * 60)
        self.chance, self.is_simi = chance, is_simi
        self.is_spread = is_simi & plan.simi_parts.slots
        self.by_slot = self.is_spread & chance.happens("keeps_slot", plan.arrivals.keeps_slot.value)

    def slot_time(self, weekday: Ints, slot: Ints) -> Ints:
        """Seconds after midnight of a slot."""
        return self._grid[weekday, np.maximum(slot, 0)]

    def lateness(self, nth: int) -> Ints:
        """Seconds after the time of an appointment, negative before it."""
        early, late = self._span
        return self.chance.integers("lateness", early + late + 1, nth) - early

    def batch(self, nth: int) -> Ints:
        """Seconds after midnight in the batch of the opening hour."""
        u = self.chance.uniform("arrival", nth)
        k = np.clip(np.searchsorted(self._shares, u, side="right") - 1, 0, self._shares.size - 2)
        width = self._shares[k + 1] - self._shares[k]
        part = (u - self._shares[k]) / np.where(width > 0, width, 1.0)
        return transforms.seconds(self._hours[k] + part * (self._hours[k + 1] - self._hours[k]))

    def any_visit(self, nth: int) -> Ints:
        """Seconds after midnight of a visit without a place of its own: a return, or the hand-over."""
        fullest = int(np.argmax(self.n_slots))
        slot = self.chance.integers("slot", int(self.n_slots[fullest]), nth)
        spaced = self.slot_time(np.full(slot.size, fullest), slot) + self.lateness(nth)
        return np.where(self.by_slot, spaced, self.batch(nth))


def coming(intake: Intake, plan: OfficePlan, calendar: OfficeDays, chance: Chance, times: TimesOfDay) -> Coming:
    """Draw and book the way of every application to its first visit."""
    paid_at, has_paid = _payment(intake, plan, chance)
    waited = np.where(intake.found_early, paper_seconds(plan, chance), 0)
    limit = int(plan.checks.paper_limit_days.value) * DAY
    lapsed = has_paid & (waited > limit)
    asks = has_paid & ~lapsed
    missed = chance.happens("no_show", plan.booking.no_show.value, 1)
    missed_again = missed & chance.happens("no_show", plan.booking.no_show.value, 2)
    n_missed = missed.astype(np.int64) + missed_again
    goes_out = intake.came_by("eazy") & (plan.booking.outreach_quota.value > 0)
    is_near = ~np.isnan(intake.hours_to_unit) & ~goes_out & ~intake.is_same_day
    is_near &= chance.happens("near_unit", plan.near_unit.share.value)
    asked_at = paid_at + waited
    places = _places(intake, plan, calendar, chance, times, asked_at, asks, n_missed, goes_out, is_near)
    n_missed = np.where(_is_same_day(calendar, places.day[:, 0], asked_at), 0, n_missed)
    day = np.where(places.day >= 0, places.day, 0)
    appointment = np.where(places.day >= 0, _appointment(calendar, times, day, places.slot, asked_at), NONE)
    arrival = _arrival(calendar, times, places, appointment, n_missed, asked_at)
    return Coming(
        paid_at=paid_at,
        has_paid=has_paid,
        lapsed_at=np.where(lapsed, paid_at + limit, NONE),
        appointment=appointment,
        closing=np.where(places.day >= 0, calendar.closes[day], NONE),
        n_missed=np.where(places.day[:, 0] >= 0, n_missed, 0),
        arrival=arrival,
        goes_out=goes_out | is_near,
        is_near=is_near,
    )


def paper_seconds(plan: OfficePlan, chance: Chance) -> Ints:
    """Time until a missing paper is found: whole days, the same under both ways of working."""
    return paper_days(plan, chance) * DAY


def paper_days(plan: OfficePlan, chance: Chance) -> Ints:
    """Days until a missing paper is found, at least 1."""
    days = chance.spread("paper_days", plan.checks.paper_days.value, plan.checks.paper_days_sd.value)
    return np.maximum(np.floor(days).astype(np.int64), 1)


def _payment(intake: Intake, plan: OfficePlan, chance: Chance) -> tuple[Ints, Flags]:
    """Online the code must be paid within the limit, and some never try; elsewhere it is paid when filing."""
    mean = np.array([plan.booking.payment_delay.values[s] for s in SIGNALS])[intake.signal]
    delay = transforms.seconds(transforms.exponential(chance.words("payment"), mean * 3600.0))
    limit = round(plan.booking.payment_limit.value * 3600)
    online = intake.came_by("online")
    delay = np.where(online, delay, 0)
    gives_up = chance.happens("gives_up", np.array([plan.booking.drop_out.values[s] for s in SIGNALS])[intake.signal])
    has_paid = ~online | ((delay <= limit) & ~gives_up)
    return intake.filed_at + np.where(has_paid, delay, limit), has_paid


def _places(
    intake: Intake,
    plan: OfficePlan,
    calendar: OfficeDays,
    chance: Chance,
    times: TimesOfDay,
    asked_at: Ints,
    asks: Flags,
    n_missed: Ints,
    goes_out: Flags,
    is_near: Flags,
) -> Places:
    """Book: a team's venue days, the unit's days, the priority counter without quota, everyone else by quota.

    Who walks in at a unit on a day on which it is closed is given its next day that has a place.
    """
    earliest, from_slot = _earliest(intake, plan, calendar, chance, times, asked_at)
    is_there = _is_same_day(calendar, earliest, asked_at)
    wish = [chance.uniform("wished_slot", nth) for nth in (1, 2)]
    endless = np.where(calendar.for_visits, np.int64(2**40), 0)
    groups = (
        (goes_out, quota_of_outreach(plan, calendar)),
        (is_near, quota_of_unit(plan, calendar)),
        (intake.is_priority & ~goes_out & ~is_near, endless),
        (~intake.is_priority & ~goes_out & ~is_near, quota_by_day(plan, calendar)),
    )
    day, slot = np.full((asked_at.size, 2), NONE, np.int64), np.full((asked_at.size, 2), NONE, np.int64)
    for members, quota in groups:
        mine = np.flatnonzero(asks & members)
        if not mine.size:
            continue
        requests = Requests(
            asked_at[mine],
            earliest[mine],
            from_slot[mine],
            is_there[mine],
            n_missed[mine],
            wish[0][mine],
            wish[1][mine],
        )
        places = book(
            requests,
            quota=quota,
            n_slots=times.n_slots[calendar.weekday],
            closes=calendar.closes,
            rebook_days=int(plan.booking.rebook_days.value),
        )
        day[mine], slot[mine] = places.day, places.slot
    return Places(day, slot)


def _earliest(
    intake: Intake, plan: OfficePlan, calendar: OfficeDays, chance: Chance, times: TimesOfDay, asked_at: Ints
) -> tuple[Ints, Ints]:
    """First day that would do (from the calendar's first), and the first slot on it.

    Who walks in may be served on the same day: manually while tickets are given out, with SIMI in any later slot. Who
    books comes on the next open day or, evenly, one of the few after it.
    """
    n_days = calendar.weekday.size
    asked_day = asked_at // DAY - calendar.day0
    clock = asked_at - (asked_at // DAY) * DAY
    at_door = (intake.came_by("walk_in") | intake.is_priority) & ~intake.found_early & ~intake.came_by("eazy")
    weekday = calendar.weekday[np.minimum(asked_day, n_days - 1)]
    grid = np.stack([np.concatenate([t, np.full(times.n_slots.max() - t.size, DAY)]) for t in times.slots])
    slot_now = (grid[weekday] < clock[:, None]).sum(axis=1)
    all_day = intake.is_simi & plan.simi_parts.door
    in_time = np.where(all_day, slot_now < times.n_slots[weekday], clock <= plan.booking.tickets_until.value * 3600)
    same_day = at_door & in_time & calendar.for_visits[np.minimum(asked_day, n_days - 1)]
    open_days = np.flatnonzero(calendar.for_visits)
    choice = chance.integers("chosen_day", int(plan.booking.choice_days.value) + 1)
    place = np.searchsorted(open_days, asked_day + 1) + np.where(at_door, 0, choice)
    later = np.where(place < open_days.size, open_days[np.minimum(place, open_days.size - 1)], n_days)
    return np.where(same_day, asked_day, later), np.where(same_day & all_day, slot_now, 0)


def _is_same_day(calendar: OfficeDays, day: Ints, asked_at: Ints) -> Flags:
    """Whether a place is on the very day on which it was asked for."""
    return calendar.day0 + day == asked_at // DAY


def _appointment(calendar: OfficeDays, times: TimesOfDay, day: Ints, slot: Ints, asked_at: Ints) -> Ints:
    """With SIMI the slot; manually the door opens for all of the day at once, or at once for who stands there."""
    midnight = (calendar.day0 + day) * DAY
    slotted = midnight + times.slot_time(calendar.weekday[day], slot)
    return np.maximum(np.where(times.is_simi[:, None], slotted, calendar.opens[day]), asked_at[:, None])


def _arrival(
    calendar: OfficeDays, times: TimesOfDay, places: Places, appointment: Ints, n_missed: Ints, asked_at: Ints
) -> Ints:
    """Around the slot where times are given, else in the batch of the morning; never before it was asked for."""
    nth = np.minimum(n_missed, 1)
    rows = np.arange(nth.size)
    day, at = places.day[rows, nth], appointment[rows, nth]
    attends = (n_missed < 2) & (day >= 0)
    late = np.where(nth == 0, times.lateness(1), times.lateness(2))
    batch = np.where(nth == 0, times.batch(1), times.batch(2))
    came = np.where(times.by_slot, at + late, (calendar.day0 + day) * DAY + batch)
    is_same_day = _is_same_day(calendar, day, asked_at)
    came = np.where(is_same_day, np.where(times.is_spread, np.maximum(came, asked_at), asked_at), came)
    return np.where(attends, came, NONE)
