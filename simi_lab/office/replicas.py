"""Many replications of a few weeks of one office at once, for questions that are asked again and again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simi_lab.clock import SECONDS_PER_DAY, day_index
from simi_lab.office.arrivals import Coming, Intake, TimesOfDay, coming
from simi_lab.office.chance import Chance, Draws
from simi_lab.office.hours import Absent, OfficeDays, office_days
from simi_lab.office.journey import AT, STAFFED, STATIONS, Journey, journey
from simi_lab.office.met import met_of
from simi_lab.office.pace import pace_of, packed
from simi_lab.office.queues.pace import Pace
from simi_lab.office.queues.schedule import Schedule
from simi_lab.office.records import Walked
from simi_lab.office.twin import schedules_of, walk
from simi_lab.scenario.office import OfficePlan
from simi_lab.scenario.office_work import Touch
from simi_lab.streams import transforms

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_TAIL_DAYS = 154  # papers sought, other evidence brought, the book fetched: each at most a month, and some weeks more
_TALKS = ("interview", "retake", "again")


class Kept:
    """What was drawn for some replications, to be used again: it does not depend on a plan.

    Parameters
    ----------
    numbers : replications, from 1, one after the other
    n_coming : applications that come
    n : applications that might come, those that come are the first of them; a word is counted by replication x n +
        place of the application, so that nobody's words depend on how many others come
    """

    def __init__(self, numbers: range, n_coming: int, n: int) -> None:
        self.numbers = numbers
        first = np.arange(numbers.start, numbers.stop, dtype=np.int64)[:, None] * n
        self.counters: Ints = (first + np.arange(n_coming, dtype=np.int64)).ravel()
        self._found: dict[Hashable, NDArray[Any]] = {}

    @property
    def nbytes(self) -> int:
        """Bytes of everything that is kept."""
        return self.counters.nbytes + sum(found.nbytes for found in self._found.values())

    def get(self, key: Hashable, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """What was found under this key before, else what is made now."""
        if key not in self._found:
            self._found[key] = make()
        return self._found[key]


@dataclass(frozen=True)
class Stacked(Chance):
    """Chance of several replications, one after the other, shape (n_replications x n_coming,)."""

    kept: Kept = field(default_factory=lambda: Kept(range(1, 2), 0, 0))

    def words(self, kind: str, nth: int = 1) -> NDArray[np.uint64]:
        """Raw words of the n-th event of a kind."""
        return self.kept.get(("words", kind, nth), lambda: self.draws(f"{kind}/{nth}/replicas", self.ids))

    def uniform(self, kind: str, nth: int = 1) -> Floats:
        """Between 0 and 1."""
        return self.kept.get(("uniform", kind, nth), lambda: transforms.uniform(self._fresh(kind, nth)))

    def happens(self, kind: str, share: float | Floats, nth: int = 1) -> NDArray[np.bool_]:
        """True with that probability."""
        return self.uniform(kind, nth) < share

    def normals(self, kind: str, nth: int = 1) -> Floats:
        """Standard normals."""
        return self.kept.get(("normals", kind, nth), lambda: transforms.normal(self._fresh(kind, nth)))

    def minutes(self, kind: str, touch: Touch, mean: float, nth: int = 1) -> Floats:
        """Minutes of one piece of work, as if all worked in the way that has this mean."""
        shape = (touch.sd.value, touch.low.value, touch.high.value)
        return self.kept.get(
            ("minutes", kind, nth, mean, *shape), lambda: super(Stacked, self).minutes(kind, touch, mean, nth)
        )

    def spread(self, kind: str, mean: float | Floats, sd: float, nth: int = 1) -> Floats:
        """Lognormal with that mean and standard deviation."""
        if np.ndim(mean) > 0:
            return super().spread(kind, mean, sd, nth)
        return self.kept.get(("spread", kind, nth, mean, sd), lambda: super(Stacked, self).spread(kind, mean, sd, nth))

    def _fresh(self, kind: str, nth: int) -> NDArray[np.uint64]:
        """Words that are not kept, because what is made of them is."""
        return self.draws(f"{kind}/{nth}/replicas", self.ids)


class Duty(NamedTuple):
    """What is paid for in the window, the same in every replication.

    Parameters
    ----------
    staff_days : people on duty, summed over the days; an outage sends nobody home
    outreach_days : days on which the team is out
    open_days : days on which the office is open
    """

    staff_days: float
    outreach_days: int
    open_days: int


@dataclass(frozen=True)
class Replicas:
    """What became of each applicant in each replication, and of the office.

    Parameters
    ----------
    values : wait_min, lead_days, work_days, total_days, visits, visits_near as in `measures.cases` and `met`; shape
        (n_replications, n_applicants) each, NaN where there is none
    load : per staffed station, shape (n_replications,): work let in during the window by the desk time in it
    utilisation : the same for work done
    overtime_hours : shape (n_replications,); front desks, after closing, in the window
    duty : people and days that are paid for
    """

    values: Mapping[str, Floats]
    load: Mapping[str, Floats]
    utilisation: Mapping[str, Floats]
    overtime_hours: Floats
    duty: Duty


def replicate(
    intake: Intake,
    plan: OfficePlan,
    draws: Draws,
    *,
    kept: Kept,
    window: tuple[date, date],
    closed_days: Collection[date],
) -> Replicas:
    """Let the office work through the same applications several times, each time with other random words.

    Every replication has a stretch of one long calendar for itself, so that all of them are booked and walked in one
    go. Weeks of learning do not pass: hands are as fast, and the manual way as common, as after all of them.

    Parameters
    ----------
    intake : applications of one office, the weeks before the window included (the office does not begin empty)
    plan : the office section, with its zone
    draws : as in `run_office`
    kept : which replications, and what was drawn for them before; made for these applications
    window : first and last day in which work, load and overtime are counted
    closed_days : holidays

    Randomness : only through `draws`; the same place meets the same words in every plan.
    """
    n, times_over = intake.ids.size, len(kept.numbers)
    calendar = _calendar(intake, plan, closed_days)
    length = calendar.weekday.size
    many, days = _repeated(intake, times_over, length), _stretched(calendar, times_over)
    chance = Stacked(draws, kept.counters, kept=kept)
    clock = TimesOfDay(plan, chance, many.is_simi)
    comes = coming(many, plan, days, chance, clock)
    path = journey(many, comes, plan, chance, clock, learns=False)
    once = schedules_of(plan, calendar)
    schedules = _schedules(plan, calendar, once, draws, kept.numbers)
    walked = walk(comes, path, schedules, days, _pace(plan, calendar, once, draws, kept.numbers, intake.office_id))
    first, last = (day_index(day) for day in window)
    span = _Span(first * SECONDS_PER_DAY, (last + 1) * SECONDS_PER_DAY, times_over, length * SECONDS_PER_DAY)
    load, used = _of_desks(comes, path, walked, once, span)
    return Replicas(
        values=_of_applicants(many, path, walked, days, (times_over, n)),
        load=load,
        utilisation=used,
        overtime_hours=_overtime(path, walked, days, span),
        duty=duty_of(plan, window, closed_days),
    )


class _Span(NamedTuple):
    """The window in local seconds of the first replication, and how the others follow."""

    low: int
    high: int
    times_over: int
    stretch: int

    def of_rows(self, n_rows: int) -> tuple[Ints, Ints]:
        """Replication of each row, and by how much its stretch of the calendar is later."""
        replication = np.repeat(np.arange(self.times_over, dtype=np.int64), n_rows // self.times_over)
        return replication, replication * self.stretch

    def covers(self, moments: Ints, shift: Ints) -> NDArray[np.bool_]:
        """Which moments lie in the window."""
        return (moments - shift >= self.low) & (moments - shift < self.high)

    def within(self, schedule: Schedule) -> Ints:
        """Seconds of each window of a schedule that lie in the window."""
        return np.clip(np.minimum(schedule.closes, self.high) - np.maximum(schedule.opens, self.low), 0, None)


def _calendar(intake: Intake, plan: OfficePlan, closed: Collection[date]) -> OfficeDays:
    """One stretch: whole weeks from the first filing until every case of any plan has ended."""
    first, last = (int(edge) // SECONDS_PER_DAY for edge in (intake.filed_at.min(), intake.filed_at.max()))
    per_week = max(1.0, sum(plan.booking.quota.values.values()))
    n_days = last - first + _TAIL_DAYS + int(1.2 * intake.ids.size / per_week * 7)
    return office_days(plan, first, -(-n_days // 7) * 7, closed)


def _shift(times_over: int, length: int, n: int) -> Ints:
    """Seconds by which the stretch of each replication is later, for n rows in each."""
    return np.repeat(np.arange(times_over, dtype=np.int64) * length * SECONDS_PER_DAY, n)


def _repeated(intake: Intake, times_over: int, length: int) -> Intake:
    """The applications once per replication, each filed in its own stretch of the calendar."""
    many = intake.each(lambda column: np.tile(column, times_over))
    return replace(many, filed_at=many.filed_at + _shift(times_over, length, intake.ids.size))


def _stretched(calendar: OfficeDays, times_over: int) -> OfficeDays:
    length = calendar.weekday.size
    shift = _shift(times_over, length, length)

    def moments(column: Ints) -> Ints:
        again = np.tile(column, times_over)
        return np.where(again >= 0, again + shift, -1)

    return OfficeDays(
        calendar.day0,
        np.tile(calendar.weekday, times_over),
        np.tile(calendar.is_open, times_over),
        np.tile(calendar.for_visits, times_over),
        *(moments(column) for column in (calendar.opens, calendar.lunch, calendar.back, calendar.closes)),
    )


def _schedules(
    plan: OfficePlan, calendar: OfficeDays, once: dict[str, Schedule], draws: Draws, numbers: range
) -> dict[str, Schedule]:
    """Windows of all replications; where people fall ill, each replication has its own days of that."""
    stretch = calendar.weekday.size * SECONDS_PER_DAY
    ill = plan.desks.absent_share.value
    each = [schedules_of(plan, calendar, Absent(draws, ill, f"/replication {r}")) if ill > 0 else once for r in numbers]
    return {name: _one_after_the_other([one[name] for one in each], stretch) for name in once}


def _one_after_the_other(parts: list[Schedule], stretch: int) -> Schedule:
    shift = np.repeat(np.arange(len(parts), dtype=np.int64) * stretch, [len(part.opens) for part in parts])
    return Schedule(
        np.concatenate([part.opens for part in parts]) + shift,
        np.concatenate([part.closes for part in parts]) + shift,
        np.concatenate([part.servers for part in parts]),
        np.concatenate([part.overtime for part in parts]),
    )


def _pace(
    plan: OfficePlan,
    calendar: OfficeDays,
    once: dict[str, Schedule],
    draws: Draws,
    numbers: range,
    office_id: int,
) -> Pace | None:
    """How fast each desk works: each replication has other officers in its weeks."""
    desks = {name: schedule.desks for name, schedule in once.items()}
    parts = [pace_of(plan, calendar, desks, draws, office_id=office_id, role=f"/replication {r}") for r in numbers]
    kept = [part for part in parts if part is not None]
    return packed(np.concatenate(kept, axis=1), calendar, desks) if kept else None


def _of_applicants(
    intake: Intake, path: Journey, walked: Walked, days: OfficeDays, shape: tuple[int, int]
) -> dict[str, Floats]:
    """Waits, days and visits of every applicant, by the definitions of `measures.cases`."""
    start = walked.start.copy()
    start[:, AT["clarify"]] = walked.departure[:, AT["clarify"]]  # present at its end, on that day
    columns = met_of(intake, path, walked, start)
    is_weekday = days.weekday < 5
    is_holiday = is_weekday & ~days.is_open & (days.opens >= 0)
    working = np.cumsum(is_weekday & ~is_holiday)
    last_talk = walked.departure[:, [AT[name] for name in _TALKS]].max(axis=1)
    at = walked.departure[:, AT["ready"]]
    ready = (at >= 0) & (last_talk >= 0)
    end, begin = (np.where(ready, when // SECONDS_PER_DAY - days.day0, 0) for when in (at, last_talk))
    columns["work_days"] = np.where(ready, working[end] - working[begin], np.nan)
    return {name: column.reshape(shape) for name, column in columns.items()}


def _of_desks(
    comes: Coming, path: Journey, walked: Walked, once: Mapping[str, Schedule], span: _Span
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Work let in and work done in the window, by desk time, per staffed station and replication."""
    replication, shift = span.of_rows(len(path.takes))
    let_in = path.takes & ((comes.arrival >= 0) & span.covers(comes.arrival, shift))[:, None]
    done = (walked.departure >= 0) & span.covers(walked.start, shift[:, None])
    n = len(STATIONS)

    def by_desk_time(which: NDArray[np.bool_]) -> dict[str, Floats]:
        row, column = np.nonzero(which)
        place = replication[row] * n + path.station[row, column]
        work = np.bincount(place, path.service[row, column], span.times_over * n).reshape(-1, n)
        desk = {name: float((span.within(once[name]) * once[name].servers).sum()) for name in STAFFED}
        return {name: work[:, STATIONS.index(name)] / (desk[name] or np.inf) for name in STAFFED}

    return by_desk_time(let_in), by_desk_time(done)


def _overtime(path: Journey, walked: Walked, days: OfficeDays, span: _Span) -> Floats:
    """Hours worked at front desks after the closing of the day, per replication."""
    replication, shift = span.of_rows(len(path.takes))
    late = np.zeros(span.times_over)
    for name in ("visit", "return", "interview", "retake", "back", "again", "amended", "handover"):
        start, departure = walked.start[:, AT[name]], walked.departure[:, AT[name]]
        mine = np.flatnonzero((departure >= 0) & span.covers(start, shift))
        closes = days.closes[start[mine] // SECONDS_PER_DAY - days.day0]
        after = np.clip(departure[mine] - np.maximum(start[mine], closes), 0, None)
        late += np.bincount(replication[mine], after, span.times_over)
    return late / 3600


def duty_of(plan: OfficePlan, window: tuple[date, date], closed_days: Collection[date]) -> Duty:
    """People at the desks of the office and days of the team, in a window of days; nothing is simulated for it."""
    first, last = (day_index(day) for day in window)
    calendar = office_days(plan, first, last - first + 1, closed_days)
    paid = schedules_of(plan.model_copy(update={"outages": ()}), calendar)
    people, out = 0, 0
    for name in STAFFED:
        mine = paid[name]
        inside = mine.closes > mine.opens
        _, place = np.unique(mine.opens[inside] // SECONDS_PER_DAY, return_index=True)
        if name.startswith("outreach"):
            out = max(out, len(place))
        else:
            people += int(mine.servers[inside][place].sum())
    return Duty(float(people), out, int(calendar.is_open.sum()))
