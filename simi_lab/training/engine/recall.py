"""One question met again: marked like in its lesson, written down apart, so that no module's marks ever change."""

from __future__ import annotations

from typing import Any

from simi_lab.clock import now
from simi_lab.training.content.model import Module
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.engine.outcome import Outcome
from simi_lab.training.engine.progress import REVIEWED, Event, Progress, Verb, fold
from simi_lab.training.engine.record import Record
from simi_lab.training.text.facts import FactSource, no_facts

_LONGEST_SECONDS = 120.0  # whoever fetched a coffee was not reviewing


class Recall(Lesson):
    """A question of a module in a review.

    Parameters
    ----------
    module : Module
    key : the question
    n : number of this review of the question, from 0; its numbers are drawn for it
    record : Record
    facts : source of the world's numbers
    """

    tries_to_solution = 1  # a review is short: after one wrong answer the solution may be seen

    def __init__(self, module: Module, key: str, n: int, record: Record, *, facts: FactSource = no_facts) -> None:
        self._key, self.n = key, n
        self._since = now()
        super().__init__(module, record, facts=facts)
        self.place = key

    def refresh(self) -> Progress:
        """Read the record again: only the acts of this review of this question count."""
        self.reading = self.record.read(self._whole.id)
        acts = [act for event in self.reading.events if (act := self._told(event)) is not None]
        self.progress = fold(self._whole, acts)
        self._draw()
        return self.progress

    def answer(
        self, response: Any, lang: str = "id", confidence: Any = None, *, outcome: Outcome | None = None
    ) -> Outcome:
        """Mark a response; another window may have been faster, then its answer stands."""
        self.refresh()
        return super().answer(response, lang, confidence, outcome=outcome)

    def _told(self, event: Event) -> Event | None:
        is_it = event.verb == REVIEWED and event.step == self._key and event.data.get("n") == self.n
        verb = event.data.get("do")
        if not is_it or not isinstance(verb, str):
            return None
        return Event(event.ts, event.module, event.version, event.step, verb, event.data, event.event_id)

    @property
    def _passage(self) -> object:
        return f"review {self.n}"

    def _settle(self) -> None:
        """Leave the module as it is: reviews decide nothing about it."""

    def _add(self, step: str, verb: Verb, data: dict[str, Any] | None = None) -> None:
        at = now()
        seconds = min(max((at - self._since).total_seconds(), 0.0), _LONGEST_SECONDS)
        self._since = at
        body = {"do": verb, "n": self.n, "seconds": round(seconds, 1), **(data or {}), **self._kept_numbers(step, verb)}
        version = self._whole.head.version
        self.record.add(self._whole.id, version, step, REVIEWED, {**body, "face": self.face})
