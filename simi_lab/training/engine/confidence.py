"""How sure a learner was and how often right: first tries only, with an interval, or "too few to say"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from simi_lab.estimate import Estimate, wilson
from simi_lab.training.engine.outcome import LEVELS, Level
from simi_lab.training.engine.progress import Event

FEWEST = 5  # sure answers from which anything is said
SURE_IS_RIGHT = 0.9  # whoever says "sure" should be right at least this often; a convention of the lab

Verdict = Literal["none", "few", "over", "open", "fits"]


@dataclass(frozen=True)
class Sureness:
    """First tries by what the learner said about them.

    Parameters
    ----------
    counts : level -> (answers, right ones)
    """

    counts: Mapping[Level, tuple[int, int]]

    @property
    def n(self) -> int:
        """Number of first tries that came with a word on how sure the learner was."""
        return sum(answers for answers, _ in self.counts.values())

    @property
    def share(self) -> Estimate:
        """Share of right ones among the answers given as sure, with Wilson's 95 % interval."""
        answers, right = self.counts["sure"]
        return wilson(right, answers, name="right_when_sure", goal="higher")

    @property
    def verdict(self) -> Verdict:
        """What may be said: "over" only when the whole interval lies below `SURE_IS_RIGHT`."""
        answers, right = self.counts["sure"]
        if answers < FEWEST:
            return "few" if self.n else "none"
        if self.share.high < SURE_IS_RIGHT:
            return "over"
        return "fits" if right >= SURE_IS_RIGHT * answers else "open"


def sureness(events: Iterable[Event]) -> Sureness:
    """Count the first try of each question, if it came with a confidence.

    Later tries follow feedback, and a module begun afresh is no first time either; both say nothing about how well a
    person knows what they know.

    Parameters
    ----------
    events : in the order in which they were written, of one learner; of one module or of all

    Randomness : none.
    """
    seen: set[tuple[str, str]] = set()
    counts: dict[Level, tuple[int, int]] = dict.fromkeys(LEVELS, (0, 0))
    for event in events:
        if event.verb != "answered" or "response" not in event.data or (event.module, event.step) in seen:
            continue  # a choice in a story has no response
        seen.add((event.module, event.step))
        level = event.data.get("confidence")
        if level in LEVELS:
            answers, right = counts[level]
            counts[level] = answers + 1, right + bool(event.data.get("success"))
    return Sureness(counts)
