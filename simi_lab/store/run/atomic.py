"""Folders that are whole or are not there: written under a temporary name, flushed, renamed into place."""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from simi_lab.errors import BadRequest, SimiError

PARTIAL = ".partial-"
_LOCK_SUFFIX = ".lock"
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENOENT}


@dataclass(frozen=True)
class Leftover:
    """A folder that a stopped writer left behind; it is never read as whole."""

    path: Path
    name: str
    in_use: bool


class PartialFolder:
    """A folder in the making, held by a lock that the system frees when its writer dies.

    Parameters
    ----------
    target : folder that will appear, whole, on `publish`
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.parent / f"{PARTIAL}{target.name}-{secrets.token_hex(4)}"
        self._lock_path = _lock_of(self.path)
        with telling_disk_faults(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _hold(self._lock_path)
            self.path.mkdir()

    def publish(self) -> bool:
        """Rename into place; False when another writer was first (this folder is then thrown away)."""
        with telling_disk_faults(self.target):
            flush_folders(self.path)
            try:
                self.path.rename(self.target)
            except OSError:
                if not self.target.exists():
                    raise
                self.discard()
                return False
            flush_folder(self.target.parent)
        self._release()
        return True

    def discard(self) -> None:
        """Throw the folder away."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._release()

    def leave(self) -> None:
        """Let go of the folder without throwing it away; a later writer may go on from it."""
        self._release()

    def _release(self) -> None:
        self._lock.close()
        self._lock_path.unlink(missing_ok=True)


def leftovers(folder: Path, name: str | None = None) -> list[Leftover]:
    """List unfinished folders below a folder, those of one name if given; running writers are marked in use."""
    if not folder.is_dir():
        return []
    found = [_leftover(path) for path in sorted(folder.iterdir()) if path.name.startswith(PARTIAL) and path.is_dir()]
    return [item for item in found if name is None or item.name == name]


def clean_leftovers(folder: Path, name: str) -> int:
    """Remove what stopped writers of one name left behind; running writers are left alone."""
    stale = [item for item in leftovers(folder, name) if not item.in_use]
    for item in stale:
        shutil.rmtree(item.path, ignore_errors=True)
    for lock in folder.glob(f"{PARTIAL}{name}-*{_LOCK_SUFFIX}") if folder.is_dir() else ():
        if not lock.with_suffix("").exists() and not _is_held(lock):
            lock.unlink(missing_ok=True)
    return len(stale)


def write_file(path: Path, content: bytes) -> None:
    """Write a file and flush it to the disk."""
    with telling_disk_faults(path), path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def json_bytes(content: Any) -> bytes:
    """JSON as it is written to disk: keys sorted, readable, UTF-8, the same bytes everywhere."""
    return (json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def flush_folder(folder: Path) -> None:
    """Flush the entries of a folder; a system that cannot (Windows) keeps its own journal."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folders(folder: Path) -> None:
    """Flush the entries of a folder and of all below it."""
    for path, _, _ in os.walk(folder):
        flush_folder(Path(path))


@contextmanager
def telling_disk_faults(path: Path) -> Iterator[None]:
    """Turn a refusal of the disk into words.

    Raises
    ------
    BadRequest
        The place may not be written to.
    SimiError
        The disk is full, or fails otherwise.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FORBIDDEN:
            cure = "Choose a folder that you may write to (--out, or the variable SIMI_LAB_HOME)."
            raise BadRequest("Cannot write here ({why}).", where=str(path), cure=cure, why=error.strerror) from error
        cure = "Nothing was published. Free some disk space or choose another folder, then run the command again."
        raise SimiError("The disk refuses ({why}).", where=str(path), cure=cure, why=error.strerror or error) from error


def _lock_of(path: Path) -> Path:
    return path.with_name(path.name + _LOCK_SUFFIX)


def _hold(path: Path) -> IO[bytes]:
    """Open and lock a file; once more if a cleaner took it away between the two."""
    while True:
        stream = path.open("wb")
        if _try_lock(stream) and path.exists() and path.stat().st_ino == os.fstat(stream.fileno()).st_ino:
            return stream
        stream.close()


def _leftover(path: Path) -> Leftover:
    name = path.name.removeprefix(PARTIAL).rpartition("-")[0]
    return Leftover(path, name, _is_held(_lock_of(path)))


def _is_held(lock: Path) -> bool:
    try:
        with lock.open("r+b") as stream:
            return not _try_lock(stream)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _try_lock(stream: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
