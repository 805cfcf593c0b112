"""Choices on screen: one or several out of a list, or one out of a diagram."""

from __future__ import annotations

from simi_lab.i18n import t
from simi_lab.training.content.kinds.chart import Chart
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


def _shown(lesson: Lesson, step: Chart, lang: str) -> View:
    """Each option names its bar, wrong ones too: pressing the bar chooses it."""
    options = [{**choice(lesson, one.key, one.text, lang), "bar": one.bar} for one in step.options]
    can_press = any(option["bar"] for option in options)
    words = t("Choose one, here or in the diagram.", lang) if can_press else t("Choose one.", lang)
    return {"help": words, "options": options}


def _label(step: Multiple, part: str, name: str) -> tuple[str, Words] | None:
    if part != "option":
        return None
    option = next(option for option in step.options if option.key == name)
    return ("✔" if option.right else "✘"), option.text


SINGLE = Control(_one, "Nothing is chosen yet. Choose one answer, then check.")
CHART = Control(_shown, "Nothing is chosen yet. Choose one answer, then check.")
MULTIPLE = Control(_some, "Nothing is chosen yet. Choose every answer that fits, then check.", _label)
