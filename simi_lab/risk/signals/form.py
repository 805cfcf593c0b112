"""What the application form itself says."""

from __future__ import annotations

import polars as pl

from simi_lab import clock
from simi_lab.risk.asof.declare import Family, Feature, Told, View

_UNPLANNED = ("holiday", "family")  # purposes that normally come with an itinerary or an invitation


def _from_the_form(view: View) -> pl.DataFrame:
    form = view["applications"]
    purpose = pl.col("purpose").cast(pl.String)
    filed_on = clock.to_local(pl.col("filed_at"), view.zone).dt.date()
    return form.select(
        "application_id",
        channel=pl.col("channel").cast(pl.String),
        same_day_request=pl.col("is_same_day"),
        group_application=pl.col("is_group"),
        lost_passport_claim=pl.col("kind").cast(pl.String) == "lost",
        agency_unlicensed=pl.col("agency_id").is_not_null() & ~pl.col("agency_licensed").fill_null(True),
        purpose_without_itinerary=purpose.is_in(_UNPLANNED) & ~pl.col("has_itinerary"),
        days_to_departure=(pl.col("departs_on") - filed_on).dt.total_days().cast(pl.Float64),
    )


FAMILY = Family(
    "form",
    (
        Feature(
            "channel",
            "category",
            ("applications.channel",),
            "How the application was filed: at the counter, online, by Eazy Passport or at a service unit.",
            "Says how the other signals came about; a group visit explains a shared phone.",
            codes="channel",
            told=Told(
                "Way of filing: {value}.",
                "The way of filing is not known.",
                "channel",
            ),
        ),
        Feature(
            "same_day_request",
            "flag",
            ("applications.is_same_day",),
            "The same-day service was asked for.",
            "Urgency is weak and mostly benign; it is kept because it is on the form and names no one.",
            told=Told(
                "The same-day service was asked for.",
                "The ordinary service was asked for.",
                "haste",
            ),
        ),
        Feature(
            "group_application",
            "flag",
            ("applications.is_group",),
            "Filed together with others through one contact.",
            "Most groups are families, pilgrims or helped by a village; a model can tell them from a recruiter's.",
            told=Told(
                "Filed together with others through one contact.",
                "Not filed as a group.",
                "group",
            ),
        ),
        Feature(
            "lost_passport_claim",
            "flag",
            ("applications.kind",),
            "The old passport is reported as lost.",
            "Lost passports are examined by rule (article 41 of the passport regulation); weak, mostly benign.",
            told=Told(
                "The old passport is reported as lost.",
                "No passport is reported as lost.",
                "loss",
            ),
        ),
        Feature(
            "agency_unlicensed",
            "flag",
            ("applications.agency_id", "applications.agency_licensed"),
            "The agency named on the form holds no licence.",
            "Placement and pilgrimage agencies must be licensed; the licence is a public fact.",
            told=Told(
                "The agency named on the form holds no licence.",
                "No agency without a licence is named.",
                "agency",
            ),
        ),
        Feature(
            "purpose_without_itinerary",
            "flag",
            ("applications.purpose", "applications.has_itinerary"),
            "Holiday or family visit without papers that fit the journey.",
            "Used in practice, with care: people with little money show fewer papers, so its errors are audited.",
            told=Told(
                "Holiday or family visit without papers that fit the journey.",
                "The papers fit the journey, or none are asked for.",
                "journey",
            ),
        ),
        Feature(
            "days_to_departure",
            "amount",
            ("applications.departs_on", "applications.filed_at"),
            "Days from filing to the departure stated.",
            "A stated fact of the form that explains urgency; names no one.",
            unit="day",
            told=Told(
                "Days from filing to the stated departure: {value}.",
                "No departure is stated.",
                "departure",
            ),
        ),
    ),
    _from_the_form,
)
