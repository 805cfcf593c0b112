"""Triage on the same applicants: more conversations find no fewer and let nobody wait less; bad input is refused."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from simi_lab.cli import main
from simi_lab.errors import BadRequest, TableError
from simi_lab.i18n import catalog
from simi_lab.store import Run
from simi_lab.study.lanes import Frontier, frontier, kept_frontier
from simi_lab.study.lanes.bench import Bench, bench
from simi_lab.study.lanes.count import by_chance, count, risk_of
from simi_lab.study.lanes.words import headline, limits, lines, opening, shown

MONTHS = ["2024-09", "2024-10"]


@pytest.fixture(scope="module")
def fitted(mungil: Run) -> Iterator[Run]:
    """The smallest world with a stand-in for its models: scores that follow the evidence, with a good deal of noise."""
    truth = mungil.truth("truth_applications").select("application_id", "posterior").collect()
    noise = np.random.default_rng(5).uniform(0.3, 1.0, truth.height)
    scores = truth.select("application_id", score=pl.col("posterior") * pl.Series(noise), model=pl.lit("glass_box"))
    features = truth.select(
        "application_id",
        agency_unlicensed=pl.col("application_id") % 5 == 0,
        work_without_recommendation=pl.lit(False),
        phone_others_90d=pl.lit(0),
        phone_same_trip_share=pl.lit(0.0),
        purpose_without_itinerary=pl.lit(False),
    )
    model = SimpleNamespace(
        path=Path("risk-stand-in"),
        scores=scores.lazy(),
        features=features.lazy(),
        evaluation=SimpleNamespace(facts={"test_months": MONTHS}),
    )
    with pytest.MonkeyPatch.context() as patch:
        for module in ("lanes.curve", "lanes.bench"):
            patch.setattr(f"simi_lab.study.{module}.risk_model", lambda run: model)
        patch.setattr("simi_lab.study.lanes.curve.derived_current", lambda run, kind: model)
        patch.setattr("simi_lab.study.lanes.curve.REPLICATIONS", 3)
        yield mungil


@pytest.fixture(scope="module")
def stand(fitted: Run) -> Bench:
    return bench(fitted)


@pytest.fixture(scope="module")
def found(fitted: Run) -> Frontier:
    return frontier(fitted, replications=3)


def curve(found: Frontier, *, more: int = 0, hurried: bool = False) -> pl.DataFrame:
    is_it = (pl.col("more_interviewers") == more) & (pl.col("hurried") == hurried) & pl.col("capacity").is_not_null()
    return found.points.filter(is_it).sort("capacity")


def test_more_conversations_find_no_fewer_and_let_nobody_wait_less(found: Frontier) -> None:
    for more in (0, 1, 2):
        points = curve(found, more=more)
        assert points.height >= 4
        assert (points["found"].diff().drop_nulls() >= 0).all()
        assert (points["found_random"].diff().drop_nulls() > 0).all()
        assert (points["wait_min"].diff().drop_nulls() >= 0).all()
        assert (points["found"] + points["missed"] == found.facts["n_at_risk"]).all()


def test_more_interviewers_and_shorter_conversations_shorten_the_wait(found: Frontier) -> None:
    today, more, hurried = curve(found), curve(found, more=1), curve(found, hurried=True)
    assert (more["wait_min"] < today["wait_min"]).all()
    assert (hurried["wait_min"] < today["wait_min"]).all()
    assert (hurried["held"] <= today["held"]).all()


def test_changes_are_from_the_office_without_triage(found: Frontier) -> None:
    none = found.point(None)
    assert (none["wait_min_change"], none["wait_min_low"], none["wait_min_high"]) == (0, 0, 0)
    for row in found.points.iter_rows(named=True):
        assert row["wait_min"] - none["wait_min"] == pytest.approx(row["wait_min_change"], abs=1e-9)
        assert row["wait_min_low"] <= row["wait_min_change"] <= row["wait_min_high"]
        assert row["lead_days_change"] == 0


def test_the_best_settings_are_those_that_no_other_beats(found: Frontier) -> None:
    rows = found.points.filter(~pl.col("hurried")).to_dicts()
    for mine in rows:
        beaten = any(
            (rival["found"], -rival["wait_min"], -rival["more_interviewers"])
            != (mine["found"], -mine["wait_min"], -mine["more_interviewers"])
            and rival["found"] >= mine["found"]
            and rival["wait_min"] <= mine["wait_min"]
            and rival["more_interviewers"] <= mine["more_interviewers"]
            for rival in rows
        )
        assert mine["is_best"] is not beaten


def test_without_capacity_there_is_only_the_direct_lane_and_the_lot(stand: Bench) -> None:
    lanes = stand.lanes(0, "glass_box")
    assert lanes.filter(~pl.col("is_audit"))["lane"].unique().to_list() == ["direct"]


def test_more_room_than_applicants_meets_everyone(stand: Bench) -> None:
    told = count(stand, stand.lanes(500, "glass_box"), stand.table)
    assert (told.missed, told.lanes["direct"]) == (0, 0)
    assert told.found + told.in_vain == told.n
    assert by_chance(stand, 500) == pytest.approx(told.found)


def test_lots_find_what_random_scores_find_on_average(stand: Bench) -> None:
    rng = np.random.default_rng(3)
    tries = []
    for _ in range(60):
        random = pl.Series(rng.uniform(0, 1, stand.table.height))
        lanes = dataclasses.replace(stand, score={"random": random}).lanes(2, "random")
        tries.append(count(stand, lanes, stand.table).found)
    spread = float(np.std(tries, ddof=1)) / len(tries) ** 0.5
    assert abs(float(np.mean(tries)) - by_chance(stand, 2)) < 4 * spread


def test_victims_are_counted_apart_and_never_refused(stand: Bench) -> None:
    judged = stand.judged(stand.lanes(5, "glass_box"))
    victim = risk_of(stand.truth)[1]
    assert victim.any()
    assert "refuse" not in judged.filter(pl.Series(victim))["final_decision"].unique().to_list()


def test_an_office_whose_cases_have_no_lane_is_given_what_it_was_given_before(stand: Bench) -> None:
    none = stand.table.with_columns(lane=pl.lit(None, dtype=pl.String))
    with_column, without = (stand.intake(table) for table in (none, stand.table))
    for field in dataclasses.fields(with_column):
        np.testing.assert_array_equal(getattr(with_column, field.name), getattr(without, field.name))


def test_an_answer_is_kept_and_read_again(found: Frontier, fitted: Run) -> None:
    kept = kept_frontier(fitted)
    assert kept is not None
    assert kept.points.equals(found.points)
    assert kept.facts == found.facts


def test_one_capacity_more_joins_those_that_were_tried(found: Frontier, fitted: Run) -> None:
    wider = frontier(fitted, capacity=4, replications=3)
    assert wider.points.height == found.points.height + 4
    assert found.point(3)["found"] <= wider.point(4)["found"] <= found.point(5)["found"]
    assert found.point(3)["wait_min"] <= wider.point(4)["wait_min"] <= found.point(5)["wait_min"]


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"capacity": -1.0}, "capacity"),
        ({"capacity": float("nan")}, "capacity"),
        ({"model": "oracle"}, "model"),
        ({"replications": 1}, "replications"),
    ],
)
def test_what_cannot_be_tried_is_refused(fitted: Run, asked: dict[str, object], word: str) -> None:
    with pytest.raises(BadRequest, match=word):
        frontier(fitted, **asked)  # type: ignore[arg-type]


def test_applicants_without_a_score_are_refused(stand: Bench) -> None:
    holes = (
        stand.score["glass_box"]
        .to_frame("s")
        .with_columns(s=pl.when(pl.int_range(pl.len()) > 3).then(pl.col("s")))["s"]
    )
    with pytest.raises(TableError, match="score"):
        dataclasses.replace(stand, score={"glass_box": holes}).lanes(2, "glass_box")


def test_a_world_without_applicants_in_the_test_months_is_refused(fitted: Run, monkeypatch) -> None:
    later = SimpleNamespace(evaluation=SimpleNamespace(facts={"test_months": ["2031-01"]}))
    monkeypatch.setattr("simi_lab.study.lanes.bench.risk_model", lambda run: later)
    with pytest.raises(BadRequest, match="test months"):
        bench(fitted)


def test_counts_of_few_persons_are_hidden_with_what_would_tell_them(found: Frontier) -> None:
    hidden = shown(found.points)
    for together in (("found", "missed"), ("found_victims", "missed_victims", "protected")):
        small = found.points.select(pl.any_horizontal(pl.col(together).is_between(1, 4))).to_series().to_numpy()
        assert small.any()
        for name in together:
            assert (hidden[name].is_null().to_numpy() == small).all()


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_setting_is_told_in_sentences(found: Frontier, lang: str) -> None:
    told = [opening(found, lang), headline(found, 3, lang), *lines(found, 3, lang), *limits(found, lang)]
    assert all(line and "{" not in line for line in told)
    if lang == "id":
        assert not set(told) & set(catalog("id"))


def test_the_command_prints_sentences_and_json(fitted: Run, found: Frontier, capsys, monkeypatch) -> None:
    monkeypatch.setenv("SIMI_LAB_LANG", "en")
    asked = ["risk", "triage", str(fitted.path), "--replications", "3"]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert "conversations a day" in told and "Interviewers as today" in told
    assert main([*asked, "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["synthetic"] is True
    assert len(plain["points"]) == found.points.height
    assert main(["risk", "triage", str(fitted.path), "--capacity", "-2"]) == 2
