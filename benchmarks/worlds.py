"""Whole worlds: applications a second with all their tables, on so many workers, beside writing the same tables alone.

Run: python benchmarks/worlds.py [--applications N] [--workers N]. Many offices at constant load, made in a folder that
is removed. A goal that is missed gives exit code 1.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

APPLICATIONS, WORKERS = 400_000, 2
GOAL_RATE, GOAL_WALL = 100_000.0, 1.3


def main() -> int:
    """Print wall times and the two figures; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applications", type=int, default=APPLICATIONS)
    parser.add_argument("--workers", type=int, default=WORKERS)
    given = parser.parse_args()
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    with tempfile.TemporaryDirectory(prefix="simi-worlds-") as home:
        os.environ["SIMI_LAB_HOME"] = home
        return _measure(given.applications, given.workers, Path(home))


def _measure(applications: int, workers: int, home: Path) -> int:
    from simi_lab.study import make

    begun = time.perf_counter()
    run = make("kotabumi", applications=applications, workers=workers)
    made = time.perf_counter() - begun
    tables = run.manifest["tables"]
    filed, rows = tables["applications"]["rows"], sum(table["rows"] for table in tables.values())
    writing = sum(_write_again(run.path / table["folder"], table["parts"], home) for table in tables.values())
    rate = filed / made
    print(f"{filed:,} applications, {rows:,} rows in {len(tables)} tables, {workers} workers")
    print(f"made and written in {made:.1f} s: {rate:,.0f} applications a second, {rows / made:,.0f} rows a second")
    print(f"the same tables written alone by one process, zstd Parquet: {writing:.1f} s")
    print(f"applications a second: goal >= {GOAL_RATE:,.0f}: {_verdict(rate >= GOAL_RATE)}")
    print(f"made / written: {made / writing:.2f} x, goal <= {GOAL_WALL} x: {_verdict(made / writing <= GOAL_WALL)}")
    return int(rate < GOAL_RATE or made / writing > GOAL_WALL)


def _write_again(folder: Path, parts: list[dict[str, object]], home: Path) -> float:
    """Seconds to write the parts of one table, reading not counted."""
    import polars as pl

    spent = 0.0
    for part in parts:
        frame = pl.read_parquet(folder / str(part["file"]))
        begun = time.perf_counter()
        frame.write_parquet(home / "again.parquet", compression="zstd")
        spent += time.perf_counter() - begun
    return spent


def _verdict(reached: bool) -> str:
    return "reached" if reached else "missed"


if __name__ == "__main__":
    sys.exit(main())
