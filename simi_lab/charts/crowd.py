"""A rate in people: a thousand marks, of which some are other people than the rest."""

from __future__ import annotations

from collections.abc import Sequence

import holoviews as hv

from simi_lab.charts.dress import Look, framed, points, words
from simi_lab.charts.theme import NEUTRAL, SERIES
from simi_lab.i18n import number

PEOPLE = 1000
_WIDE = 50
_MARKERS = ("D", "^", "s", "*")
_COLOURS = (SERIES[5], SERIES[1], SERIES[2], SERIES[3])


def thousand(groups: Sequence[tuple[str, float]], rest: str, *, look: Look) -> hv.Overlay:
    """Draw a thousand marks, 50 a row (20 on a phone), each group with its own shape and word, then the others.

    Parameters
    ----------
    groups : at most four words with how many of a thousand each is, rounded to whole people
    rest : word for all others

    Returns
    -------
    hv.Overlay
        For `look.backend`.

    Raises
    ------
    ValueError
        More than four groups, or more than a thousand people.
    """
    counts = [round(n) for _, n in groups]
    if len(groups) > len(_MARKERS) or sum(counts) > PEOPLE or min(counts, default=0) < 0:
        raise ValueError("at most four groups of together at most a thousand people")
    wide = 20 if look.narrow else _WIDE
    tall = PEOPLE // wide
    shapes = [*zip([word for word, _ in groups], counts, _COLOURS, _MARKERS, strict=False)]
    shapes.append((rest, PEOPLE - sum(counts), NEUTRAL, "o"))
    parts: list[hv.Element] = []
    first, step = 0, 1.6
    for i, (word, n, colour, marker) in enumerate(shapes):
        spots = [(float(at % wide), -float(at // wide)) for at in range(first, first + n)]
        if spots:
            parts.append(
                points(hv.Scatter(spots, "x", "y"), look, colour, size=5 if marker == "o" else 9, marker=marker)
            )
        foot = -tall - step * (i + 0.5)
        parts.append(points(hv.Scatter([(0.5, foot)], "x", "y"), look, colour, size=11, marker=marker))
        parts.append(words([(1.7, foot, f"{number(n, look.lang)} {word}")], look, look.colours.ink, plate=False))
        first += n
    foot = -tall - step * len(shapes) - 0.5
    return framed(parts, look, xlim=(-1, wide), ylim=(foot, 1), grid="none", height=round(13 * -foot) + 20)
