"""What a learner's program may not do: leave its folder, reach the network, start programs, use all memory or time.

Two fences stand behind each other. The kernel's one (Linux: Landlock for files, seccomp for the network and for other
programs) cannot be climbed from inside; it is put up before anything else is loaded. The interpreter's one (an audit
hook) works everywhere and speaks kindly, but a determined programmer could get round it. This file is loaded inside the
learner's process by its path, so it imports the standard library only.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_ENFORCE = 444, 445, 446  # the same number on every processor
_READ = 0b1101  # execute, read file, read directory
_WRITE_BITS = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF}  # rights that each version of Landlock knows
_CALLS = {  # processor: its mark, and the numbers of socket, execve, execveat and io_uring_setup
    "x86_64": (0xC000003E, (41, 59, 322, 425)),
    "aarch64": (0xC00000B7, (198, 221, 281, 425)),
}
_NO = {
    "network": ("socket.__new__", "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto",
                "socket.gethostbyname"),
    "program": ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn",
                "os.startfile", "os.kill", "os.killpg", "pty.spawn"),
    "foreign": ("ctypes.dlopen", "ctypes.dlsym", "ctypes.call_function"),
    "change": ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.link", "os.symlink", "os.truncate"),
}  # fmt: skip
_FORBIDDEN = {event: kind for kind, events in _NO.items() for event in events}


class FenceError(PermissionError):
    """The program tried what is not allowed here; `kind` says what."""

    def __init__(self, *, kind: str, of: str = "") -> None:
        super().__init__(f"not allowed here: {kind} {of}")
        self.kind = kind


def close_kernel_fence(read: Sequence[str], write: str, root: str) -> bool:
    """Let this process read only the given folders, write only into one, and neither connect nor start programs.

    Parameters
    ----------
    read : folders and files that may be read
    write : the folder of temporary files
    root : a folder whose names may be listed, so that packages are found in it

    Returns
    -------
    bool
        False where the kernel has no such fence (not Linux, too old, another processor).
    """
    if not sys.platform.startswith("linux") or platform.machine() not in _CALLS:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    if libc.prctl(38, 1, 0, 0, 0) != 0:  # no new privileges, which both fences ask for
        return False
    return _landlock(libc, read, write, root) and _seccomp(libc)


def _landlock(libc: Any, read: Sequence[str], write: str, root: str) -> bool:
    version = libc.syscall(_LANDLOCK_CREATE, None, 0, 1)
    if version < 1:
        return False
    handled = _WRITE_BITS[min(version, 3)]
    rules = ctypes.create_string_buffer(struct.pack("Q", handled))
    ruleset = libc.syscall(_LANDLOCK_CREATE, rules, 8, 0)
    if ruleset < 0:
        return False
    for path, rights in [*((one, _READ) for one in read), (write, handled), (root, 0b1000), ("/dev/null", 0b110)]:
        if not Path(path).exists():
            continue
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)  # type: ignore[attr-defined,unused-ignore]
        allowed = rights if Path(path).is_dir() else rights & 0b111  # a file has no directory rights
        rule = ctypes.create_string_buffer(struct.pack("=Qi", allowed, handle))
        added = libc.syscall(_LANDLOCK_ADD, ruleset, 1, rule, 0)
        os.close(handle)
        if added != 0:
            return False
    closed = libc.syscall(_LANDLOCK_ENFORCE, ruleset, 0) == 0
    os.close(ruleset)
    return closed


def _seccomp(libc: Any) -> bool:
    """Answer "not permitted" to opening a socket and to starting a program."""
    arch, calls = _CALLS[platform.machine()]
    deny, allow, kill = 0x00050000 | errno.EACCES, 0x7FFF0000, 0x80000000
    load, equal, give = 0x20, 0x15, 0x06
    steps = [(load, 0, 0, 4), (equal, 1, 0, arch), (give, 0, 0, kill), (load, 0, 0, 0)]
    for call in calls:
        steps += [(equal, 0, 1, call), (give, 0, 0, deny)]
    steps.append((give, 0, 0, allow))
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code)))
    return bool(libc.prctl(22, 2, program, 0, 0) == 0)


def close_interpreter_fence(read: Sequence[str], write: str, root: str) -> None:
    """Refuse, with a word that can be told, what Python itself is asked to do; it cannot be taken down again."""
    readable = tuple(os.path.realpath(path) for path in (*read, write))
    writable = os.path.realpath(write)

    def refuse(event: str, words: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(words[0], str | bytes):
            path = os.path.realpath(os.fsdecode(words[0]))
            changes = isinstance(words[2], int) and words[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if path == os.devnull:
                return
            if changes and not _inside(path, (writable,)):
                raise FenceError(kind="write", of=path)
            if not _inside(path, readable):
                raise FenceError(kind="read", of=path)
        elif event in ("os.listdir", "os.scandir") and isinstance(words[0], str | bytes):
            if not _inside(path := os.path.realpath(os.fsdecode(words[0])), readable) and path != root:
                raise FenceError(kind="read", of=path)
        elif event in _FORBIDDEN:
            raise FenceError(kind=_FORBIDDEN[event])

    sys.addaudithook(refuse)


def _inside(path: str, folders: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)


def set_limits(cpu_s: float, memory_mb: int, file_mb: int) -> None:
    """Bound the time on a processor, the memory beyond what is in use now, and the size of a file.

    Where the system has no such limits (Windows), or does not keep them (memory on macOS), the process is watched from
    outside instead.
    """
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(used.ru_utime + used.ru_stime + cpu_s + 1)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_mb << 20, file_mb << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    size = _address_space()
    if size:
        top = size + (memory_mb << 20)
        resource.setrlimit(resource.RLIMIT_AS, (top, top))


def _address_space() -> int:
    """Bytes of address space in use, 0 where it cannot be read."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
