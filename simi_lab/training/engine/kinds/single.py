"""Marking of a question with one right choice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simi_lab.training.content.kinds.single import Single
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds.kind import Kind
from simi_lab.training.engine.outcome import UNREADABLE, Outcome, marked


def _mark(step: Single, response: Any, _lang: str) -> Outcome:
    options = {option.key: option for option in step.options}
    if not isinstance(response, str) or response not in options:
        return UNREADABLE
    return marked(float(options[response].right), (f"option.{response}",))


def _key(step: Single) -> str:
    return next(option.key for option in step.options if option.right)


def _wrongs(step: Single) -> Iterator[str]:
    yield from (option.key for option in step.options if not option.right)


def _words(step: Single, part: str, name: str) -> Words | None:
    return {option.key: option.feedback for option in step.options}[name] if part == "option" else None


SINGLE = Kind(_mark, _key, _wrongs, _words)
