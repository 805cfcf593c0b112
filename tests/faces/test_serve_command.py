"""`simi-lab serve` as a process: a taken port is replaced and said, lessons come without a world, Ctrl-C ends it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from simi_lab.serving import free_port

SECONDS = 60


@contextmanager
def command(home: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "SIMI_LAB_HOME": str(home), "SIMI_LAB_LANG": "en"}
    line = [sys.executable, "-m", "simi_lab", "serve", "--no-browser", *words]
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_lessons_are_served_without_a_world_on_another_port(tmp_path: Path) -> None:
    port = free_port(22000)
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with command(tmp_path, "--port", str(port), "--prefix", "/lab") as process:
            assert process.stdout is not None
            said, address = [], ""
            while not address:
                said.append(process.stdout.readline())
                address = said[-1].strip().removeprefix("Home page: ") if "Home page" in said[-1] else ""
            assert f"Port {port} is taken" in "".join(said)
            assert "only lessons are served" in "".join(said)
            page = _fetch(address)
            assert "Begin lesson 1" in _fetch(f"{address}?lang=en") and "Mulai pelajaran 1" in page
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--address", "0.0.0.0"], "no accounts yet"),
        (["--run", "no-such-run"], "no-such-run"),
        (["--port", "99999"], "--port"),
    ],
)
def test_what_cannot_be_served_is_refused_at_once(tmp_path: Path, words: list[str], said: str) -> None:
    with command(tmp_path, *words) as process:
        assert process.wait(SECONDS) == 2
        assert process.stdout is not None
        assert said in process.stdout.read()


def _fetch(address: str) -> str:
    """Read a page once the server listens, within a minute."""
    for _ in range(SECONDS * 2):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"{address} does not answer")
