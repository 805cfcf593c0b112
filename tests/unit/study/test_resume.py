"""A run that was stopped goes on where it was, and ends with the bytes of one that was never stopped."""

from __future__ import annotations

import errno
import importlib
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from simi_lab import paths
from simi_lab.errors import SimiError
from simi_lab.store.run import atomic
from simi_lab.study.block import make_block
from simi_lab.study.make import make

module = importlib.import_module("simi_lab.study.make")  # the package re-exports a function of that name

APPLICATIONS = 2_600  # several offices of the smallest world


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a run by its place in it."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return contents(make("mungil", applications=APPLICATIONS, out=tmp_path_factory.mktemp("whole")).path)


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHECKPOINT_SECONDS", 0.0)


def made(monkeypatch: pytest.MonkeyPatch, *, until: int | None = None) -> list[int]:
    """Offices that are made from now on; from `until` on the disk is full."""
    numbers: list[int] = []

    def counted(plan: Any, extent: Any, office_id: int) -> dict[str, pl.DataFrame]:
        numbers.append(office_id)
        if until is not None and len(numbers) > until:
            monkeypatch.setattr(atomic.os, "fsync", full)
        return make_block(plan, extent, office_id)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "make_block", counted)
    return numbers


def stop_by_full_disk(folder: Path) -> list[int]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHECKPOINT_SECONDS", 0.0)
        numbers = made(patch, until=2)
        with pytest.raises(SimiError, match="disk refuses"):
            make("mungil", applications=APPLICATIONS, out=folder)
    return numbers


def test_a_full_disk_keeps_what_is_done_and_the_same_command_goes_on(
    tmp_path: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = stop_by_full_disk(tmp_path)
    assert not (tmp_path / f"mungil-n{APPLICATIONS}").exists()
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()], "nothing was kept"
    then = made(monkeypatch)
    run = make("mungil", applications=APPLICATIONS, out=tmp_path)
    assert contents(run.path) == whole
    assert then[0] >= 2 and 0 in first and 0 not in then
    assert [p.name for p in tmp_path.iterdir()] == [run.path.name]


def test_a_damaged_checkpoint_is_not_used(
    tmp_path: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_by_full_disk(tmp_path)
    kept = next(p for p in tmp_path.rglob("resume/people.parquet"))
    kept.write_bytes(kept.read_bytes()[:-7] + b"damaged")
    then = made(monkeypatch)
    assert contents(make("mungil", applications=APPLICATIONS, out=tmp_path).path) == whole
    assert then[0] == 0


def test_another_seed_does_not_go_on_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_by_full_disk(tmp_path)
    then = made(monkeypatch)
    run = make("mungil", applications=APPLICATIONS, seed=5, out=tmp_path)
    assert then[0] == 0 and run.path.name.endswith(f"s5-n{APPLICATIONS}")


def test_a_killed_writer_is_followed_by_one_that_goes_on(tmp_path: Path, whole: dict[str, bytes]) -> None:
    words = (
        "import importlib; m = importlib.import_module('simi_lab.study.make');"
        f"m.CHECKPOINT_SECONDS = 0.0; m.make('mungil', applications={APPLICATIONS}, out=m.Path({str(tmp_path)!r}))"
    )
    with subprocess.Popen([sys.executable, "-c", words], cwd=paths.root()) as writer:
        for _ in range(600):
            if list(tmp_path.rglob("resume/state.json")) or writer.poll() is not None:
                break
            time.sleep(0.05)
        writer.send_signal(signal.SIGKILL)
    assert list(tmp_path.rglob("resume/state.json")), "it ended before a checkpoint"
    run = make("mungil", applications=APPLICATIONS, out=tmp_path)
    assert contents(run.path) == whole
