"""Ways to place things on a page: under each other, side by side while there is room, or beside a panel."""

from __future__ import annotations

from typing import Any

import panel as pn

# Panel's column holds a button for scrolling, which takes a gap of its own.
_PLAIN = ":host > .scroll-button { display: none; }"
_EVEN = ":host > * { height: auto; max-height: none; align-self: stretch; }"  # cards of one row are equally tall

_PANEL = (
    ":host { display: grid !important; grid-template-columns: minmax(280px, 340px) minmax(0, 1fr); gap: 24px; }"
    ":host > * { max-height: none; } :host > .scroll-button { display: none; }"
    "@media (max-width: 1100px) { :host { grid-template-columns: minmax(0, 1fr); } }"
)
STICKY = {"position": "sticky", "top": "0", "z-index": "5", "background": "var(--lab-ground)", "padding": "8px 0"}
"""Styles of what stays in view while the page is scrolled below it."""


def stack(*objects: Any, gap: int = 24, **params: Any) -> pn.Column:
    """Things under each other, `gap` px apart; `params` go to the column."""
    options = {"sizing_mode": "stretch_width", "margin": 0, "styles": {"gap": f"{gap}px"}, **params}
    return pn.Column(*objects, stylesheets=[_PLAIN], **options)


def side_by_side(*objects: Any, at_least: int = 280, gap: int = 16) -> pn.Column:
    """Things side by side, each at least `at_least` px wide; under each other on a phone.

    Wide charts want `at_least=480`: two on a desk, one on a phone.
    """
    columns = f"repeat(auto-fit, minmax(min({at_least}px, 100%), 1fr))"
    styles = {"display": "grid", "grid-template-columns": columns, "gap": f"{gap}px"}
    return pn.Column(*objects, sizing_mode="stretch_width", margin=0, styles=styles, stylesheets=[_PLAIN, _EVEN])


def beside_panel(panel: Any, rest: Any) -> pn.Column:
    """A narrow panel of choices and the rest beside it; under each other where there is no room for both."""
    return pn.Column(panel, rest, sizing_mode="stretch_width", margin=0, stylesheets=[_PANEL])
