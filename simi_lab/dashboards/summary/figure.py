"""The one chart of the summary: what is left of each measure, with its interval, beside the promised half."""

from __future__ import annotations

from html import escape

from simi_lab.dashboards.summary.answers import Line
from simi_lab.i18n import percent, t

WIDTH, ROW, TOP = 420, 46, 34
LEFT, RIGHT = 16, 56


def ratio_chart(lines: list[Line], lang: str) -> str:
    """Inline SVG: a zero-based bar per measure, 100 % = without SIMI; colours come from the page's style."""
    top_value = max(1.05, *(line.high for line in lines)) * 1.02
    scale = (WIDTH - LEFT - RIGHT) / top_value
    height = TOP + ROW * len(lines) + 8
    sentence = "; ".join(f"{line.name} {percent(line.ratio, lang)}" for line in lines)
    title = t("With SIMI, as a share of without", lang)
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(f"{title}: {sentence}")}">',
        *_mark(LEFT + 0.5 * scale, height, t("promise: 50%", lang), "half"),
        *_mark(LEFT + scale, height, t("without SIMI: 100%", lang), "full"),
    ]
    for i, line in enumerate(lines):
        parts += _row(line, TOP + i * ROW, scale, lang)
    return "".join([*parts, "</svg>"])


def _mark(x: float, height: int, words: str, kind: str) -> list[str]:
    return [
        f'<line class="{kind}" x1="{x:.1f}" y1="{TOP - 12}" x2="{x:.1f}" y2="{height - 6}"/>',
        f'<text class="tick" x="{x:.1f}" y="{TOP - 18}" text-anchor="middle">{escape(words)}</text>',
    ]


def _row(line: Line, y: int, scale: float, lang: str) -> list[str]:
    end, low, high = (LEFT + v * scale for v in (line.ratio, line.low, line.high))
    kept = "good" if line.high <= 0.5 else "plain"
    value_x = max(end, high) + 8
    return [
        f'<text class="name" x="{LEFT}" y="{y + 10}">{escape(line.name)}</text>',
        f'<rect class="{kept}" x="{LEFT}" y="{y + 16}" width="{max(end - LEFT, 1):.1f}" height="16" rx="2"/>',
        f'<line class="span" x1="{low:.1f}" y1="{y + 24}" x2="{high:.1f}" y2="{y + 24}"/>',
        f'<text class="value" x="{value_x:.1f}" y="{y + 29}">{percent(line.ratio, lang)}</text>',
    ]
