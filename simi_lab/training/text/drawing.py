"""Diagrams drawn as inline SVG from their declarations, in the colours of the page around them."""

from __future__ import annotations

from html import escape

from simi_lab.training.content.figures import Bars, Flow, Lines, Way
from simi_lab.training.text.bars import draw_bars
from simi_lab.training.text.lines import draw_lines
from simi_lab.training.text.strokes import SMALL, TEXT, WIDTH, broken, written

_LANE = 104  # right margin in which ways back are drawn
_GAP = 24
_RULES = {
    ".t": f"font:{TEXT}px var(--lab-font,sans-serif);fill:var(--lab-ink,#1F2933)",
    ".s": f"font:{SMALL}px var(--lab-font,sans-serif);fill:var(--lab-muted,#52606D)",
    ".b": "font-weight:700",
    ".box": "fill:var(--lab-surface,#FFF);stroke:var(--lab-line,#D9DFE1);stroke-width:1.5",
    ".applicant": "stroke:var(--lab-primary,#0F5C6E);stroke-width:2",
    ".office": "fill:var(--lab-soft,#EEF3F3)",
    ".aside": "stroke:var(--lab-accent,#E0A100);stroke-width:2;stroke-dasharray:6 4",
    ".way": "fill:none;stroke:var(--lab-muted,#52606D);stroke-width:1.5",
    ".back": "stroke:var(--lab-accent-ink,#7A5600);stroke-width:2;stroke-dasharray:6 4",
    ".tip,.bar": "fill:var(--lab-muted,#52606D)",
    ".backtip": "fill:var(--lab-accent-ink,#7A5600)",
    ".hit": "fill:transparent;stroke:none",
    ".interval": "fill:none;stroke:var(--lab-ink,#1F2933);stroke-width:2",
    ".halo": "fill:none;stroke:var(--lab-surface,#FFF);stroke-width:5",
    "path.hit": "fill:none",
    ".grid": "fill:none;stroke:var(--lab-line,#D9DFE1);stroke-width:1",
    ".axis": "fill:none;stroke:var(--lab-muted,#52606D);stroke-width:1.5",
    ".curve": "fill:none;stroke-width:2.5;stroke-linejoin:round",
    ".band": "fill-opacity:.2",
    ".strong": "fill:var(--lab-primary,#0F5C6E)",
}
_STYLE = "<style>svg.diagram{" + "".join(f"{name}{{{rule}}}" for name, rule in _RULES.items()) + "}</style>"


def draw(diagram: Flow | Bars | Lines, key: str, lang: str) -> str:
    """Draw a diagram as inline SVG with a title and a description that are read aloud.

    Parameters
    ----------
    diagram : Flow, Bars or Lines
    key : name that is unique on the page, for the ids of title and description
    lang : "id" or "en"
    """
    if isinstance(diagram, Flow):
        parts, height = _flow(diagram, lang)
    else:
        parts, height = draw_bars(diagram, lang) if isinstance(diagram, Bars) else draw_lines(diagram, lang)
    title, desc = escape(diagram.title.say(lang)), escape(diagram.desc.say(lang))
    return (
        f'<svg class="diagram" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}"'
        f' role="img" lang="{lang}" aria-labelledby="{key}-title {key}-desc"><title id="{key}-title">{title}</title>'
        f'<desc id="{key}-desc">{desc}</desc>{_STYLE}{"".join(parts)}</svg>'
    )


def _flow(flow: Flow, lang: str) -> tuple[list[str], float]:
    width = WIDTH - 8 - (_LANE if flow.ways else 4)
    parts: list[str] = []
    middles: dict[str, float] = {}
    y = 4.0
    for n, box in enumerate(flow.boxes):
        if n and box.joined:
            parts.append(_arrow_down(4 + width / 2, y - _GAP, y))
        lines = broken(box.text.say(lang), "t b", width - 24, TEXT)
        lines += broken(box.note.say(lang), "s", width - 24, SMALL) if box.note else []
        height = 18 * len(lines) + 18
        parts.append(f'<rect class="box {box.tone}" x="4" y="{y:g}" width="{width}" height="{height}" rx="8"/>')
        parts += written(lines, 16, y + 23)
        middles[box.key] = y + height / 2
        y += height + _GAP
    for n, way in enumerate(flow.ways):
        parts += _way(way, middles, 4 + width, n, lang)
    return parts, y - _GAP + 6


def _way(way: Way, middles: dict[str, float], right: float, n: int, lang: str) -> list[str]:
    shift = 5 if n % 2 else -5  # two ways may touch one box
    start, end = middles[way.start] + shift, middles[way.end] + shift
    bend = right + 12
    lines = broken(way.text.say(lang), "s", _LANE - 22, SMALL)
    return [
        f'<path class="way back" d="M{right:g} {start:g}H{bend:g}V{end:g}H{right + 7:g}"/>',
        f'<path class="backtip" d="M{right:g} {end:g}l9 -5v10z"/>',
        *written(lines, bend + 6, (start + end) / 2 - 9 * len(lines) + 14),
    ]


def _arrow_down(x: float, top: float, bottom: float) -> str:
    return f'<path class="way" d="M{x:g} {top:g}V{bottom - 8:g}"/><path class="tip" d="M{x:g} {bottom:g}l-5 -9h10z"/>'
