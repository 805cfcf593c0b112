"""Sizes and names of files: what a stranger may rely on when opening any of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path

MOST_LINES = 350
MOST_FUNCTION_LINES = 60
MOST_NAMES = 8
DRAWERS = {"utils", "util", "helpers", "helper", "misc", "common", "base"}
# written in pieces, so that this file is not its own finding
MACHINE = re.compile(
    "|".join(
        [
            r"(?<![\w.~])/" + r"work/",
            r"(?<![\w.~])/" + r"root/",
            r"(?<![\w.~])/" + r"home/\w",
            r"(?<![\w.~])/" + r"opt/\w",
            r"/tmp/" + r"\w",
            "pypi" + r"\.org",
            "python" + "hosted",
            "npm" + r"js\.",
            "deb" + r"\.debian",
            r"(?<!no-emit)-index" + "-url",
        ]
    )
)
TEXTS = {".py", ".md", ".yml", ".yaml", ".toml", ".txt", ".po", ".ipynb", ".css", ".js", ".html", ".csv", ".json", ""}


def test_no_module_is_too_long(trees: Mapping[Path, ast.Module]) -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in trees}
    long = {name: n for name, n in lengths.items() if n > MOST_LINES}
    assert not long, f"split: {long}"


def test_no_function_is_too_long(trees: Mapping[Path, ast.Module], root: Path) -> None:
    long = []
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                length = (node.end_lineno or 0) - first.lineno + 2
                if length > MOST_FUNCTION_LINES:
                    long.append(f"{path.relative_to(root)}:{node.lineno} {node.name}: {length} lines")
    assert not long, "\n".join(long)


def _is_reexport(node: ast.stmt) -> bool:
    """Imports, the docstring, `__all__`, a version; and what a door needs to open only when asked (PEP 562)."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id in ("__all__", "__version__") or isinstance(node.value, ast.Dict)
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING" and all(isinstance(each, ast.ImportFrom) for each in node.body)
    if isinstance(node, ast.FunctionDef):
        return node.name == "__getattr__"
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_text or isinstance(node, ast.Import | ast.ImportFrom)


def _exported(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return []


def test_a_door_only_opens(trees: Mapping[Path, ast.Module], root: Path) -> None:
    faults = []
    for path, tree in trees.items():
        if path.name != "__init__.py":
            continue
        place, names = path.relative_to(root), _exported(tree)
        faults += [f"{place}:{node.lineno}: more than a re-export" for node in tree.body if not _is_reexport(node)]
        if not names and any(isinstance(node, ast.ImportFrom) and node.module != "__future__" for node in tree.body):
            faults.append(f"{place}: no __all__")
        if len(names) > MOST_NAMES:
            faults.append(f"{place}: {len(names)} names")
        if not ast.get_docstring(tree):
            faults.append(f"{place}: no sentence that says what is found here")
    assert not faults, "\n".join(faults)


def test_no_file_is_a_drawer(files: list[Path], root: Path) -> None:
    drawers = [str(path.relative_to(root)) for path in files if path.stem.lower().strip("_") in DRAWERS]
    assert not drawers


def test_no_place_of_one_machine_is_named(files: list[Path], root: Path) -> None:
    found = []
    for path in files:
        if path.suffix not in TEXTS:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if MACHINE.search(line):
                found.append(f"{path.relative_to(root)}:{number}: {line.strip()[:100]}")
    assert not found, "\n".join(found)


def test_nothing_made_is_committed(files: list[Path], root: Path) -> None:
    made = [
        path for path in files if path.suffix in {".pyc", ".sqlite", ".db", ".log"} or path.stat().st_size > 2_000_000
    ]
    assert not [str(path.relative_to(root)) for path in made]
