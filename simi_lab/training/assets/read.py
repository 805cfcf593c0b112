"""Reading the files of this folder, each once."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def asset(name: str) -> str:
    """Text of a file in this folder."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


@cache
def sheet_script() -> str:
    """The script of the sheet: what all share, the control of each kind of question, the sheet itself."""
    controls = sorted(path.name for path in (Path(__file__).parent / "controls").glob("*.js"))
    return "\n".join(asset(name) for name in ["elements.js", *(f"controls/{name}" for name in controls), "sheet.js"])


@cache
def sheet_styles() -> str:
    """The styles of the sheet: what all share, then what only one kind of question needs."""
    controls = sorted(path.name for path in (Path(__file__).parent / "controls").glob("*.css"))
    return "\n".join(asset(name) for name in ["sheet.css", *(f"controls/{name}" for name in controls)])
