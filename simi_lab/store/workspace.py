"""The workspace database: opened, brought to today's schema, read and written; a damaged file is set aside and told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from simi_lab import paths
from simi_lab.errors import BadRequest, Fault, SimiError
from simi_lab.store import workspace_damage

MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT_SECONDS = 30.0
_VERSION_TABLE = "alembic_version"


def head_revision() -> str:
    """Number of the newest migration, read from file names: Alembic itself takes 0.3 s to import."""
    return max(path.stem.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


@dataclass(frozen=True)
class Workspace:
    """An open workspace database.

    Parameters
    ----------
    engine : Engine
        Connections whose transactions take the write lock when they begin.
    notes : tuple of Fault
        What was found damaged while opening, and where it was set aside.
    """

    engine: Engine
    notes: tuple[Fault, ...] = ()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that may write; when it ends without an error, its rows are on disk."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent look at the database, which never waits for a writer."""
        with Session(self.engine.execution_options(begin="BEGIN DEFERRED")) as session:
            yield session

    def empty_log(self) -> None:
        """Bring SQLite's write-ahead log into the file and cut it, so that erased rows are nowhere on disk.

        When somebody is reading at this moment, the log is emptied by a later checkpoint instead.
        """
        if self.engine.dialect.name == "sqlite":
            with closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def open_workspace(url: str | None = None) -> Workspace:
    """Open the workspace database, making or migrating it where needed.

    Parameters
    ----------
    url : SQLAlchemy address, optional
        Default: `paths.workspace_url()`.

    Returns
    -------
    Workspace
        With `notes` when a damaged file had to be set aside.

    Raises
    ------
    SimiError
        The folder or the file cannot be written.
    BadRequest
        The database was made by a newer version; it is left as it is.
    """
    address = make_url(url or paths.workspace_url())
    file = Path(address.database) if address.get_backend_name() == "sqlite" and address.database else None
    notes: list[Fault] = []
    if file is not None:
        _make_folder(file.parent)
        notes = workspace_damage.set_aside(file)
    engine = create_engine(address, connect_args={"timeout": _WAIT_SECONDS} if file else {})
    if file is not None:
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    try:
        _migrate(engine)
        if file is not None and notes:
            notes += workspace_damage.bring_back(file, engine)
    except OperationalError as error:
        engine.dispose()
        raise SimiError(
            "The workspace database cannot be opened ({reason}).",
            where=str(address.database),
            cure="Check that the folder can be written and that the disk is not full, or set SIMI_LAB_HOME.",
            reason=error.orig,
        ) from error
    except BaseException:
        engine.dispose()
        raise
    return Workspace(engine, tuple(notes))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SimiError(
            "The workspace folder cannot be made ({reason}).",
            where=str(folder),
            cure="Choose a folder that you can write to and set SIMI_LAB_HOME to it.",
            reason=error.strerror,
        ) from error


def _prepare(dbapi: sqlite3.Connection, _record: object) -> None:
    """Set what SQLite forgets between connections: readers beside one writer, nothing lost, erased means erased."""
    dbapi.isolation_level = None  # SQLAlchemy's begin event opens transactions, not the driver
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        dbapi.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Take the write lock at once: a read that later turns into a write would be refused instead of waiting."""
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))


def _migrate(engine: Engine) -> None:
    head = head_revision()
    with engine.execution_options(begin="BEGIN DEFERRED").connect() as connection:
        if _revision(connection) == head:
            return
    with engine.begin() as connection:
        found = _revision(connection)  # again, now under the lock: another process may have been faster
        if found == head:
            return
        if found is not None and found > head:
            raise BadRequest(
                "The workspace database was made by a newer version of SIMI Lab ({found}; this one knows {head}).",
                where=str(engine.url.database),
                cure="Update SIMI Lab. Nothing was changed.",
                found=found,
                head=head,
            )
        _upgrade(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    return connection.scalar(text(f"SELECT version_num FROM {_VERSION_TABLE}"))


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
