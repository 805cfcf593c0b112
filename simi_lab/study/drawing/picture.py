"""The drawing as SVG text: small enough to read, light and dark by the reader's own setting."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from simi_lab.i18n import t
from simi_lab.scenario.model import Scenario
from simi_lab.study.drawing.cards import Card, cards, heading
from simi_lab.study.drawing.layout import (
    DETOUR,
    EXIT_LEFT,
    HEAD_LEADING,
    HEAD_SIZE,
    LEADING,
    MARGIN,
    PAD,
    SIZE,
    STAGE_WIDTH,
    WIDTH,
    Box,
    Row,
    broken,
    rows,
)
from simi_lab.vocabulary import label

_STYLE = """
svg { font-family: system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
.paper { fill: #ffffff; } text { fill: #1b2733; font-size: 13.5px; } .head { font-size: 15px; font-weight: 600; }
.title { font-size: 17px; font-weight: 700; } .mark { fill: #8a4b00; font-weight: 700; }
.stage { fill: #eaf1f8; stroke: #2f6595; } .back { fill: #fff6df; stroke: #946200; stroke-dasharray: 5 3; }
.end { fill: #fdecea; stroke: #b3261e; } .path { stroke: #2f6595; stroke-width: 2; fill: none; }
.to-back { stroke: #946200; stroke-width: 1.5; stroke-dasharray: 5 3; } .tip-back { fill: #946200; }
.to-end { stroke: #b3261e; stroke-width: 1.5; } .tip-end { fill: #b3261e; } .tip { fill: #2f6595; }
@media (prefers-color-scheme: dark) {
  .paper { fill: #11181f; } text { fill: #e6edf3; } .mark { fill: #ffb95c; }
  .stage { fill: #1b2a39; stroke: #7fb3e0; } .back { fill: #2d2510; stroke: #e3b341; }
  .end { fill: #33191a; stroke: #ff8a80; } .path { stroke: #7fb3e0; } .tip { fill: #7fb3e0; }
  .to-back { stroke: #e3b341; } .tip-back { fill: #e3b341; } .to-end { stroke: #ff8a80; } .tip-end { fill: #ff8a80; }
}
"""


def process_drawing(scenario: Scenario, lang: str = "id") -> str:
    """Draw the process of the office: stages in order, who works there, how long, and every way off the path.

    Parameters
    ----------
    scenario : the resolved scenario; every number of the drawing is its own
    lang : "id" or "en"

    Returns
    -------
    str
        One SVG, 480 units wide, without script or outside file; the same scenario gives the same text.
    """
    stages = cards(scenario, lang)
    title = t("The way of an application through the office", lang)
    about = heading(scenario, lang)
    head, top = _heading(title, about, lang)
    placed = rows(stages, [f"{n}. {label('stage', card.stage, lang)}" for n, card in enumerate(stages, 1)], top)
    height = placed[-1].box.y + placed[-1].box.height + MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}"'
        f' style="max-width:100%;height:auto" lang="{lang}" role="img" aria-labelledby="title desc">',
        f'<title id="title">{escape(title)}: {escape(about[0])}</title>',
        f'<desc id="desc">{escape(_told(stages, about, lang))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height:g}"/>',
        *head,
    ]
    for row in placed:
        lines += [f'<g data-stage="{row.card.stage}">', *_row(row), "</g>"]
    for row, below in pairwise(placed):
        lines += _down(row.box, below.box, MARGIN + STAGE_WIDTH / 2)
    for before, row, below in zip(placed, placed[1:], placed[2:], strict=False):
        lines += _down(before.box, below.box, MARGIN + DETOUR / 2) if row.card.is_detour else []
    return "\n".join([*lines, "</svg>"]) + "\n"


def _told(stages: list[Card], about: tuple[str, ...], lang: str) -> str:
    """The whole drawing as text, for those who hear it."""
    parts = [*about]
    for n, card in enumerate(stages, 1):
        texts = [*card.lines, *(each.text.rstrip(".") for each in card.exits)]
        parts.append(f"{n}. {label('stage', card.stage, lang)}: {'; '.join(texts)}.")
    return " ".join(parts)


def _heading(title: str, about: tuple[str, ...], lang: str) -> tuple[list[str], float]:
    """Title, mark, what it is of, and the key; and the height at which the first stage may begin."""
    room, y, lines = WIDTH - 2 * MARGIN, 30.0, []
    for text in broken(title, room, 17, bold=True):
        lines.append(_text(MARGIN, y, text, "title"))
        y += 24
    lines.append(_text(MARGIN, y, "DATA SINTETIS / SYNTHETIC DATA", "mark"))
    for part in about:
        for text in broken(part, room, SIZE):
            y += LEADING
            lines.append(_text(MARGIN, y, text))
    y += 12
    key = (("back", t("comes back to the path", lang)), ("end", t("ends the case", lang)))
    for x, (kind, text) in zip((MARGIN, WIDTH / 2), key, strict=True):
        lines.append(f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="24" height="14" rx="3"/>')
        lines.append(_text(x + 32, y + 12, text))
    return lines, y + 32


def _row(row: Row) -> Iterator[str]:
    yield from _box(row.box)
    for box in row.exits:
        middle = box.y + min(box.height / 2, 22)
        left, right = MARGIN + STAGE_WIDTH, EXIT_LEFT
        yield f'<line class="to-{box.kind}" x1="{left:g}" y1="{middle:g}" x2="{right:g}" y2="{middle:g}"/>'
        yield _tip(right, middle, -8, f"tip-{box.kind}")
        if box.kind == "back":
            yield _tip(left, middle, 8, "tip-back")
        yield from _box(box)


def _box(box: Box) -> Iterator[str]:
    yield (
        f'<rect class="{box.kind}" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="6"/>'
    )
    y = box.y + PAD - 4
    for text in box.head:
        y += HEAD_LEADING
        yield _text(box.x + PAD, y - (HEAD_LEADING - HEAD_SIZE) / 2, text, "head")
    for text in box.lines:
        y += LEADING
        yield _text(box.x + PAD, y, text)


def _down(box: Box, below: Box, x: float) -> Iterator[str]:
    yield f'<line class="path" x1="{x:g}" y1="{box.y + box.height:g}" x2="{x:g}" y2="{below.y - 6:g}"/>'
    yield f'<path class="tip" d="M{x:g} {below.y:g}l-6 -9h12z"/>'


def _tip(x: float, y: float, length: float, name: str) -> str:
    """An arrow head whose point lies at a place; a negative length points to the right."""
    return f'<path class="{name}" d="M{x:g} {y:g}l{length:g} -5v10z"/>'


def _text(x: float, y: float, text: str, name: str = "") -> str:
    kind = f' class="{name}"' if name else ""
    return f'<text{kind} x="{x:g}" y="{y:g}">{escape(text)}</text>'
