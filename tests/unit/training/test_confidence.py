"""Confidence: kept with each try, counted for first tries only, judged with an interval worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from simi_lab.training import Lesson, Module, Record
from simi_lab.training.engine.confidence import Sureness, sureness
from simi_lab.training.engine.progress import Event
from simi_lab.training.player import Player, view
from simi_lab.training.player.sure import table, told


def _try(step: str, level: Any, right: bool, module: str = "07_contoh") -> Event:
    return Event(0, module, 1, step, "answered", {"response": "x", "success": right, "confidence": level})


def _sure(answers: int, right: int) -> Sureness:
    return Sureness({"guess": (0, 0), "fairly": (0, 0), "sure": (answers, right)})


def test_only_the_first_try_of_a_question_is_counted() -> None:
    acts = [
        _try("one", "sure", False),
        _try("one", "sure", True),  # after feedback
        _try("two", None, False),  # nothing said
        _try("two", "guess", True),
        _try("three", "fairly", True),
        Event(0, "07_contoh", 1, "", "initialized", {"fresh": True}),
        _try("three", "sure", True),  # known from before
        Event(0, "07_contoh", 1, "tale", "answered", {"scene": "a", "choice": "b", "confidence": "sure"}),
        _try("one", "sure", True, module="08_lain"),
        _try("four", "very sure", True),
        _try("five", 3, True),
    ]
    assert sureness(acts).counts == {"guess": (0, 0), "fairly": (1, 1), "sure": (2, 1)}


@pytest.mark.parametrize(
    ("answers", "right", "verdict"),
    [
        # Wilson's upper ends by hand: 7/12 -> 0.807, 9/12 -> 0.911, 5/5 -> 1, 0/5 -> 0.434, 20/25 -> 0.911
        (12, 7, "over"), (12, 9, "open"), (25, 20, "open"), (5, 5, "fits"), (10, 9, "fits"), (0, 0, "none"),
        (4, 0, "few"), (5, 0, "over"), (4, 4, "few"),
    ],
)  # fmt: skip
def test_too_sure_is_said_only_when_the_interval_says_so(answers: int, right: int, verdict: str) -> None:
    assert _sure(answers, right).verdict == verdict


def test_the_interval_is_the_one_worked_out_by_hand() -> None:
    # k=7, n=12, z=1.959964: centre (0.58333+3.84146/24)/(1+3.84146/12)=0.56313, half 0.24327
    share = _sure(12, 7).share
    assert (share.value, share.low, share.high) == pytest.approx((0.58333, 0.31952, 0.80674), abs=2e-5)


def test_the_words_follow_the_verdict() -> None:
    assert told(_sure(0, 0), "id") == ""
    assert "terlalu sedikit" in told(_sure(3, 3), "id")
    assert "{low}" not in told(_sure(12, 7), "id")
    assert "more often than right" in told(_sure(12, 7), "en")
    assert "32% to 81%" in told(_sure(12, 7), "en")
    assert table(Sureness({"guess": (4, 1), "fairly": (0, 0), "sure": (0, 0)}), "en").count("<tr>") == 4


def test_the_sheet_asks_and_the_try_keeps_it(module: Module, record: Record) -> None:
    player = Player(Lesson(module, record), lang="en")
    player.act({"do": "forward"})
    shown = player.sheet.view["sure"]
    assert [level["key"] for level in shown["options"]] == ["guess", "fairly", "sure"]
    for confidence in ("sure", None, "certain", {"a": 1}, ["sure"]):
        player.act({"do": "check", "response": "a", "confidence": confidence})
    player.act({"do": "check", "response": "b"})
    kept = [event.data.get("confidence") for event in record.read().events if event.verb == "answered"]
    assert kept == ["sure", None, None, None, None, None]
    assert sureness(record.read().events).counts["sure"] == (1, 0)
    player.act({"do": "back"})
    assert player.sheet.view["sure"] is None, "a section is not answered"


def test_the_end_of_the_module_tells_it_back(module: Module, record: Record) -> None:
    lesson = Lesson(module, record)
    lesson.go("one")
    lesson.answer("b", confidence="sure")
    lesson.go("end")
    assert "You were sure of 1 first answers; 1 of them were right." in view(lesson, "en")["html"]
