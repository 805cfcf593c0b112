"""The workbench: a learner's program is run in a process of its own, within limits, and what came of it is told.

The server itself never executes a learner's text. A process serves one learner's job and ends; the next one is started
at once, so that it is warm when it is needed. Its group is killed as a whole when a limit is passed.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simi_lab import paths
from simi_lab.training.engine.workbench.job import Job, Limits, Report, stopped

WORKER = Path(__file__).with_name("worker.py")
_SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/proc/self", "/proc/cpuinfo",
           "/proc/meminfo", "/sys/fs/cgroup", "/sys/devices/system/cpu", "/dev/urandom")  # fmt: skip
_TICK_S = 0.02


@dataclass
class _Process:
    """One process that waits for its job, with its folder and what it says."""

    popen: subprocess.Popen[bytes]
    folder: Path
    readable: tuple[str, ...]
    said: list[bytes] = field(default_factory=list)
    complaint: list[bytes] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def end(self) -> None:
        """Kill the whole group and remove its folder."""
        with contextlib.suppress(OSError):
            if os.name == "posix":
                os.killpg(self.popen.pid, signal.SIGKILL)
            else:
                self.popen.kill()
        self.popen.wait()
        for thread in self.threads:
            thread.join(timeout=1)
        for pipe in (self.popen.stdin, self.popen.stdout, self.popen.stderr):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        shutil.rmtree(self.folder, ignore_errors=True)


class Bench:
    """Runs jobs, a bounded number at a time; one process is kept warm.

    Parameters
    ----------
    limits : Limits
    seats : jobs that may run at the same time; default one per processor
    """

    def __init__(self, limits: Limits | None = None, seats: int = 0) -> None:
        self.limits = limits or Limits()
        self._seats = threading.BoundedSemaphore(seats or max(os.cpu_count() or 1, 1))
        self._lock = threading.Lock()
        self._warm: _Process | None = None

    def run(self, job: Job) -> list[Report]:
        """Run the programs of a job; one report each, always, whatever they do.

        Programs of one job share a process, one after the other: several are for an author's own, which are trusted not
        to disturb each other. A learner's job has one.
        """
        if not self._seats.acquire(timeout=self.limits.queue_s):
            return [stopped("busy")] * len(job.programs)
        try:
            process = self._take(job)
            self.get_ready(job.readable)  # for the next one
            return self._serve(process, job)
        except OSError:
            return [stopped("died")] * len(job.programs)
        finally:
            self._seats.release()

    def get_ready(self, readable: tuple[str, ...]) -> None:
        """Start a process in advance, unless one waits already."""
        with self._lock:
            if self._warm is None:
                self._warm = _start(readable, self.limits)

    def close(self) -> None:
        """End the process that waits."""
        with self._lock:
            process, self._warm = self._warm, None
        if process is not None:
            process.end()

    def _take(self, job: Job) -> _Process:
        with self._lock:
            process, self._warm = self._warm, None
        if process is not None and process.readable == job.readable and process.popen.poll() is None:
            return process
        if process is not None:
            process.end()
        return _start(job.readable, self.limits)

    def _serve(self, process: _Process, job: Job) -> list[Report]:
        try:
            if not _until(process, 1, time.monotonic() + self.limits.start_s):
                return [stopped("died")] * len(job.programs)
            assert process.popen.stdin is not None
            with contextlib.suppress(OSError):
                process.popen.stdin.write(job.line().encode() + b"\n")
                process.popen.stdin.flush()
            return self._watched(process, job)
        finally:
            process.end()

    def _watched(self, process: _Process, job: Job) -> list[Report]:
        """Wait for the answer and end what goes beyond its limits."""
        until = time.monotonic() + self.limits.wall_s * len(job.programs)
        while not _until(process, 2, min(until, time.monotonic() + 5 * _TICK_S)):
            if process.popen.poll() is not None:
                process.threads[0].join(timeout=2)  # its last words may still be on their way
                if len(process.said) > 1:
                    break
                return [_ending(process)] * len(job.programs)
            if time.monotonic() > until:
                return [stopped("time")] * len(job.programs)
            if _memory_mb(process.popen.pid) > self.limits.memory_mb:
                return [stopped("memory")] * len(job.programs)
            if _folder_mb(process.folder) > self.limits.folder_mb:
                return [stopped("folder")] * len(job.programs)
        try:
            return [Report.read(one) for one in json.loads(process.said[1])]
        except (ValueError, TypeError, AttributeError, KeyError):
            return [stopped("died")] * len(job.programs)


def _start(readable: tuple[str, ...], limits: Limits) -> _Process:
    folder = Path(tempfile.mkdtemp(prefix="simi-bench-"))
    root = str(paths.root())
    code = [sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve()), *_SYSTEM]
    read = [*dict.fromkeys([*code, f"{root}/simi_lab", f"{root}/training_modules", *readable])]
    options = {"read": read, "write": str(folder), "root": root, "cpu_s": limits.cpu_s, "memory_mb": limits.memory_mb,
               "file_mb": limits.folder_mb}  # fmt: skip
    popen = subprocess.Popen(  # nothing of the learner is in these words
        [sys.executable, "-I", "-X", "utf8", "-B", str(WORKER), json.dumps(options)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        cwd=folder, env=_environment(folder), start_new_session=True,
    )  # fmt: skip
    process = _Process(popen, folder, readable)
    ears = ((popen.stdout, process.said, limits.answer_bytes), (popen.stderr, process.complaint, 65_536))
    for ear in ears:
        thread = threading.Thread(target=_listen, args=ear, daemon=True)
        thread.start()
        process.threads.append(thread)
    return process


def _environment(folder: Path) -> dict[str, str]:
    """Only what the process needs: no address of a database, no secret of the server."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    home = str(folder)
    threads = dict.fromkeys(("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "2")
    return {**kept, **threads, "HOME": home, "TMPDIR": home, "TMP": home, "TEMP": home, "LC_ALL": "C.UTF-8"}


def _listen(pipe: Any, heap: list[bytes], bound: int) -> None:
    """Gather the lines that a process says, and stop gathering when they are too many."""
    with contextlib.suppress(OSError, ValueError):
        while line := pipe.readline(bound):
            if sum(map(len, heap)) < bound:
                heap.append(line)


def _until(process: _Process, lines: int, moment: float) -> bool:
    """Wait until so many lines were said; False when the process ends or the moment comes first."""
    while len(process.said) < lines:
        if process.popen.poll() is not None and not process.threads[0].is_alive():
            return len(process.said) >= lines
        if time.monotonic() > moment:
            return False
        time.sleep(_TICK_S / 4)
    return True


def _ending(process: _Process) -> Report:
    """Say why a process ended without an answer."""
    process.threads[1].join(timeout=0.5)
    words, signal_no = b"".join(process.complaint), -process.popen.returncode
    if os.name == "posix" and signal_no == signal.SIGXCPU:
        return stopped("time")
    if b"memory allocation" in words or b"MemoryError" in words or (os.name == "posix" and signal_no == signal.SIGKILL):
        return stopped("memory")
    return stopped("died")


def _memory_mb(pid: int) -> float:
    """Memory of a process in MB; 0 where nobody can say."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    with contextlib.suppress(Exception):  # on other systems psutil says it; Jupyter brings it along
        import importlib

        return float(importlib.import_module("psutil").Process(pid).memory_info().rss) / 2**20
    return 0.0


def _folder_mb(folder: Path) -> float:
    with contextlib.suppress(OSError):
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20
    return 0.0


_bench: Bench | None = None


def the_bench() -> Bench:
    """Return this process's workbench, opened when it is first needed."""
    global _bench
    if _bench is None:
        _bench = Bench()
        atexit.register(_bench.close)
    return _bench
