"""What a branching story is: scenes with facts to ask for, choices with consequences, endings, the law touched."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simi_lab.training.content.words import Key, Strict, Words

Severity = Literal["harmless", "poor", "violation", "crime"]
SEVERITIES: tuple[Severity, ...] = ("harmless", "poor", "violation", "crime")
WORTH: dict[Severity, float] = {"harmless": 1.0, "poor": 0.5, "violation": 0.0, "crime": 0.0}

Amount = Annotated[float, Field(ge=0, le=10_000, strict=False)]  # YAML writes 5 as an integer


class Effects(Strict):
    """What a choice does to the story's meters; all of them are figures of the exercise, not measurements.

    Parameters
    ----------
    trust : points on a scale of 0 to 100, may be negative
    delay : minutes lost for the applicants
    hours : hours that pass on the breach clock, once it runs
    """

    trust: Annotated[int, Field(ge=-100, le=100)] = 0
    delay: Amount = 0.0
    hours: Amount = 0.0


class Inquiry(Strict):
    """A fact that may be asked for before choosing; asking costs the minutes it takes."""

    key: Key
    ask: Words
    answer: Words
    minutes: Amount = 0.0


class Later(Strict):
    """A consequence that comes up later, at the first of the places `at` that the learner reaches."""

    at: Annotated[list[Key], Field(min_length=1)]
    text: Words
    effects: Effects = Effects()


class Choice(Strict):
    """Something that can be done in a scene.

    Parameters
    ----------
    because : what follows at once, and why
    articles : keys of the story's articles that bear on it
    goto : the next scene, or an ending
    too_late : where it leads instead once the clock has run out
    """

    key: Key
    text: Words
    severity: Severity
    because: Words
    goto: Key
    too_late: Key | None = None
    effects: Effects = Effects()
    articles: list[Key] = Field(default_factory=list)
    later: list[Later] = Field(default_factory=list)


class Scene(Strict):
    """One moment of the story."""

    key: Key
    title: Words
    text: Words
    facts: list[Inquiry] = Field(default_factory=list)
    choices: Annotated[list[Choice], Field(min_length=2, max_length=6)]


class Ending(Strict):
    """Where a path ends, and how it turned out."""

    key: Key
    title: Words
    text: Words


class Article(Strict):
    """An article of a law, told in our own words."""

    key: Key
    law: Words
    says: Words
    mark: Literal["sourced", "known", "assumed"] = "sourced"


class Clock(Strict):
    """The breach clock: it starts when the learner comes to the scene `starts`.

    Parameters
    ----------
    stops : the scene or ending at which the notice is out; without it the clock runs to the end of the story
    begins : day and time when it starts, like "fri 21:00", so that the hour it has come to can be told
    earlier : hours by which the event came before: the stricter count from the event is then shown as a warning
    """

    starts: Key
    stops: Key | None = None
    hours: Annotated[float, Field(gt=0, le=1000, strict=False)]
    begins: Annotated[str, Field(pattern=r"^(mon|tue|wed|thu|fri|sat|sun) ([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = (
        None
    )
    earlier: Annotated[float, Field(gt=0, le=1000, strict=False)] | None = None
    why: Words


class Story(Strict):
    """A story of the file `scenario.yaml`; a step of the lesson like a section or a question.

    Parameters
    ----------
    outcome : key of the learning outcome that it tests
    trust : trust at the start, 0 to 100
    start : key of the first scene
    """

    kind: Literal["story"] = "story"
    key: Key
    outcome: Key
    title: Words
    intro: Words
    trust: Annotated[int, Field(ge=0, le=100)] = 80
    start: Key
    clock: Clock | None = None
    articles: Annotated[list[Article], Field(min_length=1)]
    scenes: Annotated[list[Scene], Field(min_length=1)]
    endings: Annotated[list[Ending], Field(min_length=1)]

    @property
    def limit(self) -> float:
        """Hours on the clock; endless without one."""
        return self.clock.hours if self.clock else float("inf")

    def scene(self, key: str) -> Scene | None:
        """Return the scene with a key; None when the key names an ending or nothing."""
        return next((scene for scene in self.scenes if scene.key == key), None)

    def ending(self, key: str) -> Ending | None:
        """Return the ending with a key, or None."""
        return next((ending for ending in self.endings if ending.key == key), None)

    def choice(self, scene: str, key: str) -> Choice | None:
        """Return a choice of a scene, or None."""
        here = self.scene(scene)
        return next((choice for choice in here.choices if choice.key == key), None) if here else None
