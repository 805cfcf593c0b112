"""A test on the sheet: every question that may be asked can be shown and marked, and nothing is given away."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simi_lab.store.workspace import Workspace
from simi_lab.training import Module, Record, load_modules
from simi_lab.training.classroom.exam import Item, may_ask
from simi_lab.training.engine.grade import key_answer
from simi_lab.training.player import exam as page
from simi_lab.training.player.exam import ExamPlayer
from simi_lab.training.text import no_facts


def _player(record: Record, modules: list[Module], which: Any = "pre") -> ExamPlayer:
    return ExamPlayer(record, "uji", which, modules, facts=no_facts)


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> list[Module]:
    """All modules, with a test that asks some questions of each kind that may be asked."""
    modules = load_modules()
    kinds: dict[str, list[Item]] = {}
    for module in modules:
        for question in filter(may_ask, module.questions):
            kinds.setdefault(question.kind, []).append(Item(module.id, question.outcome, question.key))
    items = tuple(item for found in kinds.values() for item in (*found[:2], *found[2:][-1:]))
    monkeypatch.setattr(page, "form_of", lambda *_: items)
    return modules


def test_every_kind_that_may_be_asked_is_shown_and_its_key_is_right(record: Record, whole: list[Module]) -> None:
    player = _player(record, whole)
    assert len(player.state.items) >= 9
    while not player.state.finished:
        item = player.state.items[player.state.place]
        player.lang = "en" if player.state.place % 2 else "id"
        assert player.sheet.view["key"] == item.step and player.sheet.view["control"]
        player.act({"do": "check", "response": key_answer(player._lesson(item).step)})
        assert player.state.scores.get(item.step) == 1.0, item.step
    assert player.state.score == 1.0 and player.sheet.view["key"] == "end"
    json.dumps(player.sheet.view)


def test_a_test_gives_no_hint_no_feedback_and_no_way_back(record: Record, module: Module) -> None:
    player = _player(record, [module])
    seen = []
    while not player.state.finished:
        view = player.sheet.view
        seen.append(view["key"])
        assert (view["hints"], view["solution"], view["feedback"]) == ([], None, None)
        assert {button["action"] for button in view["buttons"]} == {"check", "forward"}
        assert not any(one["open"] for one in view["outline"]["items"])
        player.act({"do": "hint"})
        player.act({"do": "back"})
        player.act({"do": "go", "key": seen[0]})
        assert player.sheet.view["key"] == view["key"]
        player.act({"do": "forward"})
    assert player.state.score == 0.0
    verbs = [event.verb for event in record.read().events]
    assert verbs == ["initialized", *["skipped"] * len(seen), "completed"]


def test_nothing_chosen_is_no_answer_and_is_said(record: Record, module: Module) -> None:
    player = _player(record, [module])
    player.act({"do": "check", "response": None})
    assert "Belum ada jawaban" in player.sheet.view["feedback"]["title"]
    player.act({"do": "check", "response": {"no": ["such"]}})
    assert "tidak dapat dibaca" in player.sheet.view["feedback"]["title"]
    assert record.read().events == ()


def test_a_second_window_comes_along_and_answers_no_question_that_it_does_not_show(
    record: Record, module: Module
) -> None:
    one, other = _player(record, [module]), _player(record, [module])
    first, second = ([item.step for item in one.state.items] + ["end"])[:2]
    one.act({"do": "forward"})
    other.act({"do": "check", "response": key_answer(other._lesson(other.state.items[0]).step)})
    assert other.sheet.view["key"] == second
    assert [event.step for event in record.read().events if event.verb in ("answered", "skipped")] == [first]


def test_the_test_stays_out_of_the_lessons_marks(space: Workspace, record: Record, module: Module) -> None:
    from simi_lab.training import Lesson

    player = _player(record, [module])
    while not player.state.finished:
        player.act({"do": "forward"})
    lesson = Lesson(module, record)
    assert not lesson.progress.started and lesson.progress.n_done == 0
