"""Two components of the page: the player of one or two days, and the box in which a day is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel as pn
import param

from simi_lab.charts.theme import NEUTRAL, REGIME_COLOURS, SERIES, palette
from simi_lab.dashboards.day.assets import asset
from simi_lab.shell.assets import asset as shell_asset


class DayPlayer(pn.custom.JSComponent):
    """Moves the dots of one or two days under one clock; the browser does it alone, without asking the server.

    Parameters
    ----------
    days : packed days (`packing.pack`), None for one on which nobody was served
    heads : per day title, about, closed (what is said instead of a picture)
    span : first and last second after midnight
    at : moment shown; the browser writes it when the reader pauses, steps or slides
    """

    days: Any = param.List(default=[])
    heads: Any = param.List(default=[])
    span: Any = param.List(default=[0, 0])
    at = param.String(default="")
    words: Any = param.Dict(default={})
    look: Any = param.Dict(default={})

    _esm = shell_asset("make.js") + asset("floor.js") + asset("player.js")
    _stylesheets = [  # noqa: RUF012  Panel reads it as a plain class attribute
        asset("player.css"),
        f":host{{--day-manual:{NEUTRAL};--day-simi:{REGIME_COLOURS['simi']};--day-late:{SERIES[1]}}}",
    ]


class DayBox(pn.custom.JSComponent):
    """A list of days and a calendar; what is chosen (a value of the list, or an ISO date) goes to one function."""

    label = param.String()
    options: Any = param.List(default=[], doc="Pairs of value and text.")
    value = param.String()
    date_label = param.String()
    date = param.String(doc="The day shown in the calendar, ISO, or empty.")
    first = param.String()
    last = param.String()

    _esm = shell_asset("make.js") + asset("day_box.js")
    _stylesheets = [asset("day_box.css")]  # noqa: RUF012

    def __init__(self, on_choose: Callable[[str], None], **params: Any) -> None:
        super().__init__(**{"sizing_mode": "stretch_width", "margin": 0, **params})
        self._on_choose = on_choose

    def _handle_msg(self, data: Any) -> None:
        match data:
            case {"choose": str(value)}:
                self._on_choose(value[:10])


def colours(theme: str) -> dict[str, str]:
    """Colours in which a day is painted on the light or the dark ground."""
    ground = palette(theme == "dark")
    shared = {name: getattr(ground, name) for name in ("ink", "muted", "surface", "soft", "line", "primary")}
    return shared | {"manual": NEUTRAL, "simi": REGIME_COLOURS["simi"], "late": SERIES[1], "file": ground.muted}
