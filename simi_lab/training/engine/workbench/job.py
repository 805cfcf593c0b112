"""What is given to the workbench, what bounds it, and what it gives back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

STOPPED = "stopped"


@dataclass(frozen=True)
class Limits:
    """Bounds of one job.

    Parameters
    ----------
    wall_s, cpu_s : seconds on the clock and on a processor, per program
    memory_mb : MB beyond what the process needs by itself
    folder_mb : MB in the folder of temporary files
    print_chars : characters that a program may print
    answer_bytes : bytes that the process may say in all
    start_s, queue_s : seconds to wait for a process to be ready, and for a free seat
    """

    wall_s: float = 8.0
    cpu_s: float = 5.0
    memory_mb: int = 1024
    folder_mb: int = 16
    print_chars: int = 20_000
    answer_bytes: int = 400_000
    start_s: float = 20.0
    queue_s: float = 30.0


@dataclass(frozen=True)
class Job:
    """Programs to run and how their answers are checked.

    Parameters
    ----------
    programs : texts
    tables : per name of a table its files and columns; empty for the practice world
    readable : folders that the process may read, beside its own code
    checks, check : file with the checks and the name of one; both empty when nothing is to be checked
    gives, columns, twice : form of the answer, see `Code`
    print_chars : characters that a program may print
    """

    programs: tuple[str, ...]
    tables: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict, hash=False)
    readable: tuple[str, ...] = ()
    checks: str = ""
    check: str = ""
    gives: str = "table"
    columns: tuple[str, ...] = ()
    twice: bool = False
    print_chars: int = Limits.print_chars

    def line(self) -> str:
        """The job as one line of JSON."""
        names = ("programs", "tables", "checks", "check", "gives", "columns", "twice")
        return json.dumps({**{name: getattr(self, name) for name in names}, "print_bound": self.print_chars})


@dataclass(frozen=True)
class Report:
    """What became of one program.

    Parameters
    ----------
    code : "right", "stopped", or the code that its check gave
    told : about a stop its `error`, `line`, `name` and so on; else the `world` on which it went wrong
    shown : what it printed, and its answer as a small table or text
    """

    code: str
    told: Mapping[str, Any] = field(default_factory=dict)
    shown: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Report:
        """Read a report as the process wrote it."""
        told = {name: value for name, value in content.items() if name not in ("code", "shown")}
        return cls(str(content["code"]), told, dict(content["shown"]))


def stopped(error: str) -> Report:
    """Return the report on a program that was ended from outside."""
    return Report(STOPPED, {"error": error})
