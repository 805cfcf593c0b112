"""A question whose answer is a number."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from simi_lab.training.content.question import Number, Question
from simi_lab.training.content.words import Key, Strict, Words


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
