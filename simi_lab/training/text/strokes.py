"""Words and measures that all diagrams share."""

from __future__ import annotations

from html import escape
from textwrap import wrap

WIDTH = 360  # one to one on a phone of 390 px; wider screens scale it up to half as large again
TEXT, SMALL = 14, 12.5  # px

Styled = list[tuple[str, str]]


def broken(words: str, style: str, width: float, size: float) -> Styled:
    """Break words at a width, taking a letter as 0.54 of its height (0.57 when bold)."""
    letter = size * (0.57 if style.endswith("b") else 0.54)
    return [(line, style) for line in wrap(words, max(int(width / letter), 6), break_long_words=False)]


def wide(words: str, size: float) -> float:
    """Width of a line of bold words, in px."""
    return 0.57 * size * len(words)


def written(lines: Styled, x: float, y: float, *, anchor: str = "start") -> list[str]:
    """Write lines below each other; `anchor` is where x stands in them."""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return [
        f'<text class="{style}" x="{x:g}" y="{y + 18 * n:g}"{place}>{escape(line)}</text>'
        for n, (line, style) in enumerate(lines)
    ]
