"""Sections about people, their applications, papers, errors and surveys."""

from __future__ import annotations

from pydantic import Field, model_validator

from simi_lab.scenario.number import Factors, Number, Section, Shares
from simi_lab.schema.enums import CODES


def _codes(shares: Shares, code_list: str) -> None:
    unknown = set(shares.values) - set(CODES[code_list])
    if unknown:
        raise ValueError(f"unknown {code_list}: {', '.join(sorted(unknown))}")


class Households(Section):
    """Who lives together and who of them applies."""

    parties: Shares
    extra_members: Shares
    women_alone: Number
    elder_share: Number
    head_age: Shares
    education_under_40: Shares
    education_from_40: Shares
    livelihood: Shares
    origins: Shares
    mononym_from_50: Number
    mononym_under_25: Number
    own_phone_share: Number
    email_share: Number
    moved_share: Number

    @model_validator(mode="after")
    def _known_codes(self) -> Households:
        _codes(self.education_under_40, "education")
        _codes(self.education_from_40, "education")
        _codes(self.livelihood, "livelihood")
        return self


class Filing(Section):
    """How applications are filed, for what, and for which book."""

    channels_manual: Shares
    channels_simi: Shares
    kinds: Shares
    purposes: Shares
    destinations: dict[str, Shares]
    electronic_by_year: Factors
    ten_year_share: Number
    same_day_share: Number
    itinerary: Factors
    agency: Factors
    agency_licensed: Number
    lead_days: Number
    walk_in_hours: Shares

    @model_validator(mode="after")
    def _known_codes(self) -> Filing:
        if not all(hour.isdigit() and int(hour) < 24 for hour in self.walk_in_hours.values):
            raise ValueError("walk_in_hours are hours of the day, 0 to 23")
        for shares in (self.channels_manual, self.channels_simi):
            _codes(shares, "channel")
        _codes(self.kinds, "kind")
        _codes(self.purposes, "purpose")
        for purpose, shares in self.destinations.items():
            if purpose not in CODES["purpose"]:
                raise ValueError(f"unknown purpose: {purpose}")
            _codes(shares, "destination")
        if missing := set(self.purposes.values) - set(self.destinations):
            raise ValueError(f"no destinations for {', '.join(sorted(missing))}")
        return self


class Papers(Section):
    """Completeness, scans and honest mismatches of papers."""

    incomplete_manual: Number
    incomplete_simi: Number
    missing: Shares
    scan_mean: Number
    scan_sd: Number
    scan_weak_signal: Number
    name_variant: Number
    nik_sex_mismatch: Number
    nik_dob_mismatch: Number
    mrz_slip: Number

    @model_validator(mode="after")
    def _known_codes(self) -> Papers:
        _codes(self.missing, "document_kind")
        return self


class Errors(Section):
    """Errors put in last; the clean values stay in the truth."""

    typing: Number
    swapped_date: Number


class Survey(Section):
    """Who answers the satisfaction survey, and how."""

    response_share: Number
    base: Factors
    wait_penalty_per_hour: Number
    days_penalty_per_week: Number
    office_bias: Number
    missing_share: Number = Field(...)
