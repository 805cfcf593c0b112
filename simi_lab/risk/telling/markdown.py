"""Lists and tables as Markdown, for cards and forms."""

from __future__ import annotations

from collections.abc import Sequence


def bullets(lines: Sequence[str]) -> str:
    """One line each, as a list."""
    return "\n".join(f"- {line}" for line in lines)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells, the first one the header."""
    header, *body = rows
    lines = [header, ["---"] * len(header), *body]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines)
