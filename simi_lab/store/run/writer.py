"""Making a run: blocks of tables in, an immutable folder out, or nothing."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import polars as pl

from simi_lab import paths
from simi_lab.errors import BadRequest, BrokenRunError, Fault, TableError
from simi_lab.schema import all_tables
from simi_lab.schema.checks import check_table
from simi_lab.store.run import checkpoint, manifest
from simi_lab.store.run.atomic import PartialFolder, clean_leftovers, json_bytes, write_file
from simi_lab.store.run.parts import TableParts
from simi_lab.store.run.read import Run, open_run
from simi_lab.store.run.reserved import reserved_faults


class RunWriter:
    """A run in the making, used in a `with`: leaving it without `publish` publishes nothing.

    What was written is thrown away, unless there is a checkpoint: then the next writer of the same run goes on from it,
    and `done` says after how many blocks.

    Rows of a table come in the order of its key, in blocks of any size; each block is checked at this door against the
    catalog and for numbers that could belong to a real person. Blocks of different tables may come in any order.

    Parameters
    ----------
    name : name of the run's folder
    origin : what it is made from
    folder : parent folder; the runs' folder if None
    """

    def __init__(self, name: str, origin: manifest.Origin, folder: Path | None = None) -> None:
        self.name, self.origin = name, origin
        parent = paths.runs_dir() if folder is None else folder
        if (parent / name).exists():
            cure = (
                "Look at it: simi-lab study show {name}. To make it anew, remove that folder: a run is never changed."
            )
            raise BadRequest("There is a run of that name already.", where=str(parent / name), cure=cure, name=name)
        self._partial = PartialFolder(parent / name)
        self._tables: dict[str, TableParts] = {}
        self._last_keys: dict[str, Any] = {}
        self._key = checkpoint.key_of(origin)
        self.done = self._resumed(parent)
        clean_leftovers(parent, name)
        self._notes: list[str] = []
        self._eras: list[dict[str, Any]] = []
        self._open = True

    def append(self, table: str, frame: pl.DataFrame) -> None:
        """Add the next rows of a table.

        Raises
        ------
        TableError
            The rows break the catalog's contract, come before rows already there, or hold an identity number, phone
            or address outside the reserved ranges. All faults at once; the run can not be published any more.
        """
        check_table(frame, table)
        faults = [*self._order_faults(table, frame), *reserved_faults(frame, table)]
        if faults:
            raise TableError(faults)
        self._parts(table).append(frame)
        if self._eras and frame.height:
            rows = self._eras[-1]["rows"]
            rows[table] = rows.get(table, 0) + frame.height

    def adopt(self, run: Run) -> None:
        """Begin with every part of another run, byte for byte, and its eras.

        Raises
        ------
        BrokenRunError
            A part is not what the manifest of that run says.
        """
        for name, entry in run.manifest["tables"].items():
            self._parts(name).adopt(run.path / entry["folder"], entry)
        self._eras = [dict(era) for era in run.manifest.get("eras", [])]

    def begin_era(self, first: date, last: date) -> None:
        """Begin a stretch of time after all that is there: parts of its own, keys from the smallest again."""
        for parts in self._tables.values():
            parts.cut()
        self._last_keys.clear()
        self._eras.append({"first": first.isoformat(), "last": last.isoformat(), "rows": {}})

    def checkpoint(self, done: int) -> None:
        """Keep what is there after `done` blocks, so that a stopped writer can be followed by one that goes on.

        Raises
        ------
        SimiError
            The disk refuses; the checkpoint before stays.
        """
        checkpoint.save(self._partial.path, self._key, done, self._tables, self._last_keys)

    def note(self, text: str) -> None:
        """Add a remark to the manifest."""
        self._notes.append(text)

    def publish(self) -> Run:
        """Write the manifest and rename the run into place; tables that got no rows are there, empty.

        If another writer has published the same run meanwhile, that one is kept.
        """
        tables = {name: self._parts(name).close() for name in all_tables()}
        checkpoint.drop(self._partial.path)
        content = manifest.build(self.name, self.origin, tables, self._notes, self._eras)
        write_file(self._partial.path / manifest.FILE, json_bytes(content))
        self._open = False
        self._partial.publish()
        return open_run(self._partial.target)

    def discard(self) -> None:
        """Throw away what was written, or leave it to the next writer by its checkpoint; nothing after `publish`."""
        if self._open:
            self._open = False
            if checkpoint.is_there(self._partial.path):
                self._partial.leave()
            else:
                self._partial.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def _resumed(self, parent: Path) -> int:
        """Blocks that a stopped writer of this very run has left, verified; 0: begin afresh."""
        found = checkpoint.find(parent, self.name, self._key)
        if found is None:
            return 0
        path, state = found
        try:
            checkpoint.restore(path, state, {name: self._parts(name) for name in state["tables"]})
        except (BrokenRunError, KeyError):
            self._tables = {}
            for folder in ("tables", "truth"):
                shutil.rmtree(self._partial.path / folder, ignore_errors=True)
            return 0
        self._last_keys = dict(state["last_keys"])
        return int(state["done"])

    def _parts(self, name: str) -> TableParts:
        if name not in self._tables:
            self._tables[name] = TableParts(self._partial.path, all_tables()[name])
        return self._tables[name]

    def _order_faults(self, name: str, frame: pl.DataFrame) -> list[Fault]:
        if not frame.height:
            return []
        key = all_tables()[name].key
        first, last = frame[key][0], self._last_keys.get(name)
        self._last_keys[name] = frame[key][-1]
        if last is None or first > last:
            return []
        what = f"key {first} comes after {last}: blocks are not in the order of the key, or a key stands twice."
        return [Fault(f"{name}.{key}", what, "Append blocks in the order of the key.")]


def new_run(name: str, origin: manifest.Origin, folder: Path | None = None) -> RunWriter:
    """Begin a run; what a killed writer of the same run left behind is removed.

    Raises
    ------
    BadRequest
        A run of that name exists, or the folder can not be written.

    Examples
    --------
    >>> with new_run("demo", origin) as writer:  # doctest: +SKIP
    ...     writer.append("people", block)
    ...     run = writer.publish()
    """
    return RunWriter(name, origin, folder)
