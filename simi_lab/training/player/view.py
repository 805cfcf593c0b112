"""What a lesson looks like at this moment, as plain data: the same for a page, a notebook and a test."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from simi_lab.i18n import t
from simi_lab.training.content.model import Multiple, Numeric, Order, Question, Read, Single
from simi_lab.training.content.story import Story
from simi_lab.training.engine.grade import grade
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.engine.tale import has_ended
from simi_lab.training.player.feedback import feedback, nothing_chosen
from simi_lab.training.player.finish import finish
from simi_lab.training.player.tale import story_view
from simi_lab.training.text.render import html, inline

View = dict[str, Any]


def view(lesson: Lesson, lang: str) -> View:
    """Say everything that is to be shown of a lesson now.

    Parameters
    ----------
    lesson : Lesson
    lang : "id" or "en"

    Returns
    -------
    dict
        Plain data for the sheet. No key of an answer is in it before the learner has earned it.
    """
    shown = finish(lesson, lang) if lesson.at_end else _step(lesson, lang)
    all_steps, done = len(lesson.module.steps), lesson.progress.n_done
    return {
        **shown,
        "key": lesson.place,
        "lang": lang,
        "done": done,
        "all": all_steps,
        "progress": t("{done} of {all} steps done", lang, done=done, all=all_steps),
        "outline": _outline(lesson, lang),
        "title": lesson.module.head.title.say(lang),
        "mark": t("SYNTHETIC DATA", lang),
        "order_words": {name: t(text, lang) for name, text in _ORDER_WORDS.items()},
    }


def shown_order(step: Order) -> list[str]:
    """Return the keys of an ordering question in the order in which they are first shown: fixed, and never right."""
    keys = [item.key for item in step.items]
    mixed = sorted(keys, key=lambda key: sha256(f"{step.key}/{key}".encode()).digest())
    return mixed if mixed != keys else [*mixed[1:], mixed[0]]


_ORDER_WORDS = {
    "up": "Move up: {text}",
    "down": "Move down: {text}",
    "moved": "{text}: now place {n} of {all}",
    "help": "Move the cards with the arrow buttons.",
}


def _step(lesson: Lesson, lang: str) -> View:
    step, module = lesson.step, lesson.module
    n = [one.key for one in module.steps].index(step.key) + 1
    shown: View = {
        "kicker": t("Step {n} of {all}", lang, n=n, all=len(module.steps)),
        "heading": step.title.say(lang),
        "buttons": _buttons(lesson, lang, first=n == 1),
        "hints": [],
        "solution": None,
        "feedback": None,
        "control": None,
        "part": "",
        "meters": None,
    }
    if isinstance(step, Read):
        return {**shown, "html": html(step.body.say(lang), module, lesson.facts, lang)}
    if isinstance(step, Story):
        told = story_view(lesson, step, lang)
        return {**shown, **told, "feedback": nothing_chosen(lang) if lesson.is_asking else None}
    return {**shown, **_question(lesson, step, lang)}


def _question(lesson: Lesson, step: Any, lang: str) -> View:
    state, outcome = lesson.state, lesson.outcome
    if outcome is None and state.response is not None:
        outcome = grade(step, state.response, state.lang)  # a return to this step brings its last feedback back
    words = [inline(hint.say(lang), lesson.module, lesson.facts, lang) for hint in step.hints[: state.hints]]
    solution = inline(step.solution.say(lang), lesson.module, lesson.facts, lang)
    return {
        "html": f"<p>{inline(step.stem.say(lang), lesson.module, lesson.facts, lang)}</p>",
        "control": _control(lesson, step, lang),
        "feedback": feedback(lesson, step, outcome, lang),
        "hints": [f"<b>{t('Hint {n}', lang, n=n + 1)}</b> {text}" for n, text in enumerate(words)],
        "solution": f"<b>{t('Solution', lang)}</b> {solution}" if state.revealed else None,
    }


def _control(lesson: Lesson, step: Question, lang: str) -> View:
    control: View = {"kind": step.kind, "locked": lesson.state.done, "response": lesson.state.response}
    if isinstance(step, Single | Multiple):
        many = isinstance(step, Multiple)
        control["help"] = t("Choose all that fit.", lang) if many else t("Choose one.", lang)
        control["options"] = [_choice(option.key, option.text.say(lang), lesson, lang) for option in step.options]
    elif isinstance(step, Order):
        texts = {item.key: item.text.say(lang) for item in step.items}
        keys = lesson.state.response if _is_order(lesson.state.response, texts) else shown_order(step)
        control["help"] = t(_ORDER_WORDS["help"], lang)
        control["options"] = [_choice(key, texts[key], lesson, lang) for key in keys]
    elif isinstance(step, Numeric):
        control["help"] = t("Your answer, in {unit}", lang, unit=step.unit.say(lang))
        control["unit"] = step.unit.say(lang)
    return control


def _choice(key: str, text: str, lesson: Lesson, lang: str) -> View:
    return {"key": key, "text": inline(text, lesson.module, lesson.facts, lang)}


def _is_order(response: Any, texts: dict[str, str]) -> bool:
    return isinstance(response, list) and sorted(map(str, response)) == sorted(texts)


def _buttons(lesson: Lesson, lang: str, *, first: bool) -> list[View]:
    step, state = lesson.step, lesson.state
    buttons: list[View] = []
    if isinstance(step, Question):
        buttons.append(_button("check", t("Check", lang), "plain" if state.done else "primary", off=state.done))
        left = len(step.hints) - state.hints
        if not state.done:
            hint = t("Hint ({n} left)", lang, n=left) if left else t("No more hints", lang)
            buttons.append(_button("hint", hint, "plain", off=not left))
        if state.may_reveal:
            buttons.append(_button("reveal", t("Show the solution", lang), "plain"))
    if isinstance(step, Story):
        at_end = has_ended(step, lesson.walk)
        buttons.append(
            _button("replay", t("Play again (does not count)", lang), "plain")
            if at_end
            else _button("check", t("Do this", lang), "primary")
        )
    move = [] if first else [_button("back", t("Back", lang), "quiet")]
    if isinstance(step, Read) or state.done:
        playing = isinstance(step, Story) and not has_ended(step, lesson.walk)  # then "Do this" leads on
        move.append(_button("forward", t("Continue", lang), "plain" if playing else "primary"))
    else:
        move.append(_button("forward", t("Skip for now", lang), "quiet"))
    return buttons + [{**button, "row": "move"} for button in move]


def _button(action: str, label: str, look: str, *, off: bool = False) -> View:
    return {"action": action, "label": label, "look": look, "off": off, "row": "answer"}


def _outline(lesson: Lesson, lang: str) -> View:
    items = []
    for step in lesson.module.steps:
        state = lesson.progress.steps[step.key]
        mark, word = _standing(state, lang)
        items.append(
            {
                "key": step.key,
                "label": step.title.say(lang),
                "mark": mark,
                "word": word,
                "open": lesson.may_go(step.key),
                "current": step.key == lesson.place,
            }
        )
    return {"label": t("All steps", lang), "items": items}


def _standing(state: Any, lang: str) -> tuple[str, str]:
    if state.right or state.read or state.ended:
        return "✔", t("done", lang)
    if state.revealed:
        return "◐", t("solution seen", lang)
    if state.skipped:
        return "↷", t("skipped", lang)
    return ("•", t("begun", lang)) if state.seen else ("○", t("not yet", lang))
