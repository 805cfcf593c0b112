"""Cards on screen that are put in order with arrow buttons."""

from __future__ import annotations

from typing import Any

from simi_lab.i18n import t
from simi_lab.training.content.kinds.order import Order
from simi_lab.training.engine.kinds.mixed import mixed
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.player.controls.control import Control, View, choice

_WORDS = {
    "up": "Move up: {text}",
    "down": "Move down: {text}",
    "moved": "{text}: now place {n} of {all}",
}


def shown_order(step: Order) -> list[str]:
    """Return the keys of an ordering question in the order in which they are first shown: fixed, and never right."""
    return mixed(step.key, [item.key for item in step.items])


def _show(lesson: Lesson, step: Order, lang: str) -> View:
    texts = {item.key: item.text for item in step.items}
    keys = lesson.state.response if _is_order(lesson.state.response, texts) else shown_order(step)
    return {
        "help": t("Move the cards with the arrow buttons.", lang),
        "options": [choice(lesson, key, texts[key], lang) for key in keys],
        "words": {name: t(text, lang) for name, text in _WORDS.items()},
    }


def _is_order(response: Any, texts: dict[str, Any]) -> bool:
    return isinstance(response, list) and sorted(map(str, response)) == sorted(texts)


ORDER = Control(_show, "The order is still as it was shown. Move at least one card, then check.")
