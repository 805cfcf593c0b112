"""Marking of a question in which cards are sorted into bins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simi_lab.training.content.kinds.sort import Sort
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds.kind import Kind, placed
from simi_lab.training.engine.outcome import Outcome


def _mark(step: Sort, response: Any, _lang: str) -> Outcome:
    return placed(response, _key(step), [one.key for one in step.bins], "card")


def _key(step: Sort) -> dict[str, str]:
    return {card.key: card.bin for card in step.cards}


def _wrongs(step: Sort) -> Iterator[dict[str, str]]:
    key, bins = _key(step), [one.key for one in step.bins]
    for card in key:
        yield {**key, card: bins[bins.index(key[card]) - 1]}


def _words(step: Sort, part: str, name: str) -> Words | None:
    return {card.key: card.because for card in step.cards}[name] if part == "card" else None


SORT = Kind(_mark, _key, _wrongs, _words)
