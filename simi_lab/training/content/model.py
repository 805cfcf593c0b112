"""What a training module is: its head, the sections to read and the questions to answer."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, model_validator

from simi_lab.training.content.figures import Diagram
from simi_lab.training.content.story import Story
from simi_lab.training.content.words import Key, Strict, Words

END = "end"  # the page after the last step; no step may be called so

Hints = Annotated[list[Words], Field(min_length=2)]
Number = Annotated[float, Field(strict=False)]  # YAML writes 560 as an integer


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


class Question(Strict):
    """What all questions have; each kind adds how it is answered.

    Parameters
    ----------
    stem : what is asked
    outcome : key of the learning outcome that it tests
    hints : at least two, given one at a time
    solution : the answer with its reason, shown after three tries
    """

    kind: str
    key: Key
    outcome: Key
    title: Words
    stem: Words
    hints: Hints
    solution: Words


class Option(Strict):
    """One choice, with its own feedback whether it is right or wrong."""

    key: Key
    text: Words
    right: bool = False
    feedback: Words


class Single(Question):
    """One right choice among several."""

    kind: Literal["single"]
    options: Annotated[list[Option], Field(min_length=3, max_length=6)]

    @model_validator(mode="after")
    def _one_is_right(self) -> Single:
        _unique([option.key for option in self.options])
        if sum(option.right for option in self.options) != 1:
            raise ValueError("exactly one option must have `right: true`")
        return self


class Multiple(Question):
    """Several right choices; marks for a part of them."""

    kind: Literal["multiple"]
    options: Annotated[list[Option], Field(min_length=4, max_length=8)]
    missed: Words

    @model_validator(mode="after")
    def _both_kinds_are_there(self) -> Multiple:
        _unique([option.key for option in self.options])
        if not 2 <= sum(option.right for option in self.options) < len(self.options):
            raise ValueError("at least two options must be right and at least one wrong")
        return self


class Mistake(Strict):
    """A number that people typically arrive at, and what to say about the way there."""

    value: Number
    feedback: Words


class Numeric(Question):
    """A number with a tolerance and a unit; `answer` is a value or the name of one of the module's facts."""

    kind: Literal["numeric"]
    answer: Number | Key
    tolerance: Annotated[Number, Field(ge=0)] = 0.0
    unit: Words
    feedback: Words
    low: Words
    high: Words
    mistakes: list[Mistake] = Field(default_factory=list)

    @model_validator(mode="after")
    def _mistakes_are_wrong(self) -> Numeric:
        if isinstance(self.answer, float):
            for mistake in self.mistakes:
                if abs(mistake.value - self.answer) <= self.tolerance:
                    raise ValueError(f"the mistake {mistake.value:g} would count as right")
        return self


class Item(Strict):
    """One thing to put in order; `because` says why it comes right before the next one."""

    key: Key
    text: Words
    because: Words


class Order(Question):
    """Things to put in order; they are declared in the right order and shown in another."""

    kind: Literal["order"]
    items: Annotated[list[Item], Field(min_length=3, max_length=9)]
    feedback: Words

    @model_validator(mode="after")
    def _keys_differ(self) -> Order:
        _unique([item.key for item in self.items])
        return self


AnyQuestion = Annotated[Single | Multiple | Numeric | Order, Field(discriminator="kind")]
Step = Read | Single | Multiple | Numeric | Order | Story


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
    def questions(self) -> tuple[Any, ...]:
        """Only the questions, in order."""
        return tuple(step for step in self.steps if isinstance(step, Question))

    @property
    def stories(self) -> tuple[Story, ...]:
        """Only the branching stories, in order."""
        return tuple(step for step in self.steps if isinstance(step, Story))

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


def _unique(keys: list[str]) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"the key {', '.join(twice)} stands twice")
