"""How an answer is marked: pure functions from a step and a response to an outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from simi_lab.training.content.model import Multiple, Numeric, Order, Question, Single, Step
from simi_lab.training.content.words import Words
from simi_lab.training.engine.reading import read_number

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


def grade(step: Step, response: Any, lang: str = "id") -> Outcome:
    """Mark a response.

    Parameters
    ----------
    step : the question
    response : str key for single; list of str keys for multiple and order; text or number for numeric
        None and empty mean that nothing was answered.
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
    marker = _MARKERS.get(type(step))
    if marker is None:
        raise TypeError(f"{type(step).__name__} is not answered")
    if response is None or response == "" or response == []:
        return Outcome("not_attempted")
    return marker(step, response, lang)


def words_of(step: Step | Question, feedback: str) -> Words:
    """Return the text that a feedback key of an outcome stands for.

    Keys are paths: "option.KEY", "item.KEY", "mistake.N", or the name of a text of the step ("missed", "low", …).

    Raises
    ------
    KeyError
        The step has no such text.
    """
    kind, _, name = feedback.partition(".")
    if kind == "option" and isinstance(step, Single | Multiple):
        return {option.key: option.feedback for option in step.options}[name]
    if kind == "item" and isinstance(step, Order):
        return {item.key: item.because for item in step.items}[name]
    if kind == "mistake" and isinstance(step, Numeric):
        return step.mistakes[int(name)].feedback
    words = getattr(step, kind, None)
    if not isinstance(words, Words):
        raise KeyError(feedback)
    return words


def key_answer(step: Step) -> Any:
    """Return a response that is right."""
    if isinstance(step, Single):
        return next(option.key for option in step.options if option.right)
    if isinstance(step, Multiple):
        return [option.key for option in step.options if option.right]
    if isinstance(step, Numeric):
        return float(step.answer)
    if isinstance(step, Order):
        return [item.key for item in step.items]
    raise TypeError(f"{type(step).__name__} is not answered")


def _single(step: Single, response: Any, _lang: str) -> Outcome:
    options = {option.key: option for option in step.options}
    if not isinstance(response, str) or response not in options:
        return Outcome("unreadable")
    right = options[response].right
    return Outcome("right" if right else "wrong", float(right), (f"option.{response}",))


def _multiple(step: Multiple, response: Any, _lang: str) -> Outcome:
    """Each right choice earns its share; each wrong one takes a share away, never below zero."""
    chosen = _keys(response)
    if chosen is None or not set(chosen) <= {option.key for option in step.options}:
        return Outcome("unreadable")
    right = {option.key for option in step.options if option.right}
    hits, misses = len(right & set(chosen)), len(set(chosen) - right)
    score = max(0.0, (hits - misses) / len(right))
    # wrong choices are explained first: they are what the learner has to rethink
    told = sorted(set(chosen), key=lambda key: (key in right, _place(step, key)))
    feedback = tuple(f"option.{key}" for key in told) + (("missed",) if hits < len(right) else ())
    if hits == len(right) and not misses:
        return Outcome("right", 1.0, feedback)
    return Outcome("partly" if score else "wrong", score, feedback)


def _numeric(step: Numeric, response: Any, lang: str) -> Outcome:
    value = read_number(response, lang)
    if value is None:
        return Outcome("unreadable")
    answer = float(step.answer)
    if abs(value - answer) <= step.tolerance:
        return Outcome("right", 1.0, ("feedback",))
    for n, mistake in enumerate(step.mistakes):
        if abs(value - mistake.value) <= step.tolerance:
            return Outcome("wrong", 0.0, (f"mistake.{n}",))
    return Outcome("wrong", 0.0, ("low" if value < answer else "high",))


def _order(step: Order, response: Any, _lang: str) -> Outcome:
    """Marks for each neighbouring pair that stands in the right order; words for the first pair that does not."""
    keys = [item.key for item in step.items]
    given = _keys(response)
    if given is None or sorted(given) != sorted(keys):
        return Outcome("unreadable")
    turned = [one for one, other in pairwise(keys) if given.index(one) > given.index(other)]
    if not turned:
        return Outcome("right", 1.0, ("feedback",))
    score = 1 - len(turned) / (len(keys) - 1)
    return Outcome("partly" if score else "wrong", score, (f"item.{turned[0]}",))


def _keys(response: Any) -> list[str] | None:
    if isinstance(response, str) or not isinstance(response, Sequence):
        return None
    return list(response) if all(isinstance(key, str) for key in response) else None


def _place(step: Multiple, key: str) -> int:
    return [option.key for option in step.options].index(key)


_MARKERS: dict[type, Callable[[Any, Any, str], Outcome]] = {
    Single: _single,
    Multiple: _multiple,
    Numeric: _numeric,
    Order: _order,
}
