"""A plan of households that no world could follow is refused, and says what would be right."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from simi_lab.scenario.load import resolve
from simi_lab.scenario.world import Households


def _plan() -> dict[str, Any]:
    plain: dict[str, Any] = resolve("kotabumi").plain["households"]
    return plain


def test_the_committed_plan_is_right() -> None:
    Households.model_validate(_plan())


@pytest.mark.parametrize(
    ("section", "change", "said"),
    [
        ("elder_share", {"value": 1.2}, "elder_share is a share, from 0 to 1"),
        ("helper_phone_share", {"value": -0.1}, "helper_phone_share is a share, from 0 to 1"),
        ("extra_members", {"values": {"0": 0.5, "9": 0.5}}, "whole numbers, 0 to 8"),
        ("extra_members", {"values": {"0": 0.5, "many": 0.5}}, "whole numbers, 0 to 8"),
        ("head_age", {"values": {"15-29": 0.5, "30-39": 0.5}}, "from 19 years"),
        ("livelihood", {"values": {"fisher": 1.0}}, "unknown livelihood: fisher"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(section: str, change: dict[str, Any], said: str) -> None:
    plan = _plan()
    plan[section] = plan[section] | change
    with pytest.raises(ValidationError, match=said):
        Households.model_validate(plan)


def test_heads_without_a_wife_are_never_married_and_need_a_table_from_birth() -> None:
    plan = _plan()
    whole = plan["lone_status"]["0"]
    plan["lone_status"] = {"0": whole | {"values": {"married": 0.5, "single": 0.5}}}
    with pytest.raises(ValidationError, match="none of them is married"):
        Households.model_validate(plan)
    plan["lone_status"] = {"35": whole}
    with pytest.raises(ValidationError, match='one of them is "0"'):
        Households.model_validate(plan)
