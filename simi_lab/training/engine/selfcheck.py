"""A module played through by the author's machine: key answers pass, each wrong answer has its own words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from simi_lab.errors import Fault
from simi_lab.training.content.model import Module, Step
from simi_lab.training.engine.grade import grade, key_answer, kind_of, words_of
from simi_lab.training.engine.storycheck import play_story
from simi_lab.training.text.draws import samples
from simi_lab.training.text.facts import FactSource, with_answers


def play(module: Module, facts: FactSource) -> list[Fault]:
    """Answer every question rightly and in every kind of wrong way, walk every path of each story; return what fails.

    Where numbers are drawn for each learner, several draws are played.

    Parameters
    ----------
    module : Module
        As loaded, so its form is already whole.
    facts : FactSource
        Questions about facts that are not known here are left out.
    """
    faults: list[Fault] = []
    for step in (one for each in with_answers(module, facts).questions for one in samples(each)):
        where = f"{module.id}: {step.key}"
        if not grade(step, key_answer(step)).success:
            faults.append(Fault(where, "the key answer does not pass.", "Mend the answer or its marks."))
        if grade(step, None).code != "not_attempted":
            faults.append(Fault(where, "an empty answer counts as a try.", "Mend the marker of this kind."))
        faults += [Fault(where, what, "Mend the program or its check.") for what in kind_of(step).faults(step)]
        faults += _wrong_ones(step, where)
    for story in module.stories:
        faults += play_story(story, f"{module.id}: {story.key}")
    return faults


def wrong_answers(step: Step) -> Iterator[Any]:
    """Yield one wrong response per kind of mistake that the question knows."""
    yield from kind_of(step).wrongs(step)


def _wrong_ones(step: Step, where: str) -> Iterator[Fault]:
    told: dict[str, str] = {}
    for response in wrong_answers(step):
        outcome = grade(step, response)
        if outcome.success or not outcome.feedback:
            yield Fault(where, f"the wrong answer {response!r} passes or gets no word.", "Mend the options.")
        else:
            told[str(response)] = words_of(step, kind_of(step).telling(step, response, outcome)).id
    for one, other in combinations(told, 2):
        if told[one] == told[other]:
            yield Fault(where, f"{one} and {other} get the same words.", "Say to each what went wrong there.")
