"""What the command says: the reader's language, lines for people on one stream, JSON for scripts on the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simi_lab.errors import SimiError

LANGS = ("id", "en")
_CATALOG = Path(__file__).parent.parent / "locale" / "id" / "cli.po"


def lang() -> str:
    """Language of the person at the terminal: `SIMI_LAB_LANG` (or `--lang`, which sets it), else Indonesian."""
    asked = os.environ.get("SIMI_LAB_LANG", "")[:2]
    return asked if asked in LANGS else LANGS[0]


def phrase(message: str, **values: object) -> str:
    """Words in the reader's language; a message without translation stays as it is.

    The command's own catalogue is read here line by line: Babel takes longer than a whole `--help`.
    """
    text = message
    if lang() != "en":
        text = _own_catalog().get(message) or _whole_catalog().get(message, message)
    return text.format(**values) if values else text


def out(text: str) -> None:
    """Print a line that needs no translation, on standard output."""
    print(text, flush=True)  # noqa: T201  (the command is what speaks)


def err(text: str) -> None:
    """Print a line that needs no translation, on standard error."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def say(message: str, **values: object) -> None:
    """Tell a result, on standard output."""
    out(phrase(message, **values))


def note(message: str, **values: object) -> None:
    """Tell what is going on, on standard error, so that results can be piped."""
    err(phrase(message, **values))


def emit(answer: object) -> None:
    """Print an answer as JSON for a script: keys in the order given, dates and paths as text."""
    import json

    out(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def tell(error: SimiError) -> None:
    """Print a failure on standard error: what happened, where, what to do; every fault if there are several."""
    values = _in_words(error.values)
    err(phrase(error.what, **values))
    for fault in getattr(error, "faults", ()):
        cure = f" {phrase(fault.cure)}" if fault.cure else ""
        err(f"  - {fault.where}: {phrase(fault.what)}{cure}")
    if error.where:
        err(f"  {phrase('Where')}: {error.where}")
    if error.cure:
        err(f"  {phrase('Cure')}: {phrase(error.cure, **values)}")


def _in_words(values: Mapping[str, object]) -> dict[str, object]:
    """Values that are codes of the list of their own name (a station, a stage) in the reader's words."""
    if not {"station", "stage"} & set(values):
        return dict(values)
    from simi_lab.vocabulary import has, label

    return {name: label(name, str(v), lang()) if has(name, str(v)) else v for name, v in values.items()}


@cache
def _own_catalog() -> dict[str, str]:
    """Messages of `cli.po`, which keeps every message and text on one line."""
    found, message = {}, ""
    for line in _CATALOG.read_text(encoding="utf-8").splitlines():
        word, _, quoted = line.partition(" ")
        text = quoted[1:-1].replace('\\"', '"').replace("\\n", "\n")
        if word == "msgid":
            message = text
        elif word == "msgstr" and message:
            found[message] = text
    return found


@cache
def _whole_catalog() -> dict[str, str]:
    from simi_lab.i18n import catalog

    return dict(catalog("id"))
