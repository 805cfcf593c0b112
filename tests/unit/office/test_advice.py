"""Advice at the interview: off unless asked for, quicker for some, longer for others, never below the shortest."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simi_lab.office.advice import advised
from simi_lab.office.chance import Chance
from simi_lab.scenario.office import OfficePlan
from simi_lab.scenario.office_service import Advice
from simi_lab.streams import Streams

N = 20_000
IDS = np.arange(N)
CHANCE = Chance(lambda role, at: Streams(7).at("test", role, "", at), IDS)
SECONDS = np.full(N, 900)
WITH_SIMI = np.ones(N, dtype=np.bool_)


def plan(**values: float) -> OfficePlan:
    advice = Advice()
    update = {name: getattr(advice, name).model_copy(update={"value": value}) for name, value in values.items()}
    service: Any = OfficePlan().service.model_copy(update={"advice": advice.model_copy(update=update)})
    return OfficePlan().model_copy(update={"service": service})


def test_by_default_there_is_none() -> None:
    assert advised(SECONDS, WITH_SIMI, OfficePlan(), CHANCE) is SECONDS


def test_shares_and_minutes_are_those_of_the_plan() -> None:
    told = advised(SECONDS, WITH_SIMI, plan(quick_share=0.6, look_share=0.1, minutes_saved=2, minutes_added=5), CHANCE)
    assert set(told.tolist()) == {780, 900, 1200}
    assert (told == 780).mean() == pytest.approx(0.6, abs=0.02)
    assert (told == 1200).mean() == pytest.approx(0.1, abs=0.01)


def test_cases_worked_the_manual_way_have_no_advice() -> None:
    mixed = IDS % 2 == 0
    told = advised(SECONDS, mixed, plan(quick_share=1, minutes_saved=2), CHANCE)
    assert (told[mixed] == 780).all() and (told[~mixed] == 900).all()


def test_no_interview_is_shorter_than_the_shortest_unless_it_was_before() -> None:
    shortest = round(OfficePlan().work.interview.low.value * 60)
    seconds = np.where(IDS % 2 == 0, shortest + 30, shortest - 30)
    told = advised(seconds, WITH_SIMI, plan(quick_share=1, minutes_saved=4), CHANCE)
    assert set(told[seconds > shortest].tolist()) == {shortest}
    assert set(told[seconds < shortest].tolist()) == {shortest - 30}


def test_more_words_than_interviews_are_refused() -> None:
    advice = Advice()
    with pytest.raises(ValueError, match="more than all"):
        Advice(
            quick_share=advice.quick_share.model_copy(update={"value": 0.8}),
            look_share=advice.look_share.model_copy(update={"value": 0.3}),
        )
