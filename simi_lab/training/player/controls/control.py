"""What a screen must know of a kind of question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simi_lab.training.content.words import Words
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.text.render import inline

View = dict[str, Any]


@dataclass(frozen=True)
class Control:
    """How questions of one kind are put on screen; the script of the same name in `assets/controls` draws it.

    Parameters
    ----------
    show : (lesson, step, lang) -> what the script needs, as plain data
        Never the key of an answer. `help` says what to do.
    ask : message id for when nothing was answered
    label : (step, part, name) -> (sign, what was chosen) before the words of a feedback key `part.name`, or None
    """

    show: Callable[[Lesson, Any, str], View]
    ask: str
    label: Callable[[Any, str, str], tuple[str, Words] | None] = lambda _step, _part, _name: None


def choice(lesson: Lesson, key: str, text: Words, lang: str) -> View:
    """Say one thing that can be chosen."""
    return {"key": key, "text": inline(text.say(lang), lesson.module, lesson.facts, lang)}
