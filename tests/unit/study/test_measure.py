"""What the faces read agrees with the run, and the twin comparison compares the same people."""

from __future__ import annotations

import polars as pl
import pytest

from simi_lab.measures import describe_bins
from simi_lab.store import Run
from simi_lab.study import aggregates
from simi_lab.study.measure import Aggregates


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
    for metric in promise["metrics"].values():
        assert metric["ratio"]["low"] <= metric["ratio"]["value"] <= metric["ratio"]["high"]
        assert metric["ratio"]["n"] == 3
    wait = promise["metrics"]["wait_min"]
    assert (promise["verdict"] == "reached") == (wait["ratio"]["high"] <= 0.5)


def test_a_second_reading_gives_the_same_and_makes_nothing(mungil: Run, figures: Aggregates) -> None:
    again = aggregates(mungil, replications=3)
    assert again.service_bins.equals(figures.service_bins)
    assert again.promise == figures.promise
