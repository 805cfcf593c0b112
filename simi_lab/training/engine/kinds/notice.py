"""Marking of a letter: each part that is said earns its share, each slip takes one away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simi_lab.training.content.kinds.notice import Notice, faults_in
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds.kind import Kind
from simi_lab.training.engine.outcome import UNREADABLE, Outcome

LONGEST = 4000  # letters; the field takes no more


def _mark(step: Notice, response: Any, _lang: str) -> Outcome:
    """A text that is no letter yet, or that holds what looks like a real number, is no try and is not kept."""
    if not isinstance(response, str) or len(response) > LONGEST:
        return UNREADABLE
    faults = faults_in(step, response)
    if faults in (["short"], ["number"]):
        return Outcome("unreadable", 0.0, tuple(faults))
    found = [part.key for part in step.parts if part.key not in faults]
    told = [_told(step, fault) for fault in faults] + [f"found.{key}" for key in found]
    if not faults:
        return Outcome("right", 1.0, ("feedback", *told))
    n_slips = len(faults) - (len(step.parts) - len(found))
    score = max(0.0, (len(found) - n_slips) / len(step.parts))
    return Outcome("partly" if score else "wrong", score, tuple(told))


def _told(step: Notice, fault: str) -> str:
    if fault == "long_sentence":
        return fault
    return f"missing.{fault}" if any(part.key == fault for part in step.parts) else f"slip.{fault}"


def _key(step: Notice) -> str:
    return step.letter.id


def _wrongs(step: Notice) -> Iterator[str]:
    yield from (draft.text.id for draft in step.drafts)


def _words(step: Notice, part: str, name: str) -> Words | None:
    if part == "slip":
        return {slip.key: slip.says for slip in step.slips}[name]
    if part in ("found", "missing"):
        one = next(one for one in step.parts if one.key == name)
        return one.found if part == "found" else one.missing
    return None


NOTICE = Kind(_mark, _key, _wrongs, _words)
