"""The targets of people hold in worlds of other seeds, and a world that leaves its plan is found out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from simi_lab import paths
from simi_lab.measures.targets import STRATA, Outcome, World, outcomes
from simi_lab.people import People, area_of, make_people
from simi_lab.scenario.model import Scenario
from simi_lab.scenario.number import Number
from simi_lab.scenario.targets import load_targets

from .conftest import MANY, scenario_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Only the targets of people: those of other rooms need tables that are not made here."""
    shutil.copy(paths.targets_dir() / "people.yaml", tmp_path)
    return tmp_path


def _judged(made_by: Scenario, asked_of: Scenario, people: People, folder: Path) -> list[Outcome]:
    world = World({"people": people.people.lazy(), "households": people.households.lazy()}, made_by)
    return list(outcomes(load_targets(asked_of, folder=folder, metrics=STRATA), world))


def test_every_target_of_people_is_met(plan: Scenario, many: People, folder: Path) -> None:
    judged = _judged(plan, plan, many, folder)
    assert len(judged) > 60
    assert [(o.target.metric, dict(o.target.strata), o.made.value) for o in judged if o.verdict == "missed"] == []
    assert sum(o.verdict == "met" for o in judged) > 0.9 * len(judged)


@pytest.mark.parametrize(
    ("name", "value", "metric"),
    [
        ("own_phone_share", 0.70, "own_phone_share"),
        ("moved_share", 0.15, "moved_share"),
        ("elder_share", 0.15, "with_parent_share"),
        ("helper_phone_share", 0.6, "helped_household_share"),
        ("spouse_share", 0.6, "share_of_marital"),
        ("mononym_from_50", 0.13, "mononym_share"),
    ],
)
def test_a_world_that_leaves_the_plan_misses_its_target(folder: Path, name: str, value: float, metric: str) -> None:
    plan = scenario_of("kotabumi", 3)
    number: Number = getattr(plan.households, name)
    changed = plan.households.model_copy(update={name: number.model_copy(update={"value": value})})
    other = plan.model_copy(update={"households": changed})
    people = make_people(other, area_of(other), 0, MANY)
    missed = {outcome.target.metric for outcome in _judged(other, plan, people, folder) if outcome.verdict == "missed"}
    assert metric in missed
