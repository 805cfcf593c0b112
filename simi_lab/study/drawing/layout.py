"""Where everything of the drawing stands: text broken into lines by estimated width, boxes as high as their text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simi_lab.study.drawing.cards import Card, Exit

WIDTH = 480
MARGIN = 12
STAGE_WIDTH = 222
EXIT_WIDTH = 200
EXIT_LEFT = WIDTH - MARGIN - EXIT_WIDTH
PAD = 10
DETOUR = 28  # a stage that only some go through stands so much to the right of the straight path
SIZE, LEADING = 13.5, 18
HEAD_SIZE, HEAD_LEADING = 15, 20
_GAP = 26
_EMS = (  # widths in the widest usual font, DejaVu Sans, so that no other lets a text run out of its box
    (frozenset("iljI.,:;'!|[] \N{NO-BREAK SPACE}\N{MIDDLE DOT}"), 0.34),
    (frozenset("rtf()-/"), 0.4),
    (frozenset("mwMWO@%\N{RIGHTWARDS ARROW}\N{EN DASH}"), 0.97),
)
_LOWER, _UPPER, _BOLD = 0.62, 0.74, 1.13


@dataclass(frozen=True)
class Box:
    """A box with its lines of text; lengths in units of the drawing."""

    x: float
    y: float
    width: float
    height: float
    head: tuple[str, ...]
    lines: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Row:
    """One stage with the boxes of its exits beside it."""

    card: Card
    box: Box
    exits: tuple[Box, ...]


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimated width of a text in a usual sans-serif, on the wide side."""
    return sum(_ems(sign) for sign in text) * size * (_BOLD if bold else 1.0)


def _ems(sign: str) -> float:
    known = next((ems for signs, ems in _EMS if sign in signs), None)
    return known if known is not None else _UPPER if sign.isupper() else _LOWER


def broken(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text between words so that no line is wider; a single longer word stays whole."""
    lines: list[str] = []
    for word in text.split(" "):  # not at no-break spaces
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def rows(cards: Sequence[Card], titles: Sequence[str], top: float) -> list[Row]:
    """Place the cards below each other from a height on, each as high as the taller of its two sides."""
    placed: list[Row] = []
    y = top
    for card, title in zip(cards, titles, strict=True):
        inset = DETOUR if card.is_detour else 0
        inner = STAGE_WIDTH - inset - 2 * PAD
        head = broken(title, inner, HEAD_SIZE, bold=True)
        lines = tuple(line for text in card.lines for line in broken(text, inner, SIZE))
        exits = _exits(card.exits, y)
        low = max([box.y + box.height for box in exits], default=y)
        height = max(_height(head, lines), low - y)
        placed.append(Row(card, Box(MARGIN + inset, y, STAGE_WIDTH - inset, height, head, lines, "stage"), exits))
        y += height + _GAP
    return placed


def _exits(exits: Sequence[Exit], y: float) -> tuple[Box, ...]:
    boxes: list[Box] = []
    for each in exits:
        lines = broken(each.text, EXIT_WIDTH - 2 * PAD, SIZE)
        height = _height((), lines)
        boxes.append(Box(EXIT_LEFT, y, EXIT_WIDTH, height, (), lines, each.kind))
        y += height + 8
    return tuple(boxes)


def _height(head: Sequence[str], lines: Sequence[str]) -> float:
    return 2 * PAD + HEAD_LEADING * len(head) + LEADING * len(lines) - 2
