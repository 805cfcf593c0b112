"""What happens to a workspace file that can no longer be trusted: it is kept, told, and its readable rows come back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, func, select

from simi_lab.errors import Fault
from simi_lab.schema.orm import Base

_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_SIDE_FILES = ("", "-wal", "-shm")
_MARK = ".damaged-"


def damage(file: Path) -> str | None:
    """What is wrong inside a database file, or None when it is whole, empty or missing."""
    if not file.exists() or file.stat().st_size == 0:
        return None
    try:
        with closing(sqlite3.connect(file, timeout=30.0)) as connection:
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGE:
            return None  # locked or unreadable is not damaged: whoever opens it next says why
        return str(error)
    return None if verdict == "ok" else str(verdict)


def set_aside(file: Path) -> list[Fault]:
    """Rename a damaged database (with its side files) so that a new one can be made; tell where it is.

    Returns
    -------
    list of Fault
        Empty when the file is whole.
    """
    before = file.stat().st_ino if file.exists() else None
    reason = damage(file)
    if reason is None or not file.exists() or file.stat().st_ino != before:
        return []  # whole, or another process has just set it aside
    kept = file.with_name(f"{file.name}{_MARK}{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}")
    for suffix in _SIDE_FILES:
        part = Path(f"{file}{suffix}")
        if part.exists():
            part.replace(f"{kept}{suffix}")
    return [
        Fault(
            str(kept),
            f"the workspace database was damaged ({reason}) and has been set aside here.",
            "A new one was made; keep this file if you want someone to look at it.",
        )
    ]


def bring_back(file: Path, engine: Engine) -> list[Fault]:
    """Copy what can still be read from the newest set-aside file into the new database.

    Rows are read from both ends, so that one bad page in the middle costs only what lies on it.
    """
    kept = max(path for path in file.parent.glob(f"{file.name}{_MARK}*Z"))
    saved = 0
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            if connection.scalar(select(func.count()).select_from(table)):
                continue  # the new database is already in use: nothing is mixed into it
            rows = _readable(kept, table)
            if rows:
                connection.execute(table.insert(), rows)
            saved += len(rows)
    return [Fault(str(kept), f"{saved} records could be read and were brought over to the new database.")]


def _readable(file: Path, table: Table) -> list[dict[str, Any]]:
    key = table.primary_key.columns.values()[0].name
    names = [column.name for column in table.columns]
    found: dict[int, dict[str, Any]] = {}
    for direction in ("ASC", "DESC"):
        try:
            with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
                query = f"SELECT {', '.join(names)} FROM {table.name} NOT INDEXED ORDER BY {key} {direction}"
                for row in connection.execute(query):
                    found.setdefault(row[names.index(key)], dict(zip(names, row, strict=True)))
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            continue  # the reading stops at the damage; the other direction comes from behind it
    required = [column.name for column in table.columns if not column.nullable]
    return [row for _, row in sorted(found.items()) if all(row[name] is not None for name in required)]
