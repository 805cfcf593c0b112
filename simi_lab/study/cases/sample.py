"""The committed dossiers, for learners on a computer where no world has been prepared.

Run as `python -m simi_lab.study.cases.sample`; a test compares what is committed with what this makes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from simi_lab.store import Run
from simi_lab.study.cases.drawn import THIRTY
from simi_lab.study.cases.pool import dossiers_of

WORLD, PER_STRATUM = "mungil", 8
FILE = Path(__file__).parent / "sample.json"
_NOTE = (
    "DATA SINTETIS / SYNTHETIC DATA. Every person is invented. Dossiers of the test months of the world 'mungil', with "
    "the advice of its glass box model and the planted truth; made by python -m simi_lab.study.cases.sample"
)


def sample_text(run: Run) -> str:
    """The content of the committed file, from a run of the smallest world."""
    plain = [one.to_dict() for one in dossiers_of(run, PER_STRATUM)]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in plain)
    head = json.dumps({"note": _NOTE, "world": WORLD, "draw": sum(THIRTY.values())}, ensure_ascii=False)
    return f'{head[:-1]}, "dossiers": [\n{lines}\n]}}\n'


def main() -> None:
    """Make the smallest world and its models in a folder that is thrown away, and write the dossiers."""
    from simi_lab.study.make import make

    parser = argparse.ArgumentParser(prog="python -m simi_lab.study.cases.sample", description=__doc__)
    parser.add_argument("--out", type=Path, default=FILE, help="file to write")
    path: Path = parser.parse_args().out
    with tempfile.TemporaryDirectory() as throwaway:
        os.environ["SIMI_LAB_HOME"] = throwaway  # models lie beside runs; none of the user's is touched
        text = sample_text(make(WORLD))
    path.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{text.count(chr(10)) - 2} dossiers: {path}\n")


if __name__ == "__main__":
    main()
