"""What became of one answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Level = Literal["guess", "fairly", "sure"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""How sure a learner can say to be of an answer."""
Code = Literal["right", "partly", "wrong", "not_attempted", "unreadable", "stopped", "shown"]


@dataclass(frozen=True)
class Outcome:
    """What became of one answer.

    Parameters
    ----------
    code : one of `Code`
        "not_attempted" and "unreadable" are no tries: nothing was answered yet. "stopped" is a program that came to
        no answer, "shown" one that was only tried out; they are no tries either.
    score : share of the marks, 0 to 1
    feedback : keys of the texts to show, for `words_of`
    extra : what else is to be told, as plain data
    """

    code: Code
    score: float = 0.0
    feedback: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def success(self) -> bool:
        """Whether the answer is wholly right."""
        return self.code == "right"

    @property
    def counts(self) -> bool:
        """Whether this was a try."""
        return self.code in ("right", "partly", "wrong")


NOT_ATTEMPTED = Outcome("not_attempted")
UNREADABLE = Outcome("unreadable")


def marked(score: float, feedback: tuple[str, ...]) -> Outcome:
    """Return the outcome of a try by its share of the marks: all is right, some is partly right, none is wrong."""
    if score >= 1.0:
        return Outcome("right", 1.0, feedback)
    return Outcome("partly" if score else "wrong", score, feedback)
