"""The pieces that a report is laid from: blocks that a notebook shows, tables, tiles, figures with both widths."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import holoviews as hv

    from simi_lab.charts import Look

FIGURES = "application/vnd.simi-lab.figures+json"
"""Kind of output that carries the key numbers of a block beside what the reader sees."""

_PHONE_INCHES = 3.7  # drawn this wide, words of 8.6 pt are about 12 px on a phone


@dataclass(frozen=True)
class Block:
    """A piece of HTML that a notebook shows, and the numbers in it, raw, for the record of the report."""

    html: str
    figures: Mapping[str, Any] = field(default_factory=dict)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        shown: dict[str, Any] = {"text/html": self.html, "text/plain": "<report block>"}
        if self.figures:
            shown[FIGURES] = dict(self.figures)
        return shown


def section(name: str, title: str, *pieces: str, figures: Mapping[str, Any] | None = None) -> Block:
    """A part of the report under its own heading; `name` becomes the anchor."""
    body = "\n".join(piece for piece in pieces if piece)
    html = f'<section id="{name}" aria-labelledby="{name}-title"><h2 id="{name}-title">{escape(title)}</h2>\n{body}\n'
    return Block(html + "</section>", figures or {})


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of plain text; `kind` is its class."""
    return f"<p{_class(kind)}>{escape(text)}</p>" if text else ""


def bullets(texts: Sequence[str]) -> str:
    """A list of plain sentences."""
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def tiles(rows: Sequence[tuple[str, str, str]]) -> str:
    """The figures that a reader takes away: word, figure, what it is to be compared with."""
    cells = (
        f"<div><dt>{escape(word)}</dt><dd><strong>{escape(figure)}</strong><span>{escape(beside)}</span></dd></div>"
        for word, figure, beside in rows
    )
    return f'<dl class="tiles">{"".join(cells)}</dl>'


def table(name: str, caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, kinds: str = "") -> str:
    """A table whose first column names its rows; on a narrow screen it scrolls by itself.

    Parameters
    ----------
    name : id of the table
    head : words over the columns
    rows : one text per column; all as they are to be read
    kinds : one letter a row: "g" for a row that stands over those below it, "h" for one whose figures are withheld
    """
    titles = "".join(f'<th scope="col">{escape(word)}</th>' for word in head)
    lines = []
    for i, (first, *rest) in enumerate(rows):
        kind = {"g": "group", "h": "hidden"}.get(kinds[i : i + 1], "")
        cells = "".join(f"<td>{escape(text)}</td>" for text in rest)
        lines.append(f'<tr{_class(kind)}><th scope="row">{escape(first)}</th>{cells}</tr>')
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{name}-caption"><table id="{name}">'
        f'<caption id="{name}-caption">{escape(caption)}</caption>'
        f"<thead><tr>{titles}</tr></thead>\n<tbody>{chr(10).join(lines)}</tbody></table></div>"
    )


def figure(name: str, draw: Callable[[Look], hv.Overlay], *, lang: str, alt: str, caption: str) -> str:
    """A chart as static SVG, drawn for a desk and again for a phone, with its words for those who do not see it.

    Parameters
    ----------
    name : id of the figure; ids inside are made from it
    draw : makes the chart for a look
    alt : what the chart shows, in words and figures
    caption : its finding, shown above it
    """
    from simi_lab.charts import Look

    drawn = []
    for width, narrow in (("desk", False), ("phone", True)):
        look = Look(lang=lang, backend="matplotlib", narrow=narrow)
        drawn.append(f'<div class="{width}">{_svg(draw(look), look, f"{name}-{width}")}</div>')
    return (
        f'<figure id="{name}"><figcaption>{escape(caption)}</figcaption>'
        f'<div role="img" aria-label="{escape(alt)}">{"".join(drawn)}</div></figure>'
    )


def _svg(element: hv.Overlay, look: Look, name: str) -> str:
    import matplotlib as mpl
    from matplotlib import pyplot

    from simi_lab.charts import print_figure
    from simi_lab.charts.theme import matplotlib_rc

    made = print_figure(element, look)
    if look.narrow:
        made.set_size_inches(_PHONE_INCHES, made.get_size_inches()[1])
    for axes in made.axes:
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_zorder(-1)  # HoloViews draws its shapes from 0 on; a grid belongs under them
    written = io.StringIO()
    settings: Any = matplotlib_rc(look.dark)
    with mpl.rc_context(settings):
        made.savefig(written, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    pyplot.close(made)
    return own_ids(written.getvalue(), name)


def own_ids(svg: str, name: str) -> str:
    """Make a stand-alone SVG fit to lie in a page with others: no prolog, no notes, ids that are its own."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    used = set(re.findall(r'(?:url\(#|href="#)([^")]+)', svg))
    svg = re.sub(r' id="([^"]+)"', lambda found: f' id="{name}-{found[1]}"' if found[1] in used else "", svg)
    svg = re.sub(r'(url\(#|href="#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r'<svg ([^>]*?)width="[^"]*"', r"<svg \1", svg, count=1)
    svg = re.sub(r'<svg ([^>]*?)height="[^"]*"', r"<svg \1", svg, count=1)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1).strip()


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
