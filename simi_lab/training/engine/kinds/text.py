"""Marking of a question that is answered in a few words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simi_lab.training.content.kinds.text import LONGEST, TextQuestion, core
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds.kind import Kind
from simi_lab.training.engine.outcome import NOT_ATTEMPTED, UNREADABLE, Outcome


def _mark(step: TextQuestion, response: Any, _lang: str) -> Outcome:
    if not isinstance(response, str) or len(response) > LONGEST:
        return UNREADABLE
    typed = core(response)
    if not typed:
        return NOT_ATTEMPTED
    if typed in step.accept.cores:
        return Outcome("right", 1.0, ("feedback",))
    for n, near in enumerate(step.near):
        if typed in near.forms.cores:
            return Outcome("wrong", 0.0, (f"near.{n}",))
    return Outcome("wrong", 0.0, ("other",))


def _key(step: TextQuestion) -> str:
    return step.accept.id[0]


def _wrongs(step: TextQuestion) -> Iterator[str]:
    yield from ([*near.forms.id, *near.forms.en][0] for near in step.near)
    yield "zzz"


def _words(step: TextQuestion, part: str, name: str) -> Words | None:
    return step.near[int(name)].feedback if part == "near" else None


TEXT = Kind(_mark, _key, _wrongs, _words)
