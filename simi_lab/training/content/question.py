"""What every question has, whatever its kind; each kind adds how it is answered in a file of `kinds`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from simi_lab.training.content.draws import Draws, check_all
from simi_lab.training.content.words import Key, Number, Strict, Words

__all__ = ["Hints", "Number", "Option", "Question", "one_right", "unique"]

Hints = Annotated[list[Words], Field(min_length=2)]


class Question(Strict):
    """What all questions have; each kind adds how it is answered.

    Parameters
    ----------
    stem : what is asked
    outcome : key of the learning outcome that it tests
    hints : at least two, given one at a time
    solution : the answer with its reason, shown after three tries
    figure : key of a diagram of the module, shown between the question and the answer
    draw : numbers that are drawn anew for each learner and named in texts as `{draw:NAME}`
    """

    kind: str
    key: Key
    outcome: Key
    title: Words
    stem: Words
    hints: Hints
    solution: Words
    figure: Key | None = None
    draw: Draws = Field(default_factory=dict)

    @model_validator(mode="after")
    def _draws_can_be_worked_out(self) -> Question:
        check_all(self.draw)
        return self

    def placed(self, folder: Path) -> Question:
        """Return the question with what it needs of its module's folder; most kinds need nothing.

        Raises
        ------
        ValueError
            Something that it needs is not there.
        """
        del folder
        return self


class Option(Strict):
    """One choice, with its own feedback whether it is right or wrong."""

    key: Key
    text: Words
    right: bool = False
    feedback: Words


def one_right(options: Sequence[Option]) -> None:
    """Refuse options of which not exactly one is right, or of which two have one key.

    Raises
    ------
    ValueError
        Saying what is wrong.
    """
    unique([option.key for option in options])
    if sum(option.right for option in options) != 1:
        raise ValueError("exactly one option must have `right: true`")


def unique(keys: list[str]) -> None:
    """Refuse a key that stands twice.

    Raises
    ------
    ValueError
        Naming every key that stands twice.
    """
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"the key {', '.join(twice)} stands twice")
