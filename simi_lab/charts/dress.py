"""What differs between Bokeh and matplotlib, and the frame that all charts share."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import holoviews as hv

from simi_lab.charts.theme import FONT, Palette, matplotlib_rc, palette
from simi_lab.i18n import number

Backend = Literal["bokeh", "matplotlib"]
Ticks = Sequence[tuple[float, str]]
_MODULES = {"bokeh": "holoviews.plotting.bokeh", "matplotlib": "holoviews.plotting.mpl"}
_INVISIBLE = {"bokeh": "rgba(0,0,0,0)", "matplotlib": "none"}


@dataclass(frozen=True)
class Look:
    """How a chart is drawn.

    Parameters
    ----------
    lang : "id" or "en", for ticks and words
    dark : colours of the dark ground
    backend : "bokeh" for screens, "matplotlib" for print
    narrow : a phone: fewer ticks, smaller words
    height : px on a screen, hundredths of an inch in print
    """

    lang: str = "id"
    dark: bool = False
    backend: Backend = "bokeh"
    narrow: bool = False
    height: int = 320

    @property
    def colours(self) -> Palette:
        """The palette of the ground."""
        return palette(self.dark)

    @property
    def is_web(self) -> bool:
        """Whether the chart is for a screen."""
        return self.backend == "bokeh"


def line(element: hv.Element, look: Look, colour: str, *, width: float = 2.5, dash: bool = False) -> hv.Element:
    """Draw curves, rules and segments as lines."""
    if look.is_web:
        return _set(element, look, color=colour, line_width=width, line_dash="dashed" if dash else "solid")
    style: dict[str, Any] = {"color": colour, "linewidth": width * 0.8}
    if not isinstance(element, hv.Segments):
        style["linestyle"] = "dashed" if dash else "solid"
    return _set(element, look, **style)


def area(element: hv.Element, look: Look, colour: str, *, alpha: float = 0.18) -> hv.Element:
    """Fill a band without an edge."""
    if look.is_web:
        return _set(element, look, fill_color=colour, fill_alpha=alpha, line_alpha=0)
    return _set(element, look, color=colour, facecolor=colour, alpha=alpha, linewidth=0)


def boxes(element: hv.Rectangles, look: Look, colour: str, *, edge: str | None = None) -> hv.Element:
    """Fill rectangles with a colour, or with the column of that name; a `tip` column is told when pointed at."""
    if look.is_web:
        shown = {"hover_tooltips": [("", "@tip")], "tools": ["hover"]} if "tip" in element else {}
        hover = {"hover_fill_alpha": 0.8} if shown else {}
        return _set(element, look, fill_color=colour, line_color=edge or colour, line_width=1, **shown, **hover)
    return _set(element, look, facecolor=colour, edgecolor=edge or "none", linewidth=0.6)


def points(element: hv.Scatter, look: Look, colour: str, *, size: float = 7, marker: str = "o") -> hv.Element:
    """Draw markers; those with a `tip` column tell it when pointed at."""
    if look.is_web:
        shown = {"hover_tooltips": [("", "@tip")], "tools": ["hover"]} if "tip" in element else {}
        names = {"o": "circle", "x": "x", "D": "diamond", "s": "square", "^": "triangle", "h": "hex", "*": "star"}
        return _set(element, look, color=colour, size=size, marker=names[marker], hit_dilation=2.0, **shown)
    return _set(element, look, color=colour, s=size * 4, marker=marker.upper() if marker == "x" else marker)


def words(
    rows: Sequence[tuple[float, float, str]],
    look: Look,
    colour: str,
    *,
    align: str = "left",
    baseline: str = "middle",
    turned: bool = False,
    shift: tuple[float, float] = (0.0, 0.0),
    size: int | None = None,
    bold: bool = False,
    plate: bool = True,
) -> hv.Element:
    """Write words at places of the chart; `shift` is in data units, `turned` hangs from the top and reads upwards.

    A `plate` in the colour of the card keeps lines behind from striking the words through (on screens only).
    """
    size = size or (12 if look.narrow else 14)
    labels = hv.Labels([(float(x), float(y), text) for x, y, text in rows], ["x", "y"], "text")
    if look.is_web:
        from bokeh.core.properties import value

        return _set(
            labels,
            look,
            text_color=colour,
            text_align="right" if turned else align,
            text_baseline="bottom" if turned else baseline,
            text_font=value(FONT),  # a bare text would be looked up as a column
            background_fill_color=look.colours.surface,
            background_fill_alpha=0.8 if plate else 0.0,
            text_font_size=f"{size}px",
            text_font_style="bold" if bold else "normal",
            angle=90 if turned else 0,
            xoffset=shift[0],
            yoffset=shift[1],
        )
    return _set(
        labels,
        look,
        color=colour,
        horizontalalignment="right" if turned else align,
        verticalalignment="top" if turned else "center" if baseline == "middle" else baseline,
        size=size * 0.72,
        weight="bold" if bold else "normal",
        rotation=90 if turned else 0,
        xoffset=shift[0],
        yoffset=shift[1],
    )


def framed(
    parts: Sequence[hv.Element],
    look: Look,
    *,
    xlim: tuple[float, float],
    ylim: tuple[float, float],
    xticks: Ticks = (),
    yticks: Ticks = (),
    grid: Literal["x", "y", "none"] = "y",
    height: int | None = None,
) -> hv.Overlay:
    """Lay the parts over each other in the common frame: faint grid, our ticks, no toolbar, no zoom."""
    shared: dict[str, Any] = {
        "xlim": xlim,
        "ylim": ylim,
        "xticks": list(xticks) or 0,
        "yticks": list(yticks) or 0,
        "xlabel": "",
        "ylabel": "",
        "xaxis": "bottom" if xticks else None,
        "yaxis": "left" if yticks else None,
        "show_legend": False,
        "show_grid": False,
    }
    height = height or look.height
    if look.is_web:
        web: dict[str, Any] = {
            "responsive": True,
            "height": height,
            "toolbar": None,
            "default_tools": [],
            "active_tools": [],
            "hooks": [_bokeh_hook(look, grid)],
        }
        return _set(hv.Overlay(list(parts)), look, **shared, **web)
    page = {"fig_inches": (7.2, height / 100), "aspect": "auto", "show_frame": False, "hooks": [_mpl_hook(look, grid)]}
    return _set(hv.Overlay(list(parts)), look, **shared, **page)


def nice_ticks(high: float, look: Look, *, unit: str = "", steps: int = 4) -> list[tuple[float, str]]:
    """Round ticks from zero to at least `high`, written in the reader's form; the last one carries the unit."""
    if high <= 0:
        return [(0.0, number(0, look.lang)), (1.0, f"{number(1, look.lang)} {unit}".strip())]
    size = 10.0 ** len(str(int(high / steps))) / 10 if high / steps >= 1 else 0.1
    step = next((m * size for m in (1, 2, 2.5, 5, 10, 20) if m * size * steps >= high), 20 * size)
    count = max(1, -(-high // step))
    ticks = [(i * step, number(round(i * step, 6), look.lang)) for i in range(int(count) + 1)]
    return [*ticks[:-1], (ticks[-1][0], f"{ticks[-1][1]} {unit}".strip())]


def wrapped(name: str, look: Look) -> str:
    """Break a long name on a phone at the space nearest to its middle."""
    spaces = [i for i, sign in enumerate(name) if sign == " "]
    if not look.narrow or len(name) < 14 or not spaces:
        return name
    at = min(spaces, key=lambda i: abs(i - len(name) / 2))
    return f"{name[:at]}\n{name[at + 1 :]}"


def print_figure(element: hv.Overlay, look: Look) -> Any:
    """Render a chart made with `backend="matplotlib"` as a matplotlib figure in our look."""
    import matplotlib as mpl

    _ready("matplotlib")
    settings: Any = matplotlib_rc(look.dark)
    with mpl.rc_context(settings):
        figure = hv.render(element, backend="matplotlib")
        figure.set_layout_engine("tight")
        figure.canvas.draw()
    return figure


def _set(element: Any, look: Look, **options: Any) -> Any:
    _ready(look.backend)
    if look.is_web and not isinstance(element, hv.Overlay):
        options.setdefault("default_tools", [])  # a wheel that zooms would trap the reader's thumb on a phone
    return element.opts(**options, backend=look.backend)


def _ready(backend: str) -> None:
    """Load a backend without making it the current one, as `hv.extension` would."""
    if backend not in hv.Store.renderers:
        importlib.import_module(_MODULES[backend])


def _bokeh_hook(look: Look, grid: str) -> Any:
    colours = look.colours

    def hook(plot: Any, _element: Any) -> None:
        figure = plot.state
        clear = _INVISIBLE["bokeh"]
        figure.update(background_fill_color=clear, border_fill_color=clear, outline_line_color=None, min_border=4)
        figure.xgrid.grid_line_color = colours.line if grid == "x" else None
        figure.ygrid.grid_line_color = colours.line if grid == "y" else None
        for axis in figure.axis:
            axis.axis_line_color = colours.line if grid != "none" else None
            axis.major_tick_line_color = axis.minor_tick_line_color = None
            axis.major_label_text_font = FONT
            axis.major_label_text_font_size = "13px" if look.narrow else "14px"
            axis.major_label_text_color = colours.muted
            axis.major_label_standoff = 6
        if grid == "y":
            figure.yaxis.axis_line_color = None
        if grid == "x":
            figure.xaxis.axis_line_color = None
            figure.yaxis.major_label_text_color = colours.ink

    return hook


def _mpl_hook(look: Look, grid: str) -> Any:
    colours = look.colours

    def hook(plot: Any, _element: Any) -> None:
        axes = plot.handles["axis"]
        axes.set_axisbelow(True)
        axes.grid(visible=False)
        if grid != "none":
            axes.grid(visible=True, axis=grid, color=colours.line, linewidth=0.8)
        for side in ("top", "right", "left" if grid != "x" else "bottom"):
            axes.spines[side].set_visible(False)
        if grid == "none":
            axes.spines["bottom"].set_visible(False)
        axes.tick_params(length=0, labelsize=10, colors=colours.muted)

    return hook
