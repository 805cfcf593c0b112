"""Programs that `up` starts beside itself: each ends with us, with everything it started."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_PATIENCE_SECONDS = 5.0
# Where the pages of our own server find Panel's files: a notebook of a child with this variable would draw nothing.
_OURS_ALONE = ("PANEL_CDN_ROOT",)


class Child:
    """A program in a process group of its own, so that Ctrl-C reaches us first and we end it calmly.

    Parameters
    ----------
    command : its words
    log : file that gets what it says
    environment : variables besides ours; what only our server may know is not handed on
    folder : where it starts
    """

    def __init__(self, command: Sequence[str], log: Path, environment: Mapping[str, str], folder: Path) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if name not in _OURS_ALONE}
        with log.open("wb") as stream:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env={**kept, **environment},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=os.name != "nt",
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )

    @property
    def pid(self) -> int:
        """Number of the process, and of its group."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def wait(self) -> int:
        """Wait until it ends by itself; its exit code."""
        return self._process.wait()

    def ask(self) -> None:
        """Ask it and its group to end."""
        self._signal("SIGTERM")

    def end(self) -> None:
        """End it and its group: ask first, insist after some seconds."""
        self.ask()
        try:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_PATIENCE_SECONDS)
        finally:  # also when a second Ctrl-C cuts the waiting short
            self._signal("SIGKILL")  # what the program left behind in its group, too
            self._process.wait()

    def _signal(self, name: str) -> None:
        if os.name == "nt":
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(self.pid)], check=False, capture_output=True)
            return
        with suppress(ProcessLookupError):
            os.killpg(self.pid, getattr(signal, name))


class Family:
    """Children that end together; once they have, none can be started, from whatever thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._children: list[Child] = []
        self._is_ended = False

    def start(self, command: Sequence[str], log: Path, environment: Mapping[str, str], folder: Path) -> Child | None:
        """Start one more (parameters as of `Child`), unless the end has come."""
        with self._lock:
            if self._is_ended:
                return None
            self._children.append(Child(command, log, environment, folder))
            return self._children[-1]

    def end(self) -> None:
        """End all of them, for good."""
        with self._lock:
            self._is_ended = True
            for child in self._children:
                child.ask()
            for child in self._children:
                child.end()
