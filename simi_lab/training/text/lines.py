"""Lines on one scale that holds zero, each with its name beside its end and a band where its interval is known."""

from __future__ import annotations

import math

from simi_lab.charts.theme import SERIES
from simi_lab.i18n import number
from simi_lab.training.content.figures import Line, Lines
from simi_lab.training.text.strokes import SMALL, TEXT, WIDTH, Styled, broken, wide, written

_TOP, _PLOT = 30.0, 190.0  # room for the unit above, height of the drawing, in px
_LABEL = 74.0  # room for a word of a name at the right; longer names take more lines
_DASHES = ("", "7 4", "2 4", "10 4 2 4")  # beside the colour: a line is known without it
_DOTS = 16  # more points than this would touch one another


class _Scale:
    """Where values and places lie, in px."""

    def __init__(self, diagram: Lines, lang: str) -> None:
        numbers = [n for line in diagram.lines for part in (line.values, line.low, line.high) for n in part or []]
        step = _step(max(*numbers, 0.0) - min(*numbers, 0.0))
        first, last = math.floor(min(*numbers, 0.0) / step + 1e-9), math.ceil(max(*numbers, 0.0) / step - 1e-9)
        self.ticks = [step * n for n in range(first, last + 1)]
        self.left = 10 + max(wide(number(tick, lang), SMALL) for tick in self.ticks)
        names = max(wide(line, TEXT) for one in diagram.lines for line, _ in _name(one, lang))
        self.right = WIDTH - names - 16
        self.gap = (self.right - self.left - 8) / (len(diagram.x) - 1)

    def x(self, n: int) -> float:
        return self.left + 4 + self.gap * n

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return _TOP + _PLOT * (high - value) / (high - low)


def draw_lines(diagram: Lines, lang: str) -> tuple[list[str], float]:
    """Draw lines from left to right.

    Returns
    -------
    SVG elements and the height in px. Each line and each of its points can be pressed (`data-bar` KEY and KEY_n).
    """
    scale = _Scale(diagram, lang)
    parts = written([(diagram.unit.say(lang), "s")], 4, 14) + _grid(scale, lang)
    below, height = _places(diagram, scale, lang)
    parts += below
    for n, line in enumerate(diagram.lines):
        parts += _band(line, scale, SERIES[n])
    for n, line in enumerate(diagram.lines):
        parts += _line(line, scale, n)
    for n, (y, words) in enumerate(_names(diagram, scale, lang)):
        parts.append(f'<path d="M{scale.right + 2:g} {y - 5:g}h8" stroke="{SERIES[n]}" stroke-width="4"/>')
        parts += written(words, scale.right + 14, y)
    parts += [hit for line in diagram.lines for hit in _hits(diagram, line, scale)]
    return parts, height


def _step(span: float) -> float:
    """Return a round step that gives three to six of them over a span."""
    raw = span / 4
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= raw * 0.8)


def _grid(scale: _Scale, lang: str) -> list[str]:
    parts = []
    for tick in scale.ticks:
        y = scale.y(tick)
        look = "axis" if tick == 0 else "grid"
        parts.append(f'<path class="{look}" d="M{scale.left:g} {y:.1f}H{scale.right:g}"/>')
        parts += written([(number(tick, lang), "s")], scale.left - 6, y + 4, anchor="end")
    return parts


def _places(diagram: Lines, scale: _Scale, lang: str) -> tuple[list[str], float]:
    """Write as many places as have room, the first among them."""
    words = [place.say(lang) for place in diagram.x]
    broad = max(wide(word, SMALL) for word in words)
    every = math.ceil((broad + 6) / scale.gap)
    parts = []
    for n in range(0, len(words), every):
        x = max(scale.x(n), wide(words[n], SMALL) / 2)
        parts += written([(words[n], "s")], x, _TOP + _PLOT + 20, anchor="middle")
    return parts, _TOP + _PLOT + 30


def _band(line: Line, scale: _Scale, colour: str) -> list[str]:
    if line.low is None or line.high is None:
        return []
    there = [f"{scale.x(n):.1f} {scale.y(value):.1f}" for n, value in enumerate(line.high)]
    back = [f"{scale.x(n):.1f} {scale.y(value):.1f}" for n, value in enumerate(line.low)]
    return [f'<path class="band" d="M{"L".join([*there, *reversed(back)])}Z" fill="{colour}"/>']


def _line(line: Line, scale: _Scale, n: int) -> list[str]:
    colour, dash = SERIES[n], f' stroke-dasharray="{_DASHES[n]}"' if _DASHES[n] else ""
    path = f'<path class="curve" d="{_path(line, scale)}" stroke="{colour}"{dash}/>'
    if len(line.values) > _DOTS:
        return [path]
    points = [f'<circle cx="{scale.x(k):.1f}" cy="{scale.y(v):.1f}" r="3.5"/>' for k, v in enumerate(line.values)]
    return [path, f'<g fill="{colour}">{"".join(points)}</g>']


def _path(line: Line, scale: _Scale) -> str:
    return "M" + "L".join(f"{scale.x(n):.1f} {scale.y(value):.1f}" for n, value in enumerate(line.values))


def _names(diagram: Lines, scale: _Scale, lang: str) -> list[tuple[float, Styled]]:
    """Place each name at the height where its line ends, moved down where it would lie on another."""
    words = [_name(line, lang) for line in diagram.lines]
    ends = [scale.y(line.values[-1]) + 5 for line in diagram.lines]
    placed: dict[int, float] = {}
    free = _TOP - 4
    for n in sorted(range(len(words)), key=ends.__getitem__):
        placed[n] = max(ends[n], free)
        free = placed[n] + 18 * len(words[n]) + 5
    over = free - 23 - (_TOP + _PLOT + 8)
    return [(placed[n] - max(over, 0), words[n]) for n in range(len(words))]


def _name(line: Line, lang: str) -> Styled:
    return broken(line.label.say(lang), "t b", _LABEL, TEXT)


def _hits(diagram: Lines, line: Line, scale: _Scale) -> list[str]:
    radius = max(min(13.0, scale.gap / 2), 6)
    points = [
        f'<circle class="hit" data-bar="{name}" cx="{scale.x(n):.1f}" cy="{scale.y(value):.1f}" r="{radius:.1f}"/>'
        for n, (name, value) in enumerate(zip(diagram.points(line), line.values, strict=True))
    ]
    return [f'<path class="hit" data-bar="{line.key}" d="{_path(line, scale)}"/>', *points]
