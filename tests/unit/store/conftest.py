"""A home of the test's own and small runs in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pytest

from simi_lab.schema import all_tables
from simi_lab.schema.tiny import tiny
from simi_lab.store import Run
from simi_lab.store.run import Origin, new_run

ORIGIN = Origin({"name": "tiny"}, "tiny", "0" * 64, seed=7)

Make = Callable[..., Run]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def origin() -> Origin:
    return ORIGIN


@pytest.fixture
def make() -> Make:
    """Write the tiny tables as a run, some of them replaced, in blocks of so many rows."""

    def write(
        name: str = "tiny-7",
        replaced: Mapping[str, pl.DataFrame] | None = None,
        *,
        block: int = 1000,
        origin: Origin = ORIGIN,
        folder: Path | None = None,
    ) -> Run:
        with new_run(name, origin, folder) as writer:
            for table in all_tables():
                frame = (replaced or {}).get(table, tiny(table))
                for start in range(0, frame.height, block):
                    writer.append(table, frame.slice(start, block))
            return writer.publish()

    return write
