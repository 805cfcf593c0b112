"""The section about foreigners: how many, on what permits, who answers for them, and who stays too long."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from simi_lab.scenario.number import (
    Number,
    Section,
    Shares,
    Sourced,
    check_codes,
    check_languages,
    check_shares,
    in_order,
    number,
)
from simi_lab.schema.enums import CODES

Share = Annotated[float, Field(ge=0, le=1)]
Spread = Annotated[dict[str, Share], AfterValidator(in_order)]
BONDS = ("address", "director", "both")
COMPANY_AGES = ("new", "settled")
MOST_HOLDERS = 9
EVIDENCE: dict[str, tuple[str, ...]] = {
    "nib_status": CODES["nib_status"],
    "premises": CODES["premises"],
    "tax_report": CODES["tax_report"],
    "describes_business": CODES["describes_business"],
    "company_age": COMPANY_AGES,
    "main_index": CODES["index_code"],
    "n_holders": tuple(str(n) for n in range(1, MOST_HOLDERS + 1)),
}
_LOCAL = "none published"


def _shares(values: dict[str, float], reason: str, *, unit: str = "share", source: str = _LOCAL) -> Shares:
    return Shares(values=values, unit=unit, source=source, mark="assumed", reason=reason)


class GroupKind(Section):
    """One kind of group of corporate guarantors: how frequent, how large, what ties its members on the record.

    Parameters
    ----------
    prevalence : share of corporate guarantors
    size : guarantors in a group
    bond : what tied members share; only for kinds with groups of two and more
    shown : two members always show the bond; each further one shows it with this share
    since, until : first foreigners of the group arrive within these days; null for the whole period
    """

    title: dict[str, str]
    prevalence: Number
    size: Shares
    bond: Shares | None = None
    shown: Number | None = None
    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _possible(self) -> GroupKind:
        check_languages(title=self.title)
        if not 0 <= self.prevalence.value <= 1:
            raise ValueError("prevalence is a share, from 0 to 1")
        if not all(n.isdigit() and 1 <= int(n) <= 50 for n in self.size.values):
            raise ValueError("a size is a whole number, 1 to 50")
        if any(int(n) > 1 for n in self.size.values) and (self.bond is None or self.shown is None):
            raise ValueError("groups of two and more need bond and shown")
        if self.bond is not None and (unknown := set(self.bond.values) - set(BONDS)):
            raise ValueError(f"unknown bond: {', '.join(sorted(unknown))}; known are {', '.join(BONDS)}")
        if self.shown is not None and not 0 <= self.shown.value <= 1:
            raise ValueError("shown is a share, from 0 to 1")
        if self.since and self.until and self.until < self.since:
            raise ValueError("until lies before since")
        return self


class KindTable(Sourced):
    """How often each kind shows each value of one piece of evidence; shares add up to 1 for each kind."""

    values: dict[str, Spread]

    @model_validator(mode="after")
    def _whole(self) -> KindTable:
        for kind, spread in self.values.items():
            if abs(math.fsum(spread.values()) - 1) > 1e-6:
                raise ValueError(f"shares of {kind} add up to {math.fsum(spread.values()):.4f}, not to 1")
        return self


class SponsorRing(Section):
    """Sponsor rings with shell guarantors, their benign twins, and the evidence that all of them leave.

    Declared in `synthetic_data/typologies/sponsor_ring.yaml`.
    """

    of: Literal["guarantors"] = "guarantors"
    title: dict[str, str]
    about: dict[str, str]
    action: Literal["investigate"] = "investigate"
    kinds: dict[str, GroupKind]
    evidence: dict[str, KindTable]

    @model_validator(mode="after")
    def _known(self) -> SponsorRing:
        kinds = set(CODES["guarantor_class"])
        if set(self.kinds) != kinds:
            raise ValueError(f"kinds are {', '.join(CODES['guarantor_class'])}; each must be there")
        if set(self.evidence) != set(EVIDENCE):
            raise ValueError(f"evidence is {', '.join(EVIDENCE)}; each must be there")
        for name, table in self.evidence.items():
            if set(table.values) != kinds:
                raise ValueError(f"{name} needs a row for each kind")
            if unknown := {code for spread in table.values.values() for code in spread} - set(EVIDENCE[name]):
                raise ValueError(f"unknown {name}: {', '.join(sorted(unknown))}")
        total = math.fsum(kind.prevalence.value for kind in self.kinds.values())
        if abs(total - 1) > 1e-6:
            raise ValueError(f"prevalences of all kinds add up to {total:.4f}, not to 1")
        if self.kinds["ring"].size.values.get("1", 0) > 0:
            raise ValueError("a ring has at least two guarantors")
        for key, texts in (("title", self.title), ("about", self.about)):
            check_languages(**{key: texts})
        return self


class Exits(Section):
    """How stays end: true overstays, and exits in time that the system learns of late.

    Shares are of stays whose last permit ran out. `gap_days` says, for either, how many days after the end of the
    permit the exit comes into the system, in classes such as "8-30".
    """

    overstay_itk: Number = number(0.03, "share of stays", _LOCAL, "assumed", "range 0.3-8 %")
    overstay_itas: Number = number(0.007, "share of stays", _LOCAL, "assumed", "range 0.3-8 %")
    late_record_itk: Number = number(0.05, "share of stays", _LOCAL, "assumed", "exits at small ports come in late")
    late_record_itas: Number = number(0.03, "share of stays", _LOCAL, "assumed", "exits at small ports come in late")
    overstay_gap: Shares = _shares(
        {"1-7": 0.40, "8-30": 0.30, "31-60": 0.16, "61-365": 0.14},
        "most leave within days, since each day costs one million rupiah up to sixty",
    )
    late_record_gap: Shares = _shares(
        {"1-7": 0.58, "8-30": 0.30, "31-60": 0.09, "61-365": 0.03}, "records are joined within weeks"
    )

    @model_validator(mode="after")
    def _possible(self) -> Exits:
        for kind in ("itk", "itas"):
            pair = (getattr(self, f"overstay_{kind}").value, getattr(self, f"late_record_{kind}").value)
            if min(pair) < 0 or sum(pair) > 1:
                raise ValueError(f"overstay and late record of {kind} are shares that add up to at most 1")
        for gap in (self.overstay_gap, self.late_record_gap):
            for name in gap.values:
                if not re.fullmatch(r"[1-9]\d*-[1-9]\d*", name) or not _forward(name) or int(name.split("-")[1]) > 1000:
                    raise ValueError('gaps are classes of days such as "8-30", at most 1000')
        return self


def _forward(name: str) -> bool:
    low, high = (int(part) for part in name.split("-"))
    return low <= high


class Foreign(Section):
    """Foreigners of one office over the whole period.

    Parameters
    ----------
    foreigners : so many in all, on average
    corporate_share : share of them for whom a company answers
    others : permit indices of the rest
    spouse_share : share of spouses of citizens who name the spouse as guarantor; none is as normal
    extensions_itk, extensions_itas : how many extensions a stay has, 0 to 3
    """

    foreigners: Number = number(
        8, "foreigner", "27 permit holders in the whole Kotabumi area, January 2017", "assumed", "4 to 10 are realistic"
    )
    corporate_share: Number = number(0.7, "share", "Kotabumi, January 2017: 19 workers of 27 holders", "sourced")
    others: Shares = _shares(
        {"E31A": 0.44,  "E28A": 0.06, "E29": 0.04, "E30A": 0.10, "E30B": 0.04, "E33": 0.03, "E33F": 0.03,
         "E33G": 0.02, "B1": 0.10, "C1": 0.06, "C6": 0.08},
        "spouses lead; visitors ask for extensions now and then",
    )  # fmt: skip
    spouse_share: Number = number(0.5, "share", _LOCAL, "assumed", "spouses of citizens need no guarantor")
    nationalities: Shares = _shares(
        {"MYS": 0.52, "CHN": 0.14, "IND": 0.07, "KOR": 0.05, "JPN": 0.04, "AUS": 0.03, "NLD": 0.03, "DEU": 0.02,
         "GBR": 0.02, "USA": 0.02, "PAK": 0.02, "EGY": 0.01, "TUR": 0.01, "PHL": 0.02},
        "only the Malaysians are published", source="Kotabumi, January 2017: 14 of 27 Malaysian",
    )  # fmt: skip
    women: Number = number(0.3, "share", _LOCAL, "assumed", "workers are mostly men")
    extensions_itk: Shares = _shares({"0": 0.45, "1": 0.30, "2": 0.17, "3": 0.08}, "each costs a fee and a visit")
    extensions_itas: Shares = _shares({"0": 0.35, "1": 0.30, "2": 0.20, "3": 0.15}, "contracts of one to four years")
    exits: Exits = Exits()
    sponsor_ring: SponsorRing

    @model_validator(mode="after")
    def _possible(self) -> Foreign:
        if not 0 <= self.foreigners.value <= 50_000:
            raise ValueError("foreigners must lie between 0 and 50,000")
        check_shares(self, "corporate_share", "spouse_share", "women")
        check_codes(self.others, "index_code")
        check_codes(self.nationalities, "nationality")
        for shares in (self.extensions_itk, self.extensions_itas):
            if not set(shares.values) <= {"0", "1", "2", "3"}:
                raise ValueError("extensions are 0 to 3")
        return self
