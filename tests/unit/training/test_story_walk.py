"""Walking a story: the fold by hand, the first path counts, two windows, a restart, a crime bars mastery."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simi_lab.store.workspace import Workspace, open_workspace
from simi_lab.training import Lesson, Module, Record, fold, load_module
from simi_lab.training.content.model import Read
from simi_lab.training.content.story import Story
from simi_lab.training.engine.grade import key_answer
from simi_lab.training.engine.tale import Walk, after, marks_of
from simi_lab.training.player import Player, view

from .stories import tiny_story
from .test_story_faults import write_story

STORY = Story.model_validate(tiny_story())


@pytest.fixture
def tale(tmp_path: Path) -> Module:
    return load_module(write_story(tmp_path / "modules" / "07_contoh", tiny_story()))


@pytest.fixture
def lesson(tale: Module, record: Record) -> Lesson:
    lesson = Lesson(tale, record)
    lesson.go("tale")
    return lesson


def walked(*events: tuple[str, dict[str, Any]]) -> tuple[Walk, ...]:
    walks: tuple[Walk, ...] = ()
    for verb, data in events:
        walks = after(STORY, walks, verb, data)
    return walks


def chose(scene: str, choice: str) -> tuple[str, dict[str, Any]]:
    return "answered", {"scene": scene, "choice": choice}


def test_an_event_counts_only_where_the_walk_stands() -> None:
    asked = ("asked", {"scene": "first", "fact": "who"})
    walks = walked(asked, asked, chose("second", "tell"), chose("first", "call"), chose("first", "take"))
    assert walks == (Walk((("first", "call"),), (("first", "who"),)),)
    assert walked(chose("first", "gone"), ("attempted", {}), ("asked", {"scene": "first", "fact": "gone"})) == ()
    assert walked(chose("first", ["call"]), ("answered", {})) == ()  # type: ignore[arg-type]


def test_marks_are_the_mean_over_the_first_walk_and_come_at_its_end() -> None:
    assert marks_of(STORY, ()) == (False, False, 0.0)
    assert marks_of(STORY, walked(chose("first", "call"))) == (False, False, 0.0)
    assert marks_of(STORY, walked(chose("first", "call"), chose("second", "tell"))) == (True, False, 1.0)
    assert marks_of(STORY, walked(chose("first", "wait"), chose("second", "tell"))) == (True, False, 0.75)
    assert marks_of(STORY, walked(chose("first", "wait"), chose("second", "hide"))) == (True, False, 0.25)
    assert marks_of(STORY, walked(chose("first", "take"))) == (False, True, 0.0)


def test_a_replay_changes_neither_marks_nor_crime() -> None:
    first = [chose("first", "wait"), chose("second", "tell")]
    again = [("attempted", {}), chose("first", "take"), chose("second", "hide")]
    walks = walked(*first, *again, ("attempted", {}))
    assert len(walks) == 3
    assert marks_of(STORY, walks) == marks_of(STORY, walked(*first))


def test_a_walk_survives_a_restart_and_another_window(tale: Module, lesson: Lesson, record: Record) -> None:
    other = Lesson(tale, record)
    other.go("tale")
    assert lesson.ask("first", "who")
    assert not other.ask("first", "who")  # asked already, in the first window
    assert lesson.choose("first", "call")
    assert not other.choose("first", "take"), "the other window stood at a scene that was left"
    assert other.walk.path == (("first", "call"),)
    opened = Lesson(tale, Record(record.workspace, record.alias))
    assert opened.place == "tale"
    assert opened.walk == Walk((("first", "call"),), (("first", "who"),))
    assert opened.choose("second", "tell")
    assert lesson.refresh().steps["tale"].done


def test_nothing_is_lost_when_the_workspace_is_opened_again(tale: Module, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'again.db'}"
    with open_workspace(address) as space:
        lesson = Lesson(tale, Record(space, "lada"))
        lesson.go("tale")
        lesson.choose("first", "wait")
    with open_workspace(address) as space:
        assert fold(tale, Record(space, "lada").read().events).steps["tale"].walks == (Walk((("first", "wait"),)),)


@pytest.mark.parametrize(("first", "is_passed"), [("call", True), ("wait", True), ("take", False)])
def test_a_crime_on_the_first_path_bars_mastery(tale: Module, space: Workspace, first: str, is_passed: bool) -> None:
    record = Record(space, f"alias {first}")
    lesson = Lesson(tale, record)
    while not lesson.at_end:
        if isinstance(lesson.step, Story):
            lesson.choose("first", first)
            lesson.choose("second", "tell")
            lesson.replay()
            lesson.choose("first", "call")
            lesson.choose("second", "tell")
        elif not isinstance(lesson.step, Read):
            lesson.answer(key_answer(lesson.step))
        lesson.forward()
    assert lesson.progress.finished
    assert lesson.progress.score >= tale.head.mastery  # marks alone would be enough
    assert (lesson.progress.passed, lesson.progress.barred) == (is_passed, not is_passed)
    assert ("crime" in str(view(lesson, "en")["html"])) == (not is_passed)
    lesson.restart()
    assert not lesson.progress.barred, "a fresh passage opens a new first path"


def test_nothing_travels_to_the_browser_before_it_is_chosen(lesson: Lesson) -> None:
    player = Player(lesson)
    hidden = ["severity", "crime", "follows", "nobody", "found out", "article"]
    assert not [word for word in hidden if word in str(player.sheet.view)]
    player.act({"do": "ask", "scene": "first", "fact": "who"})
    assert player.sheet.view["control"]["facts"][0]["answer"] == "nobody (id)"
    player.act({"do": "check", "response": {"scene": "first", "choice": None}})
    assert "Belum ada yang dipilih" in player.sheet.view["feedback"]["title"]
    player.act({"do": "check", "response": {"scene": "first", "choice": "take"}})
    assert "take follows (id)" in player.sheet.view["html"]
    assert "found out" not in str(player.sheet.view)
    for nonsense in [
        {"do": "check", "response": "take"},
        {"do": "ask", "scene": "second", "fact": "x"},
        {"do": "replay"},
    ]:
        player.act(nonsense)
    assert lesson.walk.path == (("first", "take"),)


def test_the_debrief_lays_the_path_beside_the_best_one_with_the_law(lesson: Lesson) -> None:
    lesson.choose("first", "take")
    lesson.choose("second", "tell")
    shown = view(lesson, "en")
    assert shown["control"] is None
    for part in [
        "found out (en)",
        "Your path",
        "The best path",
        "▲</span> crime",
        "Broken by:",
        "says (en)",
        "call (en)",
    ]:
        assert part in shown["html"], part
    assert [row["words"] for row in shown["meters"]["rows"]] == [
        "low (10 of 100)".replace("low", "nearly lost"),
        "0 minutes",
        "2 of 72 hours",
    ]
    assert [button["action"] for button in shown["buttons"]] == ["replay", "back", "forward"]
    lesson.replay()
    assert "does not count" in view(lesson, "en")["html"]
