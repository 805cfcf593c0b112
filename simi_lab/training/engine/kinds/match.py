"""Marking of a question in which pairs are found."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase
from typing import Any

from simi_lab.training.content.kinds.match import Match
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds.kind import Kind, placed
from simi_lab.training.engine.kinds.mixed import mixed
from simi_lab.training.engine.outcome import Outcome


def partners(step: Match) -> dict[str, Words]:
    """Return all partners by the letter under which they are shown and answered.

    The letters follow a mixed order, so that neither letter nor place says what a partner belongs to.
    """
    texts = {one.key: one.right for one in step.partners}
    return {letter: texts[key] for key, letter in _letters(step).items()}


def _letters(step: Match) -> dict[str, str]:
    keys = mixed(step.key, [one.key for one in step.partners])
    return dict(zip(keys, ascii_lowercase, strict=False))


def _mark(step: Match, response: Any, _lang: str) -> Outcome:
    return placed(response, _key(step), _letters(step).values(), "pair")


def _key(step: Match) -> dict[str, str]:
    letters = _letters(step)
    return {pair.key: letters[pair.key] for pair in step.pairs}


def _wrongs(step: Match) -> Iterator[dict[str, str]]:
    """One wrong partner at a time: the lures first, then the partners of others."""
    key, letters = _key(step), _letters(step)
    for n, pair in enumerate(step.pairs):
        others = [letters[one.key] for one in reversed(step.partners) if one.key != pair.key]
        yield {**key, pair.key: others[n % len(others)]}


def _words(step: Match, part: str, name: str) -> Words | None:
    return {pair.key: pair.because for pair in step.pairs}[name] if part == "pair" else None


MATCH = Kind(_mark, _key, _wrongs, _words)
