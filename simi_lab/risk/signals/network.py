"""How many others came earlier with the same phone, e-mail or address."""

from __future__ import annotations

import polars as pl

from simi_lab.risk.asof.declare import Family, Feature, Told, View
from simi_lab.risk.asof.windows import DAY_US, count_from_others

_MONTH, _QUARTER = 30 * DAY_US, 90 * DAY_US
_TRIP = ["phone", "destination", "week"]


def _from_contacts(view: View) -> pl.DataFrame:
    form = view["applications"].with_columns(week=pl.col("departs_on").dt.truncate("1w"))
    form = form.join(view["households"], on="household_id", how="left", maintain_order="left")
    phones = count_from_others(form, form, ["phone"], own="household_id", window_us=_QUARTER)
    trips = count_from_others(form, form, _TRIP, own="household_id", window_us=_QUARTER)
    return form.select(
        "application_id",
        phone_others_30d=pl.Series(count_from_others(form, form, ["phone"], own="household_id", window_us=_MONTH)),
        phone_others_90d=pl.Series(phones),
        phone_same_trip_90d=pl.Series(trips),
        phone_same_trip_share=pl.Series(trips / phones.clip(min=1)),
        email_others_90d=pl.Series(count_from_others(form, form, ["email"], own="household_id", window_us=_QUARTER)),
        address_others_90d=pl.Series(
            count_from_others(form, form, ["address"], own="household_id", window_us=_QUARTER)
        ),
    )


_SHARED = "Same contact as many other applicants: a network signal used in practice; families and helpers share too."
_JOINTLY = "A destination is never a signal alone; here only whether others on the same phone go to the same place."


FAMILY = Family(
    "network",
    (
        Feature(
            "phone_others_30d",
            "count",
            ("applications.phone",),
            "Applications of other households with the same phone in the 30 days before.",
            _SHARED,
            unit="application",
            told=Told(
                "{value} applications of other households used the same phone in the 30 days before.",
                "No other household used this phone in the 30 days before.",
                "phone",
            ),
        ),
        Feature(
            "phone_others_90d",
            "count",
            ("applications.phone",),
            "Applications of other households with the same phone in the 90 days before.",
            _SHARED,
            unit="application",
            told=Told(
                "{value} applications of other households used the same phone in the 90 days before.",
                "No other household used this phone in the 90 days before.",
                "phone",
            ),
        ),
        Feature(
            "phone_same_trip_90d",
            "count",
            ("applications.phone", "applications.destination", "applications.departs_on"),
            "Of those, applications for the same destination and departure week.",
            _JOINTLY,
            unit="application",
            told=Told(
                "{value} others on the same phone go to the same destination in the same week.",
                "No other on the same phone goes to the same destination in the same week.",
                "phone",
            ),
        ),
        Feature(
            "phone_same_trip_share",
            "share",
            ("applications.phone", "applications.destination", "applications.departs_on"),
            "Share of those on the same phone that go to the same destination in the same week; 0 if there are none.",
            _JOINTLY,
            told=Told(
                "{value} of the others on the same phone share destination and week of departure.",
                "None of the others on the same phone shares the journey.",
                "phone",
            ),
        ),
        Feature(
            "email_others_90d",
            "count",
            ("applications.email",),
            "Applications of other households with the same e-mail in the 90 days before.",
            _SHARED,
            unit="application",
            told=Told(
                "{value} applications of other households used the same e-mail in the 90 days before.",
                "No other household used this e-mail in the 90 days before.",
                "email",
            ),
        ),
        Feature(
            "address_others_90d",
            "count",
            ("households.address",),
            "Applications of other households with the same recorded address in the 90 days before.",
            _SHARED,
            unit="application",
            told=Told(
                "{value} applications of other households gave the same address in the 90 days before.",
                "No other household gave this address in the 90 days before.",
                "address",
            ),
        ),
    ),
    _from_contacts,
)
