"""A test on the sheet: one question after the other, no hints, no feedback until the end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import panel as pn
import param

from simi_lab.i18n import LANG_NAMES, LANGS, percent, t
from simi_lab.training.classroom.exam import Item, Sheet, Which, exam_id, fold_exam, form_of, turned, two_forms
from simi_lab.training.content import Module
from simi_lab.training.engine import Lesson, Record, grade
from simi_lab.training.engine.record import Reading
from simi_lab.training.player.controls import CONTROLS
from simi_lab.training.player.feedback import trouble
from simi_lab.training.player.sheet import LessonSheet
from simi_lab.training.text.facts import FactSource
from simi_lab.training.text.render import figure, inline

_log = logging.getLogger(__name__)
View = dict[str, Any]


class BlankRecord(Record):
    """A record in which nothing stands and nothing is written: a question of a test is shown as if it were new."""

    def read(self, module: str | None = None) -> Reading:
        """Say that nothing was done."""
        return Reading(())


class ExamPlayer(pn.viewable.Viewer):
    """A test of one learner.

    Parameters
    ----------
    record : the learner's record, where answers are written
    label : name of the class
    which : "pre" or "post"
    modules : modules that the test is drawn from
    facts : source of the world's numbers
    lang : "id" or "en", or a reference to it
    on_change : called after each answer
    """

    lang: Any = param.Selector(default="id", objects=["id", "en"], allow_refs=True)

    def __init__(
        self,
        record: Record,
        label: str,
        which: Which,
        modules: Sequence[Module],
        *,
        facts: FactSource,
        on_change: Callable[[], None] = lambda: None,
        **params: Any,
    ) -> None:
        super().__init__(**params)
        self.record, self.which, self.name_ = record, which, exam_id(label, which)
        self._modules = {module.id: module for module in modules}
        self._items = form_of(two_forms(modules), record.alias, which)
        self._facts, self._on_change = facts, on_change
        self._moment, self._note = 0, ""
        self.refresh()
        self.sheet = LessonSheet(self.act, view=self._view())
        self.param.watch(lambda _: self._show(), "lang")

    def __panel__(self) -> LessonSheet:
        return self.sheet

    def refresh(self) -> Sheet:
        """Read the record again; what another window did is there afterwards."""
        self.state = fold_exam(self._items, self.record.read(self.name_).events, self.name_)
        return self.state

    def act(self, act: dict[str, Any]) -> None:
        """Take an answer, or pass a question over; what cannot be written down is told and does not count."""
        try:
            self._do(act)
        except Exception:
            _log.exception("the act %r of a test could not be done", act.get("do"))
            self.sheet.view = {**self._view(), "feedback": trouble(self.lang)}
            return
        self._show()
        self._on_change()

    def _do(self, act: dict[str, Any]) -> None:
        self._note = ""
        self.refresh()  # another window may have gone on
        if self.state.finished:
            return
        item = self.state.items[self.state.place]
        if self.sheet.view["key"] != item.step:
            return  # what was sent belongs to a question that is behind; the next view shows the present one
        if act.get("do") == "forward":
            self._write(item, "skipped", {"score": 0.0})
        elif act.get("do") == "check":
            lesson = self._lesson(item)
            outcome = grade(lesson.step, act.get("response"), self.lang)
            if not outcome.counts:
                self._note = _NOTHING if outcome.code == "not_attempted" else _UNREADABLE
                return
            data = {"response": act.get("response"), "success": outcome.success, "score": outcome.score}
            self._write(item, "answered", {**data, "code": outcome.code, "lang": self.lang})

    def _write(self, item: Item, verb: Any, data: dict[str, Any]) -> None:
        version = self._modules[item.module].head.version
        if not self.state.started:
            self.record.add(self.name_, version, "", "initialized", {"face": "page"})
        self.record.add(self.name_, version, item.step, verb, {**data, "face": "page"})
        if self.refresh().finished:
            self.record.add(self.name_, version, "", "completed", {"score": self.state.score, "face": "page"})

    def _lesson(self, item: Item) -> Lesson:
        """The question as a lesson of its own, its options in this learner's order, its numbers drawn for this test."""
        module = self._modules[item.module]
        steps = tuple(turned(step, self.record.alias, self.which) if step.key == item.key else step
                      for step in module.steps)  # fmt: skip
        alias = f"{self.record.alias[:19]} {self.which}"  # other numbers than in the lesson, and than in the other test
        blank = BlankRecord(self.record.workspace, alias)
        lesson = Lesson(module.model_copy(update={"steps": steps}), blank, facts=self._facts)
        lesson.place = item.key
        return lesson

    def _show(self) -> None:
        self.sheet.view = self._view()

    def _view(self) -> View:
        lang, state = self.lang, self.state
        self._moment += 1  # an equal view would not be sent
        other = next(code for code in LANGS if code != lang)
        shown = self._end() if state.finished else self._question(state.items[state.place])
        return {
            **shown,
            "lang": lang,
            "done": state.place,
            "all": len(state.items),
            "progress": t("{done} of {all} answered", lang, done=state.place, all=len(state.items)),
            "outline": self._outline(),
            "hints": [],
            "solution": None,
            "part": "",
            "meters": None,
            "title": "",
            "mark": t("SYNTHETIC DATA", lang),
            "other": {"lang": other, "label": LANG_NAMES[other]},
            "moment": self._moment,
        }

    def _outline(self) -> View:
        """All questions by number; none can be gone back to, since the first answer counts."""
        lang, place = self.lang, self.state.place
        items = [
            {
                "key": item.step,
                "label": t("Question {n}", lang, n=n + 1),
                "mark": "•" if n < place else "○",
                "word": t("answered", lang) if n < place else t("not yet", lang),
                "open": False,
                "current": n == place,
            }
            for n, item in enumerate(self.state.items)
        ]
        return {"label": t("All questions", lang), "items": items}

    def _question(self, item: Item) -> View:
        lesson, lang = self._lesson(item), self.lang
        step: Any = lesson.step
        control = CONTROLS[step.kind].show(lesson, step, lang)
        return {
            "key": item.step,
            "kicker": t("Question {n} of {all}", lang, n=self.state.place + 1, all=len(self.state.items)),
            "heading": step.title.say(lang),
            "html": f"<p>{inline(step.stem.say(lang), lesson.module, lesson.facts, lang)}</p>",
            "figure": figure(step.figure, lesson.module, lang) if step.figure else "",
            "control": {"kind": step.kind, "locked": False, "response": None, **control},
            "feedback": _said(t(self._note, lang)) if self._note else None,
            "buttons": [
                _button("check", t("Give this answer", lang), "primary", "answer"),
                _button("forward", t("I do not know, go on", lang), "quiet", "move"),
            ],
        }

    def _end(self) -> View:
        lang = self.lang
        said = t("You reached {score} of the marks. Thank you; the class is compared as a whole only.", lang,
                 score=percent(self.state.score, lang))  # fmt: skip
        rows = "".join(
            f"<tr><td>{escape(self._outcome(item, lang))}</td>"
            f"<td class='num'>{escape(percent(self.state.scores[item.step], lang))}</td></tr>"
            for item in self.state.items
        )
        goal, marks = escape(t("Goal", lang)), escape(t("Marks", lang))
        table = (
            f"<table><thead><tr><th>{goal}</th><th class='num'>{marks}</th></tr></thead><tbody>{rows}</tbody></table>"
        )
        return {
            "key": "end",
            "kicker": "",
            "heading": t("The test is finished.", lang),
            "html": f"<p>{escape(said)}</p>{table}",
            "control": None,
            "feedback": None,
            "buttons": [],
        }

    def _outcome(self, item: Item, lang: str) -> str:
        return self._modules[item.module].head.outcomes[item.outcome].say(lang)


_NOTHING = "Nothing is answered yet. Answer, or choose “I do not know, go on”."
_UNREADABLE = "This could not be read as an answer. Please look at it once more."


def _said(words: str) -> View:
    return {"tone": "note", "mark": "•", "title": words, "items": [], "next": ""}


def _button(action: str, label: str, look: str, row: str) -> View:
    return {"action": action, "label": label, "look": look, "off": False, "row": row}
