"""Marking of faults that are pointed at in a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from simi_lab.training.content.kinds.specimen import Specimen
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds.kind import Kind, pointed
from simi_lab.training.engine.outcome import Outcome


def _mark(step: Specimen, response: Any, _lang: str) -> Outcome:
    found = pointed(response, _key(step), [one.key for one in step.paper.fields], "field")
    return replace(found, feedback=("feedback", *found.feedback)) if found.success else found


def _key(step: Specimen) -> list[str]:
    return [one.key for one in step.paper.fields if one.fault]


def _wrongs(step: Specimen) -> Iterator[list[str]]:
    faults, sound = _key(step), [one.key for one in step.paper.fields if not one.fault]
    yield from ([*faults, key] for key in sound)
    yield faults[:-1] or sound[:1]


def _words(step: Specimen, part: str, name: str) -> Words | None:
    return {one.key: one.feedback for one in step.paper.fields}[name] if part == "field" else None


def _telling(step: Specimen, response: list[str], outcome: Outcome) -> str:
    """A response that lacks a fault is told by the word for it."""
    return outcome.feedback[0 if set(_key(step)) <= set(response) else -1]


SPECIMEN = Kind(_mark, _key, _wrongs, _words, _telling)
