"""Choices on screen: one or several out of a list."""

from __future__ import annotations

from simi_lab.i18n import t
from simi_lab.training.content.kinds.multiple import Multiple
from simi_lab.training.content.kinds.single import Single
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds.mixed import mixed
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.player.controls.control import Control, View, choice


def _one(lesson: Lesson, step: Single, lang: str) -> View:
    options = [choice(lesson, option.key, option.text, lang) for option in step.options]
    return {"help": t("Choose one.", lang), "options": options}


def _some(lesson: Lesson, step: Multiple, lang: str) -> View:
    """Options come mixed: authors tend to write the right ones together."""
    texts = {option.key: option.text for option in step.options}
    options = [choice(lesson, key, texts[key], lang) for key in mixed(step.key, list(texts))]
    return {"help": t("Choose all that fit.", lang), "options": options}


def _label(step: Multiple, part: str, name: str) -> tuple[str, Words] | None:
    if part != "option":
        return None
    option = next(option for option in step.options if option.key == name)
    return ("✔" if option.right else "✘"), option.text


SINGLE = Control(_one, "Nothing is chosen yet. Choose one answer, then check.")
MULTIPLE = Control(_some, "Nothing is chosen yet. Choose every answer that fits, then check.", _label)
