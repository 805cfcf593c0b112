"""What the pages on models show first, worked out once before a visitor would have to wait for it.

Run: python -m simi_lab.study.ahead RUN. `simi-lab up` does so once the pages answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from simi_lab.errors import SimiError
from simi_lab.store import Run, open_run
from simi_lab.study.cases import pool_of
from simi_lab.study.fairness import PICKER, audit
from simi_lab.study.fairness.choices import choices
from simi_lab.study.fairness.rows import GROUPS
from simi_lab.study.feedback import feedback
from simi_lab.study.feedback.drift import drift
from simi_lab.study.lanes import frontier
from simi_lab.study.risk_page import risk_curves


def work_ahead(run: Run) -> list[str]:
    """Work out and keep what *Risiko*, *Keadilan*, *Pemantauan model* and the lessons' cases ask for when they open.

    Returns
    -------
    list of str
        What could not be made of this run (too small, too few findings); its page says why to whoever opens it.
    """
    works: dict[str, Callable[[], Any]] = {
        "cases": lambda: pool_of(run),  # the shortest
        "risk_curves": lambda: risk_curves(run),
        "audit": lambda: audit(run),
        "feedback": lambda: feedback(run),
        "frontier": lambda: frontier(run),
        "choices": lambda: choices(run, PICKER, next(iter(GROUPS))),
        "drift": lambda: drift(run),
    }
    refused = []
    for name, work in works.items():
        try:
            work()
        except SimiError:
            refused.append(name)
    return refused


if __name__ == "__main__":
    work_ahead(open_run(sys.argv[1]))
