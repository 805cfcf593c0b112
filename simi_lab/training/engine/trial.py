"""A learner's trials of trust, folded from events: which cases, what was decided before and after the advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from simi_lab.measures.reliance import ACTIONS, AT_RISK, CLASSES, Case
from simi_lab.training.engine.outcome import LEVELS

MOST_SECONDS = 180.0  # a longer pause is no reading: somebody came in, or the page lay open


@dataclass(frozen=True)
class Set:
    """One case of a trial as it was written down: which dossier, what was advised, what was true."""

    key: int
    advice: str
    truth: str


@dataclass(frozen=True)
class Trial:
    """One passage through the cases.

    Parameters
    ----------
    source : pool that the dossiers come from
    world : name of that world
    cases : in their order
    alone : decisions before the advice, with confidence (1 to 3); one more than `final` while the advice is shown
    final : decisions after it
    alone_seconds, final_seconds : how long each took, pauses cut at `MOST_SECONDS`
    at : instant of the last event, UTC microseconds
    """

    source: str
    world: str
    cases: tuple[Set, ...]
    alone: tuple[tuple[str, int], ...] = ()
    final: tuple[str, ...] = ()
    alone_seconds: tuple[float, ...] = ()
    final_seconds: tuple[float, ...] = ()
    at: int = 0

    @property
    def n(self) -> int:
        """Place of the case that is open, from 0; the number of cases at the end."""
        return len(self.final)

    @property
    def phase(self) -> str:
        """Where it stands: "alone" before the advice of the open case is seen, "final" after it, at last "ended"."""
        if self.n == len(self.cases):
            return "ended"
        return "final" if len(self.alone) > self.n else "alone"

    @property
    def decided(self) -> tuple[Case, ...]:
        """The cases that were decided twice, as `measures.reliance` takes them."""
        return tuple(
            Case(one.truth, one.advice, alone, final, confidence)
            for one, (alone, confidence), final in zip(self.cases, self.alone, self.final, strict=False)
        )

    @property
    def counts(self) -> dict[tuple[str, str], tuple[int, int, int]]:
        """Last decisions by truth and advice, as `study.cases.as_if` takes them."""
        found: dict[tuple[str, str], list[int]] = {}
        for case in self.decided:
            row = found.setdefault((case.truth_class, "go" if case.advice == "go_on" else "stop"), [0, 0, 0])
            row[ACTIONS.index(case.final)] += 1
        return {kind: (row[0], row[1], row[2]) for kind, row in found.items()}

    @property
    def minutes(self) -> float:
        """Time over all, without pauses."""
        return (sum(self.alone_seconds) + sum(self.final_seconds)) / 60

    @property
    def advice_seconds(self) -> float:
        """Median time from the advice to the last decision of a case; 0 before the first."""
        return float(median(self.final_seconds)) if self.final_seconds else 0.0


def after(trials: tuple[Trial, ...], verb: str, data: Mapping[str, Any], at: int) -> tuple[Trial, ...]:
    """Return the trials after one more event.

    An event counts only where the trial stands: a second window that decided a case already decided, or began a trial
    while one is open, changes nothing. The first trial is `trials[0]`.

    Randomness : none.
    """
    if verb == "attempted":
        begun = _begun(data, at)
        return (*trials, begun) if begun is not None and (not trials or trials[-1].phase == "ended") else trials
    if verb != "answered" or not trials:
        return trials
    *before, trial = trials
    return (*before, _decided(trial, data, at))


def _begun(data: Mapping[str, Any], at: int) -> Trial | None:
    try:
        cases = tuple(Set(int(one["key"]), str(one["advice"]), str(one["truth"])) for one in data["cases"])
    except (KeyError, TypeError, ValueError):
        return None
    if any(one.advice not in ACTIONS or one.truth not in CLASSES for one in cases):
        return None
    if len({one.truth in AT_RISK for one in cases}) < 2:  # nothing could be told apart
        return None
    return Trial(str(data.get("source", "")), str(data.get("world", "")), cases, at=at)


def _decided(trial: Trial, data: Mapping[str, Any], at: int) -> Trial:
    decision, phase = data.get("decision"), data.get("phase")
    if phase != trial.phase or data.get("case") != trial.n or decision not in ACTIONS:
        return trial
    seconds = min(max((at - trial.at) / 1_000_000, 0.0), MOST_SECONDS)
    if phase == "alone":
        sure = data.get("confidence")
        confidence = LEVELS.index(sure) + 1 if sure in LEVELS else 0
        alone = (*trial.alone, (str(decision), confidence))
        return replace(trial, alone=alone, alone_seconds=(*trial.alone_seconds, seconds), at=at)
    return replace(trial, final=(*trial.final, str(decision)), final_seconds=(*trial.final_seconds, seconds), at=at)
