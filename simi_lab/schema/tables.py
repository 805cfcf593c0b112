"""The tables of a run, in the order in which they are made."""

from __future__ import annotations

from simi_lab.schema.columns import Column as C
from simi_lab.schema.columns import Table
from simi_lab.schema.foreign import FOREIGNERS, GUARANTORS, PERMITS, TRUTH_GUARANTORS, TRUTH_PERMITS

OFFICES = Table(
    "offices",
    "one row per office",
    "office_id",
    (
        C("office_id", "key", "Number of the office, from 0."),
        C("name", "text", "Name shown to people; every office is simulated."),
        C("kind", "office_kind", "Immigration office or service unit under one."),
        C("zone", "text", "IANA time zone of the office."),
        C("simi_from", "day", "First day with SIMI; null if never.", nullable=True),
    ),
)

DISTRICTS = Table(
    "districts",
    "one row per kecamatan of the office's area",
    "district_id",
    (
        C("district_id", "text", "Ministry code of the kecamatan.", audit_only=True),
        C("name", "text", "Name of the kecamatan."),
        C("regency_id", "text", "Ministry code of the regency."),
        C("regency", "text", "Name of the regency."),
        C("lat", "float", "Latitude of the centroid.", "degree"),
        C("lon", "float", "Longitude of the centroid.", "degree"),
        C("population", "int64", "People living there; see the mark.", "person"),
        C("population_mark", "text", "sourced, known or assumed."),
        C("n_villages", "int32", "Villages (pekon, kampung, kelurahan).", "village", nullable=True),
        C("n_weak_signal", "int32", "Villages with weak or no mobile signal.", "village", nullable=True),
        C("hours_to_office", "float", "Assumed road time to the office, one way.", "hour"),
    ),
)

HOUSEHOLDS = Table(
    "households",
    "one row per household with at least one applicant",
    "household_id",
    (
        C("household_id", "key", "Number of the household."),
        C("office_id", "key", "Office where its members apply.", refers="offices"),
        C("district_id", "text", "Kecamatan of residence.", sensitivity="quasi", audit_only=True, refers="districts"),
        C("village", "text", "Pekon or kelurahan of residence.", sensitivity="quasi", audit_only=True),
        C("address", "text", "Invented address.", sensitivity="identifier"),
        C("kk_number", "text", "Family card number, reserved serial.", sensitivity="identifier"),
        C(
            "phone",
            "text",
            "Household phone, unused prefix; with weak signal perhaps one of a village helper, shared.",
            sensitivity="identifier",
        ),
        C("signal", "signal", "Mobile signal in the village.", audit_only=True),
    ),
)

PEOPLE = Table(
    "people",
    "one row per member of a household",
    "person_id",
    (
        C("person_id", "key", "Number of the person."),
        C("household_id", "key", "Household.", refers="households"),
        C("member_no", "int8", "Place in the family card, from 1."),
        C(
            "role",
            "role",
            "Relation to the head of the household; others are in-laws, grandchildren, relatives.",
        ),
        C("name", "text", "Invented name.", sensitivity="identifier"),
        C("is_mononym", "flag", "The name is a single word.", audit_only=True),
        C("sex", "sex", "Sex on the identity card.", sensitivity="quasi", audit_only=True),
        C("birth_date", "day", "Birth date.", sensitivity="identifier", audit_only=True),
        C(
            "birth_place",
            "text",
            "Regency of birth, that of the first registration.",
            sensitivity="quasi",
            audit_only=True,
        ),
        C("nik", "text", "Identity number, reserved serial 9000-9999.", sensitivity="identifier"),
        C("marital", "marital", "Civil status.", sensitivity="quasi", audit_only=True),
        C("education", "education", "Highest schooling.", sensitivity="quasi", audit_only=True),
        C("occupation", "occupation", "Occupation in the five classes of the form.", sensitivity="quasi"),
        C("livelihood", "livelihood", "What the person lives from.", sensitivity="quasi", audit_only=True),
        C("phone", "text", "Own phone, unused prefix.", sensitivity="identifier", nullable=True),
        C("email", "text", "Own address in a reserved domain.", sensitivity="identifier", nullable=True),
        C("is_synthetic", "flag", "Always true: this person does not exist."),
    ),
)

APPLICATIONS = Table(
    "applications",
    "one row per passport application",
    "application_id",
    (
        C("application_id", "key", "Number of the application."),
        C("person_id", "key", "Applicant.", refers="people"),
        C("office_id", "key", "Office.", refers="offices"),
        C("filed_at", "instant", "When it was filed: booking online, or arrival at the counter."),
        C("channel", "channel", "How it was filed."),
        C("kind", "kind", "Why a passport is asked for."),
        C("service", "service", "Kind of book: electronic or not, five or ten years."),
        C("is_same_day", "flag", "Same-day service was paid."),
        C("purpose", "purpose", "Purpose stated by the applicant."),
        C("destination", "destination", "Country stated, ISO 3166 alpha-3."),
        C("departs_on", "day", "Departure stated.", nullable=True),
        C("phone", "text", "Contact phone on the form.", sensitivity="identifier"),
        C("email", "text", "Contact address on the form.", sensitivity="identifier", nullable=True),
        C("agency_id", "key", "Travel or placement agency named on the form.", nullable=True),
        C("agency_licensed", "flag", "Whether that agency holds a licence; null without agency.", nullable=True),
        C("is_group", "flag", "Filed together with others by one contact."),
        C("has_itinerary", "flag", "Papers that fit the stated purpose were shown."),
        C("is_minor", "flag", "Applicant below the age of adults, 17.", sensitivity="specific", audit_only=True),
        C(
            "is_priority",
            "flag",
            "Priority counter: elder, small child, disability, pregnancy, illness.",
            sensitivity="specific",
            audit_only=True,
        ),
        C(
            "priority_group",
            "priority_group",
            "Why the applicant may come to the priority counter; null if not.",
            sensitivity="specific",
            audit_only=True,
            nullable=True,
        ),
        C("fee_idr", "int64", "State fee by the rule of that day.", "IDR"),
        C("exemption", "fee_exemption", "Why a part of the fee is not charged; null if all is.", nullable=True),
        C("is_complete", "flag", "Papers were complete at the first visit."),
        C("missing_document", "document_kind", "The paper that was missing.", nullable=True),
        C("regime", "regime", "Way of working of the office on the day of filing."),
        C("dossier", "dossier", "What became of the paper dossier; null with SIMI, which keeps none.", nullable=True),
        C(
            "dossier_days",
            "int16",
            "Days for which the paper dossier was sought or made again; null with SIMI.",
            "day",
            nullable=True,
        ),
    ),
)

DOCUMENTS = Table(
    "documents",
    "one row per paper shown with an application",
    "document_id",
    (
        C("document_id", "key", "Number of the paper."),
        C("application_id", "key", "Application.", refers="applications"),
        C("document_kind", "document_kind", "Kind of paper."),
        C("holder", "holder", "Whose data the paper shows."),
        C("number", "text", "Number as read from the paper.", sensitivity="identifier", nullable=True),
        C("name_on_document", "text", "Name as read from the paper.", sensitivity="identifier"),
        C("birth_date_on_document", "day", "Birth date as read.", sensitivity="identifier", nullable=True),
        C("issued_on", "day", "Date of issue.", nullable=True),
        C("expires_on", "day", "Last day of an old passport.", nullable=True),
        C(
            "mrz_line1",
            "text",
            "First machine-readable line of an old passport.",
            sensitivity="identifier",
            nullable=True,
        ),
        C(
            "mrz_line2",
            "text",
            "Second machine-readable line of an old passport, as read.",
            sensitivity="identifier",
            nullable=True,
        ),
        C("scan_quality", "int16", "Quality of the scan.", "0-100"),
        C("nik_check", "nik_check", "Outcome of the number check (identity card).", nullable=True),
        C("name_check", "name_check", "Name against that of the holder."),
        C("mrz_check", "mrz_check", "Check digits of an old passport.", nullable=True),
    ),
)

EVENTS = Table(
    "events",
    "one row per application, visit and stage",
    "event_id",
    (
        C("event_id", "key", "Number of the event."),
        C("application_id", "key", "Application.", refers="applications"),
        C("office_id", "key", "Office.", refers="offices"),
        C("visit_no", "int8", "Visit, from 1; 0 before the first and in the back office."),
        C("stage", "stage", "Stage of the service."),
        C("station", "text", "Desk, or the system."),
        C("officer_id", "key", "Officer; null for the system.", nullable=True),
        C("queued_at", "instant", "When the case came to the stage."),
        C("started_at", "instant", "When work on it began; null when the applicant did not come.", nullable=True),
        C("ended_at", "instant", "When work on it ended."),
        C("outcome", "outcome", "How it ended."),
    ),
)

DECISIONS = Table(
    "decisions",
    "one row per recorded decision of an officer",
    "decision_id",
    (
        C("decision_id", "key", "Number of the decision."),
        C("application_id", "key", "Application.", refers="applications"),
        C("point", "point", "Point of decision."),
        C("officer_id", "key", "Officer who decided."),
        C("decided_at", "instant", "When."),
        C("decision", "decision", "What was decided."),
        C("reason", "reason", "Recorded reason."),
    ),
)

LABELS = Table(
    "labels",
    "one row per application whose outcome the office has recorded",
    "application_id",
    (
        C("application_id", "key", "Application.", refers="applications"),
        C("label", "label", "Finding recorded by the office: not the truth."),
        C("known_at", "instant", "When the office recorded it."),
    ),
)

SURVEYS = Table(
    "surveys",
    "one row per answered satisfaction survey, without identity",
    "survey_id",
    (
        C("survey_id", "key", "Number of the answer."),
        C("office_id", "key", "Office.", refers="offices"),
        C("district_id", "text", "Kecamatan as answered.", audit_only=True, refers="districts"),
        C("answered_at", "instant", "When."),
        *(
            C(f"u{i}", "int8", f"Element U{i} of the public satisfaction survey.", "1-4", nullable=True)
            for i in range(1, 10)
        ),
    ),
)

TRUTH_APPLICATIONS = Table(
    "truth_applications",
    "one row per application: what it really is",
    "application_id",
    (
        C("application_id", "key", "Application.", refers="applications"),
        C("typology", "typology", "Planted pattern it belongs to.", sensitivity="hidden"),
        C("is_positive", "flag", "Whether it truly needs action.", sensitivity="hidden"),
        C("twin_of", "typology", "Pattern that it only looks like.", sensitivity="hidden", nullable=True),
        C("ring_id", "key", "Group it belongs to.", sensitivity="hidden", nullable=True),
        C("right_action", "right_action", "What a just office would do.", sensitivity="hidden"),
        C("ring_role", "ring_role", "Part played in the group.", sensitivity="hidden"),
        C("is_linked", "flag", "Whether the record ties it to the others of its group.", sensitivity="hidden"),
        C("posterior", "float", "Exact probability of being positive, given the evidence.", "share", "hidden"),
        C("posterior_protect", "float", "Part of it that calls for protection.", "share", "hidden"),
    ),
    in_truth=True,
)

TRUTH_RINGS = Table(
    "truth_rings",
    "one row per planted group, harmful or benign",
    "ring_id",
    (
        C("ring_id", "key", "Number of the group."),
        C("typology", "typology", "Pattern, or the pattern that a benign group looks like.", sensitivity="hidden"),
        C("is_benign", "flag", "A benign twin.", sensitivity="hidden"),
        C("n_members", "int32", "Applications in it.", "application", sensitivity="hidden"),
        C("started_on", "day", "Day of its first application.", sensitivity="hidden"),
        C("link", "link", "What ties its members on the record.", sensitivity="hidden"),
        C("n_linked", "int32", "Members who show that tie.", "application", "hidden"),
        C("shared_contact", "text", "Phone or e-mail that linked members share.", sensitivity="hidden", nullable=True),
        C("has_insider", "flag", "Helped from inside the office.", sensitivity="hidden"),
    ),
    in_truth=True,
)

TRUTH_CLEAN_VALUES = Table(
    "truth_clean_values",
    "one row per injected error",
    "clean_id",
    (
        C("clean_id", "key", "Number of the error."),
        C("table", "text", "Table with the error.", sensitivity="hidden"),
        C("row_id", "key", "Key of the row.", sensitivity="hidden"),
        C("column", "text", "Column with the error.", sensitivity="hidden"),
        C("clean_value", "text", "Value before the error.", sensitivity="hidden"),
        C("error", "error", "Kind of error.", sensitivity="hidden"),
    ),
    in_truth=True,
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        OFFICES,
        DISTRICTS,
        HOUSEHOLDS,
        PEOPLE,
        APPLICATIONS,
        DOCUMENTS,
        EVENTS,
        DECISIONS,
        LABELS,
        SURVEYS,
        GUARANTORS,
        FOREIGNERS,
        PERMITS,
        TRUTH_APPLICATIONS,
        TRUTH_RINGS,
        TRUTH_CLEAN_VALUES,
        TRUTH_GUARANTORS,
        TRUTH_PERMITS,
    )
}
