"""Memory, time and space of a world of a million applications, made by one process in a folder that is removed.

Run: python benchmarks/memory.py [--applications N] [--workers N]. Peak memory is that of the largest process, as the
system counted it, everything included; a goal that is missed gives exit code 1.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

GOAL_GB = 1.5
APPLICATIONS = 1_000_000
NEEDED_BYTES_PER_APPLICATION = 1_000  # about five times what is written


def main() -> int:
    """Print wall and CPU seconds, peak memory and bytes on disk; 1 if the goal is missed, 2 if the disk is too full."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applications", type=int, default=APPLICATIONS)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="simi-memory-") as home:
        needed = given.applications * NEEDED_BYTES_PER_APPLICATION
        if shutil.disk_usage(home).free < needed:
            print(f"{needed / 1e9:.1f} GB of free disk are needed in {home}")
            return 2
        os.environ["SIMI_LAB_HOME"] = home
        return _measure(given.applications, given.workers)


def _measure(applications: int, workers: int) -> int:
    from simi_lab.study import make

    before = _peak_gb()
    wall, cpu = time.perf_counter(), _cpu_seconds()
    run = make("kotabumi", applications=applications, workers=workers)
    wall, cpu = time.perf_counter() - wall, _cpu_seconds() - cpu
    peak = _peak_gb()
    rows = {name: table["rows"] for name, table in run.manifest["tables"].items()}
    size = sum(path.stat().st_size for path in Path(run.path).rglob("*") if path.is_file())
    print(", ".join(f"{n:,} {name}" for name, n in rows.items()))
    print(f"wall {wall:.0f} s, CPU {cpu:.0f} s, {cpu / rows['applications'] * 1e6:.0f} us CPU an application")
    print(f"on disk {size / 1e6:.0f} MB, {size / rows['applications']:.0f} bytes an application with all its tables")
    reached = peak < GOAL_GB
    verdict = "reached" if reached else "missed"
    print(f"peak memory {peak:.2f} GB ({before:.2f} GB before); goal < {GOAL_GB} GB: {verdict}")
    return int(not reached)


def _peak_gb() -> float:
    """Highest resident size so far of this process or of any of its ended children, in 10**9 bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(peaks) * unit / 1e9


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    sys.exit(main())
