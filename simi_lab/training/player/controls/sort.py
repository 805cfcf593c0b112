"""Cards on screen: each with the bins as a small row of choices."""

from __future__ import annotations

from typing import Any

from simi_lab.i18n import t
from simi_lab.training.content.kinds.sort import Sort
from simi_lab.training.content.words import Words
from simi_lab.training.engine.grade import key_answer
from simi_lab.training.engine.kinds.mixed import mixed
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.player.controls.control import Control, View, choice, rows_of


def _show(lesson: Lesson, step: Sort, lang: str) -> View:
    """Cards come mixed: authors write them bin by bin."""
    texts = {card.key: card.text for card in step.cards}
    return {
        "help": t("Choose for each card where it belongs.", lang),
        "options": [choice(lesson, key, texts[key], lang) for key in mixed(step.key, list(texts))],
        "bins": [choice(lesson, one.key, one.text, lang) for one in step.bins],
    }


def _label(step: Sort, part: str, name: str) -> tuple[str, Words] | None:
    texts = {card.key: card.text for card in step.cards}
    return ("✘", texts[name]) if part == "card" else None


def _marks(step: Sort, response: Any, _is_done: bool) -> dict[str, str]:
    return rows_of(key_answer(step), response)


SORT = Control(_show, "A card still has no place. Choose one for each, then check.", label=_label, marks=_marks)
