"""A planted pattern as it is declared: how often, how large, what ties its members, and the evidence they leave."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from simi_lab.scenario.number import Number, Section, Share, Shares, ShareTable, Sourced, check_languages
from simi_lab.schema.enums import CODES

# Columns that may carry evidence, with the values that a declaration may name.
COLUMNS: dict[str, tuple[str, ...]] = {
    "purpose": CODES["purpose"],
    "destination": CODES["destination"],
    "itinerary": ("shown", "none"),
    "agency": ("none", "licensed", "unlicensed"),
    "kind": CODES["kind"],
    "same_day": ("no", "yes"),
    "nik": ("fits", "sex", "birth"),
    "mrz": ("fits", "fails"),
}
TIES = ("same_week", "night")  # what linked members may do together


class Mixture(Section):
    """With probability `share` a value is drawn anew from `values`; otherwise it is as for everyone."""

    share: Share
    values: ShareTable


class Evidence(Sourced):
    """One piece of evidence: how harmful members and those of the benign twin show it."""

    harmful: Mixture
    twin: Mixture


class Pair(Sourced):
    """A share among harmful members or groups, and among those of the benign twin."""

    harmful: Share
    twin: Share


class Link(Pair):
    """What ties members to each other on the record, and how often a member shows it.

    phone and email: members name one contact that is nobody's own; two or more must show it, or nobody does.
    match: the duplicate search finds an earlier application with nearly the same name and birth date.
    none: members stand alone.
    """

    by: Literal["phone", "email", "match", "none"]


class Era(Section):
    """Evidence that replaces the declared one from a day on: a new modus operandi."""

    since: date
    evidence: dict[str, Evidence]


class Typology(Section):
    """One pattern among applications, harmful, with its benign twin.

    Parameters
    ----------
    order : patterns are planted in this order; a later one never takes the members of an earlier
    prevalence, twin_prevalence : shares of all applications; factors by group see `Dials`
    size, twin_size : applications in a ring
    window_days : linked members file within so many days, moved on to the next open day
    insider_share : share of harmful rings with a helper inside the office
    found, twin_found : share of members that an officer doubts (at the interview, or at the duplicate search)
    label : what the office records when it holds one
    """

    of: Literal["applications"] = "applications"
    title: dict[str, str]
    about: dict[str, str]
    twin_title: dict[str, str]
    order: int = Field(ge=0, lt=16)
    action: Literal["protect_and_refer", "investigate"]
    label: str
    prevalence: Number
    twin_prevalence: Number
    size: Shares
    twin_size: Shares
    window_days: Number
    link: Link
    evidence: dict[str, Evidence] = Field(default_factory=dict)
    together: dict[str, Pair] = Field(default_factory=dict)
    eras: tuple[Era, ...] = ()
    insider_share: Number | None = None
    found: Number
    twin_found: Number

    @model_validator(mode="after")
    def _possible(self) -> Typology:
        for name, number in (("prevalence", self.prevalence), ("twin_prevalence", self.twin_prevalence)):
            if number.value < 0:
                raise ValueError(f"{name} is negative")
        if self.prevalence.value + self.twin_prevalence.value > 0.2:
            raise ValueError("pattern and twin together exceed a fifth of all applications")
        for name, number in (("found", self.found), ("twin_found", self.twin_found)):
            if not 0 <= number.value <= 1:
                raise ValueError(f"{name} must lie between 0 and 1")
        if self.window_days.value < 0:
            raise ValueError("window_days is negative")
        for sizes in (self.size, self.twin_size):
            if not all(k.isdigit() and int(k) >= 1 for k in sizes.values):
                raise ValueError("a size is a whole number of at least 1")
            if self.link.by in ("match", "none") and set(sizes.values) != {"1"}:
                raise ValueError(f"members of a pattern linked by {self.link.by} stand alone: size 1")
        for evidence in (self.evidence, *(era.evidence for era in self.eras)):
            _known(evidence)
        if unknown := set(self.together) - set(TIES):
            raise ValueError(f"unknown tie: {', '.join(sorted(unknown))}")
        check_languages(title=self.title, about=self.about, twin_title=self.twin_title)
        return self


def _known(evidence: dict[str, Evidence]) -> None:
    for column, piece in evidence.items():
        if column not in COLUMNS:
            raise ValueError(f"unknown evidence: {column}; known are {', '.join(COLUMNS)}")
        if unknown := {*piece.harmful.values, *piece.twin.values} - set(COLUMNS[column]):
            raise ValueError(f"unknown {column}: {', '.join(sorted(unknown))}")


class Doubts(Section):
    """How often an ordinary application is doubted or hits the duplicate search."""

    background: Number
    mismatch: Number
    wrongly_held: Number
    duplicate_benign: Number


Group = Literal["none", "women", "young", "far", "weak_signal"]


class Dials(Section):
    """Biases that can be turned on one at a time by a change; every one is off here.

    Parameters
    ----------
    group : whom a dial treats differently: women, under 30, more than three hours away, weak signal
    prevalence : harmful patterns are so many times as frequent among the group
    separability : harmful members of the group show each piece of evidence so many times as often
    checked : officers doubt members of the group so many times as often (the recorded label is biased, the truth not)
    proxy : days of notice that each hour of distance adds; a permitted column then tells the distance
    """

    group: Group = "none"
    prevalence: float = Field(default=1.0, ge=0.1, le=10)
    separability: float = Field(default=1.0, ge=0, le=1)
    checked: float = Field(default=1.0, ge=0.1, le=10)
    proxy: float = Field(default=0.0, ge=0, le=30)

    @model_validator(mode="after")
    def _needs_a_group(self) -> Dials:
        if self.group == "none" and (self.prevalence, self.separability, self.checked) != (1.0, 1.0, 1.0):
            raise ValueError("a dial that treats a group differently needs the group")
        return self
