"""Two ways to place things on a page: under each other, or side by side while there is room."""

from __future__ import annotations

from typing import Any

import panel as pn

# Panel's column holds a button for scrolling, which takes a gap of its own.
_PLAIN = ":host > .scroll-button { display: none; }"
_EVEN = ":host > * { height: auto; max-height: none; align-self: stretch; }"  # cards of one row are equally tall


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
