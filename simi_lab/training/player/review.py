"""Today's review on the sheet: one question at a time, and a calm end."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from simi_lab.i18n import day, plural, t
from simi_lab.training.engine.memory import Card
from simi_lab.training.engine.recall import Recall
from simi_lab.training.engine.sitting import Sitting, Today
from simi_lab.training.player.sheet import Player
from simi_lab.training.player.view import hint_button, question_view

View = dict[str, Any]


class ReviewPlayer(Player):
    """Today's review of a learner, shown by the sheet of the lessons.

    Parameters
    ----------
    sitting : Sitting
    lang : "id" or "en", or a reference to it
    on_change : called after each act of the learner
    """

    def __init__(self, sitting: Sitting, *, on_change: Callable[[], None] | None = None, **params: Any) -> None:
        self.sitting = sitting
        super().__init__(sitting, on_change=on_change, **params)

    def _await_outlook(self) -> None:
        """Nothing is simulated in a review."""

    def _shown(self) -> View:
        return review_view(self.sitting, self.lang)

    def _do(self, act: dict[str, Any]) -> None:
        recall = self.sitting.recall
        match act:
            case {"do": "check"} if recall is not None:
                recall.answer(act.get("response"), self.lang, act.get("confidence"))
            case {"do": "hint"} if recall is not None:
                recall.hint()
            case {"do": "reveal"} if recall is not None:
                recall.reveal()
            case {"do": "forward"}:
                self.sitting.forward()
            case {"do": "lang", "lang": "id" | "en" as lang}:
                self.lang = lang


def review_view(sitting: Sitting, lang: str) -> View:
    """Say everything that is to be shown of today's review, in the form that the sheet shows.

    No key of an answer is in it before the learner has earned it.
    """
    recall, now = sitting.recall, sitting.today
    tried = recall is not None and recall.state.tries > 0
    done, left = now.done, len(now.due)
    shown = _question(recall, sitting, lang) if recall is not None else _end(now, lang)
    return {
        "hints": [],
        "solution": None,
        "feedback": None,
        "control": None,
        "sure": None,
        "figure": "",
        **shown,
        "part": "",
        "meters": None,
        "key": sitting.place,
        "lang": lang,
        "done": done + tried,
        "all": done + left,
        "progress": t("{done} of {all} reviewed today", lang, done=done + tried, all=done + left)
        if done + left
        else "",
        "outline": {"label": "", "items": []},
        "title": t("Today's review", lang),
        "mark": t("SYNTHETIC DATA", lang),
    }


def _question(recall: Recall, sitting: Sitting, lang: str) -> View:
    step: Any = recall.step
    shown = question_view(recall, step, lang)
    if recall.state.done and shown["feedback"] is not None:
        shown["feedback"] = {**shown["feedback"], "next": _comes_back(sitting.comes_back(), lang)}
    return {
        **shown,
        "kicker": recall.module.head.title.say(lang),
        "heading": step.title.say(lang),
        "buttons": _buttons(recall, step, lang),
    }


def _buttons(recall: Recall, step: Any, lang: str) -> list[View]:
    done = recall.state.done
    buttons = [_button("check", t("Check", lang), "plain" if done else "primary", off=done)]
    if not done:
        buttons.append(hint_button(recall, step, lang, is_free=True))
    if recall.may_reveal:
        buttons.append(_button("reveal", t("Show the solution", lang), "plain"))
    words, look = ("Next question", "primary") if done else ("Not now", "quiet")
    return [*buttons, {**_button("forward", t(words, lang), look), "row": "move"}]


def _button(action: str, label: str, look: str, *, off: bool = False) -> View:
    return {"action": action, "label": label, "look": look, "off": off, "row": "answer"}


def _comes_back(card: Card | None, lang: str) -> str:
    if card is None:
        return ""
    days = card.days
    return plural("It comes back tomorrow.", "It comes back in {n} days.", days, lang)


def _end(now: Today, lang: str) -> View:
    heading, said = "There is nothing to review today.", []
    if now.done:
        heading = "Enough for today."
        message = "You reviewed {n} questions today; {right} of them were right at once."
        said.append(t(message, lang, n=now.done, right=now.right))
    if now.n_due:
        said.append(t("What is left waits until tomorrow; a little every day is better than much at once.", lang))
    elif now.following is not None:
        said.append(t("The next questions come back on {day}.", lang, day=day(now.following, lang)))
    elif not now.done:
        said.append(t("A question comes back some days after it was answered in a lesson.", lang))
    return {
        "kicker": t("Today's review", lang),
        "heading": t(heading, lang),
        "html": "".join(f"<p>{escape(words)}</p>" for words in said),
        "tone": "right",
        "buttons": [],
    }
