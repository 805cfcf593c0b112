"""A folder of scenarios of the test's own, in the place of the committed one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simi_lab import paths

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    folder = tmp_path / "scenarios"
    for file in paths.scenarios_dir().rglob("*.yaml"):
        (folder / file.relative_to(paths.scenarios_dir())).parent.mkdir(parents=True, exist_ok=True)
        (folder / file.relative_to(paths.scenarios_dir())).write_text(file.read_text(encoding="utf-8"), "utf-8")
    monkeypatch.setattr(paths, "scenarios_dir", lambda: folder)

    def write_file(name: str, text: str) -> Path:
        (folder / name).write_text(text, encoding="utf-8")
        return folder / name

    return write_file
