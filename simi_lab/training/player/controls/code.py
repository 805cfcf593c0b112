"""A small task for analysts on screen: a field for the program, and what came of it."""

from __future__ import annotations

from html import escape
from typing import Any

from simi_lab.i18n import number, t
from simi_lab.training.content.kinds.code import Code
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.engine.outcome import Outcome
from simi_lab.training.player.controls.control import Control, View
from simi_lab.training.player.controls.stops import stop_words

_HELP = (
    "Write your program and say answer = … . Indent with four spaces; the Tab key leaves the field. "
    "Ctrl + Enter runs it without a try."
)
_WORDS = {
    "label": "Your program",
    "phone": "On a phone this is possible, but easier in JupyterLab or at a desk.",
    "model": "One way to write it:",
}


def _show(lesson: Lesson, step: Code, lang: str) -> View:
    model = step.answers[0].strip() if lesson.state.done else ""
    words = {name: t(text, lang) for name, text in _WORDS.items()}
    return {"help": t(_HELP, lang), "starter": step.starter.rstrip() + "\n", "model": model, "words": words}


def told(outcome: Outcome, lang: str) -> View:
    """Say what a program did beside its marks: a stop with its reason, what it printed, its answer as a table.

    Returns
    -------
    dict
        For "stopped" and "shown" a whole feedback; for a marked answer what is added to it.
    """
    shown = _shown(outcome.extra.get("shown") or {}, lang)
    if outcome.code == "stopped":
        title, more = stop_words(outcome.extra, lang)
        items = [{"mark": "", "html": escape(one)} for one in more]
        return {"tone": "note", "mark": "•", "title": title, "items": items, "next": "", "shown": shown}
    if outcome.code == "shown":
        title = t("This is what the program does. It was not checked and is no try.", lang)
        return {"tone": "note", "mark": "•", "title": title, "items": [], "next": "", "shown": shown}
    if outcome.code == "wrong" and outcome.extra.get("world") == "other":
        note = t("On this computer's world the answer fits, but not on another world, where the numbers differ.", lang)
        return {"shown": shown, "note": {"mark": "", "html": escape(note)}}
    return {"shown": shown}


def _shown(shown: Any, lang: str) -> View | None:
    if not isinstance(shown, dict) or not any(shown.get(name) for name in ("printed", "columns", "text")):
        return None
    rows, height = shown.get("rows") or [], shown.get("height") or 0
    size = t("{n} of {all} rows are shown.", lang, n=number(len(rows), lang), all=number(height, lang))
    return {
        "label": t("Output", lang),
        "printed": shown.get("printed") or "",
        "text": shown.get("text") or "",
        "columns": shown.get("columns") or [],
        "rows": rows,
        "size": size if height > len(rows) else "",
    }


CODE = Control(_show, "The program is still as it was given. Complete it, then check.")
