"""What a learner hears after an answer: a word, a shape, and the sentences of what was chosen."""

from __future__ import annotations

from typing import Any

from simi_lab.i18n import t
from simi_lab.training.content.model import Question
from simi_lab.training.engine.grade import words_of
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.engine.outcome import Outcome
from simi_lab.training.player.controls import CONTROLS
from simi_lab.training.player.controls.code import told
from simi_lab.training.text.render import inline

_TITLES = {"right": ("✔", "Right."), "partly": ("◐", "Partly right."), "wrong": ("✘", "Not quite yet.")}


def feedback(lesson: Lesson, step: Question, outcome: Outcome | None, lang: str) -> dict[str, Any] | None:
    """Say an outcome; None when nothing was answered at this step.

    Returns
    -------
    dict
        tone ("right", "partly", "wrong", "note"), mark, title, items (mark, HTML), next (what can be done now).
    """
    if outcome is None:
        return None
    if outcome.code == "not_attempted":
        return _note(t(CONTROLS[step.kind].ask, lang))
    if outcome.code in ("stopped", "shown"):
        return told(outcome, lang)
    if outcome.code == "unreadable" and outcome.feedback:
        return _note(inline(words_of(step, outcome.feedback[0]).say(lang), lesson.module, lesson.facts, lang))
    if outcome.code == "unreadable":
        example = "12,5" if lang == "id" else "12.5"
        return _note(t(CONTROLS[step.kind].unread, lang, example=example))
    mark, title = _TITLES[outcome.code]
    more = told(outcome, lang) if outcome.extra else {}
    items = [_item(lesson, step, key, outcome, lang) for key in outcome.feedback]
    return {
        "shown": more.get("shown"),
        "tone": outcome.code,
        "mark": mark,
        "title": t(title, lang),
        "items": [*([more["note"]] if "note" in more else []), *items],
        "next": _next(lesson, outcome, lang),
    }


def nothing_chosen(lang: str) -> dict[str, Any]:
    """Ask for a choice in a story."""
    return _note(t("Nothing is chosen yet. Choose what you would do.", lang))


def under_way(lang: str) -> dict[str, Any]:
    """Say that a program is being run."""
    return _note(t("Your program is running.", lang))


def trouble(lang: str) -> dict[str, Any]:
    """Say that an act could not be written down."""
    return _note(t("This could not be saved just now, so it does not count yet. Please try again.", lang))


def _note(words: str) -> dict[str, Any]:
    return {"tone": "note", "mark": "•", "title": words, "items": [], "next": ""}


def _item(lesson: Lesson, step: Question, key: str, outcome: Outcome, lang: str) -> dict[str, str]:
    said = inline(words_of(step, key).say(lang), lesson.module, lesson.facts, lang)
    part, _, name = key.partition(".")
    label = CONTROLS[step.kind].label(step, part, name)
    if label is not None:
        sign, chosen = label
        name = inline(chosen.say(lang), lesson.module, lesson.facts, lang)
        stop = "" if name.endswith((".", "?", ":")) else ":"  # a name of two words would run into the sentence
        return {"mark": sign, "html": f"<b>{name}{stop}</b> {said}"}
    return {"mark": "", "html": said}


def _next(lesson: Lesson, outcome: Outcome, lang: str) -> str:
    if outcome.success or lesson.state.done:
        return ""
    left = lesson.tries_to_solution - lesson.state.tries
    if left > 0:
        one = "Try again. After one more try you may see the solution."
        return (
            t(one, lang) if left == 1 else t("Try again. After {n} more tries you may see the solution.", lang, n=left)
        )
    return t("Try again, or look at the solution.", lang)
