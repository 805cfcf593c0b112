"""A run that is killed in the middle is never listed as whole, and making it again clears what it left."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from simi_lab.store import list_runs, verify
from simi_lab.store.run.atomic import leftovers
from simi_lab.store.run.read import shelf

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")

N_KILLS = 30
LATE = 10  # of them in the last tenth, where the manifest is written and the folder renamed
SEED = 20261124


class Nursery:
    """The process that forks writers; see `writer_to_kill.py`."""

    def __init__(self, folder: Path) -> None:
        root = Path(__file__).parents[2]
        command = [sys.executable, str(Path(__file__).with_name("writer_to_kill.py")), str(folder)]
        environment = {**os.environ, "PYTHONPATH": str(root)}
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                         env=environment, stderr=subprocess.DEVNULL)  # fmt: skip

    def begin(self, name: str) -> int:
        """Start a writer; return its process number."""
        self._tell(name)
        return int(self._answer())

    def wait(self) -> None:
        """Wait until the writer is gone."""
        self._tell("")
        assert self._answer() == "gone"

    def end(self) -> None:
        """End the nursery; it has no writer any more."""
        self._process.kill()
        self._process.communicate()

    def _tell(self, word: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    nursery = Nursery(tmp_path)
    yield nursery
    nursery.end()


def moments(whole: float) -> list[float]:
    """Seconds after the start at which the writers are killed."""
    rng = random.Random(SEED)
    anywhere = [rng.uniform(0, whole) for _ in range(N_KILLS - LATE)]
    return anywhere + [rng.uniform(0.9 * whole, 1.05 * whole) for _ in range(LATE)]


def test_no_killed_run_is_ever_listed_as_whole(nursery: Nursery, tmp_path: Path) -> None:
    for name in ("first", "second"):  # the first waits for the nursery to load
        started = time.monotonic()
        nursery.begin(name)
        nursery.wait()
    whole = time.monotonic() - started
    reference = list_runs(tmp_path)[0]

    for number, moment in enumerate(moments(whole)):
        writer = nursery.begin(f"world-{number}")
        time.sleep(moment)
        os.kill(writer, signal.SIGKILL)
        nursery.wait()
        for run in list_runs(tmp_path):
            assert run.hash == reference.hash, run.name
            assert verify(run).ok, run.name
        assert not any(item.in_use for item in leftovers(tmp_path))

    unfinished = [item.name for item in leftovers(tmp_path)]
    finished = [run.name for run in list_runs(tmp_path)]
    assert set(unfinished).isdisjoint(finished)
    assert len(unfinished) >= N_KILLS // 3, "too few were killed in the middle for this test to say anything"
    assert shelf(tmp_path).broken == []

    for name in unfinished[:3]:
        nursery.begin(name)
        nursery.wait()
    assert {item.name for item in leftovers(tmp_path)} == set(unfinished[3:])
    assert all(verify(run, deep=True).ok for run in list_runs(tmp_path) if run.name in unfinished[:3])
    assert {run.name for run in list_runs(tmp_path)} == {*finished, *unfinished[:3]}
