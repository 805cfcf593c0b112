"""The talk after a story: the learner's path beside the best one, and the law article by article in our own words."""

from __future__ import annotations

from html import escape

from simi_lab.i18n import number, percent, t
from simi_lab.training.content.paths import Path, best_path, meters, most_delay, path_marks, severities
from simi_lab.training.content.story import Choice, Severity, Story
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.text.render import MARKS, inline

_SEVERITY: dict[Severity, tuple[str, str]] = {
    "harmless": ("✔", "harmless"),
    "poor": ("◐", "poor"),
    "violation": ("✘", "violation"),
    "crime": ("▲", "crime"),
}


def debrief(lesson: Lesson, story: Story, lang: str) -> str:
    """Write the debrief of the walk that has just ended, as HTML."""
    best = best_path(story)
    yours = (
        f"<h3>{escape(t('Your path', lang))}</h3>"
        f"{_steps(lesson, story, lesson.walk.path, lang)}{_end(story, lesson.walk.path, lesson.walk.asked, lang)}"
    )
    other = (
        f"<h3>{escape(t('The best path', lang))}</h3>{_steps(lesson, story, best, lang)}{_end(story, best, (), lang)}"
    )
    return (
        f"{_verdict(lesson, story, lang)}"
        f'<div class="paths"><section>{yours}</section><section>{other}</section></div>'
        f"<h3>{escape(t('The law, in our words', lang))}</h3>{_law(lesson, story, best, lang)}"
    )


def _verdict(lesson: Lesson, story: Story, lang: str) -> str:
    walks = lesson.state.walks
    share = percent(path_marks(story, walks[0].path), lang)
    said = t("Your first path earned {share} of this story's marks.", lang, share=share)
    if len(walks) > 1:
        said += " " + t("This replay does not count.", lang)
    if "crime" in severities(story, walks[0].path):
        said += " " + t(
            "It held a choice that is a crime, so this module cannot be passed on this passage; "
            "taking the module again from its beginning opens a new one.",
            lang,
        )
    return f'<p class="verdict">{escape(said)}</p>'


def _steps(lesson: Lesson, story: Story, path: Path, lang: str) -> str:
    return f"<ol>{''.join(_step(lesson, story, scene, key, lang) for scene, key in path)}</ol>"


def _step(lesson: Lesson, story: Story, scene: str, key: str, lang: str) -> str:
    here, choice = story.scene(scene), story.choice(scene, key)
    if here is None or choice is None:
        return ""
    sign, word = _SEVERITY[choice.severity]
    judged = f'<span aria-hidden="true">{sign}</span> {escape(t(word, lang))}'
    did = inline(choice.text.say(lang), lesson.module, lesson.facts, lang)
    return (
        f"<li><b>{escape(here.title.say(lang))}</b> "
        f'<span class="severity {choice.severity}">{judged}</span>'
        f"<br>{did}</li>"
    )


def _end(story: Story, path: Path, asked: Path, lang: str) -> str:
    state = meters(story, path, asked)
    delay = t(", delay {delay} minutes", lang, delay=number(state.delay, lang)) if most_delay(story) else ""
    said = t("At the end: trust {trust} of 100", lang, trust=state.trust) + delay + "."
    if state.hours is not None and story.clock is not None:
        hours = number(state.hours, lang)
        said += " " + t("Breach clock: {n} of {all} hours.", lang, n=hours, all=number(story.clock.hours, lang))
    asked_of = sum(len(scene.facts) for scene in story.scenes if any(scene.key == place for place, _ in path))
    if asked:
        said += " " + t("You asked for {n} of {all} facts first.", lang, n=len(asked), all=asked_of)
    return f'<p class="caption">{escape(said)}</p>'


def _law(lesson: Lesson, story: Story, best: Path, lang: str) -> str:
    taken = [choice for one in lesson.walk.path if (choice := story.choice(*one))]
    shown = {key for choice in taken for key in choice.articles}
    shown |= {key for one in best if (choice := story.choice(*one)) for key in choice.articles}
    items = []
    for article in story.articles:
        if article.key in shown:
            says = inline(article.says.say(lang), lesson.module, lesson.facts, lang)
            mark = f'<span class="caption">{escape(t(MARKS[article.mark], lang))}</span>'
            met = [choice for choice in taken if article.key in choice.articles]
            items.append(f"<li><b>{escape(article.law.say(lang))}</b> {mark}<br>{says} {_met(met, lesson, lang)}</li>")
    return f'<ul class="law">{"".join(items)}</ul>'


def _met(choices: list[Choice], lesson: Lesson, lang: str) -> str:
    """Say how the learner's own choices stand to an article."""
    if not choices:
        return f"<i>{escape(t('It did not come up on your path.', lang))}</i>"
    worst = max(choices, key=lambda choice: list(_SEVERITY).index(choice.severity))
    if worst.severity == "harmless":
        return f"<i>{escape(t('You kept to it.', lang))}</i>"
    did = inline(worst.text.say(lang), lesson.module, lesson.facts, lang)
    words = "At odds with it:" if worst.severity == "poor" else "Broken by:"
    return f"<i>{escape(t(words, lang))}</i> {did}"
