"""What `doctor` looks at, one function per organ; nothing is changed by looking."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from simi_lab import paths
from simi_lab.cli import chromium as browser
from simi_lab.cli.installed import differences, without_bytecode
from simi_lab.cli.speech import phrase

OLDEST, TOO_NEW = (3, 11), (3, 15)
PORTS = {5006: "pages", 8888: "JupyterLab"}
LOW_GB, TIGHT_GB = 0.5, 2.0
DATABASE_PATIENCE_SECONDS = 2.0
REINSTALL = "Remove the folder .venv, then run: python3 simi doctor"


@dataclass(frozen=True)
class Finding:
    """What was found of one organ.

    Parameters
    ----------
    name, what, cure : English messages
    state : "good", "warning" (works, with less comfort) or "broken" (something needed does not work)
    values : for the fields of `what` and `cure`
    """

    name: str
    state: str
    what: str
    cure: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def spoken(self) -> dict[str, str]:
        """The finding in the reader's language."""
        what, cure = (phrase(text, **self.values) if text else "" for text in (self.what, self.cure))
        return {"name": phrase(self.name), "state": self.state, "what": what, "cure": cure}


def examine() -> Iterator[Finding]:
    """Look at every organ, in the order a newcomer meets them; a look that fails is a fault too."""
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _python,
        _packages,
        _bytecode,
        _browser,
        _ports,
        _disk,
        _database,
        _world,
    )
    for look in looks:
        try:
            yield from look()
        except Exception as error:
            name = look.__name__.strip("_")
            yield Finding(name, "broken", "Could not be looked at: {reason}", REINSTALL, {"reason": str(error)})


def _python() -> Iterator[Finding]:
    values = {"version": platform.python_version(), "bits": 64 if sys.maxsize > 2**32 else 32}
    fits = OLDEST <= sys.version_info[:2] < TOO_NEW and values["bits"] == 64
    if fits and platform.python_implementation() == "CPython":
        yield Finding("Python", "good", "{version}, {bits} bits", values=values)
    else:
        cure = "Install CPython 3.11 to 3.14 (64 bits), remove the folder .venv, then run: python3 simi up"
        yield Finding("Python", "broken", "{version}, {bits} bits does not fit.", cure, values)


def _packages() -> Iterator[Finding]:
    missing, other, n = differences(paths.root() / "requirements" / "lock.txt")
    if missing:
        values = {"n": len(missing), "names": ", ".join(missing[:5])}
        yield Finding("Packages", "broken", "{n} of the lock are missing: {names}", REINSTALL, values)
    if other:
        values = {"n": len(other), "names": ", ".join(other[:5])}
        yield Finding("Packages", "broken", "{n} differ from the lock: {names}", REINSTALL, values)
    if not missing and not other:
        yield Finding("Packages", "good", "{n}, each as locked", values={"n": n})


def _bytecode() -> Iterator[Finding]:
    bare = without_bytecode()
    if bare:
        cure = "Run: {python} -m compileall -q {folder}"
        values = {"names": ", ".join(bare), "python": sys.executable, "folder": Path(sys.prefix) / "lib"}
        yield Finding("Bytecode", "warning", "Not compiled, so that every start is slow: {names}", cure, values)
    else:
        yield Finding("Bytecode", "good", "compiled")


def _browser() -> Iterator[Finding]:
    found = browser.chromium()
    if found:
        yield Finding("Chromium", "good", "{path}", values={"path": found})
    else:
        what = "Not found: reports as PDF and browser tests cannot run. All else works."
        yield Finding("Chromium", "warning", what, browser.cure())


def _ports() -> Iterator[Finding]:
    for port, use in PORTS.items():
        values = {"port": port, "use": phrase(use)}
        if _is_free(port):
            yield Finding("Port", "good", "{port} ({use}) is free", values=values)
        else:
            what = "{port} ({use}) is taken, perhaps by SIMI Lab itself. Another port is then used and told."
            yield Finding("Port", "warning", what, values=values)


def _is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        if os.name != "nt":  # a port that was just let go counts as free, as it does for the server
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _disk() -> Iterator[Finding]:
    place = _standing(paths.home())
    free = shutil.disk_usage(place).free / 1e9
    state = "broken" if free < LOW_GB else "warning" if free < TIGHT_GB else "good"
    cure = "Make room: worlds that are no longer needed lie in {runs}" if state != "good" else ""
    values = {"free": f"{free:.1f}", "place": place, "runs": paths.runs_dir()}
    yield Finding("Disk", state, "{free} GB free in {place}", cure, values)
    if not os.access(place, os.W_OK):
        cure = "Let SIMI_LAB_HOME name a folder that you may write."
        yield Finding("Disk", "broken", "{place} may not be written.", cure, values)


def _standing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _database() -> Iterator[Finding]:
    url = paths.workspace_url()
    if not url.startswith("sqlite:///"):
        yield Finding("Database", "good", "{url}", values={"url": url.partition("@")[2] or url})
        return
    file = Path(url.removeprefix("sqlite:///"))
    if not file.exists():
        yield Finding("Database", "good", "Not there yet; made at first use.")
        return
    fault = _sqlite_fault(file)
    if fault is None:
        yield Finding("Database", "good", "{file}: whole and writable", values={"file": file})
    else:
        cure = "Close other programs that use it, or move it away: a new one is made, and its readable rows come back."
        yield Finding("Database", "broken", "{file}: {fault}", cure, {"file": file, "fault": fault})


def _sqlite_fault(file: Path) -> str | None:
    try:
        with closing(
            sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=DATABASE_PATIENCE_SECONDS)
        ) as connection:
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        return str(error)
    return None if verdict == "ok" else str(verdict)


def _world() -> Iterator[Finding]:
    from simi_lab.errors import MissingRunError, SimiError
    from simi_lab.store import open_run

    try:
        run = open_run("kotabumi")
    except MissingRunError:
        yield Finding("World", "warning", "The default world is not made yet.", "Run: simi-lab up")
    except SimiError as error:
        what = "The default world cannot be opened: {reason}"
        values = {"reason": phrase(error.what, **error.values), "path": error.where}
        yield Finding("World", "warning", what, "Remove {path}, then run: simi-lab up", values)
    else:
        yield Finding("World", "good", "{name}", values={"name": run.name})
