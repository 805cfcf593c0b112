"""One table going to disk: blocks of any size come in, parts of a fixed number of rows go out."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from simi_lab.errors import BrokenRunError
from simi_lab.schema import Table, all_tables, polars_schema
from simi_lab.store.run.atomic import telling_disk_faults, write_file
from simi_lab.store.run.hashes import ColumnHash, kind_of, table_hash

PART_ROWS = 131_072
NOTICE = "DATA SINTETIS / SYNTHETIC DATA: every person in it is invented."


class TableParts:
    """Writer of one table.

    Parts are cut at multiples of `PART_ROWS`, not where blocks end, so the files are the same bytes for any split
    into blocks. At most one part is held in memory.

    Parameters
    ----------
    run : folder of the run in the making
    table : its entry in the catalog
    """

    def __init__(self, run: Path, table: Table) -> None:
        self.folder, self.table = run / table_folder(table.name), table
        self._hashes = {c.name: ColumnHash(kind_of(c.dtype)) for c in table.columns}
        self._waiting: list[pl.DataFrame] = []
        self._n_waiting = 0
        self._parts: list[dict[str, Any]] = []

    def append(self, frame: pl.DataFrame) -> None:
        """Add the next rows; columns are put in the order of the catalog."""
        frame = frame.select(*self._hashes)
        for column in frame:
            self._hashes[column.name].add(column)
        self._waiting.append(frame)
        self._n_waiting += frame.height
        if self._n_waiting >= PART_ROWS:
            self._flush()

    def adopt(self, source: Path, entry: dict[str, Any]) -> None:
        """Take the parts of the same table of another run as they are, before any row of this one.

        Raises
        ------
        BrokenRunError
            A part is not what its manifest says.
        """
        for part in entry["parts"]:
            content = part_bytes(source / part["file"], part)
            for column in pl.read_parquet(content).select(*self._hashes):
                self._hashes[column.name].add(column)
            self._keep(part["file"], content, part["rows"])

    def waiting(self) -> pl.DataFrame | None:
        """Rows that fill no part yet; None if there are none."""
        return pl.concat(self._waiting) if self._n_waiting else None

    def finished(self) -> list[dict[str, Any]]:
        """The parts that are on disk, as the manifest will name them."""
        return [dict(part) for part in self._parts]

    def cut(self) -> None:
        """End a part here, whatever its length: rows of a later era begin one of their own."""
        if self._n_waiting:
            self._flush(last=True)

    def close(self) -> dict[str, Any]:
        """Write what is left (an empty table gets one empty part); return the table's entry of the manifest."""
        self._flush(last=True)
        columns = {name: running.hexdigest() for name, running in self._hashes.items()}
        rows = sum(part["rows"] for part in self._parts)
        found = {"rows": rows, "hash": table_hash(columns), "columns": columns, "parts": self._parts}
        return {"folder": table_folder(self.table.name).as_posix(), **found}

    def _flush(self, *, last: bool = False) -> None:
        rows = pl.concat(self._waiting) if self._waiting else pl.DataFrame(schema=polars_schema(self.table.name))
        end = rows.height if last else rows.height - rows.height % PART_ROWS
        for start in range(0, end, PART_ROWS):
            self._write(rows.slice(start, min(PART_ROWS, end - start)))
        if last and not self._parts:
            self._write(rows)
        self._n_waiting = rows.height - end
        self._waiting = [rows.slice(end).rechunk()] if self._n_waiting else []

    def _write(self, rows: pl.DataFrame) -> None:
        self._keep(f"part-{len(self._parts):05d}.parquet", parquet_bytes(rows, self.table.name), rows.height)

    def _keep(self, name: str, content: bytes, rows: int) -> None:
        digest = hashlib.sha256(content).hexdigest()
        with telling_disk_faults(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        write_file(self.folder / name, content)
        self._parts.append({"file": name, "rows": rows, "bytes": len(content), "sha256": digest})


def part_bytes(path: Path, entry: Mapping[str, Any]) -> bytes:
    """Read a part that must be what its manifest says.

    Raises
    ------
    BrokenRunError
        It is missing, or its SHA-256 differs.
    """
    cure = "Make the run again; a damaged one is never repaired."
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BrokenRunError("A part of the run is missing.", where=str(path), cure=cure) from error
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise BrokenRunError("A part of the run is damaged.", where=str(path), cure=cure)
    return content


def parquet_bytes(frame: pl.DataFrame, table: str) -> bytes:
    """One Parquet file (zstd) that says it is synthetic; the same bytes for the same rows under one lock."""
    buffer = io.BytesIO()
    metadata = {"synthetic": "true", "table": table, "notice": NOTICE}
    frame.rechunk().write_parquet(buffer, compression="zstd", metadata=metadata)
    return buffer.getvalue()


def table_folder(name: str) -> Path:
    """Folder of a table inside its run: `tables/<name>`, hidden ones `truth/<name>`."""
    return Path("truth", name.removeprefix("truth_")) if all_tables()[name].in_truth else Path("tables", name)
