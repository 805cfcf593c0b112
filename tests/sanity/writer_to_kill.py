"""A process whose children make runs and are killed; everything is loaded before they are forked.

Called with a folder and `tiny` or the name of a scenario. It reads names from standard input. For each it forks a child
that makes the run of that name in the folder, and answers with the child's number; an empty line makes it wait for the
child and say so, and until then the number belongs to nobody else.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from simi_lab import study
from simi_lab.schema import all_tables
from simi_lab.schema.tiny import tiny
from simi_lab.store.run import Origin, new_run, parts


def make_tiny(name: str, folder: Path) -> None:
    """Write the tiny tables in parts of one row, so that there is much to interrupt."""
    parts.PART_ROWS = 1
    with new_run(name, Origin({"name": "tiny"}, "tiny", "0" * 64, seed=7), folder) as writer:
        for table in all_tables():
            writer.append(table, tiny(table))
        writer.publish()


def make_world(scenario: str, name: str, folder: Path) -> None:
    """Make a world by the command's own way; its folder is named by the seed in the run's name."""
    study.make(scenario, seed=int(name.rpartition("-s")[2]), out=folder)


def main() -> None:
    folder, kind = Path(sys.argv[1]), sys.argv[2]
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            make_tiny(line.strip(), folder) if kind == "tiny" else make_world(kind, line.strip(), folder)
            os._exit(0)
        answer(str(child))
        sys.stdin.readline()
        os.waitpid(child, 0)
        answer("gone")


def answer(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
