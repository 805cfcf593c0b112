"""What a lesson looks like at this moment, as plain data: the same for a page, a notebook and a test."""

from __future__ import annotations

from typing import Any

from simi_lab.i18n import percent, t
from simi_lab.training.content.calibration import Calibration
from simi_lab.training.content.model import Question, Read
from simi_lab.training.content.story import Story
from simi_lab.training.engine.grade import grade, kind_of
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.engine.progress import HINT_COST
from simi_lab.training.engine.tale import has_ended
from simi_lab.training.player.controls import CONTROLS, marks_view
from simi_lab.training.player.feedback import feedback, nothing_chosen
from simi_lab.training.player.finish import finish
from simi_lab.training.player.sure import asked
from simi_lab.training.player.tale import story_view
from simi_lab.training.player.trial import trial_buttons, trial_view
from simi_lab.training.text.render import figure, html, inline

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
        "sure": None,
        "part": "",
        "figure": "",
        "meters": None,
    }
    if isinstance(step, Read):
        return {**shown, "html": html(step.body.say(lang), module, lesson.facts, lang)}
    if isinstance(step, Story | Calibration):
        told = story_view(lesson, step, lang) if isinstance(step, Story) else trial_view(lesson, step, lang)
        return {**shown, **told, "feedback": nothing_chosen(lang) if lesson.is_asking else None}
    return {**shown, **question_view(lesson, step, lang)}


def question_view(lesson: Lesson, step: Question, lang: str) -> View:
    """Say what is to be shown of a question: what is asked, how it is answered, what was said to the last answer."""
    state, outcome = lesson.state, lesson.outcome
    if outcome is None and kind_of(step).is_run:
        outcome = state.last
    elif outcome is None and state.response is not None and lesson.is_as_answered(step.key):
        outcome = grade(step, state.response, state.lang)  # a return to this step brings its last feedback back
    words = [inline(hint.say(lang), lesson.module, lesson.facts, lang) for hint in step.hints[: state.hints]]
    solution = inline(step.solution.say(lang), lesson.module, lesson.facts, lang)
    return {
        "html": f"<p>{inline(step.stem.say(lang), lesson.module, lesson.facts, lang)}</p>",
        "figure": figure(step.figure, lesson.module, lang) if step.figure else "",
        "control": _control(lesson, step, lang),
        "sure": asked(state, lang),
        "feedback": feedback(lesson, step, outcome, lang),
        "hints": [f"<b>{t('Hint {n}', lang, n=n + 1)}</b> {text}" for n, text in enumerate(words)],
        "solution": f"<b>{t('Solution', lang)}</b> {solution}" if state.revealed else None,
    }


def _control(lesson: Lesson, step: Question, lang: str) -> View:
    state = lesson.state
    control = CONTROLS[step.kind]
    marks = marks_view(control, step, state.response, lang, is_done=state.done)
    return {"kind": step.kind, "locked": state.done, "response": state.response, "marks": marks,
            **control.show(lesson, step, lang)}  # fmt: skip


def _buttons(lesson: Lesson, lang: str, *, first: bool) -> list[View]:
    step, state = lesson.step, lesson.state
    buttons: list[View] = []
    if isinstance(step, Question):
        buttons.append(_button("check", t("Check", lang), "plain" if state.done else "primary", off=state.done))
        if kind_of(step).is_run and not state.done:
            buttons.append(_button("run", t("Run", lang), "plain"))
        if not state.done:
            buttons.append(hint_button(lesson, step, lang))
        if lesson.may_reveal:
            buttons.append(_button("reveal", t("Show the solution", lang), "plain"))
    if isinstance(step, Story):
        at_end = has_ended(step, lesson.walk)
        buttons.append(
            _button("replay", t("Play again (does not count)", lang), "plain")
            if at_end
            else _button("check", t("Do this", lang), "primary")
        )
    if isinstance(step, Calibration):
        buttons += [_button(*one) for one in trial_buttons(lesson, lang)]
    move = [] if first else [_button("back", t("Back", lang), "quiet")]
    if isinstance(step, Read) or state.done:
        playing = isinstance(step, Story) and not has_ended(step, lesson.walk)  # then "Do this" leads on
        move.append(_button("forward", t("Continue", lang), "plain" if playing else "primary"))
    else:
        move.append(_button("forward", t("Skip for now", lang), "quiet"))
    return buttons + [{**button, "row": "move"} for button in move]


def hint_button(lesson: Lesson, step: Question, lang: str, *, is_free: bool = False) -> View:
    """The button for one more hint, with what it costs where it costs anything."""
    left = len(step.hints) - lesson.state.hints
    words = t("No more hints", lang)
    if left and is_free:
        words = t("Hint ({n} left)", lang, n=left)
    elif left:
        words = t("Hint ({n} left, \N{MINUS SIGN}{cost})", lang, n=left, cost=percent(HINT_COST, lang))
    return _button("hint", words, "plain", off=not left)


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
