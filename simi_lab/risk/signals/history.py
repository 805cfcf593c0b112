"""What the office already knew about this person or this contact when the application was filed."""

from __future__ import annotations

import polars as pl

from simi_lab.risk.asof.declare import Family, Feature, Told, View
from simi_lab.risk.asof.windows import AT, count_earlier, count_from_others


def _from_history(view: View) -> pl.DataFrame:
    form = view["applications"].join(
        view["people"].select("person_id", "nik"), on="person_id", how="left", maintain_order="left"
    )
    who = form.select("application_id", "nik", "phone", "household_id")
    held = _holds(view).join(who, on="application_id", how="inner")
    lost = form.filter(pl.col("kind").cast(pl.String) == "lost")
    found = view["labels"].filter(pl.col("label").cast(pl.String) != "none").join(who, on="application_id", how="inner")
    return form.select(
        "application_id",
        held_before=pl.Series(count_earlier(form, held, ["nik"], window_us=view.expiry_us) > 0),
        lost_claim_repeated=(pl.col("kind").cast(pl.String) == "lost")
        & pl.Series(count_earlier(form, lost, ["nik"]) > 0),
        phone_found_before=pl.Series(
            count_from_others(form, found, ["phone"], own="household_id", window_us=view.expiry_us)
        ),
    )


def _holds(view: View) -> pl.DataFrame:
    """Every moment at which an application was postponed or refused, from decisions and from the course of the case."""
    decided = view["decisions"].filter(pl.col("decision").cast(pl.String).is_in(("postpone", "refuse")))
    happened = view["events"].filter(pl.col("outcome").cast(pl.String).is_in(("postponed", "refused")))
    return pl.concat([decided.select("application_id", AT), happened.select("application_id", AT)])


FAMILY = Family(
    "history",
    (
        Feature(
            "held_before",
            "flag",
            ("people.nik", "decisions.decision", "events.outcome"),
            "An earlier application of this identity number was postponed or refused anywhere and has not expired.",
            "Offices share their lists of postponed applications; it expires, and the applicant may see it.",
            told=Told(
                "An earlier application was postponed or refused, and that has not expired.",
                "No earlier application was postponed or refused.",
                "hold",
            ),
        ),
        Feature(
            "lost_claim_repeated",
            "flag",
            ("people.nik", "applications.kind"),
            "This identity number reported a lost passport before.",
            "Repeated loss is examined in practice; weak, mostly benign.",
            told=Told(
                "A lost passport was reported before.",
                "No earlier loss was reported.",
                "loss",
            ),
        ),
        Feature(
            "phone_found_before",
            "count",
            ("applications.phone", "labels.label"),
            "Recorded findings among other households with the same phone that have not expired.",
            "A contact that brought people into harm before; it says nothing about the applicant and leads to help.",
            unit="application",
            told=Told(
                "{value} findings were recorded among other households with this phone.",
                "Nothing was found among other households with this phone.",
                "phone",
            ),
        ),
    ),
    _from_history,
)
