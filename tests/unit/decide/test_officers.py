"""Officers doubt by their skill, and the office keeps what it decided."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from simi_lab.decide import Verdicts, recorded_labels, verdicts
from simi_lab.scenario.load import resolve
from simi_lab.scenario.model import Scenario
from simi_lab.schema import polars_schema

N = 40_000


@pytest.fixture(scope="module")
def judged() -> pl.DataFrame:
    """Applications a quarter each: ordinary, harmful group, its benign twin, second identity."""
    scenario = Scenario.model_validate(resolve("kotabumi").plain)
    kind = pl.Series([i % 4 for i in range(N)])
    truth = pl.DataFrame(
        {
            "application_id": range(N),
            "typology": kind.replace_strict({0: "none", 1: "pmi_group", 2: "none", 3: "two_identities"}),
            "is_positive": kind.is_in([1, 3]),
            "twin_of": kind.replace_strict({0: None, 1: None, 2: "pmi_group", 3: None}, return_dtype=pl.String),
            "ring_id": kind.cast(pl.Int64),
            "right_action": pl.Series(["issue"] * N),
            "ring_role": kind.replace_strict({0: "none", 1: "member", 2: "member", 3: "second_identity"}),
            "is_linked": kind == 3,
            "posterior": pl.Series([0.5] * N),
            "posterior_protect": pl.Series([0.5] * N),
        }
    ).cast(polars_schema("truth_applications"))
    applications = truth.select("application_id", duplicate_hit=kind == 3, in_group=pl.lit(False))
    documents = pl.DataFrame(schema=polars_schema("documents"))
    out = verdicts(scenario, applications, documents, truth).frame
    return out.with_columns(kind.alias("kind"))


@pytest.mark.parametrize(("kind", "share"), [(0, 0.012), (1, 0.60), (2, 0.12)])
def test_doubts_come_as_often_as_the_scenario_says(judged: pl.DataFrame, kind: int, share: float) -> None:
    mine = judged.filter(pl.col("kind") == kind)["needs_clarification"]
    assert abs(float(mine.mean()) - share) < 4 * (share * (1 - share) / mine.len()) ** 0.5  # type: ignore[arg-type]


def test_nobody_is_held_without_a_doubt_or_a_hit(judged: pl.DataFrame) -> None:
    held = judged.filter(pl.col("final_decision") != "approve")
    assert held.select((pl.col("needs_clarification") | pl.col("duplicate_hit")).all()).item()


def test_only_true_second_identities_are_refused(judged: pl.DataFrame) -> None:
    assert judged.filter(pl.col("final_decision") == "refuse")["kind"].unique().to_list() == [3]


def test_labels_need_an_ending_decision() -> None:
    frame = pl.DataFrame({"application_id": [1, 2, 3], "label": ["none", "pmi_nonprocedural", "pmi_nonprocedural"]})
    at = datetime(2025, 3, 1, tzinfo=UTC)
    decisions = pl.DataFrame(
        {
            "decision_id": [1, 2, 3],
            "application_id": [1, 2, 3],
            "point": ["interview"] * 3,
            "officer_id": [0, 0, 0],
            "decided_at": [at] * 3,
            "decision": ["approve", "postpone", "clarify"],
            "reason": ["consistent", "purpose_unclear", "purpose_unclear"],
        }
    ).cast(polars_schema("decisions"))
    labels = recorded_labels(Verdicts(frame), decisions)
    assert labels.select("application_id", pl.col("label").cast(pl.String)).rows() == [
        (1, "none"),
        (2, "pmi_nonprocedural"),
    ]
