"""One learner in one module: what can be done at each moment, without any screen."""

from __future__ import annotations

from typing import Any

from simi_lab.measures.reliance import ACTIONS
from simi_lab.training.content.calibration import Calibration
from simi_lab.training.content.model import END, Module, Question, Read, Step
from simi_lab.training.content.story import Story
from simi_lab.training.engine.cases import NO_WORLD, CaseWorld, case_note, drawn_trial, with_cases
from simi_lab.training.engine.draws import Drawn, draw, kept
from simi_lab.training.engine.grade import grade
from simi_lab.training.engine.outcome import LEVELS, Outcome
from simi_lab.training.engine.progress import (
    TRIES_TO_SOLUTION,
    Progress,
    StepState,
    Verb,
    fold,
    has_mastered,
    outcome_marks,
)
from simi_lab.training.engine.record import Record
from simi_lab.training.engine.tale import Walk, has_ended, place_of
from simi_lab.training.engine.trial import Trial
from simi_lab.training.text.draws import with_numbers
from simi_lab.training.text.facts import FactSource, no_facts, with_answers

_KEEP_DRAWN = ("progressed", "asked-hint", "answered")


class Lesson:
    """A learner's passage through a module.

    Every act is written to the record before its effect is shown, and the state is folded from the record each time,
    so that a second window, a notebook or a restart see the same.

    Parameters
    ----------
    module : Module
    record : Record
    facts : source of the world's numbers
    face : "page" or "notebook", noted with each act
    world : where cases come from
    """

    tries_to_solution = TRIES_TO_SOLUTION

    def __init__(
        self,
        module: Module,
        record: Record,
        *,
        facts: FactSource = no_facts,
        face: str = "page",
        world: CaseWorld = NO_WORLD,
    ) -> None:
        self._whole = with_answers(module, facts)
        self.module = self._whole  # from `refresh` on with the numbers that are drawn for this learner
        self._drawn: dict[str, Drawn] = {}
        self._drawn_for: object = None
        self.world = world
        self.record = record
        self.facts = facts
        self.face = face
        self.outcome: Outcome | None = None
        self.is_asking = False  # a story waits for a choice that was not made
        self._is_begun = False
        self.refresh()
        self._whole = with_cases(self._whole, record.alias, world, self.reading.events)
        self._put_numbers()
        self.place = self.progress.place  # of this window; another one may stand elsewhere

    def refresh(self) -> Progress:
        """Read the record again; what other windows did is there afterwards."""
        self.reading = self.record.read(self.module.id)
        self.progress = fold(self._whole, self.reading.events)
        self._draw()
        return self.progress

    def _draw(self) -> None:
        """Put this learner's numbers into the questions; what was once shown stays, as long as it is still sound."""
        noted = {step.key: self.progress.steps[step.key].drawn for step in self._whole.questions if step.draw}
        if (self._passage, noted) == self._drawn_for:
            return  # to write the same numbers into every text again would take longer than the act itself
        self._drawn_for = (self._passage, noted)
        found = {
            step.key: kept(step, noted[step.key])
            or draw(step, self.facts, self.record.alias, self._whole.id, self._passage)
            for step in self._whole.questions
            if step.draw
        }
        if found != self._drawn:
            self._drawn = found
            self._put_numbers()

    def _put_numbers(self) -> None:
        steps = (with_numbers(step, self._drawn.get(step.key, {})) for step in self._whole.steps)
        self.module = self._whole.model_copy(update={"steps": tuple(steps)})

    @property
    def _passage(self) -> object:
        """What makes the numbers of this passage other ones than those of another."""
        return self.progress.passage

    @property
    def may_reveal(self) -> bool:
        """Whether the solution may be shown now."""
        return self.state.tries >= self.tries_to_solution and not self.state.done

    def is_as_answered(self, key: str) -> bool:
        """Whether a question still asks with the numbers with which it was answered."""
        drawn = self.progress.steps[key].drawn
        return drawn is None or self._drawn.get(key, {}) == dict(drawn)

    def restart(self) -> None:
        """Start over at the first step; what was done before stays in the log but no longer counts."""
        self._write("", "initialized", {"fresh": True})
        self.go(self.module.steps[0].key)

    @property
    def at_end(self) -> bool:
        """Whether the learner is on the page after the last step."""
        return self.place == END

    @property
    def step(self) -> Step:
        """The step where the learner is.

        Raises
        ------
        KeyError
            At the end there is no step.
        """
        return self.module.step(self.place)

    @property
    def state(self) -> StepState:
        """What was done at this step."""
        return self.progress.steps[self.place]

    def answer(
        self, response: Any, lang: str = "id", confidence: Any = None, *, outcome: Outcome | None = None
    ) -> Outcome:
        """Mark a response; a try is written down, "not attempted" and "unreadable" are only told.

        How sure the learner said to be is kept with the try, and never asked for. `outcome` is given where the response
        was marked elsewhere already.
        """
        step = self.step
        outcome = outcome or grade(step, response, lang)
        if outcome.counts and not self.state.done:
            data = {"response": response, "success": outcome.success, "score": outcome.score, "code": outcome.code}
            data |= {"extra": dict(outcome.extra)} if outcome.extra else {}
            more = case_note(step, self.world) | ({"confidence": confidence} if confidence in LEVELS else {})
            self._write(step.key, "answered", {**data, "feedback": list(outcome.feedback), "lang": lang, **more})
        elif outcome.code in ("shown", "stopped") and not self.state.done:
            self._write(step.key, "attempted", {"response": response, "lang": lang})  # kept, but no try
        self.outcome = outcome
        self._settle()
        return outcome

    @property
    def in_story(self) -> bool:
        """Whether the learner is at a story."""
        return not self.at_end and isinstance(self.step, Story)

    @property
    def walk(self) -> Walk:
        """The walk through this story that is going on, or that has just ended."""
        return self.state.walks[-1] if self.state.walks else Walk()

    def ask(self, scene: str, fact: str) -> bool:
        """Ask for a fact in a story; False when it was asked before or the story does not stand at that scene."""
        story = self.step
        self.is_asking = False
        self.refresh()  # another window may have gone on
        here = story.scene(scene) if isinstance(story, Story) and place_of(story, self.walk) == scene else None
        if here is None or all(one.key != fact for one in here.facts) or (scene, fact) in self.walk.asked:
            return False
        self._write(story.key, "asked", {"scene": scene, "fact": fact})
        return True

    def choose(self, scene: str, key: str | None) -> bool:
        """Take a choice in a story; False when none is given or the story has left that scene in another window."""
        story = self.step
        self.refresh()
        self.is_asking = key is None
        if key is None:
            return False
        choice = story.choice(scene, key) if isinstance(story, Story) else None
        if choice is None or not isinstance(story, Story) or place_of(story, self.walk) != scene:
            return False
        self._write(story.key, "answered", {"scene": scene, "choice": key, "severity": choice.severity})
        self._settle()
        return True

    def replay(self) -> bool:
        """Begin a story again once it has ended; what is played from then on does not count."""
        story = self.step
        if not isinstance(story, Story) or not has_ended(story, self.walk):
            return False
        self._write(story.key, "attempted", {"walk": len(self.state.walks) + 1})
        return True

    @property
    def in_trial(self) -> bool:
        """Whether the learner is at an exercise in trust."""
        return not self.at_end and isinstance(self.step, Calibration)

    @property
    def trial(self) -> Trial | None:
        """The trial of trust that is going on, or that has just ended."""
        return self.state.trials[-1] if self.state.trials else None

    def begin_trial(self) -> bool:
        """Draw the cases of a trial and write them down; False while one is going on."""
        self.refresh()
        if not self.in_trial or (self.trial is not None and self.trial.phase != "ended"):
            return False
        self._write(self.place, "attempted", drawn_trial(self.world, self._seed, len(self.state.trials)))
        return True

    def decide(self, case: int, phase: str, decision: str | None, confidence: Any = None) -> bool:
        """Decide a case before ("alone") or after ("final") its advice; False where another window has gone on."""
        self.refresh()
        self.is_asking = decision is None
        trial = self.trial
        if decision not in ACTIONS or trial is None or (trial.n, trial.phase) != (case, phase):
            return False
        sure = {"confidence": confidence} if confidence in LEVELS else {}
        self._write(self.place, "answered", {"case": case, "phase": phase, "decision": decision, **sure})
        self._settle()
        return True

    @property
    def _seed(self) -> str:
        return f"{self.record.alias}/{self.module.id}/{self.place}"

    def hint(self) -> bool:
        """Open one more hint; False when there is none left."""
        step = self.step
        if not isinstance(step, Question) or self.state.done or self.state.hints >= len(step.hints):
            return False
        self._write(step.key, "asked-hint", {"hint": self.state.hints + 1})
        return True

    def reveal(self) -> bool:
        """Show the solution; False before the third try."""
        if not self.may_reveal:
            return False
        self._write(self.step.key, "revealed")
        self._settle()
        return True

    def forward(self) -> None:
        """Go to the next step: a section counts as read, an unanswered question as skipped."""
        step = self.step
        if isinstance(step, Read):
            if not self.state.done:
                self._add(step.key, "experienced")
        elif not self.state.done:
            self._add(step.key, "skipped")
        keys = [one.key for one in self.module.steps] + [END]
        self.go(keys[keys.index(step.key) + 1])
        self._settle()

    def go(self, key: str) -> None:
        """Go to a step that was seen before, or to the end.

        Raises
        ------
        KeyError
            The module has no such step.
        """
        if key != END:
            self.module.step(key)
        self.outcome, self.is_asking, self.place = None, False, key
        self._write(key, "progressed")

    def may_go(self, key: str) -> bool:
        """Whether a step lies behind the learner (seen before, or the first)."""
        state = self.progress.steps.get(key)
        return state is not None and (state.seen or state.done or key == self.module.steps[0].key)

    def _settle(self) -> None:
        """Write completed, and passed or failed, when that has just become true."""
        if not self.progress.finished:
            return
        outcomes = outcome_marks(self.module, self.progress)
        marks = {key: round(share, 4) for key, share in outcomes.items()}
        data = {"score": round(self.progress.score, 4), "outcomes": marks}
        if not self.progress.completed:
            self._write(self.place, "completed", data)
        won = has_mastered(self.module, self.progress)
        if won and not self.progress.passed:
            self._write(self.place, "passed", data)
        if not won and not self.progress.failed and not self.progress.passed:  # what was passed once stays passed
            self._write(self.place, "failed", data)

    def _write(self, step: str, verb: Verb, data: dict[str, Any] | None = None) -> None:
        """Write one act, and read the record again."""
        self._add(step, verb, data)
        self.refresh()

    def _add(self, step: str, verb: Verb, data: dict[str, Any] | None = None) -> None:
        """Write one act; the first of a sitting is preceded by "initialized". Opening alone leaves no trace."""
        if not self._is_begun:
            self._is_begun = True
            if verb != "initialized":
                self._add("", "initialized")
        body = {**(data or {}), **self._kept_numbers(step, verb), "face": self.face}
        self.record.add(self.module.id, self.module.head.version, step, verb, body)

    def _kept_numbers(self, step: str, verb: Verb) -> dict[str, Any]:
        """The numbers that were drawn for a question, to be kept beside an act that showed them."""
        return {"drawn": self._drawn[step]} if step in self._drawn and verb in _KEEP_DRAWN else {}
