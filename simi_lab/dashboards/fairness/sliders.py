"""The sliders of the impossibility, and what they say in people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel as pn
import param

from simi_lab.dashboards.fairness.assets import asset
from simi_lab.dashboards.fairness.choosing import SLIDERS, FairnessFilters
from simi_lab.i18n import number, percent, t
from simi_lab.measures.fairness.choices import equally_right, equally_wrong, mean_score_of_the_innocent
from simi_lab.shell.assets import asset as shell_asset

LABELS = {
    "base_a": "Group A: of 100 people, to be found",
    "base_b": "Group B: of 100 people, to be found",
    "right": "Of 100 looked at, rightly",
    "missed": "Of 100 to be found, missed",
}
IN = 1000


class SliderBox(pn.custom.JSComponent):
    """Native sliders; the browser says what moves and what was let go.

    Parameters
    ----------
    on_move, on_release : of a mapping slider to whole number
    """

    sliders: Any = param.List(default=[])
    values: Any = param.Dict(default={})
    words: Any = param.Dict(default={})

    _esm = shell_asset("make.js") + asset("sliders.js")
    _stylesheets = [asset("sliders.css")]  # noqa: RUF012  Panel reads it as a plain class attribute

    def __init__(self, on_move: Callable[[dict[str, int]], None], on_release: Any, **params: Any) -> None:
        super().__init__(**{"sizing_mode": "stretch_width", "margin": 0, **params})
        self._on_move, self._on_release = on_move, on_release

    def _handle_msg(self, data: Any) -> None:
        match data:
            case {"move": dict(values)}:
                self._on_move(inside(values))
            case {"release": dict(values)}:
                self._on_release(inside(values))


def inside(values: dict[Any, Any]) -> dict[str, int]:
    """Whole numbers within the bounds of their slider; anything else is left out."""
    return {
        key: min(high, max(low, round(values[key])))
        for key, (low, high) in SLIDERS.items()
        if isinstance(values.get(key), (int, float))
    }


def values_of(filters: FairnessFilters) -> dict[str, int]:
    """What the address holds."""
    return {key: int(getattr(filters, key)) for key in SLIDERS}


def sliders_of(lang: str) -> list[dict[str, Any]]:
    """The sliders with their words."""
    return [
        {"key": key, "label": t(LABELS[key], lang), "low": low, "high": high} for key, (low, high) in SLIDERS.items()
    ]


def told(values: dict[str, int], lang: str) -> list[str]:
    """What follows from the four numbers, as sentences about 1,000 people of each group."""
    ppv, fnr = values["right"] / 100, values["missed"] / 100
    bases = {"A": values["base_a"] / 100, "B": values["base_b"] / 100}
    right = {name: equally_right(base, ppv=ppv, fnr=fnr) for name, base in bases.items()}
    lines = []
    if not all(side.exists for side in right.values()):
        lines.append(
            t(
                "With these numbers no rule can exist: more innocent people would have to be looked at than there are.",
                lang,
            )
        )
        return lines
    vain = {name: number(side.in_people(IN)["in_vain"], lang, 0) for name, side in right.items()}
    share = {name: percent(side.fpr, lang, 1) for name, side in right.items()}
    lines.append(
        t(
            "Equally right: the same {right} of those looked at rightly, the same {missed} missed. Then of 1,000 "
            "people in A {a} are looked at in vain ({share_a} of the innocent), in B {b} ({share_b}).",
            lang, right=percent(ppv, lang), missed=percent(fnr, lang), a=vain["A"], b=vain["B"],
            share_a=share["A"], share_b=share["B"],
        )
    )  # fmt: skip
    other = equally_wrong(bases["B"], fpr=right["A"].fpr, fnr=fnr)
    if other.ppv == other.ppv:  # not NaN: someone is looked at
        lines.append(
            t(
                "Equally wrong: the same {share_a} of the innocent in both. Then a look at someone in A is right "
                "{right} of the time, in B {other}.",
                lang, share_a=share["A"], right=percent(ppv, lang), other=percent(other.ppv, lang),
            )
        )  # fmt: skip
    return [*lines, _calibrated(bases, 1 - fnr, lang), _end(bases, ppv, lang)]


def _calibrated(bases: dict[str, float], mean: float, lang: str) -> str:
    """Kleinberg's form: the mean score of the innocent that a calibrated score must give."""
    scores = {name: percent(mean_score_of_the_innocent(base, mean), lang, 1) for name, base in bases.items()}
    return t(
        "The same holds for scores: if {mean} is the mean score of those to be found in both groups, a score that "
        "keeps its word must give the innocent {a} on average in A and {b} in B.",
        lang, mean=percent(mean, lang), a=scores["A"], b=scores["B"],
    )  # fmt: skip


def _end(bases: dict[str, float], ppv: float, lang: str) -> str:
    if bases["A"] == bases["B"]:
        return t("Here both groups have the same base rate: only then can both be had at once.", lang)
    if ppv == 1:
        return t("Here nobody is looked at in vain: only a faultless rule can have both at once.", lang)
    return t(
        "No model can have both at once while the base rates differ. Which one to give up is a choice for people.", lang
    )
