"""Many replications of a few weeks of one office at once, for questions that are asked again and again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simi_lab.clock import SECONDS_PER_DAY, day_index
from simi_lab.office.arrivals import Coming, Intake, TimesOfDay, coming
from simi_lab.office.chance import Chance, Draws
from simi_lab.office.hours import OfficeDays, office_days
from simi_lab.office.journey import AT, DELAYS, STATIONS, Journey, journey
from simi_lab.office.queues.schedule import Schedule
from simi_lab.office.records import Walked
from simi_lab.office.twin import schedules_of, walk
from simi_lab.scenario.office import OfficePlan
from simi_lab.scenario.office_work import Touch
from simi_lab.streams import transforms

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
FRONT = ("counter", "interview", "outreach_counter", "outreach_interview")
STAFFED = tuple(name for name in STATIONS if name not in DELAYS)
_TAIL_DAYS = 154  # papers sought, other evidence brought, the book fetched: each at most a month, and some weeks more
_PRESENT = ("visit", "return", "interview", "retake", "clarify", "back", "again", "amended", "handover")


class Kept:
    """What was drawn for some replications, to be used again: it does not depend on a plan.

    Parameters
    ----------
    numbers : replications, from 1, one after the other
    n : applications that might come; a word is counted by replication x n + place of the application among them,
        without gaps, because words in a row are cheap
    """

    def __init__(self, numbers: range, n: int) -> None:
        self.numbers, self.n = numbers, n
        self._found: dict[Hashable, NDArray[Any]] = {}

    @property
    def counters(self) -> Ints:
        """One counter per replication and application."""
        return np.arange(self.numbers[0] * self.n, (self.numbers[-1] + 1) * self.n, dtype=np.int64)

    def get(self, key: Hashable, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """What was found under this key before, else what is made now."""
        if key not in self._found:
            self._found[key] = make()
        return self._found[key]


@dataclass(frozen=True)
class Stacked(Chance):
    """Chance of several replications, one after the other, shape (n_replications x n_coming,).

    `ids` are counters of all that might come, `rows` the places among them of those who come in this plan (None: all).
    """

    kept: Kept = field(default_factory=lambda: Kept(range(1, 2), 0))
    rows: Ints | None = None

    def words(self, kind: str, nth: int = 1) -> NDArray[np.uint64]:
        """Raw words of the n-th event of a kind."""
        return self._of(self._words(kind, nth))

    def normals(self, kind: str, nth: int = 1) -> Floats:
        """Standard normals."""
        return self._of(self._normals(kind, nth))

    def minutes(self, kind: str, touch: Touch, mean: float, nth: int = 1) -> Floats:
        """Minutes of one piece of work, as if all worked in the way that has this mean."""
        sd, low, high = touch.sd.value, touch.low.value, touch.high.value

        def make() -> Floats:
            if sd <= 0:
                return np.full(self.ids.shape, min(max(mean, low), high))
            return np.clip(transforms.lognormal_of(self._normals(kind, nth), mean, sd), low, high)

        return self._of(self.kept.get(("minutes", kind, nth, mean, sd, low, high), make))

    def _words(self, kind: str, nth: int) -> NDArray[np.uint64]:
        return self.kept.get(("words", kind, nth), lambda: self.draws(f"{kind}/{nth}/replicas", self.ids))

    def _normals(self, kind: str, nth: int) -> Floats:
        return self.kept.get(("normals", kind, nth), lambda: transforms.normal(self._words(kind, nth)))

    def _of(self, column: NDArray[Any]) -> NDArray[Any]:
        return column if self.rows is None else column.reshape(-1, self.kept.n)[:, self.rows].ravel()


@dataclass(frozen=True)
class Replicas:
    """What became of each applicant in each replication, and of the office.

    Parameters
    ----------
    wait_min, lead_days, work_days, total_days, visits : shape (n_replications, n_applicants), as in `measures.cases`;
        NaN where there is none
    load : per staffed station, shape (n_replications,): work let in during the window by the desk time in it
    utilisation : the same for work done
    overtime_hours : shape (n_replications,), front desks, after closing, in the window
    staff_days : people on duty in the window, summed over its days; the same in every replication
    outreach_days : days on which the team is out
    open_days : days on which the office is open
    """

    wait_min: Floats
    lead_days: Floats
    work_days: Floats
    total_days: Floats
    visits: Floats
    load: Mapping[str, Floats]
    utilisation: Mapping[str, Floats]
    overtime_hours: Floats
    staff_days: float
    outreach_days: int
    open_days: int


def replicate(
    intake: Intake,
    plan: OfficePlan,
    draws: Draws,
    *,
    kept: Kept,
    window: tuple[date, date],
    closed_days: Collection[date],
    rows: Ints | None = None,
) -> Replicas:
    """Let the office work through the same applications several times, each time with other random words.

    Every replication has a stretch of one long calendar for itself, so that all of them are booked and walked in one
    go. Weeks of learning do not pass: hands are as fast and the manual way as common as `plan.adoption` says at its end.

    Parameters
    ----------
    intake : applications of one office, the weeks before the window included (the office does not begin empty)
    plan : the office section, with its zone
    draws : as in `run_office`
    kept : which replications, and what was drawn for them before
    window : first and last day in which work, load and overtime are counted
    closed_days : holidays
    rows : places of these applications among all that might come in another plan; None where these are all

    Randomness : only through `draws`; the same place meets the same words in every plan.
    """
    n, times_over = intake.ids.size, len(kept.numbers)
    calendar = _calendar(intake, plan, closed_days)
    length = calendar.weekday.size
    many, days = _repeated(intake, times_over, length), _stretched(calendar, times_over)
    chance = Stacked(draws, kept.counters, kept=kept, rows=rows)
    clock = TimesOfDay(plan, chance, many.is_simi)
    comes = coming(many, plan, days, chance, clock)
    path = journey(many, comes, plan, chance, clock, learns=False)
    once = schedules_of(plan, calendar)
    schedules = {name: _repeat_schedule(each, times_over, length) for name, each in once.items()}
    walked = walk(comes, path, schedules, days)
    shift = np.repeat(np.arange(times_over, dtype=np.int64) * length, n)
    found = _of_applicants(many, comes, path, walked, days, (times_over, n))
    first, last = (day_index(day) for day in window)
    span = (first * SECONDS_PER_DAY, (last + 1) * SECONDS_PER_DAY)
    own = shift[:, None] * SECONDS_PER_DAY
    return Replicas(
        **found,
        **_of_desks(many, comes, path, walked, once, own, span, times_over),
        overtime_hours=_overtime(path, walked, days, own, span, times_over),
        **_of_days(plan, calendar, first, last, once),
    )


def _calendar(intake: Intake, plan: OfficePlan, closed: Collection[date]) -> OfficeDays:
    """One stretch: whole weeks from the first filing until every case of any plan has ended."""
    first, last = (int(edge) // SECONDS_PER_DAY for edge in (intake.filed_at.min(), intake.filed_at.max()))
    per_week = max(1.0, sum(plan.booking.quota.values.values()))
    n_days = last - first + _TAIL_DAYS + int(1.2 * intake.ids.size / per_week * 7)
    return office_days(plan, first, -(-n_days // 7) * 7, closed)


def _repeated(intake: Intake, times_over: int, length: int) -> Intake:
    """The applications once per replication, each filed in its own stretch of the calendar."""
    many = {
        each.name: np.tile(value, times_over)
        for each in fields(intake)
        if isinstance(value := getattr(intake, each.name), np.ndarray)
    }
    shift = np.repeat(np.arange(times_over, dtype=np.int64) * length * SECONDS_PER_DAY, intake.ids.size)
    return replace(intake, **many | {"filed_at": many["filed_at"] + shift})


def _stretched(calendar: OfficeDays, times_over: int) -> OfficeDays:
    length = calendar.weekday.size
    shift = np.repeat(np.arange(times_over, dtype=np.int64) * length * SECONDS_PER_DAY, length)

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


def _repeat_schedule(schedule: Schedule, times_over: int, length: int) -> Schedule:
    shift = np.repeat(np.arange(times_over, dtype=np.int64) * length * SECONDS_PER_DAY, len(schedule.opens))
    servers, overtime = (np.tile(part, times_over) for part in (schedule.servers, schedule.overtime))
    opens, closes = (np.tile(part, times_over) + shift for part in (schedule.opens, schedule.closes))
    return Schedule(opens, closes, servers, overtime)


def _of_applicants(
    intake: Intake, comes: Coming, path: Journey, walked: Walked, days: OfficeDays, shape: tuple[int, int]
) -> dict[str, Floats]:
    """Waits and days of every applicant, by the definitions of `measures.cases`."""
    done = walked.departure >= 0
    minutes = np.where(done, walked.start - walked.joined, 0)
    seen = done[:, AT["visit"]]
    talked = np.where(intake.is_complete, minutes[:, AT["interview"]] + minutes[:, AT["retake"]], 0)
    filed, local = intake.filed_at // SECONDS_PER_DAY, walked.departure // SECONDS_PER_DAY
    working = np.cumsum(days.weekday < 5)  # holidays are taken off below
    working = working - np.cumsum((days.weekday < 5) & ~days.is_open & (days.opens >= 0))
    last_talk = walked.departure[:, [AT[name] for name in ("interview", "retake", "again")]].max(axis=1)
    ready = done[:, AT["ready"]] & (last_talk >= 0)
    end = np.where(ready, local[:, AT["ready"]], days.day0) - days.day0
    start = np.where(ready, last_talk // SECONDS_PER_DAY, days.day0) - days.day0
    handed = done[:, AT["handover"]]
    columns = {
        "wait_min": np.where(seen, (minutes[:, AT["visit"]] + talked) / 60, np.nan),
        "lead_days": np.where(seen, walked.joined[:, AT["visit"]] // SECONDS_PER_DAY - filed, np.nan),
        "work_days": np.where(ready, working[end] - working[start], np.nan),
        "total_days": np.where(handed, local[:, AT["handover"]] - filed, np.nan),
        "visits": _visits(walked).astype(np.float64),
    }
    return {name: column.reshape(shape) for name, column in columns.items()}


def _visits(walked: Walked) -> Ints:
    """Days at the office: the steps stand in order of time, so a day counts where it is later than those before."""
    latest = np.full(len(walked.departure), -1, dtype=np.int64)
    n = np.zeros(len(latest), dtype=np.int64)
    for name in _PRESENT:
        when = walked.departure if name == "clarify" else walked.start
        day = np.where(walked.departure[:, AT[name]] >= 0, when[:, AT[name]] // SECONDS_PER_DAY, -1)
        n += day > latest
        latest = np.maximum(latest, day)
    return n


def _of_desks(
    intake: Intake,
    comes: Coming,
    path: Journey,
    walked: Walked,
    once: Mapping[str, Schedule],
    own: Ints,
    span: tuple[int, int],
    times_over: int,
) -> dict[str, Mapping[str, Floats]]:
    """Work let in and work done in the window, by desk time, per staffed station and replication."""
    low, high = span
    inside = (walked.start - own >= low) & (walked.start - own < high) & (walked.departure >= 0)
    arrived = comes.arrival - own[:, 0]
    let_in = path.takes & ((comes.arrival >= 0) & (arrived >= low) & (arrived < high))[:, None]
    replication = np.broadcast_to(
        np.repeat(np.arange(times_over), intake.ids.size // times_over)[:, None], let_in.shape
    )
    size = times_over * len(STATIONS)

    def hours(which: NDArray[np.bool_]) -> Floats:
        place = replication[which] * len(STATIONS) + path.station[which]
        return np.bincount(place, path.service[which].astype(np.float64), size).reshape(times_over, len(STATIONS))

    let, done = hours(let_in), hours(inside)
    desk = {name: float((_within(once[name], span) * once[name].servers).sum()) for name in STAFFED}
    return {
        title: {
            name: part[:, STATIONS.index(name)] / desk[name] if desk[name] else np.zeros(times_over) for name in STAFFED
        }
        for title, part in (("load", let), ("utilisation", done))
    }


def _within(schedule: Schedule, span: tuple[int, int]) -> Ints:
    return np.clip(np.minimum(schedule.closes, span[1]) - np.maximum(schedule.opens, span[0]), 0, None)


def _overtime(
    path: Journey, walked: Walked, days: OfficeDays, own: Ints, span: tuple[int, int], times_over: int
) -> Floats:
    """Hours worked at front desks after the closing of the day."""
    front = np.isin(path.station, [STATIONS.index(name) for name in (*FRONT, "handover")]) & (walked.departure >= 0)
    inside = front & (walked.start - own >= span[0]) & (walked.start - own < span[1])
    row, _ = np.nonzero(inside)
    start, departure = walked.start[inside], walked.departure[inside]
    closes = days.closes[start // SECONDS_PER_DAY - days.day0]
    late = np.clip(departure - np.maximum(start, closes), 0, None)
    return np.bincount(row // (len(walked.start) // times_over), late, times_over) / 3600


def _of_days(
    plan: OfficePlan, calendar: OfficeDays, first: int, last: int, once: Mapping[str, Schedule]
) -> dict[str, float | int]:
    day = calendar.day0 + np.arange(calendar.weekday.size)
    inside = (day >= first) & (day <= last)
    span = (first * SECONDS_PER_DAY, (last + 1) * SECONDS_PER_DAY)
    is_team = {"outreach_counter", "outreach_interview"}
    people = 0.0
    for name in STAFFED:
        mine = once[name]
        starts = _within(mine, span) > 0
        unique, place = np.unique(mine.opens[starts] // SECONDS_PER_DAY, return_index=True)
        people += 0.0 if name in is_team else float(mine.servers[starts][place].sum())
        if name == "outreach_interview":
            out = len(unique)
    return {"staff_days": people, "outreach_days": out, "open_days": int((inside & calendar.is_open).sum())}
