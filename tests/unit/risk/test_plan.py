"""The risk section of a scenario: numbers with unit, source and mark, inside what is possible."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from simi_lab.scenario.number import Number, number
from simi_lab.scenario.risk import RiskPlan


def test_every_default_number_says_where_it_comes_from():
    numbers = [value for _, value in RiskPlan() if isinstance(value, Number)]
    assert len(numbers) == 4
    assert all(value.unit and value.source and value.reason for value in numbers)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("capacity_per_day", 0),
        ("train_share", 0.95),
        ("train_share", 0),
        ("gap_days", -1),
        ("gap_days", 400),
        ("expiry_days", 0),
    ],
)
def test_an_impossible_number_is_refused(key, value):
    with pytest.raises(ValidationError, match=key):
        RiskPlan(**{key: number(value, "unit", "test", "known")})


@pytest.mark.parametrize(
    "wrong", [{"capacity_period": "week"}, {"folds": 1}, {"seed": -1}, {"resamples": 3}, {"thresold": 1}]
)
def test_unknown_words_and_keys_are_refused(wrong):
    with pytest.raises(ValidationError):
        RiskPlan(**wrong)
