"""How an answer is marked: pure functions from a step and a response to an outcome."""

from __future__ import annotations

from typing import Any

from simi_lab.training.content.model import Step
from simi_lab.training.content.question import Question
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds import KINDS, Kind
from simi_lab.training.engine.outcome import NOT_ATTEMPTED, Outcome


def grade(step: Step, response: Any, lang: str = "id") -> Outcome:
    """Mark a response.

    Parameters
    ----------
    step : the question
    response : as its kind wants it, see `engine/kinds`
        str key for single; list of str keys for multiple and order; dict of str keys for match and sort; text for
        text; text or number for numeric. None and empty mean that nothing was answered.
    lang : "id" or "en"
        How a typed number is read: "1.120" is 1120 in Indonesian and 1.12 in English.

    Returns
    -------
    Outcome

    Raises
    ------
    TypeError
        The step is a section to read, or a kind without a marker.

    Randomness : none.

    Examples
    --------
    >>> from simi_lab.training import load_module
    >>> grade(load_module("01_mengenal_simi").questions[0], None).code
    'not_attempted'
    """
    kind = kind_of(step)
    if response is None or response in ("", [], {}):
        return NOT_ATTEMPTED
    return kind.mark(step, response, lang)


def kind_of(step: Step) -> Kind:
    """Return what the engine knows of the kind of a question.

    Raises
    ------
    TypeError
        The step is a section to read, or a kind without a marker.
    """
    kind = KINDS.get(step.kind) if isinstance(step, Question) else None
    if kind is None:
        raise TypeError(f"{type(step).__name__} is not answered")
    return kind


def words_of(step: Step, feedback: str) -> Words:
    """Return the text that a feedback key of an outcome stands for.

    Keys are paths: "option.KEY", "item.KEY", "mistake.N", or the name of a text of the step ("missed", "low", …).

    Raises
    ------
    KeyError
        The step has no such text.
    """
    part, _, name = feedback.partition(".")
    words = kind_of(step).words(step, part, name) or getattr(step, part, None)
    if not isinstance(words, Words):
        raise KeyError(feedback)
    return words


def key_answer(step: Step) -> Any:
    """Return a response that is right."""
    return kind_of(step).key(step)
