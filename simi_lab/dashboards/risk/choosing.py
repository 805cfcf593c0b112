"""What a reader can set on the page: how many a day interviewers can look at longer, and the model that picks them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import param

from simi_lab.dashboards.policy.levers import LeverBox
from simi_lab.i18n import number, t
from simi_lab.risk.models import MODELS
from simi_lab.risk.telling.sentences import MODEL_NAMES
from simi_lab.shell import Filters, Session

LEVER = "capacity"


class RiskFilters(Filters):
    """Capacity (persons per working day and office; None is the scenario's own) and model."""

    capacity = param.Number(default=None, allow_None=True, bounds=(0, 1000), inclusive_bounds=(False, True))
    model: Any = param.Selector(objects=list(MODELS), default="glass_box")

    def _checked(self, name: str, text: str) -> Any:
        value = super()._checked(name, text)
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(f"{text!r} is no number")
        return value


def make_filters(session: Session) -> RiskFilters:
    """The choices of one session."""
    filters = RiskFilters()
    filters.keep_as_default()
    return filters


def nearest(steps: Sequence[float], asked: float | None, usual: float) -> float:
    """The capacity that was worked out and lies nearest to the one asked for."""
    wanted = usual if asked is None else asked
    return min(steps, key=lambda step: (abs(step - wanted), step))


def model_word(value: str, lang: str) -> str:
    """One option of the model."""
    return t(MODEL_NAMES[value], lang)


def people_a_day(capacity: float, lang: str) -> str:
    """A capacity as people say it."""
    message = "{n} person a day" if capacity == 1 else "{n} persons a day"
    return t(message, lang, n=number(capacity, lang))


class CapacityBox(LeverBox):
    """One slider over the capacities that were worked out: `on_move` and `on_release` get the number of a step."""

    def _handle_msg(self, data: Any) -> None:
        match data:
            case {"move": {"capacity": int(step)}}:
                self._on_move(step)
            case {"release": {"capacity": int(step)}}:
                self._on_release(step)
            case {"reset": True}:
                self._on_reset()


def slider(steps: Sequence[float], usual: float, lang: str) -> list[dict[str, Any]]:
    """The slider as the browser draws it."""
    lever = {
        "key": LEVER,
        "label": t("Looked at longer", lang),
        "hint": t("Per working day and office: conversations that interviewers have time for.", lang),
        "flag": False,
        "today": list(steps).index(usual),
        "words": [people_a_day(step, lang) for step in steps],
    }
    return [{"key": LEVER, "title": t("Capacity of the interviewers", lang), "folded": False, "levers": [lever]}]
