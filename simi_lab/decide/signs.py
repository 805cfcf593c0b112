"""Signs of trafficking: written sentences about form and contacts, for which people are protected, not refused."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from simi_lab.errors import Fault, TableError


@dataclass(frozen=True)
class Sign:
    """A sentence about an application that speaks of danger for the applicant.

    Parameters
    ----------
    sentence : English, translated by `i18n`
    columns : features that it reads
    holds : polars expression over the feature frame
    """

    sentence: str
    columns: tuple[str, ...]
    holds: pl.Expr


SIGNS: tuple[Sign, ...] = (
    Sign("The agency named on the form holds no licence.", ("agency_unlicensed",), pl.col("agency_unlicensed")),
    Sign(
        "Work abroad is the purpose, and there is no letter of recommendation.",
        ("work_without_recommendation",),
        pl.col("work_without_recommendation"),
    ),
    Sign(
        "At least two others came on the same phone in 90 days, and go to the same place in the same week.",
        ("phone_others_90d", "phone_same_trip_share"),
        (pl.col("phone_others_90d") >= 2) & (pl.col("phone_same_trip_share") >= 0.5),
    ),
    Sign(
        "Holiday or family visit without papers that fit, on a phone that another household used too.",
        ("purpose_without_itinerary", "phone_others_90d"),
        pl.col("purpose_without_itinerary") & (pl.col("phone_others_90d") >= 1),
    ),
)
"""Published indicators that a model may use; none is proof, and each fits honest pilgrims and helpers as well."""


def signs_of_danger(features: pl.DataFrame) -> pl.Series:
    """Whether any sign holds, per row of a feature frame.

    Parameters
    ----------
    features : reads the columns that `SIGNS` name, as they were known on the day

    Raises
    ------
    TableError
        A column is missing.

    Randomness : none.   Source : indicators published by immigration offices, of the kind that a model may use.
    """
    needed = sorted({column for sign in SIGNS for column in sign.columns})
    if missing := [name for name in needed if name not in features.columns]:
        raise TableError([Fault(f"features.{name}", "the column is missing.") for name in missing])
    return features.select(has_sign=pl.any_horizontal(sign.holds.fill_null(False) for sign in SIGNS)).to_series()
