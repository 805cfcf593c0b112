"""Tasks for analysts: declared whole, checked by properties, a draft is kept and is no try, a cell answers them too."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pydantic import ValidationError

from simi_lab.errors import BadRequest
from simi_lab.store.workspace import Workspace, open_workspace
from simi_lab.training import Lesson, Record, grade, load_module
from simi_lab.training.content.kinds.code import Code
from simi_lab.training.engine.workbench import drill
from simi_lab.training.nb import task
from simi_lab.training.player import Player

from .conftest import question, words

MODULE = load_module("A1_polars_dan_dunia")
TASKS = [step for step in MODULE.questions if isinstance(step, Code)]
FIRST = TASKS[0]
WHOLE: dict[str, Any] = question(
    "count",
    "code",
    starter="answer = ...",
    check="count",
    columns=["n"],
    feedback=words("right"),
    words={"few": words("too few"), "many": words("too many")},
    answers=["answer = 1"],
    wrong=[{"code": "answer = 0", "gets": "few"}, {"code": "answer = 9", "gets": "many"}],
)


@pytest.fixture(autouse=True)
def no_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer on which no world has been made: programs get the practice world."""
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path))
    monkeypatch.delenv("SIMI_LAB_DATABASE", raising=False)
    monkeypatch.setenv("SIMI_LAB_ALIAS", "kebun")


@pytest.fixture
def space() -> Workspace:
    return open_workspace()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"wrong": WHOLE["wrong"][:1]}, "at least 2"),
        ({"words": {"few": words("a"), "none": words("b")}}, "exactly one program for each code"),
        ({"twice": True}, "belong together"),
        ({"columns": []}, "need `columns`"),
        ({"gives": "number"}, "has none"),
    ],
)
def test_a_task_that_is_not_whole_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Code.model_validate({**copy.deepcopy(WHOLE), **change})


@pytest.mark.parametrize(
    ("checks", "said"),
    [(None, "no checks.py"), ("def count(:", "no Python"), ("def other(answer, world): ...", "no function 'count'")],
)
def test_a_task_without_its_check_is_refused(tmp_path: Path, checks: str | None, said: str) -> None:
    if checks is not None:
        (tmp_path / "checks.py").write_text(checks, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        Code.model_validate(WHOLE).placed(tmp_path)


def test_the_six_tasks_are_there_and_each_knows_typical_mistakes() -> None:
    assert len(TASKS) == 6
    assert len(MODULE.questions) >= 12
    assert all(len(step.wrong) >= 3 for step in TASKS)


def test_a_task_as_it_was_given_is_not_attempted() -> None:
    assert grade(FIRST, FIRST.starter).code == "not_attempted"
    assert grade(FIRST, f"\n{FIRST.starter}\n\n").code == "not_attempted"
    assert grade(FIRST, {"no": "text"}).code == "unreadable"


def test_a_copied_table_fits_one_world_and_not_the_other() -> None:
    local = pl.col("filed_at").dt.convert_time_zone("Asia/Jakarta").dt.strftime("%Y-%m")
    here = drill.tables(drill.OTHER_SIZE)["applications"].filter(pl.col("channel") == "online")
    copied = here.group_by(month=local).agg(n=pl.len()).collect().to_dict(as_series=False)
    outcome = grade(FIRST, f"answer = pl.DataFrame({copied!r})")
    assert (outcome.code, outcome.extra["world"]) == ("wrong", "other")
    form = grade(FIRST, "answer = 3")
    assert (form.code, form.extra["error"], form.counts) == ("stopped", "no_table", False)


def test_a_draft_is_kept_and_the_told_outcome_comes_back_without_running(
    space: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Record(space, "kopi")
    player = Player(Lesson(MODULE, record), lang="id")
    player.lesson.go(FIRST.key)
    player.act({"do": "run", "response": "print('coba')"})
    shown = player.sheet.view
    assert shown["feedback"]["shown"]["printed"] == "coba\n"
    assert (player.lesson.state.tries, player.lesson.state.response) == (0, "print('coba')")
    assert "model" not in {key for key, value in shown["control"].items() if value == FIRST.answers[0]}
    player.act({"do": "check", "response": FIRST.wrong[0].code})
    assert player.lesson.state.tries == 1
    monkeypatch.setattr("simi_lab.training.engine.kinds.code.the_bench", lambda: pytest.fail("run again to be shown"))
    again = Player(Lesson(MODULE, record), lang="en").sheet.view
    assert again["control"]["response"] == FIRST.wrong[0].code
    assert FIRST.words[FIRST.wrong[0].gets].en in str(again["feedback"]["items"])
    assert again["feedback"]["shown"]["columns"] == ["month", "n"]


def test_a_cell_answers_a_task_and_the_record_is_the_one_of_the_pages(space: Workspace) -> None:
    step = next(step for step in TASKS if step.key == "t_sel")
    cell = task(MODULE.id, step.key, lang="en")
    assert "SYNTHETIC DATA" in repr(cell)
    assert "Complete it" in repr(cell.check(...))
    homes = cell.world.people.join(cell.world.households, on="household_id")
    joined = cell.world.applications.join(homes, on="person_id").group_by("district_id", "purpose").agg(n=pl.len())
    assert step.words["shown"].en in repr(cell.check(joined))
    assert "more tries" in repr(cell.solution())
    assert step.hints[0].en.split("`")[0] in repr(cell.hint())

    def hidden(world: Any) -> pl.LazyFrame:
        homes = world.people.join(world.households, on="household_id")
        cells = world.applications.join(homes, on="person_id").group_by("district_id", "purpose").agg(n=pl.len())
        return cells.with_columns(n=pl.when(pl.col("n") >= 5).then("n"))

    assert "✔" in repr(cell.check(hidden))
    assert step.answers[0].splitlines()[0] in repr(cell.solution())
    state = Lesson(MODULE, Record(space, "kebun")).progress.steps[step.key]
    assert (state.right, state.tries, state.hints) == (True, 2, 1)


def test_a_task_that_does_not_exist_is_told_with_those_that_do() -> None:
    with pytest.raises(BadRequest, match="t_bulan"):
        task(MODULE.id, "t_lupa")
