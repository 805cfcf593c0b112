"""A story on screen: the scene, what can be asked and done, what has followed, and the meters in words."""

from __future__ import annotations

from html import escape
from typing import Any

from simi_lab.i18n import number, t
from simi_lab.training.content.paths import Path, meters, most_delay, surfaced
from simi_lab.training.content.story import Scene, Story
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.engine.tale import place_of
from simi_lab.training.player.clock import clock_rows, hours_passed
from simi_lab.training.player.debrief import debrief
from simi_lab.training.text.render import html, inline

View = dict[str, Any]
TRUST_WORDS = (
    (75, "high ({n} of 100)"),
    (50, "fair ({n} of 100)"),
    (25, "low ({n} of 100)"),
    (0, "nearly lost ({n} of 100)"),
)


def story_view(lesson: Lesson, story: Story, lang: str) -> View:
    """Say what a story shows now; nothing of what a choice leads to is in it before it is taken.

    Returns
    -------
    dict
        heading, html, part (changes with every scene and walk), control (None at an ending), meters.
    """
    walk = lesson.walk
    place = place_of(story, walk)
    scene, ending = story.scene(place), story.ending(place)
    there = scene or ending
    assert there is not None  # a loaded story names no lost place
    text = html(there.text.say(lang), lesson.module, lesson.facts, lang)
    opening = html(story.intro.say(lang), lesson.module, lesson.facts, lang) if not walk.path else ""
    shown: View = {
        "heading": there.title.say(lang) if walk.path else story.title.say(lang),
        "html": opening + _happened(lesson, story, lang) + text,
        "part": f"{max(len(lesson.state.walks), 1)}/{len(walk.path)}/{place}",
        "control": _control(lesson, scene, lang) if scene else None,
        "meters": meters_view(story, walk.path, walk.asked, lang),
    }
    if ending:
        shown["html"] += debrief(lesson, story, lang)
    elif len(lesson.state.walks) > 1:
        shown["html"] = f'<p class="caption">{escape(t("This replay does not count.", lang))}</p>' + shown["html"]
    return shown


def meters_view(story: Story, path: Path, asked: Path, lang: str) -> View:
    """Say the meters, each with a word and the length of its calm bar (0 to 1)."""
    state = meters(story, path, asked)
    trust = next(words for least, words in TRUST_WORDS if state.trust >= least)
    rows = [{"name": t("Trust", lang), "words": t(trust, lang, n=state.trust), "share": state.trust / 100}]
    longest = most_delay(story)
    if longest:
        delay = t("{n} minutes", lang, n=number(state.delay, lang))
        rows.append({"name": t("Delay for applicants", lang), "words": delay, "share": state.delay / longest})
    rows += clock_rows(story, path, lang)
    return {"label": t("Where things stand (figures of the exercise)", lang), "rows": rows}


def _happened(lesson: Lesson, story: Story, lang: str) -> str:
    """Write what followed at once from the last choice, and what has come up here from earlier ones."""
    path, parts = lesson.walk.path, []
    choice = story.choice(*path[-1]) if path else None
    if choice:
        parts.append(_block("happened", t("What followed", lang), choice.because.say(lang), lesson, lang))
        took = hours_passed(story, path, lang)
        parts += [f'<p class="took">{escape(took)}</p>'] if took else []
    place = place_of(story, lesson.walk)
    for at, later in surfaced(story, path):
        if at == place:
            parts.append(_block("later", t("From an earlier choice", lang), later.text.say(lang), lesson, lang))
    clock = story.clock
    if clock is not None and clock.starts == place:
        parts.append(_block("later", t("The breach clock runs", lang), clock.why.say(lang), lesson, lang))
    return "".join(parts)


def _block(look: str, label: str, text: str, lesson: Lesson, lang: str) -> str:
    said = inline(text, lesson.module, lesson.facts, lang)
    return f'<div class="{look}"><p class="label">{escape(label)}</p><p>{said}</p></div>'


def _control(lesson: Lesson, scene: Scene, lang: str) -> View:
    asked = {fact for place, fact in lesson.walk.asked if place == scene.key}

    def say(text: str) -> str:
        return inline(text, lesson.module, lesson.facts, lang)

    return {
        "kind": "story",
        "scene": scene.key,
        "legend": t("What do you do?", lang),
        "help": t("Choose one.", lang),
        "locked": False,
        "response": None,
        "options": [{"key": choice.key, "text": say(choice.text.say(lang))} for choice in scene.choices],
        "facts_label": t("You may ask first:", lang) if scene.facts else "",
        "facts": [
            {
                "key": fact.key,
                "ask": fact.ask.say(lang),
                "cost": t("{n} minutes", lang, n=number(fact.minutes, lang)) if fact.minutes else "",
                "answer": say(fact.answer.say(lang)) if fact.key in asked else None,
            }
            for fact in scene.facts
        ],
    }
