"""Where a class stands, and who may want a hand: a list for a helper, never a ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from simi_lab.training.content.model import END, Module
from simi_lab.training.engine.progress import REVIEWED, TRIES_TO_SOLUTION, Progress, fold
from simi_lab.training.engine.record import Reading

_US_PER_MINUTE = 60_000_000
QUIET_MIN = 10.0  # without an act at one step: time to ask whether all is well
AWAY_MIN = 240.0  # after that the learner has gone home, which is no sign of being stuck

State = Literal["not_begun", "begun", "finished", "passed"]


@dataclass(frozen=True)
class Standing:
    """One learner in one module.

    Parameters
    ----------
    began_at, last_at : UTC, microseconds; None when not begun
    step : key of the step where the learner is, "end" after the last
    tries : tries at that step
    """

    alias: str
    module: str
    state: State
    done: int
    steps: int
    began_at: int | None = None
    last_at: int | None = None
    step: str = ""
    tries: int = 0
    is_open: bool = False  # the step is one to answer, and is not done


@dataclass(frozen=True)
class Stuck:
    """A learner who may want a hand: `why` is "tries" (three without success) or "quiet" (no act for a while)."""

    standing: Standing
    why: Literal["tries", "quiet"]
    quiet_min: float


@dataclass(frozen=True)
class Tally:
    """How many learners have begun, finished and passed a module; who passed has finished, who finished has begun."""

    module: str
    begun: int
    finished: int
    passed: int


def standings(modules: Sequence[Module], roll: Mapping[str, Reading]) -> list[Standing]:
    """Say where every learner stands in every module, by module and then alias."""
    return [_standing(module, alias, reading) for module in modules for alias, reading in sorted(roll.items())]


def tallies(modules: Sequence[Module], standing: Sequence[Standing]) -> list[Tally]:
    """Count the learners of each module, in the order of `modules`."""
    found = []
    for module in modules:
        states = [one.state for one in standing if one.module == module.id]
        begun, passed = sum(state != "not_begun" for state in states), states.count("passed")
        found.append(Tally(module.id, begun, states.count("finished") + passed, passed))
    return found


def stuck(standing: Sequence[Standing], now: int) -> list[Stuck]:
    """Find who may want a hand: three tries without success, or no act for ten minutes in an open module.

    Whoever did nothing for four hours has left, which is no sign of being stuck; three tries without success are told
    however long ago they were.

    Parameters
    ----------
    standing : see `standings`
    now : UTC, microseconds
    """
    found = []
    for one in standing:
        if one.state != "begun" or one.last_at is None:
            continue
        quiet = max(0.0, (now - one.last_at) / _US_PER_MINUTE)
        if one.is_open and one.tries >= TRIES_TO_SOLUTION:
            found.append(Stuck(one, "tries", quiet))
        elif QUIET_MIN <= quiet <= AWAY_MIN:
            found.append(Stuck(one, "quiet", quiet))
    return found


def _standing(module: Module, alias: str, reading: Reading) -> Standing:
    events = [one for one in reading.events if one.module == module.id and one.verb != REVIEWED]
    progress = fold(module, events)
    here = progress.steps.get(progress.place)
    return Standing(
        alias,
        module.id,
        _state(progress),
        progress.n_done,
        len(progress.steps),
        began_at=events[0].ts if events else None,
        last_at=events[-1].ts if events else None,
        step=progress.place if events else "",
        tries=here.tries if here else 0,
        is_open=progress.place != END and here is not None and not here.done,
    )


def _state(progress: Progress) -> State:
    if not progress.started:
        return "not_begun"
    if progress.passed:
        return "passed"
    return "finished" if progress.finished or progress.completed else "begun"
