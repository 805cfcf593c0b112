"""First tries: what each learner answered to each question before anything about the answer was known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from simi_lab.training.content.model import Module
from simi_lab.training.engine.progress import Event, share_in
from simi_lab.training.engine.record import Reading


@dataclass(frozen=True)
class FirstTry:
    """The first answer of one learner to one question.

    Parameters
    ----------
    right : wholly right
    score : share of the marks, 0 to 1, before any cost of hints
    feedback : keys of the words that the learner got, the first one for what went wrong
    helped : a hint was asked for or the solution looked at, before or after this answer, until the question was done
    """

    right: bool
    score: float
    feedback: tuple[str, ...] = ()
    helped: bool = False


Tries = dict[str, dict[str, FirstTry]]


def first_tries(module: Module, roll: Mapping[str, Reading]) -> Tries:
    """Find everybody's first tries in a module.

    Only acts on the module's present version count: a raised version means that a question changed. After a restart
    what was tried before is no longer a first try; what was not reached still is.

    Returns
    -------
    dict of question key to dict of alias to FirstTry
        Every question of the module, in order; learners who have not tried it are left out.
    """
    found: Tries = {question.key: {} for question in module.questions}
    for alias, reading in roll.items():
        acts = (one for one in reading.events if one.module == module.id and one.version == module.head.version)
        for key, one in _of_one(acts, set(found)).items():
            found[key][alias] = one
    return found


def _of_one(events: Iterable[Event], keys: set[str]) -> dict[str, FirstTry]:
    tries: dict[str, FirstTry] = {}
    helped: set[str] = set()
    settled: set[str] = set()
    for event in events:
        if event.verb == "initialized" and event.data.get("fresh"):
            settled |= tries.keys() | helped
        key = event.step
        if key not in keys or key in settled:
            continue
        if event.verb == "answered":
            tries.setdefault(key, _first(event))
            if event.data.get("success"):
                settled.add(key)
        elif event.verb in ("asked-hint", "revealed"):
            helped.add(key)
    return {key: replace(one, helped=key in helped) for key, one in tries.items()}


def _first(event: Event) -> FirstTry:
    told = event.data.get("feedback")
    return FirstTry(
        right=bool(event.data.get("success")),
        score=share_in(event.data.get("score")),
        feedback=tuple(key for key in told if isinstance(key, str)) if isinstance(told, list) else (),
    )
