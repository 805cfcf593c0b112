"""Reading the files of this folder, each once."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def asset(name: str) -> str:
    """Text of a file in this folder."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
