"""Every sentence this room can say has an Indonesian text with the same fields."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterable
from pathlib import Path

import pytest

from simi_lab import risk
from simi_lab.i18n import catalog
from simi_lab.risk.models import rules
from simi_lab.risk.signals import FEATURES
from simi_lab.risk.telling import sentences
from simi_lab.risk.telling.ladder import MODEL_WORDS

# Position of the words in calls that take a message.
_SPEAK = {
    "t": slice(0, 1),
    "Note": slice(0, 1),
    "BadRequest": slice(0, 1),
    "BrokenRunError": slice(0, 1),
    "MissingRunError": slice(0, 1),
    "Fault": slice(1, None),
    "_heading": slice(0, 1),
}


def spoken() -> set[str]:
    """Messages written in the room's files: what is said in a call, and every other sentence that is no docstring."""
    found: set[str] = set()
    for path in Path(risk.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text())
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            words = [*call.args[_SPEAK.get(name, slice(0))]]
            words += [keyword.value for keyword in call.keywords if keyword.arg in ("cure", "what")]
            found |= set(texts(words))
        silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        loud = (node for node in ast.walk(tree) if id(node) not in silent)
        found |= {text for text in texts(loud) if " " in text and text.endswith((".", ")."))}
    return found


def texts(nodes: Iterable[ast.AST]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def declared() -> set[str]:
    """Messages that stand in tables of words."""
    words = {*sentences.MODEL_NAMES.values(), *sentences.TARGET_NAMES.values(), sentences.SYNTHETIC}
    words |= set(MODEL_WORDS.values())
    words |= {word for feature in FEATURES for word in (feature.meaning, feature.ground)}
    return words | {rule.sentence for rule in rules.RULES}


@pytest.mark.parametrize("message", sorted(spoken() | declared()))
def test_a_message_has_an_indonesian_text_with_the_same_fields(message):
    text = catalog("id").get(message)
    assert text, message
    assert fields(text) == fields(message)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
