"""Sections about applications, their papers, and the errors that are put in last."""

from __future__ import annotations

from datetime import date

from pydantic import model_validator

from simi_lab.scenario.number import Factors, Number, Section, Shares, check_codes, check_shares
from simi_lab.schema.enums import CODES

FRAIL = ("disability", "pregnant_nursing", "sick")
PROOFS = ("birth_certificate", "marriage_book", "diploma")


class Filing(Section):
    """How applications are filed, for what, and for which book.

    Purpose, destination, itinerary, agency and kind are drawn independently of everything else for adults who apply
    alone, each from its own table here; the exact posterior relies on it.

    `electronic_only_from` is the day from which the office issues electronic books only (null: never).
    `unit_regencies` are served by a unit of the office too; `unit_share` of their applicants file there.
    """

    channels_manual: Shares
    channels_simi: Shares
    unit_regencies: tuple[str, ...] = ()
    unit_share: Number
    kinds: Shares
    purposes: Shares
    destinations: dict[str, Shares]
    electronic_by_year: Factors
    electronic_only_from: date | None = None
    ten_year_share: Number
    same_day_share: Number
    itinerary: Factors
    agency: Factors
    agency_licensed: Number
    lead_days: Number
    walk_in_hours: Shares
    frail: Factors
    priority_walks_in: Number
    force_majeure: Number

    @model_validator(mode="after")
    def _known_codes(self) -> Filing:
        if not all(hour.isdigit() and int(hour) < 24 for hour in self.walk_in_hours.values):
            raise ValueError("walk_in_hours are hours of the day, 0 to 23")
        for shares in (self.channels_manual, self.channels_simi):
            check_codes(shares, "channel")
        check_codes(self.kinds, "kind")
        check_codes(self.purposes, "purpose")
        check_codes(self.frail, "priority_group", FRAIL)
        if set(self.frail.values) != set(FRAIL) or sum(self.frail.values.values()) > 1:
            raise ValueError(f"frail needs {', '.join(FRAIL)}, at most 1 together")
        for purpose, shares in self.destinations.items():
            if purpose not in CODES["purpose"]:
                raise ValueError(f"unknown purpose: {purpose}")
            check_codes(shares, "destination")
        if missing := set(self.purposes.values) - set(self.destinations):
            raise ValueError(f"no destinations for {', '.join(sorted(missing))}")
        check_shares(self)
        return self


class Papers(Section):
    """Completeness, scans and honest mismatches of papers, and the fate of paper dossiers without SIMI.

    `missing` weighs the papers that are missed most; only those count that the rule in force asks for.
    """

    incomplete_manual: Number
    incomplete_simi: Number
    missing: Shares
    proofs: Shares
    scan_mean: Number
    scan_sd: Number
    scan_weak_signal: Number
    name_variant: Number
    nik_sex_mismatch: Number
    nik_dob_mismatch: Number
    mrz_slip: Number
    dossier_sought: Number
    dossier_lost: Number
    dossier_days: Number
    dossier_rebuild_days: Number

    @model_validator(mode="after")
    def _known_codes(self) -> Papers:
        check_codes(self.missing, "document_kind")
        check_codes(self.proofs, "document_kind", PROOFS)
        check_shares(self)
        if self.dossier_sought.value + self.dossier_lost.value > 1:
            raise ValueError("dossier_sought and dossier_lost are more than all dossiers")
        if min(self.dossier_days.value, self.dossier_rebuild_days.value) < 1:
            raise ValueError("dossier_days and dossier_rebuild_days are at least 1 day")
        return self


class Errors(Section):
    """Errors put in last; the clean values stay in the truth.

    `ocr` gives the share of papers with a misread sign by the quality from which it holds ("0", "60", "80").
    """

    typing: Number
    swapped_date: Number
    ocr: Factors
    scan: Number

    @model_validator(mode="after")
    def _possible(self) -> Errors:
        if "0" not in self.ocr.values or not all(k.isdigit() and int(k) <= 100 for k in self.ocr.values):
            raise ValueError('ocr goes by scan quality, 0 to 100, and one entry is "0"')
        if any(share > 1 for share in self.ocr.values.values()):
            raise ValueError("ocr is a share, from 0 to 1")
        check_shares(self)
        return self
