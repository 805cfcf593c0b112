"""The workspace database: migrated, append-only, shared by writers, honest about damage."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from simi_lab.errors import BadRequest, SimiError
from simi_lab.schema.orm import Base, Learner, LearningEvent
from simi_lab.store import workspace
from simi_lab.store.workspace import MIGRATIONS, head_revision, open_workspace

N_EVENTS = 500
WRITER = f"""
import sys
from simi_lab.schema.orm import LearningEvent
from simi_lab.store.workspace import open_workspace
with open_workspace(sys.argv[1]) as space:
    for n in range({N_EVENTS}):
        with space.write() as session:
            session.add(LearningEvent(ts=n, learner_id=1, module="m", version=1, step=sys.argv[2],
                                      verb="answered", data="{{}}"))
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'deep' / 'workspace.db'}"


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _event(learner_id: int = 1, **changes: object) -> LearningEvent:
    values = {"ts": 1, "module": "m", "version": 1, "step": "s", "verb": "answered", "data": "{}"} | changes
    return LearningEvent(learner_id=learner_id, **values)


def _fill(url: str, n: int) -> None:
    with open_workspace(url) as space, space.write() as session:
        session.add(Learner(alias="tamu", created_at=0))
        session.flush()
        session.add_all(_event(ts=k, step=f"step-{k}", data='{"text": "' + "x" * 200 + '"}') for k in range(n))


def _count(url: str) -> int:
    with open_workspace(url) as space, space.read() as session:
        return session.query(LearningEvent).count()


def test_a_new_database_has_exactly_the_declared_tables(url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with open_workspace(url) as space, space.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"


def test_file_names_give_the_head_that_alembic_knows() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [head_revision()]


def test_a_current_database_opens_without_alembic(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    open_workspace(url).close()
    monkeypatch.setattr(workspace, "_upgrade", lambda connection: pytest.fail("nothing to upgrade"))
    open_workspace(url).close()


def test_events_cannot_be_changed_or_removed(url: str) -> None:
    _fill(url, 1)
    for statement in ("UPDATE learning_events SET verb = 'passed'", "DELETE FROM learning_events"):
        refused = pytest.raises(IntegrityError, match="learning events")
        with open_workspace(url) as space, refused, space.write() as session:
            session.execute(text(statement))
    assert _count(url) == 1


def test_an_event_needs_its_learner(url: str) -> None:
    with open_workspace(url) as space, pytest.raises(IntegrityError), space.write() as session:
        session.add(_event(learner_id=99))


def test_a_failed_transaction_leaves_nothing(url: str) -> None:
    _fill(url, 1)
    with open_workspace(url) as space, pytest.raises(RuntimeError), space.write() as session:
        session.add(_event())
        session.flush()
        raise RuntimeError
    assert _count(url) == 1


def test_two_processes_write_500_events_each_and_none_is_lost(url: str) -> None:
    _fill(url, 0)
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, url, name]) for name in ("a", "b")]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    with open_workspace(url) as space, space.read() as session:
        for name in ("a", "b"):
            kept = session.query(LearningEvent.ts).filter_by(step=name).order_by(LearningEvent.event_id).all()
            assert [ts for (ts,) in kept] == list(range(N_EVENTS))


def test_processes_that_open_a_missing_database_together_all_succeed(url: str) -> None:
    code = "import sys; from simi_lab.store.workspace import open_workspace; open_workspace(sys.argv[1]).close()"
    openers = [subprocess.Popen([sys.executable, "-c", code, url]) for _ in range(3)]
    assert [opener.wait(timeout=60) for opener in openers] == [0, 0, 0]


def test_a_file_that_is_no_database_is_set_aside_and_told(url: str) -> None:
    _file(url).parent.mkdir(parents=True)
    _file(url).write_bytes(b"not a database at all, but somebody's bytes" * 100)
    with open_workspace(url) as space:
        (aside, *_) = space.notes
        assert "set aside" in aside.what
        assert Path(aside.where).read_bytes().startswith(b"not a database")
    with open_workspace(url) as space:
        assert space.notes == ()


def test_rows_around_a_damaged_page_come_back(url: str) -> None:
    _fill(url, 400)
    with closing(sqlite3.connect(_file(url))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(_file(url).read_bytes())
    middle = (content.index(b"step-200") // page) * page
    content[middle : middle + page] = b"\xff" * page
    _file(url).write_bytes(content)

    with open_workspace(url) as space:
        assert ["set aside" in note.what for note in space.notes] == [True, False]
        with space.read() as session:
            steps = {step for (step,) in session.query(LearningEvent.step)}
    assert {"step-0", "step-399"} <= steps
    assert 350 < len(steps) < 400


def test_a_newer_database_is_left_alone(url: str) -> None:
    _fill(url, 1)
    with closing(sqlite3.connect(_file(url))) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BadRequest, match="newer version"):
        open_workspace(url)
    with closing(sqlite3.connect(_file(url))) as connection:
        assert connection.execute("SELECT count(*) FROM learning_events").fetchone() == (1,)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(SimiError, match="SIMI_LAB_HOME"):
        open_workspace(f"sqlite:///{tmp_path / 'taken' / 'workspace.db'}")


def test_reading_sees_one_moment_while_others_write(url: str) -> None:
    _fill(url, 3)
    with open_workspace(url) as space, space.read() as reader:
        assert reader.query(LearningEvent).count() == 3
        with space.write() as writer:
            writer.add(_event())
        assert reader.query(LearningEvent).count() == 3
