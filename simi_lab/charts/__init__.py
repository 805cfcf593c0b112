"""Charts: polars tables in, HoloViews objects out, on Bokeh for screens and on matplotlib for print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simi_lab.charts.bars import bars_by_district, before_after
    from simi_lab.charts.dress import Look, print_figure
    from simi_lab.charts.histogram import histogram_with_promise
    from simi_lab.charts.months import Promise, trend
    from simi_lab.charts.tiles import tile_map

_HOMES = {
    "Look": "dress",
    "Promise": "months",
    "bars_by_district": "bars",
    "before_after": "bars",
    "histogram_with_promise": "histogram",
    "print_figure": "dress",
    "tile_map": "tiles",
    "trend": "months",
}

__all__ = [
    "Look",
    "Promise",
    "bars_by_district",
    "before_after",
    "histogram_with_promise",
    "print_figure",
    "tile_map",
    "trend",
]


def __getattr__(name: str) -> Any:
    """Load HoloViews when a chart is asked for: theme and static SVG do without it."""
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"simi_lab.charts.{_HOMES[name]}"), name)
