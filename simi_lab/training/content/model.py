"""What a training module is: its head, the sections to read and the questions to answer."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from simi_lab.training.content.calibration import Calibration
from simi_lab.training.content.figures import Diagram
from simi_lab.training.content.question import Number, Question
from simi_lab.training.content.story import Story
from simi_lab.training.content.words import Key, Strict, Words

END = "end"  # the page after the last step; no step may be called so


class Fact(Strict):
    """A number of the world, by name, and the words for when no world has been made yet."""

    fact: Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")]
    show: Literal["number", "percent", "minutes", "days", "hours"] = "number"
    missing: Words


class Note(Strict):
    """Where a statement comes from: found in a named source, generally known, or assumed by us for a reason."""

    mark: Literal["sourced", "known", "assumed"]
    source: Words


class Read(Strict):
    """A section to read, in Markdown."""

    kind: Literal["read"] = "read"
    key: Key
    title: Words
    body: Words


Step = Read | Question | Story | Calibration


class Head(Strict):
    """The file `module.yaml`.

    Parameters
    ----------
    version : raised when a question changes its meaning
    minutes : time for one calm passage
    mastery : share of the marks that passes, above 0 and at most 1
    prior : modules to take first
    steps : keys of sections and questions in the order of the lesson
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(title="module.yaml")

    id: Annotated[str, Field(pattern=r"^([0-9]{2}|[A-Z][0-9])_[a-z0-9_]+$")]
    version: Annotated[int, Field(ge=1)]
    title: Words
    goal: Words
    minutes: Annotated[int, Field(ge=1, le=60)]
    role: Literal["officer", "policy", "analyst", "everyone"]
    prior: list[str] = Field(default_factory=list)
    mastery: Annotated[Number, Field(gt=0, le=1)]
    outcomes: dict[Key, Words]
    facts: dict[Key, Fact] = Field(default_factory=dict)
    notes: dict[Key, Note] = Field(default_factory=dict)
    diagrams: dict[Key, Diagram] = Field(default_factory=dict)
    steps: Annotated[list[Key], Field(min_length=1)]


class Module(Strict):
    """A whole module, checked: head and steps in order."""

    head: Head
    steps: tuple[Step, ...]

    @property
    def id(self) -> str:
        """Folder name of the module."""
        return self.head.id

    @property
    def questions(self) -> tuple[Question, ...]:
        """Only the questions, in order."""
        return tuple(step for step in self.steps if isinstance(step, Question))

    @property
    def stories(self) -> tuple[Story, ...]:
        """Only the branching stories, in order."""
        return tuple(step for step in self.steps if isinstance(step, Story))

    @property
    def calibrations(self) -> tuple[Calibration, ...]:
        """Only the exercises in trust, in order."""
        return tuple(step for step in self.steps if isinstance(step, Calibration))

    def step(self, key: str) -> Step:
        """Return the step with a key.

        Raises
        ------
        KeyError
            No such step.
        """
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)
