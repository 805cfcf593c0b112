"""A question in which things are put in order."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from simi_lab.training.content.question import Question, unique
from simi_lab.training.content.words import Key, Strict, Words


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
        unique([item.key for item in self.items])
        return self
