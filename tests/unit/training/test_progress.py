"""Progress folded from events: the same events give the same state, and a second window changes nothing settled."""

from __future__ import annotations

from typing import Any

import pytest

from simi_lab.training import Module, fold
from simi_lab.training.engine.progress import Event, outcome_marks


def _events(*acts: tuple[Any, ...]) -> list[Event]:
    return [
        Event(n, "07_contoh", 3, step, verb, data[0] if data else {}, n) for n, (verb, step, *data) in enumerate(acts)
    ]


def _answer(step: str, success: bool, score: float | None = None) -> tuple[Any, ...]:
    share = float(success) if score is None else score
    return ("answered", step, {"response": "x", "success": success, "score": share})


def test_nothing_done_is_the_first_step(module: Module) -> None:
    state = fold(module, [])
    assert (state.place, state.n_done, state.score, state.started) == ("intro", 0, 0.0, False)
    assert state.open_steps == ("intro", "one", "some", "count", "sort")


def test_the_place_is_the_last_step_that_was_touched(module: Module) -> None:
    state = fold(module, _events(("initialized", ""), ("experienced", "intro"), ("progressed", "one")))
    assert state.place == "one"
    assert state.steps["intro"].done
    assert state.steps["one"].seen
    assert not state.steps["one"].done


@pytest.mark.parametrize(("tries_before", "score"), [(0, 1.0), (1, 0.75), (2, 0.5), (5, 0.5)])
def test_a_later_right_answer_earns_less(module: Module, tries_before: int, score: float) -> None:
    state = fold(module, _events(*[_answer("one", False)] * tries_before, _answer("one", True))).steps["one"]
    assert (state.right, state.tries, state.score) == (True, tries_before + 1, score)


def test_the_solution_opens_after_three_tries_and_earns_nothing_more(module: Module) -> None:
    acts = [_answer("one", False)] * 3
    assert not fold(module, _events(*acts[:2])).steps["one"].may_reveal
    assert fold(module, _events(*acts)).steps["one"].may_reveal
    after = fold(module, _events(*acts, ("revealed", "one"), _answer("one", True))).steps["one"]
    assert (after.done, after.right, after.score, after.tries) == (True, False, 0.0, 3)


def test_an_answer_from_another_window_to_a_settled_step_changes_nothing(module: Module) -> None:
    once = fold(module, _events(_answer("one", True)))
    again = fold(module, _events(_answer("one", True), _answer("one", False)))
    assert once.steps["one"] == again.steps["one"]


def test_a_skipped_step_stays_open_until_it_is_answered(module: Module) -> None:
    state = fold(module, _events(("skipped", "one")))
    assert (state.steps["one"].skipped, state.steps["one"].done) == (True, False)
    assert not fold(module, _events(("skipped", "one"), _answer("one", True))).steps["one"].skipped


def test_starting_afresh_forgets_marks_but_not_events(module: Module) -> None:
    done = [_answer("one", True), ("completed", "one"), ("passed", "one")]
    state = fold(module, _events(*done, ("initialized", "", {"fresh": True})))
    assert (state.n_done, state.score, state.passed, state.place) == (0, 0.0, False, "intro")
    assert fold(module, _events(*done)).passed


def test_events_of_other_modules_and_lost_steps_are_passed_over(module: Module) -> None:
    foreign = [Event(0, "08_lain", 1, "one", "answered", {"success": True, "score": 1.0})]
    lost = _events(_answer("taken_out", True))
    assert fold(module, foreign + lost).score == 0.0


def test_marks_are_the_mean_over_questions_and_per_outcome(module: Module) -> None:
    state = fold(module, _events(_answer("one", True), _answer("some", False, 0.5)))
    assert state.score == pytest.approx((1 + 0.5) / 4)
    assert outcome_marks(module, state) == {"goal": pytest.approx(1.5 / 4)}


@pytest.mark.parametrize("score", [None, "much", True, -3, 17])
def test_a_score_outside_its_bounds_does_not_reach_the_marks(module: Module, score: Any) -> None:
    state = fold(module, _events(("answered", "one", {"success": False, "score": score})))
    assert 0.0 <= state.steps["one"].score <= 1.0
