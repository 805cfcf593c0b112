"""Where a learner stands: folded from the events each time, never stored where it could disagree with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from simi_lab.training.content.calibration import Calibration
from simi_lab.training.content.model import END, Module, Read, Step
from simi_lab.training.content.story import Story
from simi_lab.training.engine import trial
from simi_lab.training.engine.outcome import Outcome
from simi_lab.training.engine.tale import Walk, after, marks_of

Verb = Literal[
    "initialized",  # opened the module; with {"fresh": true} everything before no longer counts
    "progressed",  # came to a step
    "experienced",  # finished reading a section
    "answered",
    "asked-hint",
    "asked",  # asked for a fact in a story
    "attempted",  # began to play a story again (only the first walk counts), or tried a program out
    "revealed",  # looked at the solution
    "skipped",
    "completed",
    "passed",
    "failed",
    "terminated",
    "reviewed",  # met again in a review; what was done stands in the data, and the module's marks never see it
]
REVIEWED: Verb = "reviewed"
VERBS: tuple[str, ...] = Verb.__args__  # type: ignore[attr-defined]

TRIES_TO_SOLUTION = 3
TRY_WEIGHTS = (1.0, 0.75, 0.5)  # marks for a right answer at the first, second, third and later try
HINT_COST = 0.1  # of the question's marks, for each hint opened before the answer
_CLOSE = 1e-9  # marks are sums of tenths and quarters; four fifths must not fail by a rounding error


@dataclass(frozen=True)
class Event:
    """One act, as read from the log. `ts` is UTC in microseconds; `step` is empty for the module as a whole."""

    ts: int
    module: str
    version: int
    step: str
    verb: str
    data: Mapping[str, Any] = field(default_factory=dict)
    event_id: int = 0


@dataclass(frozen=True)
class StepState:
    """What a learner did at one step."""

    tries: int = 0
    hints: int = 0
    right: bool = False
    revealed: bool = False
    read: bool = False
    skipped: bool = False
    seen: bool = False
    score: float = 0.0
    response: Any = None
    last: Outcome | None = None  # of the last response, where it was written down with all that was told
    lang: str = "id"  # in which the response was typed: "1.120" is not the same number in both
    confidence: str | None = None  # given with the last response, see `engine/confidence`
    drawn: Mapping[str, Any] | None = None  # numbers that were drawn for this question when it was first seen
    walks: tuple[Walk, ...] = ()  # through a story; the first one counts
    trials: tuple[trial.Trial, ...] = ()  # of trust; the first one counts
    ended: bool = False
    crime: bool = False

    @property
    def done(self) -> bool:
        """Whether nothing more is asked here: read, answered rightly, solution seen, or the story's end reached."""
        return self.read or self.right or self.revealed or self.ended

    @property
    def may_reveal(self) -> bool:
        """Whether the solution may be shown now, in a lesson."""
        return self.tries >= TRIES_TO_SOLUTION and not self.done


@dataclass(frozen=True)
class Progress:
    """A learner's state in one module.

    Parameters
    ----------
    steps : state of each step of the module
    place : key of the step where the learner was last, or "end"
    passage : how often the learner has begun afresh
    score : marks earned, share of all marks of the module (0 to 1); it says how much, the outcomes say whether
        the module is mastered
    """

    steps: Mapping[str, StepState]
    place: str
    score: float
    started: bool = False
    completed: bool = False
    passed: bool = False
    failed: bool = False
    passage: int = 0

    @property
    def n_done(self) -> int:
        """Number of finished steps."""
        return sum(state.done for state in self.steps.values())

    @property
    def finished(self) -> bool:
        """Whether every step is done."""
        return self.n_done == len(self.steps)

    @property
    def barred(self) -> bool:
        """Whether a crime was chosen on the first walk of a story: then the module cannot be passed this time."""
        return any(state.crime for state in self.steps.values())

    @property
    def open_steps(self) -> tuple[str, ...]:
        """Keys of the steps that are not done, in order."""
        return tuple(key for key, state in self.steps.items() if not state.done)


def fold(module: Module, events: Iterable[Event]) -> Progress:
    """Work out the state of a learner from events, in the order in which they were written.

    Events of other modules, and of steps that the module no longer has, are passed over: an edited lesson keeps the
    answers to what stayed.

    Randomness : none.
    """
    known = {step.key: step for step in module.steps}
    steps = {key: StepState() for key in known}
    first = module.steps[0].key
    place, flags, passage = first, set[str](), 0
    for event in events:
        if event.module != module.id or event.verb == REVIEWED:
            continue
        if event.verb == "initialized" and event.data.get("fresh"):
            steps, place, flags = {key: StepState() for key in steps}, first, set()
            passage += 1
        flags.add(event.verb)
        if event.step in steps:
            steps[event.step] = _after(known[event.step], steps[event.step], event)
            place = event.step
        elif event.step == END:
            place = END
    return Progress(
        steps=steps,
        place=place,
        score=_marks(module, steps),
        started=bool(flags),
        completed="completed" in flags,
        passed="passed" in flags,
        failed="failed" in flags,
        passage=passage,
    )


def _after(step: Step, state: StepState, event: Event) -> StepState:
    if state.drawn is None and isinstance(event.data.get("drawn"), dict):
        state = replace(state, drawn=event.data["drawn"])
    if isinstance(step, Story) and event.verb in ("asked", "answered", "attempted"):
        return _walked(step, state, event)
    if isinstance(step, Calibration) and event.verb in ("attempted", "answered"):
        return _tried(state, event)
    if event.verb == "progressed":
        return replace(state, seen=True)
    if event.verb == "experienced":
        return replace(state, read=True, skipped=False)
    if event.verb == "asked-hint":
        return replace(state, hints=state.hints + 1)
    if event.verb == "revealed":
        return replace(state, revealed=True, skipped=False)
    if event.verb == "skipped":
        return replace(state, skipped=not state.done)
    if event.verb == "answered":
        return _answered(state, event)
    if event.verb == "attempted" and not state.done:  # a program that was tried out: it is kept, and no try
        return replace(state, response=event.data.get("response"), last=None)
    return state


def _walked(story: Story, state: StepState, event: Event) -> StepState:
    walks = after(story, state.walks, event.verb, event.data)
    ended, crime, score = marks_of(story, walks)
    return replace(state, walks=walks, ended=ended, crime=crime, score=score, skipped=state.skipped and not ended)


def _tried(state: StepState, event: Event) -> StepState:
    trials = trial.after(state.trials, event.verb, event.data, event.ts)
    ended = bool(trials) and trials[0].phase == "ended"
    return replace(state, trials=trials, ended=ended, score=float(ended), skipped=state.skipped and not ended)


def _answered(state: StepState, event: Event) -> StepState:
    response = event.data.get("response")
    if state.done:
        return state  # a second window answered what was settled: the first answer stands
    right, score = bool(event.data.get("success")), share_in(event.data.get("score"))
    weight = TRY_WEIGHTS[min(state.tries, len(TRY_WEIGHTS) - 1)]
    earned = max(score * weight - HINT_COST * state.hints, 0.0)
    sure = event.data.get("confidence")
    return replace(
        state,
        tries=state.tries + 1,
        right=right,
        skipped=False,
        score=max(state.score, earned),
        response=response,
        last=_outcome(event.data),
        confidence=sure if isinstance(sure, str) else None,
        lang="en" if event.data.get("lang") == "en" else "id",
    )


def _outcome(data: Mapping[str, Any]) -> Outcome | None:
    code, feedback, extra = data.get("code"), data.get("feedback"), data.get("extra")
    if code not in ("right", "partly", "wrong") or not isinstance(feedback, list) or not isinstance(extra, dict):
        return None
    return Outcome(code, share_in(data.get("score")), tuple(map(str, feedback)), extra)


def share_in(value: Any) -> float:
    """Read a share of the marks from an event; what is none counts as zero."""
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    return min(max(float(value), 0.0), 1.0) if usable else 0.0


def weight_of(step: Step) -> int:
    """How many questions a step counts as: a story one for each of its scenes, a section none."""
    if isinstance(step, Read):
        return 0
    return len(step.scenes) if isinstance(step, Story) else 1


def _marks(module: Module, steps: Mapping[str, StepState]) -> float:
    return _mean([(steps[step.key].score, weight_of(step)) for step in module.steps])


def _mean(marks: list[tuple[float, int]]) -> float:
    """Mean of (share, weight); 1 when nothing is asked."""
    total = sum(weight for _, weight in marks)
    return sum(share * weight for share, weight in marks) / total if total else 1.0


def has_mastered(module: Module, progress: Progress) -> bool:
    """Whether a finished module counts as passed: every outcome reached, and no crime on the first walk of a story."""
    return not progress.barred and not unreached(module, progress)


def unreached(module: Module, progress: Progress) -> tuple[str, ...]:
    """Keys of the outcomes whose share of the marks lies below the module's mastery."""
    marks = outcome_marks(module, progress)
    return tuple(key for key, share in marks.items() if share < module.head.mastery - _CLOSE)


def outcome_marks(module: Module, progress: Progress) -> dict[str, float]:
    """Share of the marks per learning outcome, 0 to 1; outcomes without a question are left out."""
    scores: dict[str, list[tuple[float, int]]] = {}
    for step in module.steps:
        if not isinstance(step, Read):
            scores.setdefault(step.outcome, []).append((progress.steps[step.key].score, weight_of(step)))
    return {outcome: _mean(values) for outcome, values in scores.items()}
