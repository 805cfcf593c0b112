"""Which cause brings how much of the difference that SIMI makes in a run: worked out apart, since it takes minutes.

Run: python -m simi_lab.study.causes RUN. `simi-lab up` does so once the pages answer.
"""

from __future__ import annotations

import sys
from typing import Any

from simi_lab.store import Derived, Run, derived, open_run
from simi_lab.study import measure
from simi_lab.study.compare import Progress, told_of


def causes(run: Run) -> dict[str, Any] | None:
    """What each cause adds to the difference that `measure.promise` tells, if it has been worked out; None otherwise.

    Returns
    -------
    dict or None
        causes (codes), replications, and per metric unit, total and parts (estimates as plain values); the parts sum
        to the total. See `study.split`.
    """
    thing = _thing(run)
    return thing.meta["split"] if thing.exists else None


def make_causes(run: Run, *, progress: Progress | None = None) -> dict[str, Any]:
    """Work out and keep what each cause adds: the office works anew for every set of causes.

    As many replications are made as `measure.promise` made, so that each list of causes sums to the difference told
    there.

    Parameters
    ----------
    progress : called with a label, what is done and how much there is

    Randomness : the streams of the run's seed, by replication.
    """
    thing = _thing(run)
    if not thing.exists:
        n = measure.aggregates(run).promise["replications"]
        found = told_of(measure.asked_of(run), replications=n, split=True, with_claims=False, progress=progress)
        thing.write({}, {"split": {**found["split"], "replications": n}})
    return thing.meta["split"]


def _thing(run: Run) -> Derived:
    return derived(run, "causes", {"replications": measure.REPLICATIONS})


if __name__ == "__main__":
    make_causes(open_run(sys.argv[1]))
