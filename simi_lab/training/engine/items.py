"""How good the questions are: item statistics from first tries, for authors and trainers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from simi_lab.training.content.model import Module
from simi_lab.training.engine.record import Reading
from simi_lab.training.engine.statistic import Statistic, correlation, share, upper_lower
from simi_lab.training.engine.tries import FirstTry, first_tries

_LEAST_REST = 0.5  # a learner counts for discrimination who tried at least this share of the other questions


@dataclass(frozen=True)
class Choice:
    """One way of answering: a choice offered, or a typical wrong answer.

    Parameters
    ----------
    key : feedback key, for `words_of`
    right : whether it belongs to the right answer
    share : learners whose first try had it
    """

    key: str
    right: bool
    share: Statistic


@dataclass(frozen=True)
class Item:
    """Statistics of one question, all from first tries.

    Parameters
    ----------
    difficulty : share right at the first try (high = easy)
    discrimination : correlation of the marks with the mean marks for the other questions
    ends : mean marks of the best 27 % less those of the last 27 %
    helped : share that asked for a hint or the solution
    choices : all that are offered, and other wrong answers that were given
    """

    module: str
    key: str
    kind: str
    difficulty: Statistic
    discrimination: Statistic
    ends: Statistic
    helped: Statistic
    choices: tuple[Choice, ...] = ()

    @property
    def is_hidden(self) -> bool:
        """Whether too few learners have tried it for anything to be said."""
        return self.difficulty.why == "few"

    @property
    def never(self) -> tuple[str, ...]:
        """Wrong choices that nobody took: they may be too easy to see through."""
        return tuple(one.key for one in self.choices if not one.right and one.share.value == 0)

    @property
    def lure(self) -> Choice | None:
        """The wrong choice that was taken most, if any was."""
        taken = [one for one in self.choices if not one.right and one.share.value]
        return max(taken, key=lambda one: one.share.value or 0.0, default=None)


def item_statistics(module: Module, roll: Mapping[str, Reading]) -> list[Item]:
    """Work out the statistics of every question of a module.

    Parameters
    ----------
    module : Module
    roll : records by alias, see `read_everyone`

    Returns
    -------
    list of Item
        In the order of the module; questions that fewer than five learners have tried are hidden.

    Randomness : none.   Source : Crocker and Algina, Introduction to Classical and Modern Test Theory, chapter on
    item analysis.
    """
    tries = first_tries(module, roll)
    items = []
    for question in module.questions:
        given = tries[question.key]
        marks, rest = _marks_and_rest(question.key, tries)
        items.append(
            Item(
                module.id,
                question.key,
                question.kind,
                difficulty=share(sum(one.right for one in given.values()), len(given)),
                discrimination=correlation(marks, rest),
                ends=upper_lower(marks, rest),
                helped=share(sum(one.helped for one in given.values()), len(given)),
                choices=_choices(question, list(given.values())),
            )
        )
    return items


def hardest(items: Sequence[Item], most: int = 5) -> list[Item]:
    """Return the questions that fewest answered rightly at first, hardest first.

    Hidden ones and those that everybody solved are left out.
    """
    known = [(one.difficulty.value, one) for one in items if one.difficulty.value is not None]
    told = sorted((pair for pair in known if pair[0] < 1), key=lambda pair: (pair[0], pair[1].module, pair[1].key))
    return [one for _, one in told[:most]]


def _marks_and_rest(key: str, tries: Mapping[str, Mapping[str, FirstTry]]) -> tuple[list[float], list[float]]:
    """Marks for a question and mean marks for the others, of those who tried it and enough of the others."""
    others = [given for other, given in tries.items() if other != key]
    marks, rest = [], []
    for alias, one in tries[key].items():
        scores = [given[alias].score for given in others if alias in given]
        if scores and len(scores) >= _LEAST_REST * len(others):
            marks.append(one.score)
            rest.append(fmean(scores))
    return marks, rest


def _choices(question: Any, given: Sequence[FirstTry]) -> tuple[Choice, ...]:
    offered = _offered(question)
    wrong_ones = [key for one in given if not one.right for key in one.feedback]
    keys = [*offered, *(key for key in dict.fromkeys(wrong_ones) if key not in offered)]
    return tuple(
        Choice(key, offered.get(key, False), share(sum(key in one.feedback for one in given), len(given)))
        for key in keys
    )


def _offered(question: Any) -> dict[str, bool]:
    """Feedback keys of what a question offers or expects, and whether each is right."""
    options = {
        f"option.{option.key}": bool(option.right)
        for option in getattr(question, "options", ())
        if hasattr(option, "right")  # in a case the right one differs from learner to learner
    }
    numbers = {f"mistake.{n}": False for n in range(len(getattr(question, "mistakes", ())))}
    texts = {f"near.{n}": False for n in range(len(getattr(question, "near", ())))}
    paper = getattr(question, "paper", None)
    fields = {f"field.{field.key}": bool(field.fault) for field in paper.fields} if paper else {}
    return {**options, **numbers, **texts, **fields}
