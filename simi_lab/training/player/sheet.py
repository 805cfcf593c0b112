"""The lesson sheet: one component that shows a view and sends back what the learner does, on a page or in a cell."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import panel as pn
import param

from simi_lab.charts.theme import css_variables
from simi_lab.i18n import LANG_NAMES, LANGS
from simi_lab.training.assets import sheet_script, sheet_styles
from simi_lab.training.content.kinds.code import Code
from simi_lab.training.content.model import END, Question
from simi_lab.training.engine.grade import grade, kind_of
from simi_lab.training.engine.kinds.code import get_ready, try_out
from simi_lab.training.engine.outcome import Outcome
from simi_lab.training.engine.outlook import ask, look
from simi_lab.training.player.beside import beside
from simi_lab.training.player.feedback import trouble, under_way
from simi_lab.training.player.later import on_own_turn
from simi_lab.training.player.view import view

_log = logging.getLogger(__name__)
_ALONE = (
    f":host{{{css_variables()}}}.sheet[data-dark]{{{css_variables(dark=True)}}}"
    ".sheet{background:var(--lab-ground);color:var(--lab-ink);padding:16px;border-radius:8px;margin:0 auto}"
)


class LessonSheet(pn.custom.JSComponent):
    """Shows the view of a lesson.

    Semantics are plain HTML (fieldset, legend, radio, checkbox, button, `role=status`), so that keyboard and screen
    readers need nothing special; right answers never travel to the browser before they are earned.

    Parameters
    ----------
    alone : whether no page of the lab stands around it (a notebook cell): it then brings colours and mark along
    """

    view: Any = param.Dict(default={})
    alone = param.Boolean(default=False)

    _esm = sheet_script()

    def __init__(self, on_act: Callable[[dict[str, Any]], None], **params: Any) -> None:
        styles = [sheet_styles(), *([_ALONE] if params.get("alone") else [])]
        super().__init__(sizing_mode="stretch_width", margin=0, stylesheets=styles, **params)
        self._on_act = on_act

    def _handle_msg(self, data: Any) -> None:
        if isinstance(data, dict):
            self._on_act(data)


class Player(pn.viewable.Viewer):
    """A lesson that can be looked at and worked through.

    Parameters
    ----------
    lesson : Lesson
    lang : "id" or "en", or a reference to it
    alone : see `LessonSheet`
    on_change : called after each act of the learner
    """

    lang: Any = param.Selector(default="id", objects=["id", "en"], allow_refs=True)

    def __init__(
        self, lesson: Any, *, alone: bool = False, on_change: Callable[[], None] | None = None, **params: Any
    ) -> None:
        super().__init__(**params)
        self.lesson: Any = lesson  # a Lesson; kinds of players of their own may play something else
        self._on_change = on_change
        self._moment = 0
        self._running = False  # a program of the learner's is on the workbench
        self._awaited: Any = None
        self.sheet = LessonSheet(self.act, view=self._view(), alone=alone)
        self._await_outlook()
        self.param.watch(lambda _: self.refresh(), "lang")

    def __panel__(self) -> LessonSheet:
        return self.sheet

    def refresh(self) -> None:
        """Bring the sheet up to date with the lesson."""
        self.sheet.view = self._view()

    def act(self, act: dict[str, Any]) -> None:
        """Do what the learner asked for: `{"do": "check", "response": …}`, `{"do": "go", "key": …}` and so on.

        What cannot be written down is told to the learner and does not count; nothing else is lost.
        """
        try:
            self._do(act)
            if act.get("do") in ("forward", "back", "go") and self._is_program():
                get_ready()
        except Exception:
            _log.exception("the act %r could not be done", act.get("do"))
            self.lesson.refresh()
            self.sheet.view = {**self._view(), "feedback": trouble(self.lang)}
            return
        self.refresh()
        self._await_outlook()
        if self._on_change is not None:
            self._on_change()

    def _await_outlook(self) -> None:
        """Have the office simulated for a trial that has ended, and look again when it is."""
        lesson = self.lesson
        trial = lesson.trial if lesson.in_trial else None
        if trial is None or trial.phase != "ended" or self._awaited == trial:
            return
        self._awaited = trial
        if look(lesson.world, trial).status in ("new", "waiting"):
            ask(lesson.world, trial, on_own_turn(self.refresh))

    def _view(self) -> dict[str, Any]:
        other = next(lang for lang in LANGS if lang != self.lang)
        self._moment += 1  # an equal view would not be sent, and the same answer given twice would get no reply
        words = {"other": {"lang": other, "label": LANG_NAMES[other]}, "moment": self._moment}
        shown = self._shown()
        if self._running and self._is_program():
            shown["feedback"] = under_way(self.lang)
        return {**shown, **words}

    def _shown(self) -> dict[str, Any]:
        return view(self.lesson, self.lang)

    def _do(self, act: dict[str, Any]) -> None:
        lesson = self.lesson
        match act:
            case {"do": "check", "response": {"scene": str(scene), "choice": choice}} if lesson.in_story:
                lesson.choose(scene, choice if isinstance(choice, str) else None)
            case {"do": "ask", "scene": str(scene), "fact": str(fact)} if lesson.in_story:
                lesson.ask(scene, fact)
            case {"do": "begin"} if lesson.in_trial:
                lesson.begin_trial()
            case {"do": "check", "response": {"case": int(n), "phase": str(phase), **told}} if lesson.in_trial:
                said = told.get("decision")
                lesson.decide(n, phase, said if isinstance(said, str) else None, act.get("confidence"))
            case {"do": "replay"} if lesson.in_story:
                lesson.replay()
            case {"do": "check" | "run" as how} if self._is_program():
                self._run(act, is_checked=how == "check")
            case {"do": "check"} if not lesson.at_end and not lesson.in_story and not lesson.in_trial:
                lesson.answer(act.get("response"), self.lang, act.get("confidence"))
            case {"do": "ran", "step": key, "outcome": Outcome() as outcome} if key == lesson.place:
                lesson.answer(act.get("response"), self.lang, act.get("confidence"), outcome=outcome)
            case {"do": "ran", "outcome": None}:
                raise RuntimeError("the workbench failed")  # told as what could not be done
            case {"do": "hint"} if not lesson.at_end:
                lesson.hint()
            case {"do": "reveal"} if not lesson.at_end:
                lesson.reveal()
            case {"do": "forward"} if not lesson.at_end:
                lesson.forward()
            case {"do": "back"}:
                lesson.go(self._before())
            case {"do": "go", "key": str(key)} if lesson.may_go(key):
                lesson.go(key)
            case {"do": "lang", "lang": "id" | "en" as lang}:
                self.lang = lang
            case {"do": "restart"}:
                lesson.restart()

    def _is_program(self) -> bool:
        step = None if self.lesson.at_end else self.lesson.step
        return isinstance(step, Question) and kind_of(step).is_run

    def _run(self, asked: dict[str, Any], *, is_checked: bool) -> None:
        """Have the learner's program run beside the page; one at a time, and it is told when it is done."""
        step, lang, response = self.lesson.step, self.lang, asked.get("response")
        if self._running or not isinstance(step, Code) or self.lesson.state.done:
            return
        self._running = True

        def work() -> Outcome:
            if is_checked or not isinstance(response, str):
                return grade(step, response, lang)
            return try_out(step, response)

        def then(outcome: Outcome | None) -> None:
            self._running = False
            self.act({**asked, "do": "ran", "step": step.key, "outcome": outcome})

        beside(work, then)

    def _before(self) -> str:
        keys = [step.key for step in self.lesson.module.steps] + [END]
        return keys[max(keys.index(self.lesson.place) - 1, 0)]
