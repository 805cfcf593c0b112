"""The page after the last step: what was reached, what is still open, what can be done next."""

from __future__ import annotations

import math
from html import escape
from typing import Any

from simi_lab.i18n import percent, t
from simi_lab.training.engine.confidence import sureness
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.engine.progress import has_mastered, outcome_marks, unreached
from simi_lab.training.player.sure import told


def finish(lesson: Lesson, lang: str) -> dict[str, Any]:
    """Say how the module went, in the form that the sheet shows."""
    progress, head = lesson.progress, lesson.module.head
    won = _won(lesson)
    heading = "You have finished this module." if progress.finished else "Nearly there."
    return {
        "kicker": head.title.say(lang),
        "heading": t(heading, lang),
        "html": f"<p>{escape(_verdict(lesson, lang))}</p>{_paper(lesson, lang)}{_outcomes(lesson, lang)}"
        f"{told(sureness(lesson.reading.events), lang)}",
        "tone": "right" if won else "note",
        "control": None,
        "sure": None,
        "feedback": None,
        "hints": [],
        "solution": None,
        "jumps_label": t("Still open; choose one to go there:", lang),
        "jumps": [{"key": key, "label": lesson.module.step(key).title.say(lang)} for key in progress.open_steps],
        "buttons": [
            _button("back", t("Back", lang), "quiet"),
            _button("restart", t("Start again from the beginning", lang), "plain"),
        ],
    }


def cut(share: float, lang: str) -> str:
    """Write marks in whole percent, cut off: 79.7 % must not read as 80 % beside the words "not yet"."""
    return percent(math.floor(100 * share + 1e-9) / 100, lang)


def _won(lesson: Lesson) -> bool:
    progress = lesson.progress
    return progress.finished and (progress.passed or has_mastered(lesson.module, progress))


def _verdict(lesson: Lesson, lang: str) -> str:
    progress, mastery = lesson.progress, lesson.module.head.mastery
    values = {"score": cut(progress.score, lang), "mastery": percent(mastery, lang)}
    if not progress.finished:
        return t("So far you have {score} of the marks. The module is passed when every goal reaches {mastery}.", lang,
                 **values)  # fmt: skip
    if progress.barred and not progress.passed:
        return t(
            "You have {score} of the marks. On your first path through a story you took a choice that is a crime, so "
            "the module is not passed this time. You may start again at any time.",
            lang,
            **values,
        )
    if progress.passed or not unreached(lesson.module, progress):
        return t(
            "You have {score} of the marks and reached every goal: passed. Thank you for your care.", lang, **values
        )
    return t(
        "You have {score} of the marks; the module is passed when every goal reaches {mastery}. The goals that are "
        "still open are marked below. You may start again at any time.",
        lang,
        **values,
    )


def _paper(lesson: Lesson, lang: str) -> str:
    """Where the certificate is to be had: on a page by a link, in a notebook by the command."""
    name = lesson.module.id
    if not _won(lesson):
        return ""
    if lesson.face != "page":
        said = escape(t("Get the certificate with the command", lang))
        return f"<p>{said} <code>simi-lab learn certificate {escape(name)}</code></p>"
    words = escape(t("Get the certificate under My record", lang))
    link = f'data-q="page=belajar/catatan" href="?page=belajar/catatan&amp;lang={lang}"'
    return f'<p><a class="paper" {link}>{words}</a></p>'


def _outcomes(lesson: Lesson, lang: str) -> str:
    marks = outcome_marks(lesson.module, lesson.progress)
    missing = unreached(lesson.module, lesson.progress)
    rows = "".join(
        f"<tr><td>{escape(words.say(lang))}</td><td class='num'>{escape(cut(marks[key], lang))}</td>"
        f"<td>{_standing(key in missing, lang)}</td></tr>"
        for key, words in lesson.module.head.outcomes.items()
        if key in marks
    )
    heads = [escape(t(word, lang)) for word in ("Goal", "Marks", "Goal reached")]
    head = f"<th>{heads[0]}</th><th class='num'>{heads[1]}</th><th>{heads[2]}</th>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _standing(is_missing: bool, lang: str) -> str:
    sign, word = ("○", "not yet") if is_missing else ("✔", "yes")
    return f"<span aria-hidden='true'>{sign}</span> {escape(t(word, lang))}"


def _button(action: str, label: str, look: str) -> dict[str, Any]:
    return {"action": action, "label": label, "look": look, "off": False, "row": "move"}
