"""A passage through a module: tries, hints, solution, skipping, the end; killed and resumed; in two windows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simi_lab.store.workspace import Workspace, open_workspace
from simi_lab.training import Lesson, Module, Record
from simi_lab.training.content.model import END, Read
from simi_lab.training.engine.grade import key_answer

from .conftest import write_module

KILLED = """
import sys
from pathlib import Path
from simi_lab.store.workspace import open_workspace
from simi_lab.training import Lesson, Record, load_module
from simi_lab.training.engine.grade import key_answer
lesson = Lesson(load_module(Path(sys.argv[1])), Record(open_workspace(sys.argv[2]), "kopi"))
lesson.forward()
lesson.answer("a")
lesson.hint()
lesson.answer("b")
lesson.forward()
lesson.answer(["a", "c"])
print("acknowledged", flush=True)
while True:
    lesson.answer(["c"])
"""


@pytest.fixture
def lesson(module: Module, record: Record) -> Lesson:
    return Lesson(module, record)


def _verbs(record: Record) -> list[str]:
    return [event.verb for event in record.read().events]


def test_opening_alone_leaves_no_trace(lesson: Lesson, record: Record) -> None:
    assert lesson.place == "intro"
    assert record.read().events == ()


def test_a_whole_passage_ends_passed(lesson: Lesson, record: Record) -> None:
    while not lesson.at_end:
        if not isinstance(lesson.step, Read):
            assert lesson.answer(key_answer(lesson.step)).success
        lesson.forward()
    assert (lesson.progress.finished, lesson.progress.passed, lesson.progress.score) == (True, True, 1.0)
    verbs = _verbs(record)
    assert verbs[0] == "initialized"
    assert verbs.count("completed") == verbs.count("passed") == 1
    assert "failed" not in verbs


def test_a_passage_by_solutions_ends_failed_and_may_start_afresh(lesson: Lesson, record: Record) -> None:
    wrong: dict[str, Any] = {"one": "a", "some": ["c"], "count": "1", "sort": ["s", "r", "q", "p"]}
    while not lesson.at_end:
        if not isinstance(lesson.step, Read):
            assert not lesson.reveal()
            for _ in range(3):
                lesson.answer(wrong[lesson.place])
            assert lesson.reveal()
        lesson.forward()
    assert (lesson.progress.finished, lesson.progress.passed, lesson.progress.failed) == (True, False, True)
    lesson.restart()
    assert (lesson.place, lesson.progress.n_done) == ("intro", 0)
    assert _verbs(record).count("answered") == 12


def test_what_is_no_answer_is_no_try(lesson: Lesson, record: Record) -> None:
    lesson.forward()
    assert lesson.answer(None).code == "not_attempted"
    assert lesson.state.tries == 0
    assert "answered" not in _verbs(record)


def test_hints_come_one_by_one_and_end(lesson: Lesson) -> None:
    assert not lesson.hint()
    lesson.forward()
    assert [lesson.hint() for _ in range(3)] == [True, True, False]
    assert lesson.state.hints == 2


def test_skipping_leaves_the_step_open_and_the_end_says_so(lesson: Lesson) -> None:
    while not lesson.at_end:
        lesson.forward()
    assert lesson.progress.open_steps == ("one", "some", "count", "sort")
    assert not lesson.progress.completed
    lesson.go("one")
    lesson.answer("b")
    assert lesson.progress.open_steps == ("some", "count", "sort")


def test_only_steps_behind_the_learner_can_be_chosen(lesson: Lesson) -> None:
    assert lesson.may_go("intro")
    assert not lesson.may_go("sort")
    lesson.forward()
    assert lesson.may_go("one")
    assert not lesson.may_go("nowhere")
    with pytest.raises(KeyError):
        lesson.go("nowhere")


def test_another_sitting_goes_on_at_the_last_place(module: Module, record: Record, space: Workspace) -> None:
    first = Lesson(module, record)
    first.forward()
    first.answer("a")
    second = Lesson(module, Record(space, "kopi"), face="notebook")
    assert (second.place, second.state.tries, second.state.response) == ("one", 1, "a")
    second.answer("b")
    second.forward()
    assert first.refresh().steps["one"].right
    assert first.place == "one"
    faces = {event.data["face"] for event in record.read().events}
    assert faces == {"page", "notebook"}


def test_two_windows_that_answer_the_same_step_agree(module: Module, record: Record, space: Workspace) -> None:
    one, other = Lesson(module, record), Lesson(module, Record(space, "kopi"))
    one.forward()
    other.forward()
    one.answer("b")
    other.answer("a")
    assert one.refresh().steps["one"] == other.refresh().steps["one"]
    assert one.progress.steps["one"].score == 1.0


def test_killed_in_the_middle_it_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = write_module(tmp_path / "07_contoh")
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(folder), url], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "acknowledged\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    from simi_lab.training import load_module

    with open_workspace(url) as space:
        assert space.notes == ()
        lesson = Lesson(load_module(folder), Record(space, "kopi"))
        one, some = lesson.progress.steps["one"], lesson.progress.steps["some"]
        assert lesson.place == "some"
        assert (one.right, one.tries, one.hints, one.score) == (True, 2, 1, pytest.approx(0.75 - 0.1))  # one hint
        assert some.tries >= 1
        assert lesson.reading.damaged == ()
        lesson.answer(["a", "b", "d"])
        lesson.forward()
        assert lesson.place == "count"


def test_the_end_is_a_place_to_come_back_to(module: Module, record: Record, space: Workspace) -> None:
    lesson = Lesson(module, record)
    while not lesson.at_end:
        lesson.forward()
    assert Lesson(module, Record(space, "kopi")).place == END
