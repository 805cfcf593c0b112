"""The marks an author may put into a text: `{fact:name}`, `{draw:name}`, `{diagram:name}` and the note `[^name]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

FACT = re.compile(r"\{fact:([a-z][a-z0-9_]*)\}")
DRAW = re.compile(r"\{draw:([a-z][a-z0-9_]*)\}")
DIAGRAM = re.compile(r"\{diagram:([a-z][a-z0-9_]*)\}")
NOTE = re.compile(r"\[\^([a-z][a-z0-9_]*)\]")
_KINDS = {"fact": FACT, "draw": DRAW, "diagram": DIAGRAM, "note": NOTE}
_BRACE = re.compile(r"\{[^}\s]*\}?")


def used(text: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, name) of every mark in a text."""
    for kind, pattern in _KINDS.items():
        for match in pattern.finditer(text):
            yield kind, match[1]


def strangers(text: str) -> list[str]:
    """Return what looks like a mark in braces but is none: a misspelt mark would be shown to the learner as it is."""
    rest = DRAW.sub("", DIAGRAM.sub("", FACT.sub("", text)))
    return [match[0] for match in _BRACE.finditer(rest)]
