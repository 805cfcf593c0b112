"""Serve the academy with modules from LESSON_MODULES; the office's answer comes late and is a given one."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from ports_of_workers import first_port

from simi_lab import paths
from simi_lab.serving import Face, free_port, make_server
from simi_lab.study.cases.asif import FIGURES, AsIf
from simi_lab.training.engine import outlook

LATE_SECONDS = 1.5


def _given(_world: Any, _trial: Any) -> AsIf:
    time.sleep(LATE_SECONDS)
    some = {"value": 3.0, "low": 1.0, "high": 12.0}
    people = {way: dict.fromkeys(FIGURES, some) for way in ("today", "learner", "model")}
    change = dict.fromkeys((*FIGURES, "harmed"), some)
    return AsIf("kotabumi", 14, 19_004, 53, 24, people, change, wait_min={**some, "value": 12.0}, wait_p90=some)


def main() -> None:
    from simi_lab.training.pages import academy_routes

    modules = Path(os.environ["LESSON_MODULES"])
    paths.modules_dir = lambda: modules
    outlook._answer = _given
    faces = [Face("belajar", "Academy", "school", tuple(academy_routes()))]
    server = make_server(None, faces, port=free_port(first_port(16240)))
    server.start()
    print(f"http://127.0.0.1:{server.port}/", flush=True)  # noqa: T201
    server.io_loop.start()


if __name__ == "__main__":
    main()
