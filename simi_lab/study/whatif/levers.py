"""The levers of an office that a policy maker can move, and the office plan that they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from simi_lab.errors import Fault, FaultsError
from simi_lab.scenario.number import Factors
from simi_lab.scenario.office import WEEKDAYS, OfficePlan
from simi_lab.scenario.office_work import Outage, OutageStage, Touch

UNIT_WEEKDAYS = ("tue", "thu", "mon", "wed", "fri")
"""Weekdays on which a unit in Liwa is open, in the order in which they are added; those of the team's groups apart."""
UNIT_REGENCIES = ("18.04", "18.13")
BACK = ("numbering", "duplicate_check")
"""Stages behind the counter that a single desk does where nothing else is said: the two of `back_desks`."""
OUT: tuple[OutageStage, ...] = ("biometrics_interview",)
"""The stage that an outage of the central system stops first: nobody can be photographed or interviewed."""


class Lever(NamedTuple):
    """Range of a lever; `step` is what one notch moves."""

    low: float
    high: float
    step: float
    unit: str


LEVERS: Mapping[str, Lever] = {
    "counters": Lever(1, 12, 1, "desk"),
    "interviewers": Lever(1, 12, 1, "desk"),
    "back_desks": Lever(0, 4, 1, "desk"),
    "extra_hours": Lever(-2, 3, 0.5, "hour"),
    "quota": Lever(10, 160, 5, "applicant/day"),
    "online_share": Lever(0, 1, 0.05, "share"),
    "campaign": Lever(0, 0.4, 0.05, "share"),
    "unit_days": Lever(0, 4, 1, "day/week"),
    "early_check": Lever(0, 1, 1, "flag"),
    "training_weeks": Lever(0, 26, 1, "week"),
    "outage_days": Lever(0, 10, 1, "day"),
}


@dataclass(frozen=True)
class Levers:
    """One setting of all levers.

    Parameters
    ----------
    counters, interviewers : desks on every open day
    back_desks : so many more desks at numbering and as many at the duplicate check than today
    extra_hours : hours by which the office closes later (negative: earlier)
    quota : places a day, priority applicants and groups apart
    online_share : share of those who file online among those who would otherwise come to the door
    campaign : more applicants, as a share of today's, from far districts and weak signal first
    unit_days : days a week on which a unit serves the districts that are nearer to it
    early_check : 1 if papers are checked before the visit
    training_weeks : weeks for which the office has worked with SIMI when the month begins
    outage_days : working days in the middle of the month on which the central system stands still
    """

    counters: int
    interviewers: int
    extra_hours: float = 0.0
    quota: int = 70
    online_share: float = 0.75
    campaign: float = 0.0
    unit_days: int = 0
    early_check: int = 1
    training_weeks: int = 12
    outage_days: int = 0
    back_desks: int = 0

    def __post_init__(self) -> None:
        faults = [
            Fault(name, f"{value:g} is outside {lever.low:g} to {lever.high:g}.", "Move the lever back into its range.")
            for name, lever in LEVERS.items()
            if not lever.low <= (value := getattr(self, name)) <= lever.high
        ]
        if faults:
            raise FaultsError(faults)

    def but(self, **changes: Any) -> Levers:
        """The same setting but for some levers."""
        return replace(self, **changes)

    def moved(self, other: Levers) -> dict[str, tuple[float, float]]:
        """Levers that differ from another setting: there, and here."""
        mine, theirs = asdict(self), asdict(other)
        return {name: (theirs[name], mine[name]) for name in LEVERS if mine[name] != theirs[name]}


def levers_of(plan: OfficePlan, online_share: float) -> Levers:
    """Today's setting: what the plan says of its fullest weekday, and no lever beyond it moved."""
    desks, quota = plan.desks, plan.booking.quota
    weeks = plan.adoption.weeks.value
    return Levers(
        counters=_most(desks.counter, "counters"),
        interviewers=_most(desks.interview, "interviewers"),
        quota=_most(quota, "quota"),
        online_share=round(min(1.0, max(0.0, online_share)) / LEVERS["online_share"].step)
        * LEVERS["online_share"].step,
        training_weeks=int(min(LEVERS["training_weeks"].high, weeks)),
    )


def plan_with(plan: OfficePlan, levers: Levers, today: Levers, window: tuple[date, date]) -> OfficePlan:
    """The office plan with the levers set; levers that stand as today leave their part of the plan as it is."""
    desks, booking = plan.desks, plan.booking
    if levers.counters != today.counters:
        desks = desks.model_copy(update={"counter": _scaled(desks.counter, levers.counters)})
    if levers.interviewers != today.interviewers:
        desks = desks.model_copy(update={"interview": _scaled(desks.interview, levers.interviewers)})
    if levers.back_desks:
        more = {name: _added(getattr(desks, name), levers.back_desks) for name in BACK}
        desks = desks.model_copy(update=more)
    if levers.quota != today.quota:
        booking = booking.model_copy(update={"quota": _scaled(booking.quota, levers.quota)})
    parts: dict[str, Any] = {"desks": desks, "booking": booking}
    if levers.unit_days:
        free = [day for day in UNIT_WEEKDAYS if day not in booking.outreach_weekdays]
        unit = {"regencies": UNIT_REGENCIES, "weekdays": tuple(free[: levers.unit_days])}
        parts["near_unit"] = plan.near_unit.model_copy(update=unit)
    if levers.extra_hours:
        back = plan.hours.break_to.values
        closes = {d: min(24.0, max(back[d] + 0.5, h + levers.extra_hours)) for d, h in plan.hours.closes.values.items()}
        parts["hours"] = plan.hours.model_copy(update={"closes": _with(plan.hours.closes, closes)})
    if levers.training_weeks != today.training_weeks:
        parts |= _learnt(plan, levers.training_weeks)
    if levers.outage_days:
        parts["outages"] = (*plan.outages, _outage(plan, levers.outage_days, window))
    return plan.model_copy(update=parts)


def _learnt(plan: OfficePlan, weeks: int) -> dict[str, Any]:
    """Hands as fast, and the manual way as common, as after so many weeks; nothing is learnt within the month."""
    adoption = plan.adoption
    grown = min(1.0, weeks / adoption.weeks.value) if adoption.weeks.value else 1.0
    start, end = adoption.manual_way_start.value, adoption.manual_way_end.value
    manual = adoption.manual_way_end.model_copy(update={"value": start + (end - start) * grown})
    slower = 1.0 + adoption.extra_time.value * (1.0 - grown)
    touches = {name: _slower(getattr(plan.work, name), slower) for name in ("counter", "interview", "retake")}
    return {
        "adoption": adoption.model_copy(update={"manual_way_end": manual}),
        "work": plan.work.model_copy(update=touches),
    }


def _slower(touch: Touch, factor: float) -> Touch:
    mean = {**touch.mean.values, "simi": touch.mean.values["simi"] * factor}
    high = touch.high.model_copy(update={"value": max(touch.high.value, mean["simi"])})
    return touch.model_copy(update={"mean": _with(touch.mean, mean), "high": high})


def _outage(plan: OfficePlan, days: int, window: tuple[date, date]) -> Outage:
    """So many working days in a row from the middle of the window."""
    day = window[0] + (window[1] - window[0]) / 2
    open_days = {i for i, name in enumerate(WEEKDAYS) if name in plan.hours.opens.values}
    while day.weekday() not in open_days:
        day += timedelta(days=1)
    first, left = day, days - 1
    while left:
        day += timedelta(days=1)
        left -= day.weekday() in open_days
    return Outage(stages=OUT, first=first, last=day, source="lever", mark="assumed", reason="a lever asks for it")


def _scaled(table: Factors, most: int) -> Factors:
    """Every weekday in proportion, the fullest one as asked; a weekday with someone keeps at least one."""
    peak = max(table.values.values())
    return _with(table, {day: max(1.0, round(n * most / peak)) if n else 0.0 for day, n in table.values.items()})


def _added(table: Factors, more: int) -> Factors:
    """So many desks more on every weekday that has one."""
    return _with(table, {day: n + more if n else 0.0 for day, n in table.values.items()})


def _with(table: Factors, values: dict[str, float]) -> Factors:
    return table.model_copy(update={"values": values})


def _most(table: Factors, lever: str) -> int:
    return int(min(LEVERS[lever].high, max(LEVERS[lever].low, max(table.values.values()))))
