"""Worlds with many foreigners, made in memory, and the area they live in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simi_lab.foreign import Land, Laws, laws_of
from simi_lab.people import area_of
from simi_lab.scenario.load import resolve
from simi_lab.scenario.model import Scenario

FIRST, LAST = 19_000, 20_200  # days within which first foreigners arrive
Enlarged = Callable[..., Scenario]


@pytest.fixture(scope="session")
def enlarged() -> Enlarged:
    """The training world with so many foreigners and another seed; other sections as given."""
    plain = resolve("latihan").plain

    def make(foreigners: int, seed: int, **foreign: Any) -> Scenario:
        section = plain["foreign"] | {"foreigners": plain["foreign"]["foreigners"] | {"value": foreigners}} | foreign
        return Scenario.model_validate(plain | {"seed": seed, "foreign": section})

    return make


@pytest.fixture(scope="session")
def land(enlarged: Enlarged) -> Land:
    area = area_of(enlarged(600, 1))
    return Land(area.districts["district_id"], area.weights, area.villages["name"], area.first_village, area.n_villages)


@pytest.fixture(scope="session")
def laws() -> Laws:
    """Laws of sponsor rings as declared, not enlarged."""
    plan = Scenario.model_validate(resolve("ukk_liwa").plain).foreign.sponsor_ring
    return laws_of(plan, FIRST, LAST)
