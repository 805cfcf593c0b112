"""Mastery: every outcome must be reached, a story weighs by its scenes, hints cost, no crime on a first path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simi_lab.training import Lesson, Module, Record, fold, load_module
from simi_lab.training.content.model import Read
from simi_lab.training.content.story import Story
from simi_lab.training.engine.grade import key_answer
from simi_lab.training.engine.progress import Event, has_mastered, outcome_marks, unreached, weight_of
from simi_lab.training.player import view

from .conftest import HEAD, QUESTIONS, words, write_module
from .stories import tiny_story
from .test_story_faults import write_story

WRONG: dict[str, Any] = {"one": "a", "some": ["c"], "count": "1", "sort": ["s", "r", "q", "p"]}


@pytest.fixture
def two(tmp_path: Path) -> Module:
    """Two outcomes: three questions for one, a single question for the other."""
    questions = [{**QUESTIONS[0], "outcome": "rare"}, *QUESTIONS[1:]]
    head = {"outcomes": {**HEAD["outcomes"], "rare": words("rare")}}
    return load_module(write_module(tmp_path / "modules" / "07_contoh", head=head, questions=questions))


def _through(lesson: Lesson, wrong_at: str = "", hints: int = 0) -> None:
    lesson.go(lesson.module.steps[0].key)
    while not lesson.at_end:
        if not isinstance(lesson.step, Read):
            if lesson.place == wrong_at:
                for _ in range(hints):
                    lesson.hint()
                lesson.answer(WRONG[lesson.place])
            lesson.answer(key_answer(lesson.step))
        lesson.forward()


def test_one_weak_outcome_is_not_mastered_however_many_marks_there_are(two: Module, record: Record) -> None:
    lesson = Lesson(two, record)
    _through(lesson, wrong_at="one")
    assert lesson.progress.score == pytest.approx((0.75 + 3) / 4)  # 94 %, enough under a rule of the mean
    assert outcome_marks(two, lesson.progress) == {"rare": 0.75, "goal": 1.0}
    assert unreached(two, lesson.progress) == ("rare",)
    assert (lesson.progress.passed, lesson.progress.failed) == (False, True)
    shown = view(lesson, "en")["html"]
    assert "not yet" in shown
    assert "every goal" in shown


def test_the_same_weakness_where_more_is_asked_is_outweighed(two: Module, record: Record) -> None:
    lesson = Lesson(two, record)
    _through(lesson, wrong_at="some")
    assert outcome_marks(two, lesson.progress)["goal"] == pytest.approx((0.75 + 1 + 1) / 3)
    assert lesson.progress.passed
    (passed,) = [event for event in record.read().events if event.verb == "passed"]
    assert passed.data["outcomes"] == {"rare": 1.0, "goal": 0.9167}


@pytest.mark.parametrize(
    ("hints", "tries_before", "marks"),
    [(0, 0, 1.0), (1, 0, 0.9), (2, 0, 0.8), (1, 1, 0.65), (2, 5, 0.3), (7, 3, 0.0)],
)
def test_each_hint_costs_a_tenth_of_the_questions_marks(
    module: Module, hints: int, tries_before: int, marks: float
) -> None:
    miss, hit = ("answered", {"success": False, "score": 0}), ("answered", {"success": True, "score": 1})
    acts: list[Any] = [("asked-hint", {})] * hints + [miss] * tries_before + [hit]
    events = [Event(n, "07_contoh", 3, "one", verb, data, n) for n, (verb, data) in enumerate(acts)]
    assert fold(module, events).steps["one"].score == pytest.approx(marks)


def test_a_hint_asked_after_a_partial_answer_takes_nothing_from_it(module: Module) -> None:
    part = ("answered", {"success": False, "score": 0.5})
    acts: list[Any] = [part, ("asked-hint", {}), part]
    events = [Event(n, "07_contoh", 3, "some", verb, data, n) for n, (verb, data) in enumerate(acts)]
    assert fold(module, events).steps["some"].score == 0.5


def test_two_hints_everywhere_still_reach_exactly_four_fifths(module: Module) -> None:
    acts: list[Any] = [("asked-hint", {}), ("asked-hint", {}), ("answered", {"success": True, "score": 1})]
    events = [Event(0, "07_contoh", 3, step.key, *act) for step in module.questions for act in acts]
    assert has_mastered(module, fold(module, events)), "a rounding error of the mean must not fail anyone"


def test_a_story_weighs_by_its_scenes(tmp_path: Path, record: Record) -> None:
    tale = load_module(write_story(tmp_path / "modules" / "07_contoh", tiny_story()))
    assert [weight_of(step) for step in tale.steps] == [
        0 if isinstance(step, Read) else 2 if isinstance(step, Story) else 1 for step in tale.steps
    ]
    lesson = Lesson(tale, record)
    lesson.go("tale")
    lesson.choose("first", "wait")
    lesson.choose("second", "tell")
    n_questions = len(tale.questions)
    assert outcome_marks(tale, lesson.progress)["goal"] == pytest.approx(2 * 0.75 / (n_questions + 2))


def test_what_was_passed_once_is_not_failed_by_another_act(module: Module, record: Record) -> None:
    record.add(module.id, 3, "", "passed", {"score": 0.8})  # under an older rule, or before the module was edited
    lesson = Lesson(module, record)
    for step in module.questions:
        lesson.go(step.key)
        lesson.answer(WRONG[step.key])
        lesson.answer(key_answer(step))
    lesson.go("intro")
    lesson.forward()
    assert lesson.progress.finished
    assert not has_mastered(module, lesson.progress)
    assert (lesson.progress.passed, lesson.progress.failed) == (True, False)
