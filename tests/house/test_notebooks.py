"""Notebooks stay thin: functions live in the package, outputs that are compared beside the tests."""

from __future__ import annotations

import ast
import json
from pathlib import Path

MOST_LINES, MOST_CELL_LINES = 100, 15


def faults(notebook: dict, name: str) -> list[str]:
    """What is wrong with one notebook."""
    found, total = [], 0
    for number, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] != "code":
            continue
        source = "".join(cell["source"])
        lines = [line for line in source.splitlines() if line.strip() and not line.strip().startswith("#")]
        total += len(lines)
        if cell["outputs"]:
            found.append(f"{name} cell {number}: stored output")
        if len(lines) > MOST_CELL_LINES:
            found.append(f"{name} cell {number}: {len(lines)} lines")
        code = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith(("%", "!")))
        if any(
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            for node in ast.walk(ast.parse(code))
        ):
            found.append(f"{name} cell {number}: a def or class belongs in the package")
    if total > MOST_LINES:
        found.append(f"{name}: {total} code lines")
    return found


def test_notebooks_are_thin(files: list[Path], root: Path) -> None:
    notebooks = [path for path in files if path.suffix == ".ipynb"]
    found = [
        fault
        for path in notebooks
        for fault in faults(json.loads(path.read_text(encoding="utf-8")), str(path.relative_to(root)))
    ]
    assert not found, "\n".join(found)


def _cell(source: str, *, outputs: tuple = ()) -> dict:
    return {"cell_type": "code", "source": [source], "outputs": list(outputs), "metadata": {}}


def test_a_fat_notebook_is_found() -> None:
    cells = [
        _cell("def f():\n    return 1"),
        _cell("class A: ..."),
        _cell("1", outputs=({},)),
        _cell("\n".join(["x = 1"] * 101)),
        _cell("2"),
    ]
    said = "\n".join(faults({"cells": cells}, "fat"))
    for part in ("cell 0: a def", "cell 1: a def", "cell 2: stored", "cell 3: 101 lines", "fat: 106 code lines"):
        assert part in said
    assert "cell 4" not in said
