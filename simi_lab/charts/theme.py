"""One look for every face: colours, type, spacing, handed to pages, Bokeh, matplotlib and static HTML alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Palette:
    """Colours of one ground; text colours pass WCAG AA (4.5:1) on `ground`, `surface` and `soft`."""

    ground: str  # the page
    surface: str  # cards
    soft: str  # quiet fills: table heads, chips, the chosen entry of a menu
    ink: str
    muted: str  # captions, axes
    line: str  # thin borders
    primary: str
    on_primary: str
    accent: str  # "look here": fills and marks, never text
    accent_ink: str  # the accent as text
    good: str
    bad: str
    mark: str  # ground of the synthetic-data mark
    on_mark: str


LIGHT = Palette(
    ground="#FAFAF7",
    surface="#FFFFFF",
    soft="#EEF3F3",
    ink="#1F2933",
    muted="#52606D",
    line="#D9DFE1",
    primary="#0F5C6E",
    on_primary="#FFFFFF",
    accent="#E0A100",
    accent_ink="#7A5600",
    good="#1B6B45",
    bad="#A63A1E",
    mark="#FFF3CC",
    on_mark="#5C4300",
)
DARK = Palette(
    ground="#14171A",
    surface="#1B1F23",
    soft="#22292E",
    ink="#E6EAEC",
    muted="#A3AEB5",
    line="#343C42",
    primary="#6CC3D5",
    on_primary="#0B2229",
    accent="#F0B83A",
    accent_ink="#F0B83A",
    good="#6FCF97",
    bad="#F2997A",
    mark="#3A3110",
    on_mark="#FFDF80",
)

# Okabe-Ito hues, tuned so that each is at least 3:1 against both grounds: a chart survives the theme switch.
SERIES: tuple[str, ...] = ("#1C8598", "#C77700", "#0080C8", "#C0619A", "#2E9163", "#D2601A")
NEUTRAL = "#7B878F"
REGIME_COLOURS: Mapping[str, str] = {"manual": NEUTRAL, "simi": SERIES[0]}
RAMP: tuple[str, ...] = ("#DCEBEE", "#A9CFD7", "#6FB0BD", "#35899B", "#0F5C6E")  # one hue, low to high
REFERENCE = "#B26A00"  # the promise, the target

FONT = 'Roboto, "Noto Sans", "Segoe UI", system-ui, sans-serif'
SIZES: Mapping[str, int] = {"caption": 14, "body": 16, "lead": 18, "h3": 18, "h2": 22, "h1": 30, "figure": 40}
STEP = 8  # px; every gap is a multiple
RADIUS = 8
MEASURE = "68ch"  # longest line of running text


def palette(dark: bool = False) -> Palette:
    """The colours of the light or the dark ground."""
    return DARK if dark else LIGHT


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two "#RRGGBB" colours, 1 to 21.

    Source : WCAG 2.2, definitions of relative luminance and contrast ratio.
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def css_variables(dark: bool = False) -> str:
    """CSS custom properties `--lab-*` of one ground, to be put between the braces of a rule."""
    colours = {name.replace("_", "-"): value for name, value in asdict(palette(dark)).items()}
    sizes = {f"size-{name}": f"{size / 16:g}rem" for name, size in SIZES.items()}
    rest = {"font": FONT, "step": f"{STEP}px", "radius": f"{RADIUS}px", "measure": MEASURE}
    pairs = {**colours, **sizes, **rest} if not dark else colours
    scheme = "dark" if dark else "light"
    return "".join(f"--lab-{name}:{value};" for name, value in pairs.items()) + f"color-scheme:{scheme};"


def css_root() -> str:
    """Style rules that follow `data-lab-theme` on `<html>`, or the reader's system when it is not set."""
    dark = css_variables(dark=True)
    return (
        f":root{{{css_variables()}}}"
        f"@media (prefers-color-scheme: dark){{:root:not([data-lab-theme]){{{dark}}}}}"
        f":root[data-lab-theme=dark]{{{dark}}}"
    )


def mui_theme() -> dict[str, Any]:
    """Theme configuration of panel-material-ui for both grounds."""
    return {"light": _mui(LIGHT), "dark": _mui(DARK)}


def bokeh_theme(dark: bool = False) -> dict[str, Any]:
    """Bokeh theme (the JSON form) for charts outside the shell: notebooks and interactive reports."""
    look = palette(dark)
    text = {"text_font": FONT}
    labels = {
        "major_label_text_font": FONT,
        "major_label_text_font_size": "14px",
        "major_label_text_color": look.muted,
        "axis_label_text_font": FONT,
        "axis_label_text_font_size": "14px",
        "axis_label_text_font_style": "normal",
        "axis_label_text_color": look.ink,
        "axis_line_color": look.line,
        "major_tick_line_color": None,
        "minor_tick_line_color": None,
    }
    return {
        "attrs": {
            "Plot": {
                "background_fill_color": look.surface,
                "border_fill_color": look.surface,
                "outline_line_color": None,
            },
            "Axis": labels,
            "Grid": {"grid_line_color": look.line},
            "Title": {**text, "text_color": look.ink, "text_font_size": "16px", "text_font_style": "bold"},
            "Legend": {
                "label_text_font": FONT,
                "label_text_font_size": "14px",
                "label_text_color": look.ink,
                "background_fill_alpha": 0,
                "border_line_color": None,
            },
        }
    }


def matplotlib_rc(dark: bool = False) -> dict[str, Any]:
    """Settings for `matplotlib.rc_context`: charts for print and static pages, text kept as text in SVG."""
    look = palette(dark)
    return {
        "axes.edgecolor": look.line,
        "axes.facecolor": look.surface,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.labelcolor": look.ink,
        "axes.labelsize": 11,
        "axes.prop_cycle": _cycle(),
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlecolor": look.ink,
        "axes.titlelocation": "left",
        "axes.titlesize": 13,
        "axes.titleweight": "bold",
        "figure.facecolor": look.surface,
        "font.family": "sans-serif",
        "font.sans-serif": ["Roboto", "Noto Sans", "DejaVu Sans"],
        "font.size": 11,
        "grid.color": look.line,
        "grid.linewidth": 0.8,
        "legend.frameon": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "simi-lab",  # same chart, same bytes
        "text.color": look.ink,
        "xtick.color": look.muted,
        "ytick.color": look.muted,
        "ytick.left": False,
    }


def _cycle() -> Any:
    from cycler import cycler  # comes with matplotlib; the web faces never need it

    return cycler(color=SERIES)


def _mui(look: Palette) -> dict[str, Any]:
    head = {"fontWeight": 700, "lineHeight": 1.25}
    return {
        "chart_style": "minimal",
        "palette": {
            "primary": {"main": look.primary, "contrastText": look.on_primary},
            "secondary": {"main": look.accent, "contrastText": look.ink},
            "success": {"main": look.good},
            "error": {"main": look.bad},
            "warning": {"main": look.accent_ink},
            "background": {"default": look.ground, "paper": look.surface},
            "text": {"primary": look.ink, "secondary": look.muted},
            "divider": look.line,
        },
        "shape": {"borderRadius": RADIUS},
        "typography": {
            "fontFamily": FONT,
            "fontSize": 16,
            "htmlFontSize": 16,
            "body1": {"fontSize": _rem("body"), "lineHeight": 1.5},
            "body2": {"fontSize": _rem("caption"), "lineHeight": 1.5},
            "caption": {"fontSize": _rem("caption")},
            "button": {"fontSize": _rem("body"), "textTransform": "none"},
            "h1": {**head, "fontSize": _rem("h1")},
            "h2": {**head, "fontSize": _rem("h2")},
            "h3": {**head, "fontSize": _rem("h3")},
        },
        "components": {
            "MuiAppBar": {"defaultProps": {"elevation": 0}},
            "MuiButtonBase": {"defaultProps": {"disableRipple": True}},
            "MuiPaper": {"defaultProps": {"elevation": 0}, "styleOverrides": {"root": {"backgroundImage": "none"}}},
        },
    }


def _rem(name: str) -> str:
    return f"{SIZES[name] / 16:g}rem"


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
