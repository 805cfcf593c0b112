"""Yardsticks of the office's service: what cannot be is refused, and nothing is switched on by itself."""

from __future__ import annotations

import pytest

from simi_lab.scenario.office_service import Service


def number(value: float, unit: str) -> dict[str, object]:
    return {"value": value, "unit": unit, "source": "test", "mark": "known"}


def by_regime(**values: float) -> dict[str, object]:
    return {"values": values, "unit": "share", "source": "test", "mark": "known"}


def test_nothing_is_switched_on_by_default() -> None:
    service = Service()
    assert set(service.corrected.values.values()) == {0}
    assert service.advice.quick_share.value == service.advice.look_share.value == 0


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"stuck_days": number(2.5, "working day")}, "whole number"),
        ({"stuck_days": number(0, "working day")}, "at least 1"),
        ({"stuck_days": number(-1, "working day")}, "below 0"),
        ({"corrected": by_regime(simi=0.5)}, "needs manual and simi"),
        ({"corrected": by_regime(manual=0, simi=1.5)}, "from 0 to 1"),
        ({"advice": {"quick_share": number(1.5, "share of interviews")}}, "from 0 to 1"),
        ({"advice": {"minutes_saved": number(-1, "min")}}, "below 0"),
        ({"status": {"message_hours": by_regime(good=1)}}, "none, weak and good"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, object], part: str) -> None:
    with pytest.raises(ValueError, match=part):
        Service.model_validate(given)
