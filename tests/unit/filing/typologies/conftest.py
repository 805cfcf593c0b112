"""One planted office of the default world, made once for the tests of this folder."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import pytest

from simi_lab.filing import Planted, make_applications, plant
from simi_lab.people import People, area_of, make_people
from simi_lab.scenario.load import resolve
from simi_lab.scenario.model import Scenario

HOUSES = 12_000


@dataclass(frozen=True)
class Office:
    """A scenario, its people, what they filed, and the same after planting."""

    scenario: Scenario
    people: People
    filed: pl.DataFrame
    districts: pl.DataFrame
    planted: Planted


def office(scenario: Scenario, houses: int = HOUSES) -> Office:
    area = area_of(scenario)
    people = make_people(scenario, area, 0, houses)
    filed = make_applications(scenario, people.applicants(), office_id=0)
    planted = plant(scenario, filed, people.people, area.districts, office_id=0)
    return Office(scenario, people, filed, area.districts, planted)


@pytest.fixture(scope="session")
def ordinary() -> Office:
    return office(Scenario.model_validate(resolve("kotabumi").plain))


@pytest.fixture(scope="session")
def enlarged() -> Office:
    """The patterns of the smallest world, ten times as frequent, in an office of the usual size."""
    plain = resolve("kotabumi").plain | {"typologies": resolve("mungil").plain["typologies"]}
    return office(Scenario.model_validate(plain), 40_000)
