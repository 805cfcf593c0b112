"""Every text has its Indonesian: nothing missing, nothing empty, nothing left over, the same fields."""

from __future__ import annotations

import ast
import builtins
import inspect
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

SPEAKING = {"t", "phrase", "say", "note", "plural", "progress", "tell"}  # calls whose first argument is a message
FAILING = ("Error", "BadRequest")  # classes whose first argument and `cure` are messages
FROM_PARTS = {"Show this message and exit."}  # said by typer on each help page
TABLES = {".yaml", ".yml", ".json", ".js", ".html"}


@pytest.fixture(scope="module")
def catalogs(root: Path) -> Mapping[str, Catalog]:
    found = {}
    for path in sorted((root / "simi_lab" / "locale" / "id").glob("*.po")):
        with path.open("rb") as stream:
            found[path.name] = read_po(stream, locale="id", abort_invalid=True)
    return found


def fields(text: str) -> set[str]:
    """Names of the `{fields}` of a message."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def has_words(text: str) -> bool:
    """Whether anything is left to translate once the fields are taken out."""
    return any(sign.isalpha() for plain, *_ in string.Formatter().parse(text) for sign in plain)


def messages(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of each literal message that a module says."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        said: list[ast.expr] = []
        if name in SPEAKING:
            said = node.args[: 2 if name == "plural" else 1]
        elif name.endswith(FAILING) and not hasattr(builtins, name):
            said = node.args[:1] + [word.value for word in node.keywords if word.arg in ("cure", "what")]
        yield from ((each.lineno, text) for each in said for text in _literals(each))


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and has_words(node.value):
        yield node.value


def texts(trees: Mapping[Path, ast.Module]) -> set[str]:
    """Every constant text of the package, as written and as a help page shows it."""
    constants = {
        node.value
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return constants | {inspect.cleandoc(text) for text in constants}


def test_every_message_has_a_text_with_the_same_fields(catalogs: Mapping[str, Catalog]) -> None:
    faults = []
    for name, catalog in catalogs.items():
        for entry in catalog:
            if not entry.id:
                continue
            if not entry.string or entry.fuzzy:
                faults.append(f"{name}: no text for {entry.id!r}")
            elif fields(str(entry.id)) != fields(str(entry.string)):
                faults.append(f"{name}: other fields in {entry.id!r}")
    assert not faults, "\n".join(faults)


def test_every_message_said_is_in_a_catalogue(
    catalogs: Mapping[str, Catalog], trees: Mapping[Path, ast.Module], root: Path
) -> None:
    known = {entry.id for catalog in catalogs.values() for entry in catalog}
    missing = [
        f"{path.relative_to(root)}:{line}: {text!r}"
        for path, tree in trees.items()
        for line, text in messages(tree)
        if text not in known
    ]
    assert not missing, "\n".join(missing)


def test_no_message_is_left_over(
    catalogs: Mapping[str, Catalog], trees: Mapping[Path, ast.Module], files: list[Path]
) -> None:
    said = texts(trees) | FROM_PARTS
    elsewhere = "\n".join(path.read_text(encoding="utf-8") for path in files if path.suffix in TABLES)
    unused = [
        f"{name}: {entry.id!r}"
        for name, catalog in catalogs.items()
        for entry in catalog
        if entry.id and entry.id not in said and str(entry.id) not in elsewhere
    ]
    assert not unused, "\n".join(unused)


def test_a_missing_message_is_found() -> None:
    tree = ast.parse('say("One {n}" if a else "Two")\nraise BadRequest("Three", cure="Four")\nsay("{line}", line=1)')
    assert [text for _, text in messages(tree)] == ["One {n}", "Two", "Three", "Four"]
