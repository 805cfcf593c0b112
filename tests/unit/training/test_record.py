"""A learner's record: written, read, exported, erased; damage is told and no personal data is taken."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from sqlalchemy import text

from simi_lab.errors import BadRequest
from simi_lab.schema.orm import Base, LearningEvent
from simi_lab.store.workspace import Workspace
from simi_lab.training import Record
from simi_lab.training.engine import clean_alias, default_alias


def test_what_is_written_is_read_in_order(record: Record) -> None:
    for n in range(5):
        record.add("07_contoh", 3, "one", "answered", {"n": n, "kata": "tepat"})
    record.add("08_lain", 1, "x", "experienced")
    events = record.read("07_contoh").events
    assert [event.data["n"] for event in events] == list(range(5))
    assert len(record.read().events) == 6
    assert all(one.ts <= other.ts for one, other in itertools.pairwise(events))


def test_records_of_two_learners_do_not_mix(space: Workspace, record: Record) -> None:
    other = Record(space, "lada")
    record.add("07_contoh", 3, "one", "answered")
    other.add("07_contoh", 3, "two", "answered")
    assert [event.step for event in record.read().events] == ["one"]
    assert other.erase() == 1
    assert len(record.read().events) == 1


def test_looking_leaves_no_trace(record: Record) -> None:
    record.read()
    assert record.export() == {"alias": "kopi", "events": []}


def test_damaged_rows_are_set_aside_and_told(space: Workspace, record: Record) -> None:
    record.add("07_contoh", 3, "one", "answered")
    for data, verb in [("{broken", "answered"), ("[1]", "answered"), ("{}", "teleported")]:
        with space.write() as session:
            session.add(LearningEvent(ts=1, learner_id=1, module="m", version=1, step="s", verb=verb, data=data))
    reading = record.read()
    assert len(reading.events) == 1
    assert [fault.where for fault in reading.damaged] == ["learning event 2", "learning event 3", "learning event 4"]
    assert [("damaged" in event) for event in record.export()["events"]] == [False, True, True, True]


def test_the_export_holds_everything_as_json(record: Record) -> None:
    record.add("07_contoh", 3, "one", "answered", {"response": ["a"], "success": False})
    content = json.loads(json.dumps(record.export()))
    (event,) = content["events"]
    assert event["data"] == {"response": ["a"], "success": False}
    assert event["time"].endswith("+00:00")


def test_erasing_leaves_no_bytes_behind(space: Workspace, record: Record, tmp_path: Path) -> None:
    for _ in range(200):
        record.add("07_contoh", 3, "one", "answered", {"response": "rahasia-sekali"})
    assert record.erase() == 200
    assert record.erase() == 0
    assert record.read().events == ()
    with space.read() as session:
        assert session.execute(text("SELECT count(*) FROM learners")).scalar() == 0
    for file in tmp_path.glob("workspace.db*"):
        assert b"rahasia-sekali" not in file.read_bytes(), file.name


def test_the_log_knows_nothing_of_a_person_but_an_alias() -> None:
    columns = {column.name for table in Base.metadata.tables.values() for column in table.columns}
    learning = {"learner_id", "alias", "created_at", "erased_at", "event_id", "ts", "module", "version", "step", "verb",
                "data"}  # fmt: skip
    assert (
        set(Base.metadata.tables["learners"].columns.keys())
        | set(Base.metadata.tables["learning_events"].columns.keys())
        == learning
    )
    assert not {"name", "email", "nik", "phone", "ip"} & columns


@pytest.mark.parametrize("typed", ["3201010101909001", "08123456789", "a@b.example", "", " ", "x" * 25, "<b>", "a/b"])
def test_an_alias_that_may_be_personal_or_odd_is_refused(typed: str) -> None:
    with pytest.raises(BadRequest):
        clean_alias(typed)


@pytest.mark.parametrize(("typed", "alias"), [("  Kopi  Robusta ", "kopi robusta"), ("Elang-7", "elang-7")])
def test_an_alias_has_one_form(typed: str, alias: str) -> None:
    assert clean_alias(typed) == alias


def test_without_an_account_one_is_the_guest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIMI_LAB_ALIAS", raising=False)
    assert default_alias() == "tamu"
    monkeypatch.setenv("SIMI_LAB_ALIAS", "Jeruk")
    assert default_alias() == "jeruk"
