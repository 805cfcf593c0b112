"""A run that is killed in the middle is never listed as whole, and making it again clears what it left."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simi_lab.store import list_runs, verify
from simi_lab.store.run.atomic import leftovers
from simi_lab.store.run.read import shelf

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")

SEED = 20261124
KINDS = [("tiny", 30), ("mungil", 4), pytest.param("mungil", 30, marks=pytest.mark.full)]


class Nursery:
    """The process that forks writers; see `writer_to_kill.py`."""

    def __init__(self, folder: Path, kind: str) -> None:
        root = Path(__file__).parents[2]
        command = [sys.executable, str(Path(__file__).with_name("writer_to_kill.py")), str(folder), kind]
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
def begin_nursery(tmp_path: Path) -> Iterator[Callable[[str], Nursery]]:
    begun: list[Nursery] = []

    def begin(kind: str) -> Nursery:
        begun.append(Nursery(tmp_path, kind))
        return begun[-1]

    yield begin
    for nursery in begun:
        nursery.end()


def moments(n: int) -> list[float]:
    """When the writers are killed, as parts of the time that a whole run takes.

    A third of them fall in the last tenth, where the manifest is written and the folder renamed.
    """
    rng = random.Random(SEED)
    late = n // 3
    return [rng.uniform(0, 1) for _ in range(n - late)] + [rng.uniform(0.9, 1.05) for _ in range(late)]


@pytest.mark.parametrize(("kind", "n"), KINDS)
def test_no_killed_run_is_ever_listed_as_whole(
    begin_nursery: Callable[[str], Nursery], tmp_path: Path, kind: str, n: int
) -> None:
    nursery = begin_nursery(kind)
    for seed in (1, 2):  # the first waits for the nursery to load
        started = time.monotonic()
        nursery.begin(f"{kind}-s{seed}")
        nursery.wait()
    whole = time.monotonic() - started
    assert [run.name for run in list_runs(tmp_path)] == [f"{kind}-s2", f"{kind}-s1"]

    for seed, part in enumerate(moments(n), start=3):
        started = time.monotonic()
        writer = nursery.begin(f"{kind}-s{seed}")
        time.sleep(part * whole)
        os.kill(writer, signal.SIGKILL)
        nursery.wait()
        if (tmp_path / f"{kind}-s{seed}").exists() and part < 0.9:  # faster than measured: another load on the machine
            whole = min(whole, time.monotonic() - started)
        for run in list_runs(tmp_path):
            assert verify(run).ok, run.name
        assert not any(item.in_use for item in leftovers(tmp_path))

    unfinished = [item.name for item in leftovers(tmp_path)]
    finished = [run.name for run in list_runs(tmp_path)]
    assert set(unfinished).isdisjoint(finished)
    assert len(unfinished) >= n // 3, "too few were killed in the middle for this test to say anything"
    assert shelf(tmp_path).broken == []

    again = unfinished[: min(3, n // 3)]
    for name in again:
        nursery.begin(name)
        nursery.wait()
    assert {item.name for item in leftovers(tmp_path)} == set(unfinished) - set(again)
    assert all(verify(run, deep=True).ok for run in list_runs(tmp_path) if run.name in again)
    assert {run.name for run in list_runs(tmp_path)} == {*finished, *again}
