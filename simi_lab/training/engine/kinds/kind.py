"""What the engine must know of a kind of question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simi_lab.training.content.words import Words
from simi_lab.training.engine.outcome import NOT_ATTEMPTED, UNREADABLE, Outcome, marked


def _no_faults(_step: Any) -> Iterator[str]:
    yield from ()


def _first(_step: Any, _response: Any, outcome: Outcome) -> str:
    return outcome.feedback[0]


@dataclass(frozen=True)
class Kind:
    """How answers of one kind are marked; all functions are pure.

    Parameters
    ----------
    mark : (step, response, lang) -> Outcome
        Never called without a response.
    key : step -> a response that is right
    wrongs : step -> one wrong response per kind of mistake that the question knows
    words : (step, part, name) -> the text of a feedback key `part.name`, or None when it is a text of the step itself
    telling : (step, wrong response, outcome) -> the feedback key that tells this mistake from the others
    faults : step -> what is wrong with the question itself, one phrase each
    is_run : whether marking runs a program of the learner's: it takes time, so a server does it beside its other
        work, and an answer that was marked before is not marked again to be shown
    """

    mark: Callable[[Any, Any, str], Outcome]
    key: Callable[[Any], Any]
    wrongs: Callable[[Any], Iterator[Any]]
    words: Callable[[Any, str, str], Words | None] = lambda _step, _part, _name: None
    telling: Callable[[Any, Any, Outcome], str] = _first
    faults: Callable[[Any], Iterator[str]] = _no_faults
    is_run: bool = False


def keys_in(response: Any) -> list[str] | None:
    """Return a response that is a list of keys; None when it is something else."""
    if isinstance(response, str) or not isinstance(response, Sequence):
        return None
    return list(response) if all(isinstance(key, str) for key in response) else None


def pointed(response: Any, right: Sequence[str], places: Sequence[str], part: str) -> Outcome:
    """Mark keys that were picked out of many: each right one earns its share, each wrong one takes a share away.

    Parameters
    ----------
    right, places : the right keys, and all keys in their order
    part : first part of the feedback keys

    Returns
    -------
    Outcome
        Never below zero; wrong keys are told first, since they are what the learner has to rethink, and "missed"
        last. Unreadable when the response is no list of these keys.
    """
    chosen = keys_in(response)
    if chosen is None or not set(chosen) <= set(places):
        return UNREADABLE
    hits, misses = len(set(right) & set(chosen)), len(set(chosen) - set(right))
    told = sorted(set(chosen), key=lambda key: (key in right, places.index(key)))
    feedback = tuple(f"{part}.{key}" for key in told) + (("missed",) if hits < len(right) else ())
    return marked(max(0.0, (hits - misses) / len(right)), feedback)


def placed(response: Any, key: Mapping[str, str], choices: Iterable[str], part: str) -> Outcome:
    """Mark places that were given a choice each: each right one earns its share, once every place has one.

    Parameters
    ----------
    key : the right choice of each place
    choices : all choices
    part : first part of the feedback keys, one for each place that got a wrong choice
    """
    given = choices_in(response, key, choices)
    if given is None:
        return UNREADABLE
    if len(given) < len(key):
        return NOT_ATTEMPTED
    wrong = [place for place in key if given[place] != key[place]]
    return marked(1 - len(wrong) / len(key), tuple(f"{part}.{place}" for place in wrong) or ("feedback",))


def choices_in(response: Any, places: Iterable[str], choices: Iterable[str]) -> dict[str, str] | None:
    """Return a response that gives places one of the choices each, without the empty ones; None when it is no such."""
    if not isinstance(response, Mapping) or not all(isinstance(one, str) for one in response.values()):
        return None
    given = {place: choice for place, choice in response.items() if choice}
    return given if set(given) <= set(places) and set(given.values()) <= set(choices) else None
