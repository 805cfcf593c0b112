"""The levers in the browser: native sliders in groups, each notch with its words; and what they say to the server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import panel as pn
import param

from simi_lab.dashboards.policy.assets import asset
from simi_lab.dashboards.policy.choosing import FOLDED, GROUPS, notch, value_word
from simi_lab.i18n import t
from simi_lab.shell.assets import asset as shell_asset
from simi_lab.study.whatif.levers import LEVERS, Levers
from simi_lab.vocabulary import label

FLAGS = ("early_check",)


class LeverBox(pn.custom.JSComponent):
    """Sliders whose values are numbers of notches; the browser says what moves and what was let go.

    Parameters
    ----------
    on_move, on_release : of a mapping lever to value, while dragging and after
    on_reset : all levers back to today
    """

    groups: Any = param.List(default=[], doc="Groups of levers with their words; a change draws all of them anew.")
    values: Any = param.Dict(default={}, doc="Lever to notch.")
    words: Any = param.Dict(default={})
    is_phone = param.Boolean()

    _esm = shell_asset("make.js") + asset("levers.js")
    _stylesheets = [asset("levers.css")]  # noqa: RUF012  Panel reads it as a plain class attribute

    def __init__(
        self,
        on_move: Callable[[Any], None],
        on_release: Callable[[Any], None],
        on_reset: Callable[[], None],
        **params: Any,
    ) -> None:
        super().__init__(**{"sizing_mode": "stretch_width", "margin": 0, **params})
        self._on_move, self._on_release, self._on_reset = on_move, on_release, on_reset

    def _handle_msg(self, data: Any) -> None:
        match data:
            case {"move": dict(notches)}:
                self._on_move(values_of(notches))
            case {"release": dict(notches)}:
                self._on_release(values_of(notches))
            case {"reset": True}:
                self._on_reset()


def values_of(notches: Mapping[Any, Any]) -> dict[str, Any]:
    """Values of notches as a browser sent them; what is no lever or no number is left out."""
    return {
        name: notch(name, LEVERS[name].low + n * LEVERS[name].step)
        for name, n in notches.items()
        if name in LEVERS and isinstance(n, int) and abs(n) < 1000
    }


def notch_of(name: str, value: float) -> int:
    """Number of the notch of a value, from 0."""
    lever = LEVERS[name]
    return round((min(lever.high, max(lever.low, value)) - lever.low) / lever.step)


def notches(setting: Levers) -> dict[str, int]:
    """Every lever of a setting as a notch."""
    return {name: notch_of(name, getattr(setting, name)) for name in LEVERS}


def groups_of(today: Levers, useful: tuple[str, ...], lang: str, is_phone: bool) -> list[dict[str, Any]]:
    """The groups with their levers, as the browser draws them; levers that can do nothing here are left out."""
    titles = {
        "desks": t("Staff and hours", lang),
        "places": t("Places and online filing", lang),
        "area": t("Area and campaign", lang),
        "state": t("Circumstances", lang),
    }
    groups = []
    for key, names in GROUPS.items():
        levers = [_lever(name, today, lang) for name in names if name in useful]
        if levers:
            groups.append({"key": key, "title": titles[key], "folded": is_phone and key in FOLDED, "levers": levers})
    return groups


def _lever(name: str, today: Levers, lang: str) -> dict[str, Any]:
    lever = LEVERS[name]
    steps = round((lever.high - lever.low) / lever.step)
    return {
        "key": name,
        "label": label("lever", name, lang),
        "hint": hint(name, lang),
        "flag": name in FLAGS,
        "today": notch_of(name, getattr(today, name)),
        "words": [value_word(name, notch(name, lever.low + i * lever.step), lang) for i in range(steps + 1)],
    }


def hint(name: str, lang: str) -> str:
    """One line on what a lever does where its name does not say it; else ""."""
    return {
        "back_desks": t("Numbering and duplicate check each get so many more than now.", lang),
        "quota": t("Priority applicants and groups come beside it.", lang),
        "unit_days": t("For districts that are nearer to it than to the office.", lang),
        "training_weeks": t("Hands get faster with the weeks; nothing is learnt within the month.", lang),
        "outage_days": t("Nobody can be photographed or interviewed, in the middle of the month.", lang),
    }.get(name, "")
