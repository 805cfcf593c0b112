"""A question in which cards are put into bins."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from simi_lab.training.content.question import Question, unique
from simi_lab.training.content.words import Key, Strict, Words


class Bin(Strict):
    """One place for cards."""

    key: Key
    text: Words


class Card(Strict):
    """One card and the bin that it belongs to; `because` is said when it was put elsewhere."""

    key: Key
    text: Words
    bin: Key
    because: Words


class Sort(Question):
    """Cards to be sorted; every bin gets at least one."""

    kind: Literal["sort"]
    bins: Annotated[list[Bin], Field(min_length=2, max_length=4)]
    cards: Annotated[list[Card], Field(min_length=4, max_length=12)]
    feedback: Words

    @model_validator(mode="after")
    def _bins_and_cards_fit(self) -> Sort:
        unique([one.key for one in self.bins])
        unique([one.key for one in self.cards])
        known, used = {one.key for one in self.bins}, {card.bin for card in self.cards}
        if used - known:
            raise ValueError(f"a card names the bin {', '.join(sorted(used - known))}, which does not exist")
        if known - used:
            raise ValueError(f"no card belongs to the bin {', '.join(sorted(known - used))}")
        return self
