"""Marking of a decision about an application: against what the person is in truth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simi_lab.training.content.kinds.case import Case
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds.kind import Kind
from simi_lab.training.engine.outcome import UNREADABLE, Outcome, marked


def _mark(step: Case, response: Any, _lang: str) -> Outcome:
    if not isinstance(response, str) or response not in {option.key for option in step.options}:
        return UNREADABLE
    return marked(float(response == _key(step)), (f"said.{step.truth}/{response}",))


def _key(step: Case) -> str:
    return next(key for truth, key in step.right.items() if truth == step.truth)


def _wrongs(step: Case) -> Iterator[str]:
    yield from (option.key for option in step.options if option.key != _key(step))


def _words(step: Case, part: str, name: str) -> Words | None:
    return {f"{one.truth}/{one.option}": one.words for one in step.feedback}[name] if part == "said" else None


CASE = Kind(_mark, _key, _wrongs, _words)
