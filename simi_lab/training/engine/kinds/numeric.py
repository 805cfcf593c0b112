"""Marking of a question whose answer is a number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simi_lab.training.content.kinds.numeric import Numeric
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds.kind import Kind
from simi_lab.training.engine.outcome import UNREADABLE, Outcome
from simi_lab.training.engine.reading import read_number


def _mark(step: Numeric, response: Any, lang: str) -> Outcome:
    value = read_number(response, lang)
    if value is None:
        return UNREADABLE
    answer, tolerance = float(step.answer), float(step.tolerance)
    if abs(value - answer) <= tolerance:
        return Outcome("right", 1.0, ("feedback",))
    for n, mistake in enumerate(step.mistakes):
        if abs(value - float(mistake.value)) <= tolerance:
            return Outcome("wrong", 0.0, (f"mistake.{n}",))
    return Outcome("wrong", 0.0, ("low" if value < answer else "high",))


def _key(step: Numeric) -> float:
    return float(step.answer)


def _wrongs(step: Numeric) -> Iterator[float]:
    answer, far = float(step.answer), 1000.0 + 10 * float(step.tolerance)
    yield from (float(mistake.value) for mistake in step.mistakes)
    yield from (answer - far, answer + far)


def _words(step: Numeric, part: str, name: str) -> Words | None:
    return step.mistakes[int(name)].feedback if part == "mistake" else None


NUMERIC = Kind(_mark, _key, _wrongs, _words)
