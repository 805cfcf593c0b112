"""A task for analysts answered from a notebook's cell: check, hint, solution, and the record of the pages."""

from __future__ import annotations

import importlib.util
import inspect
import re
from collections.abc import Callable
from html import escape, unescape
from types import ModuleType, SimpleNamespace
from typing import Any

from simi_lab.i18n import t
from simi_lab.training.content.kinds.code import Code
from simi_lab.training.engine.grade import grade
from simi_lab.training.engine.kinds.code import MOST_CHARS
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.engine.outcome import Outcome
from simi_lab.training.engine.progress import TRIES_TO_SOLUTION
from simi_lab.training.engine.workbench import drill, forms
from simi_lab.training.engine.workbench.world import newest
from simi_lab.training.player.feedback import feedback
from simi_lab.training.text.render import inline

_BY_VALUE = "# notebook: {what}"


class Said:
    """Something said to the learner: shown as HTML in a notebook, as text elsewhere."""

    def __init__(self, *paragraphs: str) -> None:
        self.paragraphs = [one for one in paragraphs if one]

    def _repr_html_(self) -> str:
        return "".join(one if one.startswith("<pre") else f"<p>{one}</p>" for one in self.paragraphs)

    def __repr__(self) -> str:
        return "\n".join(unescape(re.sub(r"<[^>]+>", "", one)) for one in self.paragraphs)


class Task(Said):
    """One task of a module.

    Parameters
    ----------
    lesson : the learner in the module
    step : the task
    lang : "id" or "en"
    """

    def __init__(self, lesson: Lesson, step: Code, lang: str) -> None:
        lesson.place = step.key
        self._lesson, self._step, self._lang = lesson, step, lang
        stem = inline(step.stem.say(lang), lesson.module, lesson.facts, lang)
        mark = f"<b>{escape(step.title.say(lang))}</b> · {t('SYNTHETIC DATA', lang)}"
        super().__init__(mark, stem, f"<pre>{escape(step.starter.strip())}</pre>")

    @property
    def world(self) -> SimpleNamespace:
        """The tables of the newest world on this computer as lazy frames, without identifiers."""
        import polars as pl

        tables = {
            name: pl.scan_parquet(part["files"], glob=False).select(part["columns"])
            for name, part in newest().tables.items()
        }
        return SimpleNamespace(**(tables or drill.tables(drill.OTHER_SIZE)))

    def check(self, answer: Any) -> Said:
        """Check an answer and write the try into the record.

        Parameters
        ----------
        answer : a result for `world`, or a function from a world to its result, or the text of a program
            A function and a program are tried on another world too. `...` means that nothing is answered yet.

        Returns
        -------
        Said
            The feedback. "Not answered" and an answer of another form are only told.
        """
        lesson, step = self._lesson, self._step
        lesson.refresh()
        outcome = grade(step, answer, self._lang) if isinstance(answer, str) else self._judged(answer)
        lesson.answer(_as_text(answer), self._lang, outcome=outcome)
        words = feedback(lesson, step, outcome, self._lang)
        assert words is not None  # only a step without an outcome has none
        items = [f"{item['mark']} {item['html']}".strip() for item in words["items"]]
        return Said(f"<b>{words['mark']} {escape(words['title'])}</b>", *items, escape(words["next"]))

    def hint(self) -> Said:
        """Open one more hint; those that are open already are said again."""
        self._lesson.refresh()
        self._lesson.hint()
        hints = self._step.hints[: self._lesson.state.hints]
        said = [
            f"<b>{t('Hint {n}', self._lang, n=n)}</b> {self._inline(one.say(self._lang))}"
            for n, one in enumerate(hints, 1)
        ]
        return Said(*said, "" if len(hints) < len(self._step.hints) else escape(t("No more hints", self._lang)))

    def solution(self) -> Said:
        """Show the solution once it may be seen: after three tries, or when the task is done."""
        lesson = self._lesson
        lesson.refresh()
        if not lesson.state.done and not lesson.reveal():
            left = TRIES_TO_SOLUTION - lesson.state.tries
            return Said(escape(t("Try again. After {n} more tries you may see the solution.", self._lang, n=left)))
        words = f"<b>{t('Solution', self._lang)}</b> {self._inline(self._step.solution.say(self._lang))}"
        return Said(words, f"<pre>{escape(self._step.answers[0].strip())}</pre>")

    def _inline(self, text: str) -> str:
        return inline(text, self._lesson.module, self._lesson.facts, self._lang)

    def _judged(self, answer: Any) -> Outcome:
        """Check a result, or a function's result on two worlds; the notebook's kernel is a process of its own."""
        if answer is ... or answer is None:
            return Outcome("not_attempted")
        find: Callable[[Any], Any] | None = answer if callable(answer) else None
        worlds = {"here": self.world, **({"other": SimpleNamespace(**drill.tables())} if find else {})}
        check = getattr(_checks(self._step), self._step.check)
        try:
            for name, world in worlds.items():
                brought = self._brought(find(world) if find else answer)
                if find and self._step.twice and not forms.same(brought, self._brought(find(world))):
                    return Outcome("wrong", 0.0, ("word.differs",), {"world": name})
                code = check(brought, world)
                if code != "right":
                    return Outcome("wrong", 0.0, (f"word.{code}",), {"world": name})
        except forms.FormError as error:
            return Outcome("stopped", extra={"error": error.kind, **error.words})
        return Outcome("right", 1.0, ("feedback",))

    def _brought(self, found: Any) -> Any:
        return forms.brought(forms.settled(found), self._step.gives, self._step.columns)


def _checks(step: Code) -> ModuleType:
    spec = importlib.util.spec_from_file_location("checks", step.checks)
    assert spec is not None and spec.loader is not None  # the loader has seen the file
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _as_text(answer: Any) -> str:
    """Return what is kept of an answer: a program's text, or what kind of thing it was."""
    if isinstance(answer, str):
        return answer
    if callable(answer):
        try:
            return f"{_BY_VALUE.format(what='function')}\n{inspect.getsource(answer)}"[:MOST_CHARS]
        except (OSError, TypeError):
            return _BY_VALUE.format(what="function")
    shape = getattr(answer, "shape", "")
    return _BY_VALUE.format(what=f"{type(answer).__name__} {shape}".strip())
