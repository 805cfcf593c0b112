"""Serve the academy with modules of a folder; the office's answer comes late and is a given one."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

import lesson_server

from simi_lab.study.cases.asif import FIGURES, AsIf
from simi_lab.training.engine import outlook

LATE_SECONDS = 1.5


def _given(_world: Any, _trial: Any) -> AsIf:
    time.sleep(LATE_SECONDS)
    some = {"value": 3.0, "low": 1.0, "high": 12.0}
    people = {way: dict.fromkeys(FIGURES, some) for way in ("today", "learner", "model")}
    change = dict.fromkeys((*FIGURES, "harmed"), some)
    return AsIf("kotabumi", 14, 19_004, 53, 24, people, change, wait_min={**some, "value": 12.0}, wait_p90=some)


if __name__ == "__main__":
    outlook._answer = _given
    lesson_server.main()
