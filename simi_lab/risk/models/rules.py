"""The rule of thumb: a few sentences with points, as an experienced officer would write them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray


@dataclass(frozen=True)
class Rule:
    """Points for an application to which a sentence applies.

    Parameters
    ----------
    sentence : English, translated by `i18n`
    points : added when it applies
    holds : polars expression over the feature frame
    """

    sentence: str
    points: int
    holds: pl.Expr


RULES: tuple[Rule, ...] = (
    Rule(
        "Three or more others on the same phone in 90 days, most of them to the same place in the same week.",
        3,
        (pl.col("phone_others_90d") >= 3) & (pl.col("phone_same_trip_share") >= 0.5),
    ),
    Rule("Another household came on the same phone in 90 days.", 1, pl.col("phone_others_90d") >= 1),
    Rule("The agency holds no licence.", 2, pl.col("agency_unlicensed")),
    Rule("The same name and birth date came under another identity number.", 3, pl.col("same_person_other_nik") >= 1),
    Rule(
        "The same name and nearly the same birth date came under another number.",
        1,
        pl.col("near_person_other_nik") >= 1,
    ),
    Rule("An earlier application was postponed or refused.", 2, pl.col("held_before")),
    Rule("Someone on the same phone was found before.", 2, pl.col("phone_found_before") >= 1),
    Rule("Work abroad without a letter of recommendation.", 1, pl.col("work_without_recommendation")),
    Rule("Holiday or family visit without papers that fit.", 1, pl.col("purpose_without_itinerary")),
    Rule("A check of the papers failed.", 1, pl.any_horizontal("nik_check_failed", "name_differs", "mrz_check_failed")),
    Rule("A lost passport, and not for the first time.", 1, pl.col("lost_claim_repeated")),
)


def rule_points(frame: pl.DataFrame) -> NDArray[np.float64]:
    """Sum of the points of the rules that apply to each row, shape (n_applications,)."""
    points = pl.sum_horizontal(rule.holds.cast(pl.Float64) * rule.points for rule in RULES)
    return frame.select(points.alias("points")).to_series().to_numpy()
