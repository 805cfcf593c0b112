"""Marking of faults that are pointed at in a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simi_lab.training.content.kinds.specimen import Specimen
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds.kind import Kind, keys_in
from simi_lab.training.engine.outcome import UNREADABLE, Outcome, marked


def _mark(step: Specimen, response: Any, _lang: str) -> Outcome:
    """Each fault found earns its share; each sound field pointed at takes a share away, never below zero."""
    chosen, places = keys_in(response), [one.key for one in step.paper.fields]
    if chosen is None or not set(chosen) <= set(places):
        return UNREADABLE
    faults = set(_key(step))
    hits, misses = len(faults & set(chosen)), len(set(chosen) - faults)
    # sound fields are explained first: they are what the learner has to rethink
    told = sorted(set(chosen), key=lambda key: (key in faults, places.index(key)))
    feedback = tuple(f"field.{key}" for key in told)
    if hits == len(faults) and not misses:
        return Outcome("right", 1.0, ("feedback", *feedback))
    score = max(0.0, (hits - misses) / len(faults))
    return marked(score, feedback + (("missed",) if hits < len(faults) else ()))


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
