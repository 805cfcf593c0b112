"""Marking of a question in which things are put in order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from simi_lab.training.content.kinds.order import Order
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds.kind import Kind, keys_in
from simi_lab.training.engine.outcome import UNREADABLE, Outcome, marked


def _mark(step: Order, response: Any, _lang: str) -> Outcome:
    """Marks for each neighbouring pair that stands in the right order; words for the first pair that does not."""
    keys, given = _key(step), keys_in(response)
    if given is None or sorted(given) != sorted(keys):
        return UNREADABLE
    turned = [one for one, other in pairwise(keys) if given.index(one) > given.index(other)]
    if not turned:
        return Outcome("right", 1.0, ("feedback",))
    return marked(1 - len(turned) / (len(keys) - 1), (f"item.{turned[0]}",))


def _key(step: Order) -> list[str]:
    return [item.key for item in step.items]


def _wrongs(step: Order) -> Iterator[list[str]]:
    keys = _key(step)
    for one in range(len(keys) - 1):
        yield [*keys[:one], keys[one + 1], keys[one], *keys[one + 2 :]]


def _words(step: Order, part: str, name: str) -> Words | None:
    return {item.key: item.because for item in step.items}[name] if part == "item" else None


ORDER = Kind(_mark, _key, _wrongs, _words)
