"""The tables that a learner's program is given: those of the newest world on this computer, without identifiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

TABLES = ("applications", "events", "people", "households", "districts", "labels")
TRUTH = "truth"  # the name under which a program finds what is truly so with applications


@dataclass(frozen=True)
class World:
    """Where the tables of a world lie; an empty one stands for the practice world.

    Parameters
    ----------
    name : of the run, "" for the practice world
    tables : per name of a table its files and columns
    readable : folders to read
    """

    name: str = ""
    tables: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict, hash=False)
    readable: tuple[str, ...] = ()


def newest() -> World:
    """Return the newest world on this computer, or the practice world when there is none."""
    from simi_lab.store import list_runs

    run = next(iter(list_runs()), None)
    return _world_of(run) if run is not None else World()


@lru_cache(maxsize=8)
def _world_of(run: Any) -> World:
    found = {name: _part(run, name) for name in TABLES}
    found[TRUTH] = _part(run, "truth_applications")
    return World(run.name, found, (str(run.path),))


def _part(run: Any, table: str) -> dict[str, list[str]]:
    from simi_lab.schema import all_tables

    columns = [column.name for column in all_tables()[table].columns if column.sensitivity != "identifier"]
    return {"files": [str(path) for path in run.parts(table)], "columns": columns}
