"""Marking of a question with several right choices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simi_lab.training.content.kinds.multiple import Multiple
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds.kind import Kind, pointed
from simi_lab.training.engine.outcome import Outcome


def _mark(step: Multiple, response: Any, _lang: str) -> Outcome:
    return pointed(response, _key(step), [option.key for option in step.options], "option")


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
