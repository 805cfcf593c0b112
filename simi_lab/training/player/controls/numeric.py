"""A number on screen: a field with its unit."""

from __future__ import annotations

from simi_lab.i18n import t
from simi_lab.training.content.kinds.numeric import Numeric
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.player.controls.control import Control, View


def _show(_lesson: Lesson, step: Numeric, lang: str) -> View:
    unit = step.unit.say(lang)
    return {"help": t("Your answer, in {unit}", lang, unit=unit), "unit": unit}


NUMERIC = Control(
    _show,
    "Nothing is written yet. Write a number, then check.",
    unread="This could not be read as a number. Write it like {example}.",
)
