"""The tables of foreigners: who answers for them, who they are, and what they may stay for."""

from __future__ import annotations

from simi_lab.schema.columns import Column as C
from simi_lab.schema.columns import Table

GUARANTORS = Table(
    "guarantors",
    "one row per guarantor of foreigners",
    "guarantor_id",
    (
        C("guarantor_id", "key", "Number of the guarantor."),
        C("office_id", "key", "Office that knows the guarantor.", refers="offices"),
        C("kind", "guarantor_kind", "Company, institution, or spouse who is a citizen."),
        C("name", "text", "Invented name of the guarantor.", sensitivity="identifier"),
        C("district_id", "text", "Kecamatan of the registered address.", audit_only=True, refers="districts"),
        C("address", "text", "Registered address, invented.", sensitivity="identifier"),
        C("director_id", "key", "Number of the director; null for a spouse.", nullable=True),
        C("director", "text", "Invented name of the director.", sensitivity="identifier", nullable=True),
        C("nib_number", "text", "Business number, synthetic; companies only.", sensitivity="identifier", nullable=True),
        C("nib_status", "nib_status", "Standing of the business number; companies only.", nullable=True),
        C("founded_on", "day", "Day of the deed; companies only.", nullable=True),
        C("premises", "premises", "What was found at the registered address; companies only.", nullable=True),
        C("tax_report", "tax_report", "Yearly tax reports; companies only.", nullable=True),
        C("describes_business", "describes_business", "Could a holder describe the business; companies only.",
          nullable=True),
        C("main_index", "index_code", "Permit index for which a company guarantees.", nullable=True),
        C("n_holders", "int16", "Foreigners for whom it answers.", "foreigner"),
        C("shares_address", "flag", "Another guarantor is registered at the same address."),
        C("shares_director", "flag", "Another guarantor has the same director."),
        C("checked_on", "day", "Day on which these facts were recorded."),
    ),
)  # fmt: skip

FOREIGNERS = Table(
    "foreigners",
    "one row per foreigner whom the office knows",
    "foreigner_id",
    (
        C("foreigner_id", "key", "Number of the foreigner."),
        C("office_id", "key", "Office.", refers="offices"),
        C("district_id", "text", "Kecamatan of residence.", sensitivity="quasi", audit_only=True, refers="districts"),
        C("name", "text", "Invented name of the foreigner.", sensitivity="identifier"),
        C("sex", "sex", "Sex in the passport.", sensitivity="quasi", audit_only=True),
        C("birth_date", "day", "Birth date in the passport.", sensitivity="identifier", audit_only=True),
        C("nationality", "nationality", "Nationality, for audits only.", sensitivity="quasi", audit_only=True),
        C("passport_number", "text", "Number of the foreign passport, synthetic.", sensitivity="identifier"),
        C("niora", "text", "Number in the immigration database, synthetic.", sensitivity="identifier"),
        C("entered_on", "day", "Day of arrival."),
        C("exit_recorded_on", "day", "Day on which an exit came into the system; null if none did.", nullable=True),
        C("is_synthetic", "flag", "Always true: this foreigner does not exist."),
    ),
)

PERMITS = Table(
    "permits",
    "one row per stay permit or extension",
    "permit_id",
    (
        C("permit_id", "key", "Number of the permit row."),
        C("foreigner_id", "key", "Holder.", refers="foreigners"),
        C("office_id", "key", "Office of the permit.", refers="offices"),
        C("guarantor_id", "key", "Who answers for the holder; none is normal for investors and spouses.",
          nullable=True, refers="guarantors"),
        C("index_code", "index_code", "Visa or permit index."),
        C("stay_kind", "stay_kind", "Visit permit or limited stay permit."),
        C("extension_no", "int8", "0 for the first permit, 1 to 3 for extensions."),
        C("permit_number", "text", "Number on the permit, synthetic.", sensitivity="identifier"),
        C("issued_on", "day", "Day of issue."),
        C("valid_from", "day", "First day of validity."),
        C("valid_until", "day", "Last day of validity."),
        C("fee_idr", "int64", "State fee at the office; null when the stay came with the visa.", "IDR", nullable=True),
    ),
)  # fmt: skip

TRUTH_GUARANTORS = Table(
    "truth_guarantors",
    "one row per guarantor: what it really is",
    "guarantor_id",
    (
        C("guarantor_id", "key", "Guarantor.", refers="guarantors"),
        C("guarantor_class", "guarantor_class", "Planted pattern or benign twin it belongs to.", sensitivity="hidden"),
        C("is_positive", "flag", "Whether it truly is a shell of a sponsor ring.", sensitivity="hidden"),
        C("group_id", "key", "Planted group it belongs to; null when it stands alone.", sensitivity="hidden",
          nullable=True),
        C("posterior", "float", "Exact probability of a sponsor ring given the recorded evidence.", "share",
          sensitivity="hidden"),
        C("right_action", "right_action", "What a just office would do about it.", sensitivity="hidden"),
    ),
    in_truth=True,
)  # fmt: skip

TRUTH_PERMITS = Table(
    "truth_permits",
    "one row per stay permit: how it really ended",
    "permit_id",
    (
        C("permit_id", "key", "Permit.", refers="permits"),
        C("stay_end", "stay_end", "How the permit really ended.", sensitivity="hidden"),
        C("exited_on", "day", "Day on which the holder really left; null if still here.", sensitivity="hidden",
          nullable=True),
        C("overstay_days", "int32", "Days stayed beyond the permit; null without overstay.", "day",
          sensitivity="hidden", nullable=True),
        C("posterior", "float", "Exact probability of an overstay given what is recorded; null while it runs.", "share",
          sensitivity="hidden", nullable=True),
    ),
    in_truth=True,
)  # fmt: skip
