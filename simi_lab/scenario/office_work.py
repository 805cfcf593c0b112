"""Sections of the office plan: minutes of work, what is checked, how a book is made and fetched, how SIMI is learnt."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from simi_lab.scenario.number import Factors, Mark, Number, Section, check_shares, number

CHECKLIST = "service checklist of one office, rewritten"
NONE = "none published"
REGIMES = ("manual", "simi")
OutageStage = Literal[
    "counter",
    "biometrics_interview",
    "clarification",
    "numbering",
    "duplicate_check",
    "adjudication",
    "printing",
    "handover",
]


def by_regime(manual: float, simi: float, unit: str, source: str, mark: Mark, reason: str = "") -> Factors:
    """One number per way of working."""
    return Factors(values={"manual": manual, "simi": simi}, unit=unit, source=source, mark=mark, reason=reason)


def need_regimes(**factors: Factors) -> None:
    """Refuse (ValueError) a table that does not name both ways of working."""
    for name, table in factors.items():
        if set(table.values) != set(REGIMES):
            raise ValueError(f"{name} needs manual and simi, it has {', '.join(sorted(table.values))}")


class Part(Section):
    """A section whose numbers are at least 0, and at most 1 where their unit is a share."""

    @model_validator(mode="after")
    def _in_range(self) -> Self:
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Number) and value.value < 0:
                raise ValueError(f"{name} is below 0")
        check_shares(self)
        return self


class Touch(Section):
    """Minutes of one piece of work: lognormal with that mean and spread, kept between two bounds."""

    mean: Factors
    sd: Number
    low: Number
    high: Number

    @model_validator(mode="after")
    def _possible(self) -> Touch:
        need_regimes(mean=self.mean)
        if not 0 < self.low.value <= min(self.mean.values.values()):
            raise ValueError("low must be above 0 and at most the mean")
        if self.high.value < max(self.mean.values.values()):
            raise ValueError("high must be at least the mean")
        return self


def _touch(
    manual: float,
    simi: float,
    sd: float,
    low: float,
    high: float,
    source: str = CHECKLIST,
    mark: Mark = "sourced",
    reason: str = "",
) -> Touch:
    spread = "The checklist gives one figure; the spread is ours."
    return Touch(
        mean=by_regime(manual, simi, "min", source, mark, reason),
        sd=number(sd, "min", NONE, "assumed", spread),
        low=number(low, "min", NONE, "assumed", spread),
        high=number(high, "min", NONE, "assumed", spread),
    )


class Work(Part):
    """Minutes of work per stage and way of working."""

    counter: Touch = _touch(
        10, 5, 2.5, 2, 25, CHECKLIST, "assumed", "check 5 and input 5; SIMI spares the input of what was filed online"
    )
    interview: Touch = _touch(
        12, 12, 5, 6, 45, "10, 12 and 15 minutes in three sources", "assumed", "the middle; SIMI changes nothing here"
    )
    report: Touch = _touch(30, 30, 10, 10, 90, NONE, "assumed", "examination record of a lost or damaged book, on top")
    retake: Touch = _touch(3, 3, 1, 1, 8, NONE, "assumed", "wash the hands and press again")
    clarification: Touch = _touch(60, 60, 20, 20, 180, NONE, "assumed", "numbered questions, read back and signed")
    numbering: Touch = _touch(5, 5, 1.5, 2, 15)
    duplicate_check: Touch = _touch(5, 5, 1.5, 2, 15)
    printing: Touch = _touch(15, 15, 3, 8, 40)
    handover: Touch = _touch(5, 5, 1.5, 2, 15)


class Checks(Part):
    """What may have to be done again, and what becomes of a doubt."""

    retake_share: Number = number(0.06, "share", NONE, "assumed", "worn fingerprints, range 2-20 %")
    retake_older_farmers: Number = number(0.12, "share", NONE, "assumed", "hands that work the soil wear")
    retake_age: Number = number(50, "year", NONE, "assumed", "from here on a farmer counts as older")
    paper_days: Number = number(8, "day", NONE, "assumed", "a certificate from the village or the civil registry")
    paper_days_sd: Number = number(9, "day", NONE, "assumed", "some live near, some write to another province")
    paper_limit_days: Number = number(30, "day", "Karawang 2025: 30 days to complete papers", "sourced")
    clarification_hours: Number = number(
        14, "working hour", NONE, "assumed", "two working days for the record, the opinion and the last signature"
    )
    clarification_sd: Number = number(7, "working hour", NONE, "assumed", "three signatures seldom meet")
    postponed_back_share: Number = number(
        0.35, "share of the postponed", NONE, "assumed", "Karawang: 36 % of holds end at the limit; a third returns"
    )
    postponed_days: Number = number(12, "day", NONE, "assumed", "other evidence takes longer than a missing paper")
    postponed_days_sd: Number = number(7, "day", NONE, "assumed", "as above")
    review_hours: Number = number(
        21, "working hour", NONE, "assumed", "three working days until a person has looked at a duplicate hit"
    )
    review_sd: Number = number(10, "working hour", NONE, "assumed", "the centre answers unevenly")


class Making(Part):
    """From the interview to a book that can be fetched."""

    adjudication_hours: Factors = by_regime(
        20,
        20,
        "working hour",
        "office pages: 3-4 working days in practice",
        "assumed",
        "set so that interview to ready takes 3-4 working days; SIMI does not speed up the centre",
    )
    adjudication_sd: Number = number(8, "working hour", NONE, "assumed", "set so that about one in ten exceeds 4 days")
    adjudication_touch: Number = number(3, "min", NONE, "assumed", "a look and a signature")
    same_day_hours: Number = number(1, "working hour", "same-day service exists", "assumed", "it must fit a day")
    reprint_share: Number = number(0.01, "share", NONE, "assumed", "failed print or lamination, repeated at once")
    transport_days: Number = number(0, "working day", "books are printed in the house", "known")

    @model_validator(mode="after")
    def _both_ways(self) -> Making:
        need_regimes(adjudication_hours=self.adjudication_hours)
        return self


class Collection(Part):
    """When a ready book is fetched."""

    days: Factors = by_regime(
        4, 3, "day", NONE, "assumed", "with the next trip to town; SIMI sends a message when it is ready"
    )
    sd: Number = number(6, "day", NONE, "assumed", "a few come after weeks")
    per_hour: Number = number(0.5, "day per road hour", NONE, "assumed", "far journeys are joined with other errands")
    limit_days: Number = number(30, "day", "declaration form: cancelled 30 days after issue", "sourced")

    @model_validator(mode="after")
    def _both_ways(self) -> Collection:
        need_regimes(days=self.days)
        return self


class Adoption(Part):
    """How an office grows into SIMI: slower hands at first, some work still done the old way."""

    extra_time: Number = number(0.3, "share of the time", NONE, "assumed", "slower hands on the first day")
    weeks: Number = number(12, "week", NONE, "assumed", "until hands are as fast as they will be, falling evenly")
    manual_way_start: Number = number(0.3, "share of applications", NONE, "assumed", "habit")
    manual_way_end: Number = number(0.05, "share of applications", NONE, "assumed", "what remains after those weeks")


class SimiParts(Section):
    """Parts of working with SIMI that a plan can leave out one by one, done then as before SIMI; all are in by default.

    Papers checked before the visit, minutes of work and the message are numbers of their own and are left out there.

    Parameters
    ----------
    slots : a time is given for every visit, and most keep it; without, all come in the batch of the morning, and who
        is given a place at the door of the same day waits inside for it
    door : places of the day are given at the door as long as one is left; without, until `booking.tickets_until`
    dossiers : no paper dossier has to be sought
    """

    slots: bool = True
    door: bool = True
    dossiers: bool = True


class Outage(Section):
    """Days on which some stages stand still while the others work. Both days are inside."""

    stages: tuple[OutageStage, ...] = Field(min_length=1)
    first: date
    last: date
    source: str = Field(min_length=1)
    mark: Mark
    reason: str = ""

    @model_validator(mode="after")
    def _forward(self) -> Outage:
        if self.last < self.first:
            raise ValueError("the last day lies before the first")
        if self.mark == "assumed" and not self.reason.strip():
            raise ValueError("an assumed outage needs a reason")
        return self
