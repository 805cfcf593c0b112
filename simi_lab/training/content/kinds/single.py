"""A question with one right choice."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from simi_lab.training.content.question import Option, Question, one_right


class Single(Question):
    """One right choice among several."""

    kind: Literal["single"]
    options: Annotated[list[Option], Field(min_length=3, max_length=6)]

    @model_validator(mode="after")
    def _one_is_right(self) -> Single:
        one_right(self.options)
        return self
