"""The office section of a scenario: hours, desks, booking, arrivals, and the work behind them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field, model_validator

from simi_lab.scenario.number import Factors, Number, Section, number
from simi_lab.scenario.office_costs import Costs
from simi_lab.scenario.office_near import NearUnit
from simi_lab.scenario.office_service import Service
from simi_lab.scenario.office_work import NONE, Adoption, Checks, Collection, Making, Outage, Part, SimiParts, Work

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
SIGNALS = ("none", "weak", "good")
_PAGES = "office pages; hours differ by office"


def by_weekday(
    *values: float, unit: str, source: str, reason: str, mark: Literal["sourced", "known", "assumed"] = "assumed"
) -> Factors:
    """One number per weekday from Monday on; a single one stands for Monday to Friday; days left out are closed."""
    numbers = values * 5 if len(values) == 1 else values
    table = dict(zip(WEEKDAYS, numbers, strict=False))
    return Factors(values=table, unit=unit, source=source, mark=mark, reason=reason)


class Hours(Part):
    """Opening hours by weekday, as hours after local midnight; a weekday that is not named is closed."""

    opens: Factors = by_weekday(8, unit="hour of day", source=_PAGES, reason="Monday to Friday")
    break_from: Factors = by_weekday(12, 12, 12, 12, 11.5, unit="hour of day", source=_PAGES, reason="Friday prayer")
    break_to: Factors = by_weekday(13, 13, 13, 13, 13.5, unit="hour of day", source=_PAGES, reason="Friday prayer")
    closes: Factors = by_weekday(16, 16, 16, 16, 16.5, unit="hour of day", source=_PAGES, reason="longer on Friday")
    last_slot: Number = number(1.5, "hour before closing", NONE, "assumed", "who comes last must still be interviewed")

    @model_validator(mode="after")
    def _a_day_is_a_day(self) -> Hours:
        marks = (self.opens, self.break_from, self.break_to, self.closes)
        days = {frozenset(table.values) for table in marks}
        if len(days) > 1 or not set(self.opens.values) <= set(WEEKDAYS):
            raise ValueError("opens, break_from, break_to and closes must name the same weekdays, mon to sun")
        for day in self.opens.values:
            opens, lunch, back, closes = (table.values[day] for table in marks)
            if not 0 <= opens < lunch <= back < closes <= 24:
                raise ValueError(f"{day}: opening, break and closing are not in order")
        return self


class Desks(Part):
    """People on duty per stage and weekday; a weekday that is not named has none."""

    counter: Factors = by_weekday(3, unit="desk", source=NONE, reason="65 a day at 10 minutes keep two and a half busy")
    interview: Factors = by_weekday(
        3, unit="desk", source="Banjarmasin 2019: 40 per interviewer and day", reason="65 to 80 a day"
    )
    numbering: Factors = by_weekday(1, unit="desk", source=NONE, reason="5 minutes each")
    duplicate_check: Factors = by_weekday(1, unit="desk", source=NONE, reason="5 minutes each")
    printing: Factors = by_weekday(4, unit="desk", source=NONE, reason="15 minutes each, printer and laminator")
    handover: Factors = by_weekday(2, unit="desk", source=NONE, reason="5 minutes each, most come in the morning")
    clarifiers: Number = number(3, "person", NONE, "assumed", "the clarification path has three signatures")
    absent_share: Number = number(
        0, "share of days on duty", NONE, "assumed", "nobody falls ill unless a change says so; range 0-0.1"
    )
    pace_spread: Number = number(
        0, "standard deviation between officers", NONE, "assumed", "all alike unless a change says so; range 0-0.3"
    )
    pace_weekly: Number = number(
        0, "standard deviation between weeks of one", NONE, "assumed", "even unless a change says so; range 0-0.2"
    )
    adjudicators: Number = number(2, "person", NONE, "assumed", "head of section and deputy")
    outreach_counter: Number = number(1, "desk", "Eazy Passport: a team at a venue", "assumed", "one checks papers")
    outreach_interview: Number = number(2, "desk", "Eazy Passport: a team at a venue", "assumed", "two mobile sets")

    @model_validator(mode="after")
    def _someone_is_there(self) -> Desks:
        for name in ("counter", "interview", "numbering", "duplicate_check", "printing", "handover"):
            table: Factors = getattr(self, name)
            if not set(table.values) <= set(WEEKDAYS):
                raise ValueError(f"{name} names a weekday that is none of {', '.join(WEEKDAYS)}")
            if not any(table.values.values()):
                raise ValueError(f"{name} has no desk on any day: nobody would ever be served")
            if any(value != int(value) for value in table.values.values()):
                raise ValueError(f"{name} has a part of a desk; give whole numbers")
        if min(self.clarifiers.value, self.adjudicators.value) < 1:
            raise ValueError("clarifiers and adjudicators must be at least 1: someone signs")
        return self


class Booking(Part):
    """Places per day, payment, and who does not come."""

    quota: Factors = by_weekday(
        70,
        unit="applicant/day",
        source="Banjarmasin 2019: 160 for 4 interviewers",
        reason="above the mean demand, below that of January; priority applicants and groups come on top",
    )
    outreach_quota: Number = number(60, "applicant/day", "Eazy Passport 2020: at least about 50", "assumed", "a venue")
    outreach_weekdays: tuple[Weekday, ...] = ("wed",)
    payment_limit: Number = number(2, "hour", "press on M-Paspor: pay within 2 hours", "sourced")
    payment_delay: Factors = Factors(
        values={"good": 0.5, "weak": 0.8, "none": 1.2},
        unit="hour",
        source=NONE,
        mark="assumed",
        reason="mean time until paid; a weak line and the way to a bank make it longer",
    )
    drop_out: Factors = Factors(
        values={"good": 0.02, "weak": 0.05, "none": 0.08},
        unit="share of online bookings",
        source=NONE,
        mark="assumed",
        reason="never paid, beside those who pay too late: the line breaks, or the day does not suit after all",
    )
    no_show: Number = number(0.08, "share of appointments", NONE, "assumed", "range 3-20 %")
    rebook_days: Number = number(3, "working day", NONE, "assumed", "after a missed appointment")
    choice_days: Number = number(3, "working day", NONE, "assumed", "one of the next days, whichever suits")
    tickets_until: Number = number(10, "hour of day", "lists close early", "assumed", "by ten all tickets are out")
    slot: Number = number(15, "min", NONE, "assumed", "SIMI offers a time every quarter of an hour")

    @model_validator(mode="after")
    def _possible(self) -> Booking:
        if not set(self.quota.values) <= set(WEEKDAYS) or not any(self.quota.values.values()):
            raise ValueError("quota needs at least one weekday (mon to sun) with places")
        for name, table in (("payment_delay", self.payment_delay), ("drop_out", self.drop_out)):
            if set(table.values) != set(SIGNALS):
                raise ValueError(f"{name} needs none, weak and good")
        if max(self.drop_out.values.values()) > 1:
            raise ValueError("drop_out is a share, from 0 to 1")
        if self.slot.value <= 0:
            raise ValueError("slot must be longer than nothing")
        return self


class Arrivals(Part):
    """When people come: in the batch of the opening hour (manual), or around their time (SIMI)."""

    by_hour: Factors = Factors(
        values={"6.5": 0, "7": 0.08, "8": 0.32, "9": 0.52, "10": 0.66, "11": 0.78, "12": 0.84, "13.5": 0.92, "14.5": 1},
        unit="share come by that hour of day",
        source="60-70 % before 10:00 when slots are loose",
        mark="known",
    )
    early: Number = number(25, "min", NONE, "assumed", "the earliest come so long before their time")
    late: Number = number(10, "min", NONE, "assumed", "the latest come so long after; evenly between")
    keeps_slot: Number = number(
        0.75, "share of SIMI applicants", NONE, "assumed", "the others share a car and come in the morning"
    )

    @model_validator(mode="after")
    def _rising(self) -> Arrivals:
        hours = [float(hour) for hour in self.by_hour.values]
        shares = list(self.by_hour.values.values())
        if hours != sorted(set(hours)) or shares != sorted(shares) or shares[0] != 0 or shares[-1] != 1:
            raise ValueError("by_hour must rise from 0 to 1 with the hour")
        return self


class OfficePlan(Section):
    """How one office works. The defaults are those of Kanim Kotabumi; `kind: ukk` sets those of a small unit.

    `zone` and `simi_from` are set by `at` from the scenario's site and go-live day. Every number has unit, source and
    mark; a number that a scenario gives replaces the default whole.
    """

    kind: Literal["kanim", "ukk"] = "kanim"
    zone: str = "Asia/Jakarta"
    simi_from: date | None = None
    hours: Hours = Hours()
    desks: Desks = Desks()
    booking: Booking = Booking()
    arrivals: Arrivals = Arrivals()
    work: Work = Work()
    checks: Checks = Checks()
    making: Making = Making()
    collection: Collection = Collection()
    adoption: Adoption = Adoption()
    simi_parts: SimiParts = SimiParts()
    near_unit: NearUnit = NearUnit()
    costs: Costs = Costs()
    service: Service = Service()
    outages: tuple[Outage, ...] = Field(default=())

    @model_validator(mode="before")
    @classmethod
    def _small_unit(cls, given: Any) -> Any:
        """Lay what is given over the defaults of a small unit."""
        if not isinstance(given, dict) or given.get("kind") != "ukk":
            return given
        return _over(_UKK, given)

    @model_validator(mode="after")
    def _team_has_a_day(self) -> OfficePlan:
        closed = [day for day in self.booking.outreach_weekdays if day not in self.hours.opens.values]
        if self.booking.outreach_quota.value > 0 and closed:
            raise ValueError(f"outreach_weekdays names {', '.join(closed)}, on which the office is closed")
        return self

    @model_validator(mode="after")
    def _unit_has_days_of_its_own(self) -> OfficePlan:
        unit, team = self.near_unit, self.booking.outreach_weekdays
        if not unit.regencies:
            return self
        if self.kind == "ukk":
            raise ValueError("near_unit: this office is a unit itself, no other stands beside it")
        if closed := [day for day in unit.weekdays if day not in self.hours.opens.values]:
            raise ValueError(f"near_unit names {', '.join(closed)}, on which the office is closed")
        if both := [day for day in unit.weekdays if day in team]:
            raise ValueError(f"near_unit and outreach_weekdays both name {', '.join(both)}: the team is at one place")
        return self

    def at(self, *, zone: str, simi_from: date | None) -> OfficePlan:
        """Return the same plan in a time zone, with SIMI from a day (None: never)."""
        return self.model_copy(update={"zone": zone, "simi_from": simi_from})


def _over(base: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    merged: dict[str, Any] = dict(base)
    for key, value in given.items():
        is_map = isinstance(value, dict) and isinstance(base.get(key), dict)
        merged[key] = _over(base[key], value) if is_map else value
    return merged


def _one_desk(reason: str) -> Factors:
    return by_weekday(1, unit="desk", source=NONE, reason=reason)


_UKK: dict[str, Any] = {
    "desks": {
        "counter": _one_desk("9 to 10 applicants a day"),
        "interview": _one_desk("9 to 10 applicants a day: a quarter busy"),
        "printing": by_weekday(4, unit="desk", source=NONE, reason="those of the parent office"),
        "handover": _one_desk("9 to 10 books a day"),
        "outreach_interview": number(1, "desk", NONE, "assumed", "one mobile set"),
    },
    "booking": {
        "quota": by_weekday(
            18,
            unit="applicant/day",
            source="Tanjung Redeb: 25-30 at the start of the year",
            reason="half of what one interviewer can do: staff also serve the parent office",
        ),
        "outreach_quota": number(30, "applicant/day", NONE, "assumed", "half a team"),
    },
    "making": {
        "transport_days": number(
            1,
            "working day",
            "UKK Krui: books printed in Kotabumi",
            "assumed",
            "140 km by road, the courier goes every day",
        ),
    },
}
