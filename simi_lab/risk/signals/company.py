"""What the others on the same contact brought, and whom an application hangs together with.

Ties that this world knows for applicants: phone, e-mail, address (see `network`) and the agency named on the form. It
has no guarantor of an applicant; guarantors stand behind stay permits of foreigners, which no model here scores.
"""

from __future__ import annotations

import polars as pl

from simi_lab import clock
from simi_lab.risk.asof.declare import Family, Feature, Told, View
from simi_lab.risk.asof.linked import linked_households
from simi_lab.risk.asof.windows import DAY_US, count_from_others

_MONTH, _QUARTER = 30 * DAY_US, 90 * DAY_US
_NIGHT_FROM, _NIGHT_UNTIL = 22 * 60 + 30, 5 * 60  # office-local minutes at which every office is long closed
# Countries that practitioners name. Source : press of Wonosobo, Karawang, Malang; never a sign by themselves.
_NAMED = ("MYS", "SAU", "ARE", "KHM", "MMR")


def _from_company(view: View) -> pl.DataFrame:
    local = clock.to_local(pl.col("filed_at"), view.zone)
    minute = local.dt.hour().cast(pl.Int32) * 60 + local.dt.minute()
    form = view["applications"].with_columns(
        night=(minute >= _NIGHT_FROM) | (minute < _NIGHT_UNTIL),
        unlicensed=pl.col("agency_id").is_not_null() & ~pl.col("agency_licensed").fill_null(True),
        unplanned=~pl.col("has_itinerary"),
    )

    def others(key: str, which: str | None = None, window: int = _QUARTER) -> pl.Series:
        facts = form if which is None else form.filter(which)
        return pl.Series(count_from_others(form, facts, [key], own="household_id", window_us=window))

    shared_email = others("email") > 0
    doubts = form["unplanned"].cast(pl.Int32) + form["unlicensed"].cast(pl.Int32) + (others("phone") > 0).cast(pl.Int32)
    named = form["destination"].cast(pl.String).is_in(_NAMED)
    tied = linked_households(form, ["phone", "email"], own="household_id", window_us=_QUARTER)
    return form.select(
        "application_id",
        contact_group_90d=pl.Series(tied),
        agency_others_30d=others("agency_id", window=_MONTH),
        phone_unplanned_90d=others("phone", "unplanned"),
        phone_unlicensed_90d=others("phone", "unlicensed"),
        email_same_day_90d=others("email", "is_same_day"),
        email_night_90d=others("email", "night"),
        night_on_shared_email=form["night"] & shared_email,
        destination_with_doubts=doubts * named.cast(pl.Int32),
    )


_TIED = "Ties of contacts are a network signal used in practice; families, helpers and parties are tied as well."
_OTHERS = "What others on the contact brought says what the contact is; it is no sign about the applicant alone."
_AGENCY = "The agency is a stated fact and its size is public; a large one is ordinary, so it counts only with others."
_JOINTLY = "A destination is never a sign alone; it counts only together with doubts that papers can settle."

FAMILY = Family(
    "company",
    (
        Feature(
            "contact_group_90d",
            "count",
            ("applications.phone", "applications.email"),
            "Other households that hang together with this one by shared phones and e-mails, in the 90 days before.",
            _TIED,
            unit="household",
            told=Told(
                "{value} other households hang together with this one by shared phones or e-mails.",
                "No other household hangs together with this one by a phone or an e-mail.",
                "phone",
            ),
        ),
        Feature(
            "agency_others_30d",
            "count",
            ("applications.agency_id",),
            "Applications of other households that named the same agency in the 30 days before.",
            _AGENCY,
            unit="application",
            told=Told(
                "{value} applications of other households named the same agency in the 30 days before.",
                "No agency is named, or no other household named it in the 30 days before.",
                "agency",
            ),
        ),
        Feature(
            "phone_unplanned_90d",
            "count",
            ("applications.phone", "applications.has_itinerary"),
            "Applications of other households with the same phone, without papers that fit the journey, in the 90 days "
            "before.",
            _OTHERS,
            unit="application",
            told=Told(
                "{value} others on the same phone showed no papers that fit the journey.",
                "No other on the same phone lacked papers for the journey.",
                "phone",
            ),
        ),
        Feature(
            "phone_unlicensed_90d",
            "count",
            ("applications.phone", "applications.agency_id", "applications.agency_licensed"),
            "Applications of other households with the same phone that named an agency without a licence, in the 90 "
            "days before.",
            _OTHERS,
            unit="application",
            told=Told(
                "{value} others on the same phone named an agency without a licence.",
                "No other on the same phone named an agency without a licence.",
                "phone",
            ),
        ),
        Feature(
            "email_same_day_90d",
            "count",
            ("applications.email", "applications.is_same_day"),
            "Applications of other households with the same e-mail that asked for the same-day service, in the 90 days "
            "before.",
            _OTHERS,
            unit="application",
            told=Told(
                "{value} others on the same e-mail asked for the same-day service.",
                "No other on the same e-mail asked for the same-day service.",
                "email",
            ),
        ),
        Feature(
            "email_night_90d",
            "count",
            ("applications.email", "applications.filed_at"),
            "Applications of other households with the same e-mail that were filed at night, in the 90 days before.",
            _OTHERS,
            unit="application",
            told=Told(
                "{value} others on the same e-mail were filed at night.",
                "No other on the same e-mail was filed at night.",
                "email",
            ),
        ),
        Feature(
            "night_on_shared_email",
            "flag",
            ("applications.email", "applications.filed_at"),
            "Filed at night, from half past ten to five, on an e-mail that other households used as well.",
            "Bookings made for strangers while the office is closed are a sign of brokers; a night shift is benign.",
            told=Told(
                "Filed at night on an e-mail that other households used as well.",
                "Not filed at night on a shared e-mail.",
                "email",
            ),
        ),
        Feature(
            "destination_with_doubts",
            "count",
            (
                "applications.destination",
                "applications.has_itinerary",
                "applications.agency_licensed",
                "applications.agency_id",
                "applications.phone",
            ),
            "For a destination that practitioners name: how many of three doubts are there (no papers that fit the "
            "journey, an agency without a licence, a phone shared with other households); 0 for other destinations.",
            _JOINTLY,
            unit="doubt",
            told=Told(
                "A destination that practitioners name, together with {value} doubts about papers, agency or phone.",
                "No destination that practitioners name together with a doubt.",
                "journey",
            ),
        ),
    ),
    _from_company,
)
