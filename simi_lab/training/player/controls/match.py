"""Pairs on screen: each thing on the left with a list of partners to choose from."""

from __future__ import annotations

from typing import Any

from simi_lab.i18n import t
from simi_lab.training.content.kinds.match import Match
from simi_lab.training.content.words import Words
from simi_lab.training.engine.grade import key_answer
from simi_lab.training.engine.kinds.match import partners
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.player.controls.control import Control, View, choice, rows_of

_LONG = 34  # letters that a closed list shows on a phone; longer partners are written out above


def _show(lesson: Lesson, step: Match, lang: str) -> View:
    """Partners have a letter for a key: it says nothing of what they belong to."""
    rights = [choice(lesson, letter, text, lang) for letter, text in partners(step).items()]
    return {
        "help": t("Choose a partner for each. A partner may be left over.", lang)
        if step.lures
        else t("Choose a partner for each.", lang),
        "options": [choice(lesson, pair.key, pair.left, lang) for pair in step.pairs],
        "partners": rights,
        "is_long": any(len(right["text"]) > _LONG for right in rights),
        "words": {"none": t("Choose …", lang), "partners": t("Partners to choose from", lang)},
    }


def _label(step: Match, part: str, name: str) -> tuple[str, Words] | None:
    lefts = {pair.key: pair.left for pair in step.pairs}
    return ("✘", lefts[name]) if part == "pair" else None


def _marks(step: Match, response: Any, _is_done: bool) -> dict[str, str]:
    return rows_of(key_answer(step), response)


MATCH = Control(_show, "Something still has no partner. Choose one for each, then check.", label=_label, marks=_marks)
