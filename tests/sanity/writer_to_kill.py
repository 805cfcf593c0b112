"""A process that makes runs again and again until it is killed; forked from one that has loaded everything.

It reads names from standard input. For each it forks a child that makes the run of that name in the folder given on
the command line, and answers with the child's number; an empty line makes it wait for the child and say so, and until
then the number belongs to nobody else.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from simi_lab.schema import all_tables
from simi_lab.schema.tiny import tiny
from simi_lab.store.run import Origin, new_run, parts


def make(name: str, folder: Path) -> None:
    """Write the tiny tables, events and papers in many small parts, so that there is much to interrupt."""
    parts.PART_ROWS = 1
    with new_run(name, Origin({"name": "tiny"}, "tiny", "0" * 64, seed=7), folder) as writer:
        for table in all_tables():
            writer.append(table, tiny(table))
        writer.publish()


def main() -> None:
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            make(line.strip(), folder)
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
