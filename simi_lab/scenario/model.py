"""A scenario: the world that is asked for, section by section."""

from __future__ import annotations

from datetime import date

import polars as pl
from pydantic import Field, model_validator

from simi_lab.reference import places
from simi_lab.reference.calendar import FIRST_DAY, LAST_DAY
from simi_lab.scenario.filing import Errors, Filing, Papers
from simi_lab.scenario.foreign import Foreign
from simi_lab.scenario.number import Factors, Number, Section, Shares, check_languages
from simi_lab.scenario.office import OfficePlan
from simi_lab.scenario.officers import Officers
from simi_lab.scenario.risk import RiskPlan
from simi_lab.scenario.triage import Triage
from simi_lab.scenario.typologies import Dials, Doubts, Typology
from simi_lab.scenario.world import Households, Survey
from simi_lab.schema.enums import CODES


class Period(Section):
    """First and last day of the world, both inside it."""

    first: date
    last: date

    @model_validator(mode="after")
    def _forward(self) -> Period:
        if self.last < self.first:
            raise ValueError("the last day lies before the first")
        if self.first < FIRST_DAY:
            raise ValueError(f"fees, rules and holidays are known from {FIRST_DAY}, the first day is {self.first}")
        if self.last > LAST_DAY:
            raise ValueError(f"holidays are known until {LAST_DAY}, the last day is {self.last}")
        return self


class Site(Section):
    """The office that is twinned; every further office of a larger world is like it.

    `hours` are by road and one way from each district to the office, where the reference tables do not know the place.
    """

    name: str
    kind: str = Field(pattern="^(kanim|ukk)$")
    zone: str = "Asia/Jakarta"
    regencies: tuple[str, ...] = Field(min_length=1)
    hours: Factors | None = None

    @model_validator(mode="after")
    def _on_the_map(self) -> Site:
        known = places.districts().select("district_id", "regency_id")
        regencies = known["regency_id"].unique().sort().to_list()
        if unknown := [code for code in self.regencies if code not in regencies]:
            raise ValueError(f"regency {', '.join(unknown)} has no districts; known are {', '.join(regencies)}")
        mine = known.filter(pl.col("regency_id").is_in(self.regencies))["district_id"].to_list()
        if self.hours is not None and (odd := sorted(set(self.hours.values) - set(mine))):
            raise ValueError(f"hours name district {', '.join(odd)}, which is not in the office's regencies")
        if self.hours is not None and (without := sorted(set(mine) - set(self.hours.values))):
            raise ValueError(f"hours do not name district {', '.join(without)}")
        return self


class Demand(Section):
    """How many apply, and when."""

    per_year: Number
    month_factors: Factors
    weekday_factors: Factors
    ramadan_factor: Number
    haji_wave_factor: Number
    harvest_factor: Number
    distance_half_hours: Number


class Simi(Section):
    """When the office began to work with SIMI: a day, or null for never."""

    go_live: date | None = None


class Scenario(Section):
    """A whole scenario after its changes.

    Errors of any section are told together; see `scenario.load`.
    """

    name: str = Field(pattern="^[a-z0-9_]+$")
    title: dict[str, str]
    about: dict[str, str]
    seed: int = Field(ge=0, lt=2**53)
    period: Period
    site: Site
    demand: Demand
    simi: Simi
    households: Households
    filing: Filing
    papers: Papers
    typologies: dict[str, Typology]
    doubts: Doubts
    dials: Dials = Dials()
    foreign: Foreign
    errors: Errors
    survey: Survey
    office: OfficePlan = OfficePlan()
    risk: RiskPlan = RiskPlan()
    triage: Triage = Triage()
    officers: Officers = Officers()

    @model_validator(mode="after")
    def _both_languages(self) -> Scenario:
        check_languages(title=self.title, about=self.about)
        return self

    @model_validator(mode="after")
    def _patterns_fit(self) -> Scenario:
        known = set(CODES["typology"]) - {"none"}
        if unknown := set(self.typologies) - known:
            raise ValueError(f"unknown typology: {', '.join(sorted(unknown))}; known are {', '.join(sorted(known))}")
        if unknown := {t.label for t in self.typologies.values()} - set(CODES["label"]):
            raise ValueError(f"unknown label: {', '.join(sorted(unknown))}")
        orders = [t.order for t in self.typologies.values()]
        if len(orders) != len(set(orders)):
            raise ValueError("two typologies have the same order")
        total = sum(t.prevalence.value + t.twin_prevalence.value for t in self.typologies.values())
        if total > 0.3:
            raise ValueError(f"typologies and their twins are {total:.0%} of all applications; at most 30 % can be")
        return self

    @property
    def years(self) -> float:
        """Length of the period in years of 365.25 days."""
        return ((self.period.last - self.period.first).days + 1) / 365.25


__all__ = ["Demand", "Factors", "Number", "Period", "Scenario", "Shares", "Simi", "Site"]
