"""What conversations in lanes find, with the same random words as without lanes."""

from __future__ import annotations

import polars as pl
import pytest

from simi_lab.decide import verdicts
from simi_lab.scenario.load import resolve
from simi_lab.scenario.model import Scenario
from simi_lab.schema import enum, polars_schema

N = 12_000


@pytest.fixture(scope="module")
def world() -> tuple[Scenario, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """A third each: ordinary, victims of a recruiter, second identities that the duplicate search meets."""
    scenario = Scenario.model_validate(resolve("kotabumi").plain)
    kind = pl.Series([i % 3 for i in range(N)])
    truth = pl.DataFrame(
        {
            "application_id": range(N),
            "typology": kind.replace_strict({0: "none", 1: "pmi_group", 2: "two_identities"}),
            "is_positive": kind > 0,
            "twin_of": pl.Series([None] * N, dtype=pl.String),
            "ring_id": kind.cast(pl.Int64),
            "right_action": kind.replace_strict({0: "issue", 1: "protect_and_refer", 2: "investigate"}),
            "ring_role": kind.replace_strict({0: "none", 1: "member", 2: "second_identity"}),
            "is_linked": kind == 2,
            "posterior": pl.Series([0.5] * N),
            "posterior_protect": pl.Series([0.5] * N),
        }
    ).cast(polars_schema("truth_applications"))
    applications = truth.select("application_id", duplicate_hit=kind == 2, in_group=pl.lit(False))
    return scenario, applications, pl.DataFrame(schema=polars_schema("documents")), truth


def judged(world: tuple[Scenario, pl.DataFrame, pl.DataFrame, pl.DataFrame], lane: str | None) -> pl.DataFrame:
    scenario, applications, documents, truth = world
    lanes = pl.Series([lane] * N, dtype=enum("lane"))
    return verdicts(scenario, applications, documents, truth, lanes=lanes).frame.with_columns(
        positive=truth["is_positive"], action=truth["right_action"].cast(pl.String)
    )


def test_cases_without_a_lane_are_judged_as_ever(world) -> None:
    as_ever = verdicts(*world).frame
    assert judged(world, None).select(as_ever.columns).equals(as_ever)


@pytest.mark.parametrize("lane", ["look", "clarify", "protect"])
def test_who_is_taken_aside_is_doubted_no_less(world, lane: str) -> None:
    before, after = (judged(world, each)["needs_clarification"] for each in (None, lane))
    assert (after | ~before).all()
    assert after.sum() > before.sum()


def test_a_hurried_conversation_doubts_no_more(world) -> None:
    before, after = (judged(world, each)["needs_clarification"] for each in (None, "direct"))
    assert (before | ~after).all()
    assert after.sum() < before.sum()


@pytest.mark.parametrize("lane", [None, "direct", "look", "clarify", "protect"])
def test_a_victim_is_never_refused(world, lane: str | None) -> None:
    victims = judged(world, lane).filter(pl.col("action") == "protect_and_refer")
    assert "refuse" not in victims["final_decision"].unique().to_list()


def test_doubts_in_a_lane_come_as_often_as_the_scenario_says(world) -> None:
    plan = world[0].triage
    found = judged(world, "protect").filter(pl.col("action") == "protect_and_refer")["needs_clarification"]
    share = plan.protect_found.value
    assert abs(float(found.mean()) - share) < 4 * (share * (1 - share) / found.len()) ** 0.5
    assert judged(world, "clarify")["needs_clarification"].all()
