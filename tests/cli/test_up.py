"""`simi-lab up` from nothing to an open home page with JupyterLab beside it, and back to nothing."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from simi_lab.cli import lab_server
from simi_lab.cli.children import Child

PATIENCE_SECONDS = 90


class Up:
    """A running `simi-lab up mungil`, its words so far, its children."""

    def __init__(self, home: Path, *words: str) -> None:
        self.home, self.said = home, ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "simi_lab", "--lang", "en", "up", "mungil", "--no-browser", *words],
            env={**os.environ, "SIMI_LAB_HOME": str(home), "PYTHONUNBUFFERED": "1"},
            cwd=home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.said += line

    def wait_for(self, pattern: str) -> re.Match[str]:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            found = re.search(pattern, self.said)
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"{pattern!r} was not said:\n{self.said}")

    def end(self, sign: signal.Signals) -> int:
        self.process.send_signal(sign)
        code = self.process.wait(30)
        self._reader.join(5)
        return code


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def start(home: Path) -> Iterator:
    started: list[Up] = []

    def run(*words: str) -> Up:
        started.append(Up(home, *words))
        return started[-1]

    yield run
    for each in started:
        for process in (
            [*psutil.Process(each.process.pid).children(recursive=True)] if each.process.poll() is None else []
        ):
            process.kill()
        each.process.kill()


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode()


def _wait_for_model(home: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not [*home.glob("**/derived/*/risk-*/manifest.json")]:
        assert time.monotonic() < deadline, (home / ".simi" / "risk-model.log").read_text()
        time.sleep(0.1)


def test_from_nothing_to_an_open_home_page_and_back(start, home: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = taken.getsockname()[1]
        up = start("--port", str(busy), "--lab-port", "18600")
        page = up.wait_for(r"Home page: (http://127\.0\.0\.1:(\d+)/)")
    assert f"Port {busy} is taken; {page[2]} is used instead." in up.said
    assert "SYNTHETIC DATA" in up.said
    assert "DATA SINTETIS" in _get(page[1])
    lab = up.wait_for(r"JupyterLab: (http://127\.0\.0\.1:\d+/)\S*\?token=(\S+)")
    assert '"version"' in _get(f"{lab[1]}api?token={lab[2]}")
    up.wait_for("Ctrl-C ends everything")
    _wait_for_model(home)
    children = psutil.Process(up.process.pid).children(recursive=True)
    words = [" ".join(child.cmdline()) for child in children]
    assert any("jupyterlab" in each for each in words)
    assert not any(lab[2] in each for each in words), "every user of a computer can read the words of a process"
    assert up.end(signal.SIGTERM) == 130
    assert "Stopped." in up.said
    _, alive = psutil.wait_procs(children, timeout=5)
    assert not alive


def test_later_everything_is_there_and_ctrl_c_ends_it(start, home: Path) -> None:
    up = start("--no-lab")
    up.wait_for("Home page")
    assert "Making the world" not in up.said
    assert up.end(signal.SIGINT) in (0, 130)
    assert "Traceback" not in up.said


def test_a_child_ends_with_what_it_started(tmp_path: Path) -> None:
    grandchild = (
        "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
    )
    child = Child([sys.executable, "-c", grandchild + "time.sleep(60)"], tmp_path / "log", {}, tmp_path)
    deadline = time.monotonic() + 20
    while not (family := psutil.Process(child.pid).children()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert family
    child.end()
    assert not child.is_alive
    _, alive = psutil.wait_procs(family, timeout=5)
    assert not alive


def test_a_child_that_does_not_listen_is_ended_all_the_same(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("simi_lab.cli.children._PATIENCE_SECONDS", 0.2)
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    child = Child([sys.executable, "-c", deaf], tmp_path / "log", {}, tmp_path)
    deadline = time.monotonic() + 20
    while "deaf" not in (tmp_path / "log").read_text() and time.monotonic() < deadline:
        time.sleep(0.02)
    child.end()
    assert not child.is_alive


def test_nothing_starts_after_the_end(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path))
    lab = lab_server.LabServer(18601)
    lab.end()
    assert lab.start() is False
    assert lab.pid is None


def test_waiting_for_an_answer_gives_up_when_it_makes_no_sense() -> None:
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        assert not lab_server.answers(port, patience=0.3)
        started = time.monotonic()
        assert not lab_server.answers(port, lambda: False)
        assert time.monotonic() - started < 1
        silent.listen()
        assert lab_server.answers(port)
