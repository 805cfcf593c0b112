"""Script and style of the lesson sheet, read once."""

from functools import cache
from pathlib import Path

__all__ = ["asset"]


@cache
def asset(name: str) -> str:
    """Text of a file in this folder."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
