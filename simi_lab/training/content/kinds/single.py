"""A question with one right choice."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from simi_lab.training.content.question import Option, Question, unique


class Single(Question):
    """One right choice among several."""

    kind: Literal["single"]
    options: Annotated[list[Option], Field(min_length=3, max_length=6)]

    @model_validator(mode="after")
    def _one_is_right(self) -> Single:
        unique([option.key for option in self.options])
        if sum(option.right for option in self.options) != 1:
            raise ValueError("exactly one option must have `right: true`")
        return self
