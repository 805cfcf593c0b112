"""Lanes by score and capacity: who is taken aside, who is looked at by lot, and what is refused."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from simi_lab.decide import ASIDE, assign_lanes, signs_of_danger
from simi_lab.errors import TableError
from simi_lab.scenario.triage import Triage

N, DAYS = 20_000, 400
PLAN = Triage()
SHARE = PLAN.audit_share.value


def cases(n_slots: int = 5, n: int = N) -> pl.DataFrame:
    """Fifty applicants a day whose scores are spread, every seventh with a sign."""
    place = np.arange(n, dtype=np.int64)
    score = ((place * 7_919) % 10_007) / 10_007
    return pl.DataFrame(
        {"application_id": place * 3, "score": score, "stratum": place % DAYS, "has_sign": place % 7 == 0}
    ).with_columns(n_slots=pl.lit(n_slots, dtype=pl.Int64))


def aside(lanes: pl.DataFrame) -> pl.Series:
    return lanes["lane"].cast(pl.String).is_in(list(ASIDE)) & ~lanes["is_audit"]


def test_without_capacity_only_the_lot_leads_out_of_the_direct_lane() -> None:
    lanes = assign_lanes(cases(0), PLAN, seed=1)
    assert not aside(lanes).any()
    assert lanes.filter(~pl.col("is_audit"))["lane"].unique().to_list() == ["direct"]


def test_the_highest_scores_of_each_day_are_taken_aside() -> None:
    table = cases(5)
    lanes = assign_lanes(table, PLAN, seed=1)
    both = table.with_columns(is_aside=aside(lanes))
    days = both.group_by("stratum").agg(
        n=pl.col("is_aside").sum(),
        lowest=pl.col("score").filter("is_aside").min(),
        highest=pl.col("score").filter(~pl.col("is_aside")).max(),
    )
    assert days["n"].unique().to_list() == [5]
    assert (days["lowest"] >= days["highest"]).all()


def test_more_room_than_applicants_takes_everyone_aside() -> None:
    lanes = assign_lanes(cases(1_000), PLAN, seed=1)
    assert aside(lanes).all()
    assert lanes["propensity"].unique().to_list() == [1.0]


def test_with_one_place_more_nobody_loses_one() -> None:
    few, more = (aside(assign_lanes(cases(n), PLAN, seed=1)) for n in (3, 4))
    assert (more | ~few).all()
    assert more.sum() == few.sum() + DAYS


def test_the_lot_is_as_large_as_declared_and_blind_to_the_score() -> None:
    table = cases(5).with_columns(assign_lanes(cases(5), PLAN, seed=1)["is_audit", "propensity"])
    direct = table.filter(pl.col("propensity") < 1)
    drawn = direct.filter("is_audit")
    spread = (SHARE * (1 - SHARE) / direct.height) ** 0.5
    assert abs(drawn.height / direct.height - SHARE) < 4 * spread
    assert direct["propensity"].unique().to_list() == [SHARE]
    sd = float(direct["score"].std()) / drawn.height**0.5  # type: ignore[arg-type]
    assert abs(float(drawn["score"].mean()) - float(direct["score"].mean())) < 4 * sd  # type: ignore[arg-type]


def test_weighted_by_its_propensity_the_lot_tells_of_all() -> None:
    """Mean of any column from those spoken with, each counted by one over its chance, is the mean of everyone."""
    table = cases(5).with_columns(assign_lanes(cases(5), PLAN, seed=1)["lane", "propensity"])
    seen = table.filter(pl.col("lane").cast(pl.String) != "direct")
    told = float((seen["score"] / seen["propensity"]).sum()) / table.height
    noise = float((seen["score"] / seen["propensity"]).pow(2).sum()) ** 0.5 / table.height
    assert abs(told - float(table["score"].mean())) < 4 * noise  # type: ignore[arg-type]


def test_signs_lead_to_protection_and_strong_evidence_to_clarification() -> None:
    table = cases(5).with_columns(assign_lanes(cases(5), PLAN, seed=1)["lane", "is_audit"])
    spoken = table.filter(pl.col("lane").cast(pl.String) != "direct")
    assert spoken.filter("has_sign")["lane"].unique().to_list() == ["protect"]
    plain = spoken.filter(~pl.col("has_sign"))
    strong = (pl.col("score") >= PLAN.clarify_from.value) & ~pl.col("is_audit")
    assert plain.filter(strong)["lane"].unique().to_list() == ["clarify"]
    assert plain.filter(~strong)["lane"].unique().to_list() == ["look"]


def test_equal_scores_go_by_lot_and_not_by_number() -> None:
    table = cases(5).with_columns(score=pl.lit(0.01))
    mean = float(table.filter(aside(assign_lanes(table, PLAN, seed=1)))["application_id"].mean())  # type: ignore[arg-type]
    spread = 3 * N / 12**0.5 / (5 * DAYS) ** 0.5
    assert abs(mean - 3 * (N - 1) / 2) < 4 * spread


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"score": pl.lit(None, dtype=pl.Float64)}, "score"),
        ({"score": pl.lit(1.2)}, "score"),
        ({"n_slots": pl.lit(-1, dtype=pl.Int64)}, "n_slots"),
        ({"application_id": pl.lit(1, dtype=pl.Int64)}, "application_id"),
        (None, "has_sign"),
    ],
)
def test_what_cannot_be_triaged_is_refused(change: dict[str, pl.Expr] | None, word: str) -> None:
    table = cases(2, n=40)
    wrong = table.drop("has_sign") if change is None else table.with_columns(**change)
    with pytest.raises(TableError) as refused:
        assign_lanes(wrong, PLAN, seed=1)
    assert any(word in fault.where for fault in refused.value.faults)


def test_nobody_is_nobody() -> None:
    assert assign_lanes(cases(3, n=0), PLAN, seed=1).is_empty()


def test_signs_need_the_features_that_they_read() -> None:
    features = pl.DataFrame(
        {
            "agency_unlicensed": [True, False, False, False],
            "work_without_recommendation": [False, False, False, False],
            "phone_others_90d": [0, 2, 1, 0],
            "phone_same_trip_share": [0.0, 0.5, 0.0, 0.0],
            "purpose_without_itinerary": [False, False, True, True],
        }
    )
    assert signs_of_danger(features).to_list() == [True, True, True, False]
    with pytest.raises(TableError, match="phone_others_90d"):
        signs_of_danger(features.drop("phone_others_90d"))
