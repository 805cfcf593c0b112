"""Ways to share out the cases, on the same cases and words."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from simi_lab.cli import main
from simi_lab.errors import BadRequest
from simi_lab.scenario.officers import Officers
from simi_lab.store import Run
from simi_lab.study.lanes.bench import Bench, bench
from simi_lab.study.lanes.cases import alerts
from simi_lab.study.lanes.officers import Shared, share_out
from simi_lab.study.lanes.officers_words import limits, lines, officer_rows, opening, way_rows
from simi_lab.study.lanes.shares import places_of

MONTHS = [f"2024-{month:02}" for month in range(3, 11)]


@pytest.fixture(scope="module")
def fitted(mungil: Run):
    """The smallest world with a stand-in for its models: the evidence, with a good deal of noise."""
    truth = mungil.truth("truth_applications").select("application_id", "posterior").collect()
    noise = np.random.default_rng(5).uniform(0.3, 1.0, truth.height)
    features = truth.select(
        "application_id",
        agency_unlicensed=pl.col("application_id") % 5 == 0,
        work_without_recommendation=pl.lit(False),
        phone_others_90d=pl.lit(0),
        phone_same_trip_share=pl.lit(0.0),
        purpose_without_itinerary=pl.lit(False),
    )
    scores = truth.select("application_id", score=pl.col("posterior") * pl.Series(noise), model=pl.lit("glass_box"))
    facts = SimpleNamespace(facts={"test_months": MONTHS})
    model = SimpleNamespace(scores=scores.lazy(), features=features.lazy(), evaluation=facts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("simi_lab.study.lanes.bench.risk_model", lambda run: model)
        yield mungil


@pytest.fixture(scope="module")
def stand(fitted: Run) -> Bench:
    return bench(fitted)


@pytest.fixture(scope="module")
def shared(fitted: Run) -> Shared:
    return share_out(fitted, replications=10)


def test_alerts_are_the_highest_scores_of_each_month(stand: Bench) -> None:
    found = alerts(stand, "glass_box")
    both = pl.concat([found.practice, found.test])
    scores = stand.table.select("application_id", month=pl.col("filed_at").dt.strftime("%Y-%m")).with_columns(
        score=stand.score["glass_box"], is_alert=pl.col("application_id").is_in(both["application_id"].implode())
    )
    inside = scores.filter(pl.Series(stand.in_window))
    share = float(inside["is_alert"].mean())  # type: ignore[arg-type]
    assert abs(share - stand.scenario.officers.alert_share.value) < 0.03
    assert found.practice["month"].max() < found.test["month"].min()  # type: ignore[operator]
    picked, left = (float(inside.filter(pl.col("is_alert") == is_in)["score"].mean()) for is_in in (True, False))  # type: ignore[arg-type]
    assert picked > left


def test_scores_are_rescaled_to_the_risk_of_the_practice_set(stand: Bench) -> None:
    found = alerts(stand, "glass_box")
    assert float(found.practice["p"].sum()) <= found.practice["is_positive"].sum() + 1e-9


def test_what_is_expected_to_cost_least_is_the_plan_for_the_whole_month(shared: Shared) -> None:
    expected = {name: way["expected"]["value"] for name, way in shared.ways.items()}
    assert expected["exact"] <= expected["greedy"] + 1e-9
    assert expected["greedy"] <= expected["model_only"] + 1e-9
    assert expected["exact"] < expected["random"]


def test_costs_are_those_of_the_persons_missed_and_stopped(shared: Shared) -> None:
    facts = shared.facts
    for way in shared.ways.values():
        cost = way["missed"] * facts["cost_missed"] + way["stopped"] * facts["cost_stopped"]
        assert way["realised"]["value"] == pytest.approx(100 * cost / facts["n_cases"])
        change = way["realised"]["value"] - shared.ways["random"]["realised"]["value"]
        assert way["beside_random"]["value"] == pytest.approx(change)
    assert shared.ways["model_only"]["realised"]["low"] == shared.ways["model_only"]["realised"]["high"]


def test_officers_take_what_they_can_and_no_more(shared: Shared) -> None:
    most = shared.facts["capacity_share"] * shared.facts["n_cases"] + shared.facts["n_months"]
    assert shared.ways["model_only"]["by_officers"] == 0
    assert 0 < shared.ways["random"]["by_officers"] <= most
    assert shared.ways["exact"]["by_officers"] <= shared.ways["random"]["by_officers"]
    assert places_of(25, Officers()).tolist() == [2, 2, 2, 1, 1, 1, 1, 1, 1]


def test_a_world_without_anyone_at_risk_cannot_measure_officers(stand: Bench) -> None:
    from dataclasses import replace

    nobody = replace(stand, truth=stand.truth.with_columns(is_positive=pl.lit(False)))
    with pytest.raises(BadRequest, match="practice"):
        alerts(nobody, "glass_box")


@pytest.mark.parametrize("lang", ["id", "en"])
def test_sharing_out_is_told_in_sentences(shared: Shared, lang: str) -> None:
    told = [opening(shared, lang), *lines(shared, lang), *limits(shared, lang)]
    assert all(line and "{" not in line for line in told)
    assert len(way_rows(shared, lang)) == 6
    assert len({len(row) for row in officer_rows(shared, lang)}) == 1


def test_the_command_compares_officers(fitted: Run, capsys, monkeypatch) -> None:
    monkeypatch.setenv("SIMI_LAB_LANG", "en")
    asked = ["risk", "triage", str(fitted.path), "--officers", "--replications", "3"]
    assert main(asked) == 0
    assert "Cheapest" in capsys.readouterr().out
    assert main([*asked, "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["synthetic"] is True
    assert set(plain["ways"]) == {"model_only", "officer_only", "random", "greedy", "exact"}
    assert main(["risk", "triage", str(fitted.path), "--officers", "--replications", "1"]) == 2
