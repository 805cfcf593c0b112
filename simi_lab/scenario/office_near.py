"""Section of the office plan: a unit near some applicants that is open on a few weekdays; off unless it is named."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from simi_lab.reference import places
from simi_lab.scenario.number import Number, number
from simi_lab.scenario.office_work import NONE, Part

NearDay = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class NearUnit(Part):
    """A unit in Liwa: papers, interview and hand-over there on its weekdays, books made in the office.

    Its desks are those of the outreach team, which therefore has another weekday for its groups. Roads to it are the
    hours to Liwa of the reference tables.

    Parameters
    ----------
    regencies : whose applicants go there; none: there is no unit
    weekdays : days on which it is open
    """

    regencies: tuple[str, ...] = ()
    weekdays: tuple[NearDay, ...] = ("tue", "thu")
    share: Number = number(
        0.9, "share of applicants there", NONE, "assumed", "some go on to the office, where they have other errands"
    )
    quota: Number = number(40, "applicant/day", NONE, "assumed", "two mobile sets, and books are handed over too")
    transport_days: Number = number(
        1, "working day", "UKK Krui: books printed in Kotabumi", "assumed", "140 km by road, the courier goes every day"
    )

    @model_validator(mode="after")
    def _possible(self) -> NearUnit:
        if not self.regencies:  # no table is read while the package is imported: a process that forks later would hang
            return self
        known = set(places.districts()["regency_id"].to_list())
        if unknown := sorted(set(self.regencies) - known):
            raise ValueError(f"regency {', '.join(unknown)} has no districts")
        if self.regencies and not self.weekdays:
            raise ValueError("a unit needs at least one weekday")
        if self.regencies and self.quota.value < 1:
            raise ValueError("quota must be at least 1: nobody would ever be served at the unit")
        return self
