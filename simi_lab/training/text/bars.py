"""Lying bars from zero on one scale, with their intervals."""

from __future__ import annotations

from html import escape

from simi_lab.i18n import number
from simi_lab.training.content.figures import Bar, Bars
from simi_lab.training.text.strokes import TEXT, WIDTH, broken, wide, written

_HEIGHT = 18


def draw_bars(bars: Bars, lang: str) -> tuple[list[str], float]:
    """Draw bars one below the other.

    Returns
    -------
    SVG elements and the height in px. A bar with a key is a group that can be pressed (`data-bar`).
    """
    values = {id(bar): f"{number(bar.value, lang)} {bars.unit.say(lang)}" for bar in bars.bars}
    room = max(116.0, max(wide(value, TEXT) for value in values.values()) + 20)
    scale = (WIDTH - room) / max(max(bar.value, bar.high or 0) for bar in bars.bars)
    parts: list[str] = []
    y = 4.0
    for bar in bars.bars:
        lines = broken(bar.label.say(lang), "t", WIDTH - 12, TEXT)
        top, y = y, y + 18 * len(lines) + 4
        drawn = [*written(lines, 4, top + 14), *_bar(bar, scale, y, values[id(bar)])]
        y += _HEIGHT + 16
        if bar.key:
            hit = f'<rect class="hit" x="0" y="{top - 2:g}" width="{WIDTH}" height="{y - top - 6:g}" rx="6"/>'
            parts.append(f'<g data-bar="{bar.key}">{hit}{"".join(drawn)}</g>')
        else:
            parts += drawn
    return parts, y - 8


def _bar(bar: Bar, scale: float, y: float, value: str) -> list[str]:
    length = max(scale * bar.value, 1)
    tone = "strong" if bar.strong else "bar"
    drawn = [f'<rect class="{tone}" x="4" y="{y:g}" width="{length:.1f}" height="{_HEIGHT}"/>']
    end = length
    if bar.low is not None and bar.high is not None:
        low, end, middle = 4 + scale * bar.low, scale * bar.high, y + _HEIGHT / 2
        path = f"M{low:.1f} {middle:g}H{4 + end:.1f}M{low:.1f} {middle - 5:g}v10M{4 + end:.1f} {middle - 5:g}v10"
        drawn += [f'<path class="{kind}" d="{path}"/>' for kind in ("halo", "interval")]
    return [*drawn, f'<text class="t b" x="{max(end, length) + 12:.1f}" y="{y + 14:g}">{escape(value)}</text>']
