"""The rival that a recipe must beat: plans drawn at random, judged by the same months, rules and budget."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simi_lab.streams import Streams, transforms
from simi_lab.study.recipe.search import Space, is_kept_on_fresh
from simi_lab.study.recipe.trials import FINAL, SpentError, Trials
from simi_lab.study.whatif.levers import Levers

_DRAWS = 100_000
"""So many plans in a row are skipped as dearer than the best before the rival stops: nothing cheaper is left."""


def random_search(trials: Trials, space: Space, seed: int, fresh: int = FINAL) -> None:
    """Try plans drawn evenly from the whole range until the budget is spent; the best is `trials.best`.

    The rival is no straw man: it races its plans as the finder does, knows costs before it tries, so that plans dearer
    than its best cost it no month, gets the finder's quota, and proves its best on fresh months too.

    Randomness : the stream of `seed`, by draw and lever.
    """
    whole, trials.budget = trials.budget, trials.budget - fresh
    try:
        for plan in _draws(trials, space, seed):
            trials.keeps(plan, is_final=True)
    except SpentError:
        pass
    while trials.best is not None:
        trials.budget = max(whole, trials.spent + fresh)
        if is_kept_on_fresh(trials, trials.best, fresh):
            return
        trials.reject(trials.best.plan)


def _draws(trials: Trials, space: Space, seed: int) -> Iterator[Levers]:
    """Plans not tried yet that cost less than the best so far."""
    streams, skipped, at = Streams(seed), 0, 0
    axes = {**space.ordered, **space.others}
    while skipped < _DRAWS:
        counters = np.arange(at, at + 1000, dtype=np.int64)
        at += counters.size
        places = {
            name: (transforms.uniform(streams.decision("recipe", counters, name)) * len(values)).astype(np.int64)
            for name, values in axes.items()
        }
        for row in range(counters.size):
            plan = space.start.but(**{name: values[places[name][row]] for name, values in axes.items()})
            is_dearer = trials.best is not None and trials.floor(plan) >= trials.best.cost
            if is_dearer or plan in trials.seen:
                skipped += 1
                continue
            skipped = 0
            yield plan
