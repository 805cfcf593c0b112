"""A question in which each thing on the left gets its partner on the right."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from simi_lab.i18n import LANGS
from simi_lab.training.content.question import Question, unique
from simi_lab.training.content.words import Key, Strict, Words


class Pair(Strict):
    """A thing and its partner; `because` is said when the thing got another partner, without naming the right one."""

    key: Key
    left: Words
    right: Words
    because: Words


class Lure(Strict):
    """A partner that belongs to nothing."""

    key: Key
    right: Words


class Match(Question):
    """Pairs to be found; lures make the last pair a decision too."""

    kind: Literal["match"]
    pairs: Annotated[list[Pair], Field(min_length=3, max_length=8)]
    lures: Annotated[list[Lure], Field(max_length=4)] = Field(default_factory=list)
    feedback: Words

    @model_validator(mode="after")
    def _nothing_stands_twice(self) -> Match:
        unique([one.key for one in self.partners])
        for lang in LANGS:
            for side in (
                [pair.left.say(lang) for pair in self.pairs],
                [one.right.say(lang) for one in self.partners],
            ):
                twice = sorted({text for text in side if side.count(text) > 1})
                if twice:
                    raise ValueError(f"{twice[0]!r} stands twice on one side: nobody could tell which one is meant")
        return self

    @property
    def partners(self) -> list[Pair | Lure]:
        """Everything that can be chosen, in the order of the declaration."""
        return [*self.pairs, *self.lures]
