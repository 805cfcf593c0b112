"""A question with several right choices."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from simi_lab.training.content.question import Option, Question, unique
from simi_lab.training.content.words import Words


class Multiple(Question):
    """Several right choices; marks for a part of them."""

    kind: Literal["multiple"]
    options: Annotated[list[Option], Field(min_length=4, max_length=8)]
    missed: Words

    @model_validator(mode="after")
    def _both_kinds_are_there(self) -> Multiple:
        unique([option.key for option in self.options])
        if not 2 <= sum(option.right for option in self.options) < len(self.options):
            raise ValueError("at least two options must be right and at least one wrong")
        return self
