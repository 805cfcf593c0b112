"""Imports go down only, and rooms side by side never import each other; type-only and local imports count too."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

FLOORS = (
    "errors",  # every room fails in these words, so they lie under the common ones
    "clock streams paths vocabulary estimate i18n printing",
    "schema reference",
    "scenario",
    "people filing foreign office risk decide measures privacy casework store",
    "study charts",
    "shell",
    "dashboards training reporting sandbox",
    "serving",
    "cli",
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms.split()}
DOOR = "__main__"  # above all floors


def imported(tree: ast.AST, package: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything that a module imports from the lab, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            origin = ".".join((*above, *(node.module or "").split("."))).strip(".")
            names = [alias.name for alias in node.names] if origin == "simi_lab" else [""]
            yield from ((node.lineno, f"{origin}.{name}".rstrip(".")) for name in names)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "import_module":
            yield from ((node.lineno, text) for text in map(_start, node.args[:1]) if text)


def _start(node: ast.expr) -> str:
    """Constant text, or the constant beginning of an f-string."""
    if isinstance(node, ast.JoinedStr) and node.values:
        return _start(node.values[0])
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def faults(tree: ast.AST, place: str, package: tuple[str, ...]) -> list[str]:
    """Each import of a module that climbs, goes sideways, or names a room without a floor."""
    room = package[1] if len(package) > 1 else Path(place).stem
    own = len(FLOORS) if room in (DOOR, "__init__") else FLOOR_OF.get(room)
    if own is None:
        return [f"{place}: the room {room!r} has no floor in {Path(__file__).name}"]
    found = []
    for line, name in imported(tree, package):
        parts = name.split(".")
        if parts[0] != "simi_lab" or len(parts) < 2 or parts[1] in (room, "__version__"):
            continue
        if FLOOR_OF.get(parts[1], len(FLOORS)) >= own:
            found.append(f"{place}:{line}: {room} (floor {own}) imports {name}")
    return found


def _package(path: Path, root: Path) -> tuple[str, ...]:
    return path.relative_to(root).parts[:-1]


def test_imports_go_down_only(trees: Mapping[Path, ast.Module], root: Path) -> None:
    climbing = [
        fault
        for path, tree in trees.items()
        for fault in faults(tree, str(path.relative_to(root)), _package(path, root))
    ]
    assert not climbing, "\n".join(climbing)


@pytest.mark.parametrize(
    "line",
    [
        "from simi_lab.study import make",
        "from simi_lab import study",
        "import simi_lab.office.queue",
        "from ..office import queue",
        "def f():\n    from simi_lab.store import open_run",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from simi_lab.office import Plan",
        "import importlib\nimportlib.import_module('simi_lab.shell')",
        "import importlib\nimportlib.import_module(f'simi_lab.shell.{name}')",
    ],
)
def test_a_climbing_or_sideways_import_is_found(line: str) -> None:
    assert faults(ast.parse(line), "simi_lab/risk/sneaky.py", ("simi_lab", "risk"))


@pytest.mark.parametrize(
    "line", ["from simi_lab.schema import tables", "from simi_lab import i18n", "from . import models", "import polars"]
)
def test_an_import_that_goes_down_is_allowed(line: str) -> None:
    assert not faults(ast.parse(line), "simi_lab/risk/calm.py", ("simi_lab", "risk"))
