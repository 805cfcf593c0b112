"""Sections about people and about surveys."""

from __future__ import annotations

import re

from pydantic import Field, model_validator

from simi_lab.scenario.number import Factors, Number, Section, Shares, check_codes, check_shares

MOST_EXTRA = 8  # younger members of a household: a mother's years hold no more


class Households(Section):
    """Who lives together, who of them applies, and where they come from.

    `lone_status` gives the civil status of heads without a spouse by the age from which it holds ("0", "35", "55").
    Shares of applicants are not those of the population: those who apply choose themselves.
    """

    parties: Shares
    extra_members: Shares
    women_alone: Number
    women_born: Number
    spouse_share: Number
    elder_share: Number
    elder_pair_share: Number
    married_child_share: Number
    grandchildren_share: Number
    lone_status: dict[str, Shares]
    head_age: Shares
    education_under_40: Shares
    education_from_40: Shares
    education_from_60: Shares
    livelihood: Shares
    origins: Shares
    mononym_from_50: Number
    mononym_under_25: Number
    old_spelling_share: Number
    other_spelling_share: Number
    own_phone_share: Number
    own_phone_from_60: Number
    helper_phone_share: Number
    email_share: Number
    moved_share: Number
    married_in_share: Number
    from_afar_share: Number

    @model_validator(mode="after")
    def _known_codes(self) -> Households:
        for schooling in (self.education_under_40, self.education_from_40, self.education_from_60):
            check_codes(schooling, "education")
        check_codes(self.livelihood, "livelihood")
        for status in self.lone_status.values():
            check_codes(status, "marital")
        if "0" not in self.lone_status or not all(age.isdigit() for age in self.lone_status):
            raise ValueError('lone_status are ages in years, and one of them is "0"')
        if any(status.values.get("married", 0) for status in self.lone_status.values()):
            raise ValueError("lone_status is of heads without a spouse: none of them is married")
        if not all(count.isdigit() and int(count) <= MOST_EXTRA for count in self.extra_members.values):
            raise ValueError(f"extra_members are whole numbers, 0 to {MOST_EXTRA}")
        if not all(re.fullmatch(r"\d+-\d+", age) and int(age.split("-")[0]) >= 19 for age in self.head_age.values):
            raise ValueError('head_age are classes such as "30-39", from 19 years')
        check_shares(self)
        return self


class Survey(Section):
    """Who answers the satisfaction survey, and how."""

    response_share: Number
    base: Factors
    wait_penalty_per_hour: Number
    days_penalty_per_week: Number
    office_bias: Number
    missing_share: Number = Field(...)
