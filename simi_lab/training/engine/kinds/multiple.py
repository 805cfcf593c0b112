"""Marking of a question with several right choices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simi_lab.training.content.kinds.multiple import Multiple
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds.kind import Kind, keys_in
from simi_lab.training.engine.outcome import UNREADABLE, Outcome


def _mark(step: Multiple, response: Any, _lang: str) -> Outcome:
    """Each right choice earns its share; each wrong one takes a share away, never below zero."""
    chosen, places = keys_in(response), [option.key for option in step.options]
    if chosen is None or not set(chosen) <= set(places):
        return UNREADABLE
    right = {option.key for option in step.options if option.right}
    hits, misses = len(right & set(chosen)), len(set(chosen) - right)
    score = max(0.0, (hits - misses) / len(right))
    # wrong choices are explained first: they are what the learner has to rethink
    told = sorted(set(chosen), key=lambda key: (key in right, places.index(key)))
    feedback = tuple(f"option.{key}" for key in told) + (("missed",) if hits < len(right) else ())
    if hits == len(right) and not misses:
        return Outcome("right", 1.0, feedback)
    return Outcome("partly" if score else "wrong", score, feedback)


def _key(step: Multiple) -> list[str]:
    return [option.key for option in step.options if option.right]


def _wrongs(step: Multiple) -> Iterator[list[str]]:
    right = _key(step)
    yield from ([*right, option.key] for option in step.options if not option.right)
    yield right[:-1]


def _words(step: Multiple, part: str, name: str) -> Words | None:
    return {option.key: option.feedback for option in step.options}[name] if part == "option" else None


def _telling(step: Multiple, response: list[str], outcome: Outcome) -> str:
    """A response that only lacks right choices is told by the word for missing ones."""
    return outcome.feedback[-1 if set(response) < set(_key(step)) else 0]


MULTIPLE = Kind(_mark, _key, _wrongs, _words, _telling)
