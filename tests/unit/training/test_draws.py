"""Numbers drawn per learner: safe arithmetic, sound whatever is drawn, kept once shown, never changing marks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simi_lab.store.workspace import Workspace
from simi_lab.training import Lesson, Module, ModuleError, Record, grade, load_module
from simi_lab.training.content.formula import FormulaError, evaluate
from simi_lab.training.engine.draws import draw
from simi_lab.training.engine.grade import key_answer
from simi_lab.training.engine.selfcheck import play
from simi_lab.training.player import view
from simi_lab.training.text import facts_from, no_facts
from simi_lab.training.text.draws import samples, with_numbers, written

from .conftest import QUESTIONS, words, write_module

STEM = {
    "id": "{draw:n} orang, {draw:share} persen: {draw:some}?",
    "en": "{draw:n} people, {draw:share} percent: {draw:some}?",
}
DRAWN: dict[str, Any] = {
    "draw": {
        "n": {"low": 1000, "high": 1200, "step": 100},
        "share": {"low": 5, "high": 15, "step": 2.5},
        "some": {"formula": "n * share / 100"},
    },
    "stem": STEM,
    "answer": "n * share / 100",
    "tolerance": 0,
    "mistakes": [{"value": "n - some", "feedback": words("the others")}],
}


def _write(folder: Path, **changes: Any) -> Path:
    count = {**QUESTIONS[2], **DRAWN, **changes}
    return write_module(folder / "07_contoh", questions=[*QUESTIONS[:2], count, QUESTIONS[3]])


@pytest.fixture
def drawn(tmp_path: Path) -> Module:
    return load_module(_write(tmp_path))


@pytest.mark.parametrize(
    ("formula", "value"),
    [("2 * 2 * km", 560.0), ("-km + 150", 10.0), ("km * 0.35", 49.0), ("(km - 20) / (km - 80)", 2.0), ("+.5", 0.5)],
)
def test_arithmetic_is_worked_out(formula: str, value: float) -> None:
    assert evaluate(formula, {"km": 140}) == value


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("km ** 9", "not allowed"), ("km // 2", "not allowed"), ("km(2)", "not allowed"), ("km.real", "not allowed"),
        ("lambda: 1", "not allowed"), ("'a' * 9", "not allowed"), ("True", "not allowed"), ("[km]", "not allowed"),
        ("__import__('os')", "not allowed"), ("mil", "not drawn"),
        ("km / (km - 140)", "by zero"), ("km +", "arithmetic"),
        ("", "arithmetic"), ("1e308 * 10", "finite"), ("(" * 300 + ")" * 300, "arithmetic"),
    ],
)  # fmt: skip
def test_nothing_but_arithmetic_is_ever_worked_out(formula: str, reason: str) -> None:
    with pytest.raises(FormulaError, match=reason):
        evaluate(formula, {"km": 140})


def test_a_question_says_its_numbers_as_the_language_writes_them(drawn: Module) -> None:
    step: Any = with_numbers(drawn.step("count"), {"n": 1100, "share": 7.5})
    assert (step.stem.id, step.stem.en) == ("1.100 orang, 7,5 persen: 82,5?", "1,100 people, 7.5 percent: 82.5?")
    assert (step.answer, step.tolerance, step.mistakes[0].value, step.draw) == (82.5, 0.0, 1017.5, {})
    assert grade(step, "82,5").success
    assert grade(step, "1.017,5").feedback == ("mistake.0",)
    assert written(0.25, "id") == "0,25"


def test_each_learner_and_each_passage_gets_numbers_of_its_own_and_always_the_same(drawn: Module) -> None:
    count: Any = drawn.step("count")
    seen = {tuple(draw(count, no_facts, alias, drawn.id, 0).values()) for alias in map(str, range(60))}
    assert len(seen) >= 12  # of 15
    assert all(n in (1000, 1100, 1200) and share in (5, 7.5, 10, 12.5, 15) for n, share in seen)
    assert draw(count, no_facts, "kopi", drawn.id, 0) == draw(count, no_facts, "kopi", drawn.id, 0)
    assert len({tuple(draw(count, no_facts, "kopi", drawn.id, n).values()) for n in range(20)}) > 5


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"answer": "n / (share - 10)"}, "divides by zero"),
        ({"answer": "m + 1"}, "'m' is not drawn"),
        ({"mistakes": [{"value": "share * n / 100", "feedback": words("x")}]}, "would count as right"),
        ({"mistakes": [{"value": "share * 10", "feedback": words("x")}]}, "as right (with n 1000"),
        ({"answer": "n / 3"}, "more decimals than people type"),
        ({"tolerance": "share - 10"}, "tolerance -5 is below zero"),
        ({"draw": {**DRAWN["draw"], "n": {"low": 1, "high": 1, "step": 1}}}, "1 steps"),
        ({"draw": {**DRAWN["draw"], "n": {"low": 1, "high": 2}}}, "low, high and step"),
        ({"draw": {**DRAWN["draw"], "n": {"low": 1, "high": 2, "step": 1, "formula": "1"}}}, "not both"),
        ({"draw": {**DRAWN["draw"], "n": {"low": 1, "high": 999, "step": 1}}}, "use larger steps"),
        ({"draw": {"some": {"formula": "2"}}}, "formulas only"),
        ({"draw": {}}, "nothing is drawn"),
        ({"draw": {**DRAWN["draw"], "spare": {"low": 1, "high": 2, "step": 1}}}, "'spare' is drawn and never used"),
        ({"stem": {"id": "{draw:n} {draw:lost}", "en": "{draw:n} {draw:lost}"}}, "'lost' is used but not drawn"),
        ({"stem": {"id": "{draw:n} {draw:some}", "en": "{draw:n}"}}, "draw 'some' stands in one language"),
    ],
)
def test_a_draw_that_could_go_wrong_is_refused_with_its_line(tmp_path: Path, changes: Any, reason: str) -> None:
    with pytest.raises(ModuleError) as caught:
        load_module(_write(tmp_path, **changes))
    told = [str(fault) for fault in caught.value.faults]
    assert any(reason in line and "questions.yaml:" in line for line in told), told


def test_a_mark_for_a_draw_outside_its_question_is_a_fault(tmp_path: Path) -> None:
    lesson = {"id": "## Awal {#intro}\n\n{draw:n}\n", "en": "## Start {#intro}\n\n{draw:n}\n"}
    with pytest.raises(ModuleError, match="'n' is used but not drawn in 'intro'"):
        load_module(write_module(tmp_path / "07_contoh", lesson=lesson))


def test_the_check_plays_several_draws(tmp_path: Path) -> None:
    module = load_module(_write(tmp_path))
    assert len(list(samples(module.step("count")))) >= 5
    assert play(module, no_facts) == []
    one = {**QUESTIONS[0], "draw": DRAWN["draw"], "stem": STEM}  # other kinds may name drawn numbers in their texts
    both = load_module(write_module(tmp_path / "two" / "07_contoh", questions=[one, *QUESTIONS[1:]]))
    assert play(both, no_facts) == []
    assert "{draw" not in str(next(samples(both.step("one"))))


def _at(lesson: Lesson, key: str) -> Lesson:
    lesson.go(key)
    return lesson


def test_numbers_once_shown_stay_in_every_window_until_a_fresh_start(
    drawn: Module, record: Record, space: Workspace
) -> None:
    lesson = _at(Lesson(drawn, record), "count")
    shown = view(lesson, "id")["html"]
    assert "{draw" not in shown
    assert view(Lesson(drawn, Record(space, "kopi")), "id")["html"] == shown
    assert "{draw" not in view(Lesson(drawn, Record(space, "teh")), "id")["html"]
    event = record.read().events[-1]
    assert with_numbers(drawn.step("count"), event.data["drawn"]) == lesson.step
    seen = set()
    for _ in range(8):
        lesson.restart()
        seen.add(view(_at(lesson, "count"), "id")["html"])
    assert len(seen) > 1


def test_a_changed_declaration_changes_no_marks(tmp_path: Path, record: Record) -> None:
    lesson = _at(Lesson(load_module(_write(tmp_path)), record), "count")
    lesson.answer(key_answer(lesson.step))
    assert lesson.state.right
    other = {"draw": {"m": {"low": 3, "high": 9, "step": 1}}, "answer": "m", "mistakes": []}
    stem = {"id": "{draw:m}?", "en": "{draw:m}?"}
    changed = Lesson(load_module(_write(tmp_path / "new", **other, stem=stem)), record)
    assert (changed.state.right, changed.state.score) == (True, 1.0)
    assert view(changed, "id")["feedback"] is None, "an answer to other numbers is not marked anew"
    wider = {**DRAWN["draw"], "n": {"low": 2000, "high": 2200, "step": 100}}
    moved = Lesson(load_module(_write(tmp_path / "moved", draw=wider)), record)
    assert view(moved, "id")["feedback"]["tone"] == "right", "numbers that were shown and still hold stay"


@pytest.mark.parametrize("damage", ["x", 7, {"n": 1000}, {"n": "1000", "share": 5}, {"n": True, "share": 5}, {}])
def test_damaged_numbers_are_drawn_again(drawn: Module, record: Record, damage: Any) -> None:
    record.add(drawn.id, 3, "count", "progressed", {"drawn": damage})
    lesson = _at(Lesson(drawn, record), "count")
    assert lesson.answer(key_answer(lesson.step)).success


@pytest.fixture
def monthly(drawn: Module) -> Callable[[list[float]], set[float]]:
    """Numbers n that learners get when the world knows these figures."""
    count: Any = drawn.step("count")
    of_world = count.draw["n"].model_copy(update={"world": "monthly.applications"})
    asked = count.model_copy(update={"draw": {**count.draw, "n": of_world}})

    def numbers(figures: list[float]) -> set[float]:
        tree = {"count": len(figures), **{f"n{n}": value for n, value in enumerate(figures)}}
        source = facts_from({"monthly": {"applications": tree}})
        return {draw(asked, source, str(alias))["n"] for alias in range(40)}

    return numbers


def test_a_number_may_come_from_the_world_and_never_leaves_what_was_checked(
    monthly: Callable[[list[float]], set[float]],
) -> None:
    assert monthly([1004, 1016]) == {1004, 1016}
    assert monthly([]) == {1000, 1100, 1200}, "without a world the steps are taken"
    assert 9999 not in monthly([9999, 1016])
    assert 1000.001 not in monthly([1000.001]), "a share of it has more decimals than people type"
