"""A letter on screen: the facts, a field to write in, and afterwards the rules by which it was checked."""

from __future__ import annotations

from html import escape

from simi_lab.i18n import t
from simi_lab.training.content.kinds.notice import Forms, Notice
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds.notice import LONGEST
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.player.controls.control import Control, View
from simi_lab.training.text.render import inline


def _show(lesson: Lesson, step: Notice, lang: str) -> View:
    def say(words: Words) -> str:
        return inline(words.say(lang), lesson.module, lesson.facts, lang)

    state = lesson.state
    return {
        "help": t("Everybody in it is invented; please write nothing about real people.", lang),
        "sheet_label": t("The facts", lang),
        "sheet": [say(words) for words in step.sheet],
        "label": t("Your letter", lang),
        "count": t("{n} words", lang, n="{n}"),
        "longest": LONGEST,
        "rules_label": t("How it was checked: word by word, on this computer", lang),
        "rules": _rules(step, lang) if state.tries else None,
        "letter_label": t("An example", lang),
        "letter": say(step.letter) if state.done else None,
    }


def _rules(step: Notice, lang: str) -> list[str]:
    """Say each rule with the words that it looks for: nothing about the check is hidden."""
    join = escape(t(" and one of: ", lang))
    looked = [
        f"<b>{escape(part.name.say(lang))}</b>: {escape(t('one of: ', lang))}"
        + join.join(_said(forms, lang) for forms in part.need)
        for part in step.parts
    ]
    kept_out = [
        f"<b>{escape(slip.name.say(lang))}</b>: {escape(t('none of: ', lang))}{_said(slip.forms, lang)}"
        for slip in step.slips
    ]
    longest = escape(t("No sentence of more than {n} words.", lang, n=step.sentence_words))
    blind = escape(t("The rules only see words. Read your letter once more yourself.", lang))
    return [*looked, *kept_out, longest, blind]


def _said(forms: Forms, lang: str) -> str:
    return escape(", ".join(forms.en if lang == "en" else forms.id))


def _label(step: Notice, part: str, name: str) -> tuple[str, Words] | None:
    if part in ("found", "missing"):
        return ("✔" if part == "found" else "✘"), next(one.name for one in step.parts if one.key == name)
    if part == "slip":
        return "✘", next(one.name for one in step.slips if one.key == name)
    return None


NOTICE = Control(_show, "Nothing is written yet. Write the letter, then check.", _label)
