"""JupyterLab beside the pages: an address known beforehand, a child process, an end."""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Callable
from contextlib import closing

from simi_lab import paths
from simi_lab.cli.children import Child, Family
from simi_lab.cli.lab_line import lab_command

HOST = "127.0.0.1"
_PATIENCE_SECONDS = 60.0


class LabServer:
    """JupyterLab on a port of this computer; its address is known before it starts, so that pages can link to it.

    Parameters
    ----------
    port : a free port
    family : children that end together with it
    """

    def __init__(self, port: int, family: Family | None = None) -> None:
        self.port = port
        self._family = family or Family()
        self._token = secrets.token_urlsafe(24)
        self._child: Child | None = None
        self.log = paths.workspace_dir() / "jupyterlab.log"

    @property
    def url(self) -> str:
        """Address with the token that opens it: for this terminal and pages on this computer only."""
        return f"http://{HOST}:{self.port}/?token={self._token}"  # goes on to the start page

    @property
    def pid(self) -> int | None:
        """Number of its process group, once started."""
        return self._child.pid if self._child else None

    def start(self) -> bool:
        """Start it and wait until it answers; whether it does."""
        command = lab_command(self.port, paths.root())
        child = self._family.start(command, self.log, {"JUPYTER_TOKEN": self._token}, paths.root())
        self._child = child
        return child is not None and answers(self.port, lambda: child.is_alive)

    def wait(self) -> None:
        """Wait until it ends by itself."""
        if self._child:
            self._child.wait()

    def end(self) -> None:
        """End it if it was started, with its family, for good."""
        self._family.end()


def answers(port: int, may_wait: Callable[[], bool] = lambda: True, patience: float = _PATIENCE_SECONDS) -> bool:
    """Wait until something listens on a port of this computer; False if it gave up or waiting makes no sense."""
    deadline = time.monotonic() + patience
    while may_wait() and time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            probe.settimeout(1.0)
            if probe.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.1)
    return False
