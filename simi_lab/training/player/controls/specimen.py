"""A specimen document on screen: drawn from its fields, each of which can be pressed."""

from __future__ import annotations

from typing import Any

from simi_lab.i18n import t
from simi_lab.training.content.kinds.specimen import Specimen
from simi_lab.training.content.words import Words
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.player.controls.control import Control, View, choice
from simi_lab.training.text.facts import fill


def _show(lesson: Lesson, step: Specimen, lang: str) -> View:
    """Which fields are faulty is not in it; values are plain text, so that `<` and `_` stay what they are."""
    paper = step.paper
    return {
        "help": t("Press every field in which something is wrong.", lang),
        "look": paper.look,
        "title": paper.title.say(lang),
        "desc": paper.desc.say(lang),
        "photo": t("Photo: a drawn silhouette", lang) if paper.photo else "",
        "options": [
            {
                **choice(lesson, one.key, one.label, lang),
                "value": fill(one.value.say(lang), lesson.module, lesson.facts, lang),
                "mono": one.mono,
            }
            for one in paper.fields
        ],
        "words": {"specimen": t("SPECIMEN", lang), "synthetic": t("SYNTHETIC DATA", lang)},
    }


def _label(step: Specimen, part: str, name: str) -> tuple[str, Words] | None:
    if part != "field":
        return None
    field = next(one for one in step.paper.fields if one.key == name)
    return ("✔" if field.fault else "✘"), field.label


def _marks(step: Specimen, response: Any, is_done: bool) -> dict[str, str]:
    """Say of each field that was pressed whether it is faulty; the others stay untold until the end."""
    pressed = response if isinstance(response, list) else []
    told = {one.key: "found" if one.fault else "sound" for one in step.paper.fields if one.key in pressed}
    missed = {one.key: "fault" for one in step.paper.fields if one.fault and one.key not in pressed}
    return {**told, **(missed if is_done else {})}


SPECIMEN = Control(_show, "No field is pressed yet. Press at least one, then check.", label=_label, marks=_marks)
