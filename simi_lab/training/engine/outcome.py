"""What became of one answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Code = Literal["right", "partly", "wrong", "not_attempted", "unreadable"]


@dataclass(frozen=True)
class Outcome:
    """What became of one answer.

    Parameters
    ----------
    code : one of `Code`
        "not_attempted" and "unreadable" are no tries: nothing was answered yet.
    score : share of the marks, 0 to 1
    feedback : keys of the texts to show, for `words_of`
    """

    code: Code
    score: float = 0.0
    feedback: tuple[str, ...] = ()

    @property
    def success(self) -> bool:
        """Whether the answer is wholly right."""
        return self.code == "right"

    @property
    def counts(self) -> bool:
        """Whether this was a try."""
        return self.code not in ("not_attempted", "unreadable")


NOT_ATTEMPTED = Outcome("not_attempted")
UNREADABLE = Outcome("unreadable")


def marked(score: float, feedback: tuple[str, ...]) -> Outcome:
    """Return the outcome of a try by its share of the marks: all is right, some is partly right, none is wrong."""
    if score >= 1.0:
        return Outcome("right", 1.0, feedback)
    return Outcome("partly" if score else "wrong", score, feedback)
