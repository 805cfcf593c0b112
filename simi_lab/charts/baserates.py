"""A rate that follows from the base rate: the curve, and where two groups stand on it."""

from __future__ import annotations

from collections.abc import Sequence

import holoviews as hv

from simi_lab.charts.dress import Look, framed, line, points, words
from simi_lab.charts.theme import REFERENCE, SERIES
from simi_lab.i18n import percent


def on_the_curve(
    curve: Sequence[tuple[float, float]], groups: Sequence[tuple[str, float, float]], *, look: Look
) -> hv.Overlay:
    """Draw a rate over the base rate and mark two groups on it, each with its word and figure.

    Parameters
    ----------
    curve : (base rate, rate) as shares, in order
    groups : (word, base rate, rate)
    """
    end = curve[-1][0]
    parts = [line(hv.Curve(list(curve), "base", "rate"), look, look.colours.muted, width=2)]
    for (word, base, rate), colour, marker in zip(groups, (SERIES[0], REFERENCE), ("D", "o"), strict=True):
        stem = hv.Segments([(base, 0.0, base, rate)], ["x0", "y0", "x1", "y1"])
        parts.append(line(stem, look, colour, width=1.5, dash=True))
        parts.append(points(hv.Scatter([(base, rate)], "base", "rate"), look, colour, size=13, marker=marker))
        is_left = base < end * 0.6
        said = [(base, rate, f"{word}: {percent(rate, look.lang, 1)}")]
        shift = (end * (0.025 if is_left else -0.025), 0.0)
        parts.append(words(said, look, colour, align="left" if is_left else "right", shift=shift, bold=True))
    steps = range(0, round(end * 100) + 1, 20 if look.narrow else 10)
    return framed(
        parts,
        look,
        xlim=(0, end),
        ylim=(0, 1.05),
        xticks=[(x / 100, percent(x / 100, look.lang)) for x in steps],
        yticks=[(x / 4, percent(x / 4, look.lang)) for x in range(5)],
        height=300,
    )
