"""What a screen must know of a kind of question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simi_lab.i18n import t
from simi_lab.training.content.words import Words
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.text.render import inline

View = dict[str, Any]
SIGNS = {  # at a row of an answer that was checked: sign and message id
    "fits": ("✔", "fits"),
    "unfit": ("✘", "does not fit yet"),
    "found": ("✔", "fault found"),
    "sound": ("✘", "nothing wrong here"),
    "fault": ("▲", "this is faulty"),
}


@dataclass(frozen=True)
class Control:
    """How questions of one kind are put on screen; the script of the same name in `assets/controls` draws it.

    Parameters
    ----------
    show : (lesson, step, lang) -> what the script needs, as plain data
        Never the key of an answer. `help` says what to do.
    ask : message id for when nothing was answered
    label : (step, part, name) -> (sign, what was chosen) before the words of a feedback key `part.name`, or None
    unread : message id for what could not be read, with the field `example`
    marks : (step, checked response, whether the step is done) -> name in `SIGNS` by row of the control
        Only what the learner has earned by the try.
    """

    show: Callable[[Lesson, Any, str], View]
    ask: str
    label: Callable[[Any, str, str], tuple[str, Words] | None] = lambda _step, _part, _name: None
    unread: str = "This answer could not be read. Please answer once more."
    marks: Callable[[Any, Any, bool], dict[str, str]] = lambda _step, _response, _is_done: {}


def choice(lesson: Lesson, key: str, text: Words, lang: str) -> View:
    """Say one thing that can be chosen."""
    return {"key": key, "text": inline(text.say(lang), lesson.module, lesson.facts, lang)}


def marks_view(control: Control, step: Any, response: Any, lang: str, *, is_done: bool) -> View:
    """Say which rows of a checked answer fit, each with a sign and a word."""
    named = control.marks(step, response, is_done) if response is not None else {}
    return {row: {"tone": name, "sign": SIGNS[name][0], "word": t(SIGNS[name][1], lang)} for row, name in named.items()}


def rows_of(key: dict[str, str], response: Any) -> dict[str, str]:
    """Mark each row of a response that gives rows one choice each."""
    given = response if isinstance(response, dict) else {}
    return {row: "fits" if given[row] == right else "unfit" for row, right in key.items() if row in given}
