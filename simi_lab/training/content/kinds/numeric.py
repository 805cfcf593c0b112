"""A question whose answer is a number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import combinations
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from simi_lab.training.content.draws import grid, said
from simi_lab.training.content.formula import Formula, evaluate
from simi_lab.training.content.question import Number, Question
from simi_lab.training.content.words import Strict, Words

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Mistake(Strict):
    """A number that people typically arrive at, and what to say about the way there."""

    value: Number | Formula
    feedback: Words


class Numeric(Question):
    """A number with a tolerance and a unit.

    `answer` is a value or the name of one of the module's facts; where numbers are drawn, `answer`, `tolerance` and
    the values of mistakes may be arithmetic over their names.
    """

    kind: Literal["numeric"]
    answer: Number | Formula
    tolerance: Annotated[Number, Field(ge=0)] | Formula = 0.0
    unit: Words
    feedback: Words
    low: Words
    high: Words
    mistakes: list[Mistake] = Field(default_factory=list)

    @model_validator(mode="after")
    def _every_draw_is_sound(self) -> Numeric:
        if self.draw:
            for values in grid(self.draw):
                try:
                    self.with_values(values)
                except ValueError as error:
                    raise ValueError(f"{error} (with {said(values)})") from None
            return self
        if isinstance(self.answer, str) and not _NAME.fullmatch(self.answer):
            raise ValueError(f"the answer {self.answer!r} is neither a number nor a fact, and nothing is drawn")
        for part in (self.tolerance, *(mistake.value for mistake in self.mistakes)):
            if isinstance(part, str):
                raise ValueError(f"{part!r} is arithmetic, and nothing is drawn")
        if isinstance(self.answer, float):
            self.with_values({})
        return self

    def with_values(self, values: Mapping[str, float]) -> Numeric:
        """Work out answer, tolerance and mistakes.

        Raises
        ------
        ValueError
            The answer can't be typed with two decimals, a mistake would count as right, or two mistakes are one.
        """
        answer, tolerance = _worked_out(self.answer, values), _worked_out(self.tolerance, values)
        wrong = [_worked_out(mistake.value, values) for mistake in self.mistakes]
        if tolerance < 0:
            raise ValueError(f"the tolerance {tolerance:g} is below zero")
        if values and abs(round(answer, 2) - answer) > tolerance:
            raise ValueError(f"the answer {answer:g} has more decimals than people type; give a larger tolerance")
        for value in wrong:
            if abs(value - answer) <= tolerance:
                raise ValueError(f"the mistake {value:g} would count as right")
        for one, other in combinations(wrong, 2):
            if values and abs(one - other) <= tolerance:
                raise ValueError(f"the mistakes {one:g} and {other:g} can't be told apart")
        mistakes = [
            mistake.model_copy(update={"value": value}) for mistake, value in zip(self.mistakes, wrong, strict=True)
        ]
        update: dict[str, Any] = {"answer": answer, "tolerance": tolerance, "mistakes": mistakes}
        return self.model_copy(update=update)


def _worked_out(part: float | str, values: Mapping[str, float]) -> float:
    return evaluate(part, values) if isinstance(part, str) else part
