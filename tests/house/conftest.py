"""The files of the checkout and the syntax trees of the package, read once for all house tests."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Files that are, or would be, committed; deleted ones left out."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(words, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    paths = sorted({ROOT / name for name in listing.split("\0") if name})
    return [path for path in paths if path.is_file()]


@pytest.fixture(scope="session")
def trees(files: list[Path]) -> Mapping[Path, ast.Module]:
    """Syntax tree of each module of `simi_lab`."""
    modules = [path for path in files if path.suffix == ".py" and path.is_relative_to(ROOT / "simi_lab")]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in modules}
