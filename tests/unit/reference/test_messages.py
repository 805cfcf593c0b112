"""Every refusal of the reference tables and the vocabulary can be said in Bahasa Indonesia."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

import simi_lab
from simi_lab.i18n import catalog

ROOT = Path(simi_lab.__file__).parent
FILES = [*(ROOT / "reference").rglob("*.py"), *(ROOT / "vocabulary").rglob("*.py")]


def _messages() -> set[str]:
    found: set[str] = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "BadRequest":
                texts = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "cure")]
                found |= {text.value for text in texts if isinstance(text, ast.Constant)}
    return found


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("message", sorted(_messages()))
def test_a_refusal_has_its_indonesian_text_with_the_same_fields(message: str):
    assert message in catalog("id")
    assert _fields(catalog("id")[message]) == _fields(message)


def test_the_messages_are_found_where_they_are_written():
    assert len(_messages()) >= 35
