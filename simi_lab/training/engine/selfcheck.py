"""A module played through by the author's machine: key answers pass, each wrong answer has its own words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from simi_lab.errors import Fault
from simi_lab.training.content.model import Module, Multiple, Numeric, Order, Single, Step
from simi_lab.training.engine.grade import grade, key_answer, words_of
from simi_lab.training.engine.storycheck import play_story
from simi_lab.training.text.facts import FactSource, with_answers


def play(module: Module, facts: FactSource) -> list[Fault]:
    """Answer every question rightly and in every kind of wrong way, walk every path of each story; return what fails.

    Parameters
    ----------
    module : Module
        As loaded, so its form is already whole.
    facts : FactSource
        Questions about facts that are not known here are left out.
    """
    faults: list[Fault] = []
    for step in with_answers(module, facts).questions:
        where = f"{module.id}: {step.key}"
        if not grade(step, key_answer(step)).success:
            faults.append(Fault(where, "the key answer does not pass.", "Mend the answer or its marks."))
        if grade(step, None).code != "not_attempted":
            faults.append(Fault(where, "an empty answer counts as a try.", "Mend the marker of this kind."))
        faults += _wrong_ones(step, where)
    for story in module.stories:
        faults += play_story(story, f"{module.id}: {story.key}")
    return faults


def wrong_answers(step: Step) -> Iterator[Any]:
    """Yield one wrong response per kind of mistake that the question knows."""
    if isinstance(step, Single):
        yield from (option.key for option in step.options if not option.right)
    elif isinstance(step, Multiple):
        right = key_answer(step)
        yield from ([*right, option.key] for option in step.options if not option.right)
        yield right[:-1]
    elif isinstance(step, Numeric):
        answer, far = float(step.answer), 1000.0 + 10 * step.tolerance
        yield from (mistake.value for mistake in step.mistakes)
        yield from (answer - far, answer + far)
    elif isinstance(step, Order):
        keys = [item.key for item in step.items]
        for one in range(len(keys) - 1):
            yield [*keys[:one], keys[one + 1], keys[one], *keys[one + 2 :]]


def _wrong_ones(step: Step, where: str) -> Iterator[Fault]:
    told: dict[str, str] = {}
    for response in wrong_answers(step):
        outcome = grade(step, response)
        if outcome.success or not outcome.feedback:
            yield Fault(where, f"the wrong answer {response!r} passes or gets no word.", "Mend the options.")
        else:
            first = outcome.feedback[-1] if isinstance(step, Multiple) and step_is_short(step, response) else None
            told[str(response)] = words_of(step, first or outcome.feedback[0]).id
    for one, other in combinations(told, 2):
        if told[one] == told[other]:
            yield Fault(where, f"{one} and {other} get the same words.", "Say to each what went wrong there.")


def step_is_short(step: Multiple, response: list[str]) -> bool:
    """Whether a response only lacks right choices; then the word for missing ones is what counts."""
    return set(response) < set(key_answer(step))
