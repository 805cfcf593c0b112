"""The records of a class: everyone in one look, damage told, nobody mixed up."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from simi_lab.errors import BadRequest
from simi_lab.schema.orm import LearningEvent
from simi_lab.store.workspace import Workspace
from simi_lab.training import Record
from simi_lab.training.engine.roll import read_everyone


def _class(space: Workspace) -> None:
    for alias, steps in {"lada": ["one", "two"], "kopi": ["one"], "cengkih": ["one", "two", "three"]}.items():
        for step in steps:
            Record(space, alias).add("07_contoh", 3, step, "experienced")
    Record(space, "kopi").add("08_lain", 1, "x", "experienced")


def test_everyone_is_read_as_they_would_read_themselves(space: Workspace) -> None:
    _class(space)
    roll = read_everyone(space)
    assert list(roll) == ["cengkih", "kopi", "lada"]
    assert all(reading == Record(space, alias).read() for alias, reading in roll.items())


def test_one_module_and_some_aliases_can_be_asked_for(space: Workspace) -> None:
    _class(space)
    roll = read_everyone(space, ["Kopi", "belum ada"], module="07_contoh")
    assert {alias: [one.step for one in reading.events] for alias, reading in roll.items()} == {
        "belum ada": [],
        "kopi": ["one"],
    }
    assert read_everyone(space, []) == {}
    with pytest.raises(BadRequest):
        read_everyone(space, ["3201010101909001"])


def test_damage_is_told_with_its_learner_and_the_others_stand(space: Workspace) -> None:
    _class(space)
    with space.write() as session:
        session.add(LearningEvent(ts=1, learner_id=1, module="m", version=1, step="s", verb="answered", data="{broken"))
    roll = read_everyone(space)
    assert [fault.where for fault in roll["lada"].damaged] == ["learning event 8"]
    assert len(roll["lada"].events) == 2
    assert roll["kopi"].damaged == ()


def test_a_class_is_one_query(space: Workspace) -> None:
    for n in range(8):
        Record(space, f"peserta {n}").add("07_contoh", 3, "one", "experienced")
    asked: list[str] = []
    event.listen(space.engine, "before_cursor_execute", lambda *words: asked.append(words[2]))
    assert len(read_everyone(space)) == 8
    assert len([words for words in asked if words.startswith("SELECT")]) == 1
