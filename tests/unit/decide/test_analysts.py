"""An officer beside a score: the two ends of the pull, errors found again from the truth, fatigue, learning, kinds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from simi_lab.decide import decides, team_of
from simi_lab.decide.analysts import Analyst
from simi_lab.errors import TableError
from simi_lab.scenario.officers import KINDS, Officers

N = 20_000
PLAN = Officers()
TIRED = Analyst(fatigue=0.1, learning=0.05, learnt=0.8)


@pytest.fixture(scope="module")
def cases() -> pl.DataFrame:
    """A third at risk, of two patterns; a verdict of the score that is wrong in a fifth of all cases."""
    place = np.arange(N)
    positive = place % 3 == 0
    return pl.DataFrame(
        {
            "is_positive": positive,
            "pattern": np.where(positive, np.where(place % 2 == 0, "pmi_group", "queue_broker"), "none"),
            "error": np.where(positive, 0.4, 0.1),
            "is_far": place % 4 == 0,
            "model_stops": positive ^ (place % 5 == 0),
        }
    )


def stops(analyst: Analyst, cases: pl.DataFrame, *, hours: float = 0.0, n_before: int = 0, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return decides(
        analyst,
        cases,
        hours=np.full(cases.height, hours),
        n_before=np.full(cases.height, n_before),
        follow=rng.uniform(size=cases.height),
        own=rng.uniform(size=cases.height),
    )


def share(wrong: np.ndarray, among: np.ndarray) -> float:
    return float(wrong[among].mean())


def test_a_full_pull_is_the_model_whatever_the_officer_can_do(cases: pl.DataFrame) -> None:
    for skill in (0.5, 1.5):
        found = stops(Analyst(pull=1.0, skill=skill), cases, hours=8)
        np.testing.assert_array_equal(found, cases["model_stops"].to_numpy())


def test_without_a_pull_or_with_refusal_the_score_does_not_matter(cases: pl.DataFrame) -> None:
    turned = cases.with_columns(model_stops=~pl.col("model_stops"))
    for analyst in (Analyst(pull=0.0), Analyst(pull=0.9, refusal=1.0)):
        np.testing.assert_array_equal(stops(analyst, cases), stops(analyst, turned))


@pytest.mark.parametrize(("pull", "refusal"), [(0.0, 0.0), (0.3, 0.0), (0.8, 0.25), (1.0, 0.0)])
def test_rates_of_error_are_those_of_officer_and_model_mixed(cases: pl.DataFrame, pull: float, refusal: float) -> None:
    found = stops(Analyst(pull=pull, refusal=refusal, skill=1.2), cases)
    positive, model = cases["is_positive"].to_numpy(), cases["model_stops"].to_numpy()
    follows = pull * (1 - refusal)
    for among, own in ((positive, 0.4 * 1.2), (~positive, 0.1 * 1.2)):
        wanted = (1 - follows) * own + follows * share(model != positive, among)
        spread = (wanted * (1 - wanted) / among.sum()) ** 0.5
        assert abs(share(found != positive, among) - wanted) < 4 * spread


def test_hours_bring_errors_and_practice_takes_some_away(cases: pl.DataFrame) -> None:
    """With the same uniforms whoever errs when fresh errs when tired, and fewer err with practice, down to a floor."""
    positive = cases["is_positive"].to_numpy()
    fresh, tired, skilled, old = (
        stops(TIRED, cases, hours=hours, n_before=n) != positive
        for hours, n in ((0, 0), (8, 0), (0, 300), (0, 100_000))
    )
    assert (tired | ~fresh).all() and tired.sum() > fresh.sum()
    assert (fresh | ~skilled).all() and fresh.sum() > skilled.sum()
    assert (skilled | ~old).all()
    floor = TIRED.learnt * 0.4
    assert abs(share(old, positive) - floor) < 4 * (floor * (1 - floor) / positive.sum()) ** 0.5


def test_an_unfair_officer_doubts_those_far_away_and_nobody_else(cases: pl.DataFrame) -> None:
    positive, far = (cases[name].to_numpy() for name in ("is_positive", "is_far"))
    even, unfair = stops(Analyst(), cases), stops(Analyst(unfair_factor=3.0), cases)
    np.testing.assert_array_equal(even[positive | ~far], unfair[positive | ~far])
    assert abs(share(unfair, ~positive & far) - 0.3) < 0.03


def test_a_sparse_officer_misses_every_pattern_but_one(cases: pl.DataFrame) -> None:
    pattern = cases["pattern"].to_numpy()
    even, sparse = stops(Analyst(), cases), stops(Analyst(knows="pmi_group", sparse_factor=1.6), cases)
    np.testing.assert_array_equal(even[pattern != "queue_broker"], sparse[pattern != "queue_broker"])
    assert abs(share(~sparse, pattern == "queue_broker") - 0.64) < 0.04


@pytest.mark.parametrize("team", [1, 5, 9, 10, 50])
def test_a_team_has_its_kinds_in_their_shares(team: int) -> None:
    plan = PLAN.model_copy(update={"team": team})
    found = team_of(plan, ("pmi_group", "queue_broker"), seed=3)
    assert len(found) == team
    for kind in KINDS:
        assert abs(sum(a.kind == kind for a in found) - plan.kinds.values[kind] * team) < 1
    assert all((a.knows is not None) == (a.kind == "sparse") for a in found)
    assert found == team_of(plan, ("pmi_group", "queue_broker"), seed=3)


def test_what_cannot_be_decided_is_refused(cases: pl.DataFrame) -> None:
    few = cases.head(5)
    nothing = np.zeros(5)
    given = {"hours": nothing, "n_before": nothing.astype(np.int64), "follow": nothing, "own": nothing}
    with pytest.raises(TableError, match="model_stops"):
        decides(Analyst(), few.drop("model_stops"), **given)
    with pytest.raises(TableError, match="error"):
        decides(Analyst(), few.with_columns(error=pl.lit(None, dtype=pl.Float64)), **given)
    with pytest.raises(TableError, match="own"):
        decides(Analyst(), few, **given | {"own": np.zeros(4)})
    assert decides(Analyst(), few.clear(), **{name: values[:0] for name, values in given.items()}).size == 0


def test_nobody_is_always_wrong(cases: pl.DataFrame) -> None:
    worst = replace(TIRED, skill=1.8, sparse_factor=9.0, knows="none")
    errors = worst.errors(cases, np.full(N, 24.0), np.zeros(N, dtype=np.int64))
    assert errors.max() < 1
