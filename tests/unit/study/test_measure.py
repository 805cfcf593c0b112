"""What the faces read agrees with the run, and the twin comparison compares the same people."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from simi_lab.measures import describe_bins
from simi_lab.store import Run
from simi_lab.study import aggregates, make
from simi_lab.study.causes import causes, make_causes
from simi_lab.study.measure import Aggregates, promise


@pytest.fixture(scope="module")
def figures(mungil: Run) -> Aggregates:
    return aggregates(mungil, replications=3)


def test_every_application_is_counted_once(mungil: Run, figures: Aggregates) -> None:
    assert figures.service_counts["n_applications"].sum() == mungil.table("applications").collect().height


def test_every_answer_of_the_survey_is_counted(mungil: Run, figures: Aggregates) -> None:
    surveys = mungil.table("surveys").collect()
    answers = sum(surveys[f"u{i}"].drop_nulls().len() for i in range(1, 10))
    assert figures.skm_bins["n"].sum() == answers


def test_bins_give_the_waits_of_the_events(mungil: Run, figures: Aggregates) -> None:
    from simi_lab.study.block import case_rows, extent_of, prepare
    from simi_lab.study.measure import scenario_of

    scenario = scenario_of(mungil)
    desk = prepare(scenario, extent_of(scenario, None), 0)
    rows = case_rows(scenario, desk, mungil.table("events").collect())
    told = describe_bins(figures.service_bins.filter(pl.col("metric") == "wait_min"))
    exact = rows["wait_min"].drop_nulls()
    assert told["n"].sum() == exact.len()
    assert abs(told["mean"].item() - exact.mean()) <= 1.0  # type: ignore[operator]


def test_the_promise_speaks_of_the_same_applicants_with_an_interval(figures: Aggregates) -> None:
    promise = figures.promise
    assert promise["verdict"] in ("reached", "not_reached")
    for name in ("wait_min", "lead_days", "total_days", "work_days", "visits", "travel_hours"):
        metric = promise["metrics"][name]
        assert metric["ratio"]["low"] <= metric["ratio"]["value"] <= metric["ratio"]["high"]
        assert metric["ratio"]["n"] == promise["replications"] == 3
    wait = promise["metrics"]["wait_min"]
    assert (promise["verdict"] == "reached") == (wait["ratio"]["high"] <= 0.5)


def test_the_promise_is_what_the_comparison_of_the_scenario_says(figures: Aggregates) -> None:
    from simi_lab.study.compare import compare

    found = compare("mungil", changes=["simi"], replications=3, split=False)
    assert all(told == found["metrics"][name] for name, told in figures.promise["metrics"].items())
    assert figures.promise["judged"] == found["verdict"]
    assert figures.promise["districts"] == found["districts"]


def test_the_promise_of_a_changed_world_is_about_that_world(world_home: Path) -> None:
    run = make("mungil", changes=["gangguan_pdns"], applications=200, out=world_home / "berubah")
    told = promise(run, replications=2)
    assert told["n_applicants"] == run.table("applications").collect().height
    plain = promise(make("mungil", applications=200, out=world_home / "biasa"), replications=2)
    assert told["metrics"]["total_days"]["before"] > plain["metrics"]["total_days"]["before"]


def test_the_causes_sum_to_what_the_promise_tells(mungil: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simi_lab.study.measure.REPLICATIONS", 2)
    monkeypatch.setattr("simi_lab.study.measure.aggregates", lambda run: aggregates(run, replications=2))
    assert causes(mungil) is None, "nobody waits for it"
    made = make_causes(mungil)
    assert causes(mungil) == made
    told = aggregates(mungil, replications=2).promise["metrics"]["wait_min"]["difference"]["value"]
    parts = [part["value"] for part in made["metrics"]["wait_min"]["parts"].values()]
    assert sum(parts) == pytest.approx(told)
    assert made["replications"] == 2


def test_a_second_reading_gives_the_same_and_makes_nothing(mungil: Run, figures: Aggregates) -> None:
    again = aggregates(mungil, replications=3)
    assert again.service_bins.equals(figures.service_bins)
    assert again.promise == figures.promise
