"""A short text on screen: a field for a few words."""

from __future__ import annotations

from simi_lab.i18n import t
from simi_lab.training.content.kinds.text import LONGEST, TextQuestion
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.player.controls.control import Control, View


def _show(_lesson: Lesson, _step: TextQuestion, lang: str) -> View:
    return {"help": t("Your answer, in a few words", lang), "longest": LONGEST}


TEXT = Control(_show, "Nothing is written yet. Write your answer, then check.")
