"""Dossiers for one learner: which ones are drawn, and the same ones again when the learner comes back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simi_lab.training.content.kinds.case import Case
from simi_lab.training.content.model import Module
from simi_lab.training.engine.progress import Event

if TYPE_CHECKING:
    from simi_lab.study.cases import Dossier, Pool


@dataclass(frozen=True)
class CaseWorld:
    """Where cases come from: a run, as far as its dossiers have been made; else the committed sample.

    A lesson never makes a learner wait for a world. Nothing is read before a lesson asks for a case.
    """

    run: Any = None

    @property
    def pool(self) -> Pool:
        """The dossiers."""
        from simi_lab.study.cases import kept_pool  # here: a lesson without cases needs no tables

        return kept_pool(self.run)

    def find(self, source: str, key: Any) -> Dossier | None:
        """The dossier with a key in the pool of that name; None when that world is gone."""
        from simi_lab.study.cases import sample_pool

        if not isinstance(key, int):
            return None
        return next((pool.get(key) for pool in (self.pool, sample_pool()) if pool.source == source), None)


NO_WORLD = CaseWorld()


def newest_cases() -> CaseWorld:
    """Cases of the newest run on this computer, if there is one."""
    from simi_lab.store import list_runs

    return CaseWorld(next(iter(list_runs()), None))


def with_cases(module: Module, alias: str, world: CaseWorld, events: Iterable[Event]) -> Module:
    """Give every question about a case its dossier: the one that was answered before, else one drawn for this learner.

    Randomness : a hash of alias, module and question.
    """
    if not any(isinstance(step, Case) for step in module.steps):
        return module
    from simi_lab.study.cases import draw_one

    answered = {event.step: event.data for event in events if event.verb == "answered" and "source" in event.data}
    steps = []
    for step in module.steps:
        if isinstance(step, Case):
            before = answered.get(step.key, {})
            dossier = world.find(str(before.get("source", "")), before.get("case"))
            step = step.with_drawn(dossier or draw_one(world.pool, f"{alias}/{module.id}/{step.key}", step.pick))
        steps.append(step)
    return module.model_copy(update={"steps": tuple(steps)})


def case_note(step: object, world: CaseWorld) -> dict[str, Any]:
    """What is written down beside an answer about a case, so that the same one is shown again."""
    if not isinstance(step, Case) or step.drawn is None:
        return {}
    pool = world.pool
    return {"case": step.drawn.key, "source": pool.source if pool.get(step.drawn.key) == step.drawn else "sample"}


def drawn_trial(world: CaseWorld, seed: str, before: int) -> dict[str, Any]:
    """The cases of a new trial as they are written down: with advice and truth, so that a result outlives its world.

    Parameters
    ----------
    before : trials of this learner so far; each has cases of its own

    Randomness : a hash of seed and number.
    """
    from simi_lab.errors import BadRequest
    from simi_lab.study.cases import draw_thirty, sample_pool

    pool = world.pool
    try:
        drawn = draw_thirty(pool, f"{seed}/{before}")
    except BadRequest:  # a world too small
        pool = sample_pool()
        drawn = draw_thirty(pool, f"{seed}/{before}")
    cases = [{"key": one.key, "advice": one.advice.action, "truth": one.truth.truth_class} for one in drawn]
    return {"source": pool.source, "world": pool.world, "cases": cases}
