"""What a stopped writer of a long run leaves for the next: finished parts, waiting rows, and how far it was.

A checkpoint is a folder `resume` inside the unfinished run, renamed into place, so it is whole or not there. It is used
only by a writer of the same run: same origin, same tables, same versions; every part is verified by its hash again.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from simi_lab.errors import BrokenRunError
from simi_lab.store.run import manifest
from simi_lab.store.run.atomic import flush_folder, json_bytes, leftovers, telling_disk_faults, write_file
from simi_lab.store.run.parts import TableParts, parquet_bytes, part_bytes

FOLDER, STATE = "resume", "state.json"


def key_of(origin: manifest.Origin) -> str:
    """What must be the same for a writer to go on: origin, tables and versions; SHA-256."""
    told = {"origin": dataclasses.asdict(origin), "schema": manifest.schema_hash(), "versions": manifest.versions()}
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def save(partial: Path, key: str, done: int, tables: Mapping[str, TableParts], last_keys: Mapping[str, Any]) -> None:
    """Write a checkpoint after `done` blocks, in place of the one before.

    Raises
    ------
    SimiError
        The disk refuses; the checkpoint before stays.
    """
    fresh = partial / f"{FOLDER}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    with telling_disk_faults(fresh):
        fresh.mkdir()
    state: dict[str, Any] = {"key": key, "done": done, "last_keys": dict(last_keys), "tables": {}}
    for name, parts in tables.items():
        waiting = parts.waiting()
        content = b"" if waiting is None else parquet_bytes(waiting, name)
        if waiting is not None:
            write_file(fresh / f"{name}.parquet", content)
        digest = hashlib.sha256(content).hexdigest()
        entry = {"parts": parts.finished(), "sha256": digest, "waits": waiting is not None}
        state["tables"][name] = entry | {"folder": parts.folder.relative_to(partial).as_posix()}
    write_file(fresh / STATE, json_bytes(state))
    shutil.rmtree(partial / FOLDER, ignore_errors=True)
    fresh.rename(partial / FOLDER)
    flush_folder(partial)


def drop(partial: Path) -> None:
    """Take the checkpoint away: a published run has none."""
    for name in (FOLDER, f"{FOLDER}.new"):
        shutil.rmtree(partial / name, ignore_errors=True)


def is_there(partial: Path) -> bool:
    """Whether an unfinished run holds a checkpoint."""
    return (partial / FOLDER / STATE).is_file()


def find(folder: Path, name: str, key: str) -> tuple[Path, dict[str, Any]] | None:
    """The furthest checkpoint of a stopped writer of that very run, with its state; None if there is none."""
    found: list[tuple[int, Path, dict[str, Any]]] = []
    for item in leftovers(folder, name):
        if item.in_use or not is_there(item.path):
            continue
        try:
            state = json.loads((item.path / FOLDER / STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(state, dict) and state.get("key") == key:
            found.append((int(state["done"]), item.path, state))
    if not found:
        return None
    _, path, state = max(found, key=lambda each: each[0])
    return path, state


def restore(path: Path, state: Mapping[str, Any], tables: Mapping[str, TableParts]) -> None:
    """Fill empty tables with the verified parts and the waiting rows of a checkpoint.

    Raises
    ------
    BrokenRunError
        Something is missing or was changed; the tables are then of no use.
    """
    for name, entry in state["tables"].items():
        tables[name].adopt(path / entry["folder"], entry)
        if entry["waits"]:
            content = part_bytes(path / FOLDER / f"{name}.parquet", entry)
            try:
                tables[name].append(pl.read_parquet(content))
            except pl.exceptions.PolarsError as error:
                raise BrokenRunError("A part of the run is damaged.", where=str(path)) from error
