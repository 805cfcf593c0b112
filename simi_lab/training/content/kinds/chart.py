"""A question that is answered by reading a diagram."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from simi_lab.training.content.question import Option, Question, one_right, unique
from simi_lab.training.content.words import Key


class ChartOption(Option):
    """A choice; `bar` names what is pressed in the diagram to choose it: a bar, a line, or KEY_n for its n-th point."""

    bar: Key | None = None


class Chart(Question):
    """One right choice about a diagram of the module."""

    kind: Literal["chart"]
    figure: Key
    options: Annotated[list[ChartOption], Field(min_length=3, max_length=8)]

    @model_validator(mode="after")
    def _one_is_right(self) -> Chart:
        one_right(self.options)
        unique([option.bar for option in self.options if option.bar])
        return self
