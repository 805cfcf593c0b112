"""Invented people of more than one canonical shard, under seeds of their own."""

from __future__ import annotations

import polars as pl
import pytest

from simi_lab.people import People, area_of, make_people
from simi_lab.scenario.load import resolve
from simi_lab.scenario.model import Scenario

MANY = 24_000  # households, about 93,000 people


def scenario_of(name: str, seed: int | None = None) -> Scenario:
    """A scenario, perhaps with another seed."""
    plain = resolve(name).plain
    return Scenario.model_validate(plain | ({} if seed is None else {"seed": seed}))


@pytest.fixture(scope="session", params=[("kotabumi", 11), ("kotabumi", 505_050), ("ukk_liwa", 7)], ids=str)
def plan(request: pytest.FixtureRequest) -> Scenario:
    return scenario_of(*request.param)


@pytest.fixture(scope="session")
def many(plan: Scenario) -> People:
    return make_people(plan, area_of(plan), 0, MANY)


@pytest.fixture(scope="session")
def members(plan: Scenario, many: People) -> pl.DataFrame:
    """Everybody, with the age in years at the first day, and the household's home."""
    age = (pl.lit(plan.period.first) - pl.col("birth_date")).dt.total_days() / 365.25
    homes = many.households.select("household_id", "kk_number", "district_id", "signal")
    return many.people.with_columns(age.alias("age"), pl.col("role", "sex", "marital").cast(pl.String)).join(
        homes, on="household_id", maintain_order="left"
    )


def standard_error(share: float, n: int, together: float = 1.0) -> float:
    """Standard error of a share of n people, of whom so many on average share one draw."""
    return float((share * (1 - share) * together / n) ** 0.5)
