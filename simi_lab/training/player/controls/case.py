"""A case on screen: the dossier, and what can be decided."""

from __future__ import annotations

from simi_lab.i18n import t
from simi_lab.training.content.kinds.case import Case
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.player.controls.control import Control, View, choice
from simi_lab.training.player.dossier import advice_html, dossier_html, titled


def _show(lesson: Lesson, step: Case, lang: str) -> View:
    parts = [titled(step.drawn, lang), dossier_html(step.drawn, lang)]
    parts += [advice_html(step.drawn, lang)] if step.advice else []
    return {
        "help": t("Choose one.", lang),
        "dossier": "".join(parts),
        "options": [choice(lesson, option.key, option.text, lang) for option in step.options],
    }


CASE = Control(_show, "Nothing is decided yet. Choose one decision, then check.")
