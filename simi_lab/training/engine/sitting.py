"""Today's review: what is due, at most ten questions or five minutes a day, mixed over the modules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import zip_longest
from typing import Any

from simi_lab.clock import now
from simi_lab.training.content.model import END, Module
from simi_lab.training.engine.memory import Card, Encounter, Key, cards, encounters, local_day, review_acts
from simi_lab.training.engine.progress import Event
from simi_lab.training.engine.recall import Recall
from simi_lab.training.engine.record import Record
from simi_lab.training.text.facts import FactSource, no_facts

MOST = 10  # questions a day
MOST_SECONDS = 300


@dataclass(frozen=True)
class Today:
    """What there is to review on a day.

    Parameters
    ----------
    due : cards for what is left of the day, in the order in which they are asked
    n_due : all that are due, those beyond the day's measure included
    done : questions that were reviewed on this day
    right : of these, right at the first try without a hint
    following : the next day on which something comes back, None when there is no card for a later day
    n_cards : number of all cards
    """

    due: tuple[Card, ...]
    n_due: int
    done: int
    right: int
    following: date | None
    n_cards: int

    @property
    def minutes(self) -> int:
        """Minutes that what is left will take, at half a minute a question; 1 at least."""
        return max(round(len(self.due) * MOST_SECONDS / MOST / 60), 1)


def today(modules: Sequence[Module], events: Iterable[Event], at: datetime) -> Today:
    """Work out what is due.

    Parameters
    ----------
    modules : as declared
    events : of one learner, of all modules

    Randomness : none; the order within a module follows a hash of the day and the question.
    """
    acts, day = list(events), local_day(at)
    all_cards = cards(modules, acts)
    due = [card for card in all_cards if card.due <= day]
    met = [one for each in encounters(acts).values() for one in each]
    done = [one for one in met if one.n >= 0 and one.tries and local_day(one.at) == day]
    seconds = sum(_seconds(event.data.get("seconds")) for event in review_acts(acts, day))
    left = 0 if seconds >= MOST_SECONDS else max(MOST - len(done), 0)
    right = sum(one.right and one.tries == 1 and not one.hints for one in done)
    following = min((card.due for card in all_cards if card.due > day), default=None)
    return Today(tuple(_mixed(due, day)[:left]), len(due), len(done), right, following, len(all_cards))


def _mixed(due: Sequence[Card], day: date) -> list[Card]:
    """Take turns between the modules; within one, what has waited longest comes first."""
    heaps: dict[str, list[Card]] = {}
    for card in sorted(due, key=lambda card: (card.due, _shuffle(card, day))):
        heaps.setdefault(card.module, []).append(card)
    return [card for row in zip_longest(*heaps.values()) for card in row if card is not None]


def _shuffle(card: Card, day: date) -> bytes:
    return sha256(f"{day}/{card.module}/{card.step}".encode()).digest()


def _seconds(value: Any) -> float:
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    return min(max(float(value), 0.0), 600.0) if usable else 0.0


class Sitting:
    """A learner at today's review: one question after the other.

    Parameters
    ----------
    modules : every module
    record : Record
    facts : source of the world's numbers, for texts and draws that name them
    """

    def __init__(self, modules: Sequence[Module], record: Record, *, facts: FactSource = no_facts) -> None:
        self._modules = {module.id: module for module in modules}
        self.record, self.facts = record, facts
        self._passed: set[Key] = set()
        self.recall: Recall | None = None
        self.forward()

    def refresh(self) -> None:
        """Read the record again."""
        self.events = self.record.read().events
        self.today = today(list(self._modules.values()), self.events, now())
        if self.recall is not None:
            self.recall.refresh()

    def forward(self) -> None:
        """Go to the next question that is due and was not passed over in this sitting; or to the end."""
        if self.recall is not None:
            self._passed.add((self.recall.module.id, self.recall.place))
        self.recall = None
        self.refresh()
        card = next((card for card in self.today.due if card.key not in self._passed), None)
        if card is not None:
            before = encounters(self.events).get(card.key, [])
            module = self._modules[card.module]
            self.recall = Recall(module, card.step, n_reviews(before), self.record, facts=self.facts)

    @property
    def at_end(self) -> bool:
        """Whether nothing more is asked."""
        return self.recall is None

    @property
    def place(self) -> str:
        """Name of what is shown: different for every question and every review of it."""
        return END if self.recall is None else f"{self.recall.module.id}/{self.recall.place}/{self.recall.n}"

    def comes_back(self) -> Card | None:
        """The card of the question that is shown, as it stands after the answer."""
        if self.recall is None:
            return None
        module = self._modules[self.recall.module.id]
        key = (module.id, self.recall.place)
        return next((card for card in cards([module], self.recall.reading.events) if card.key == key), None)


def n_reviews(met: Sequence[Encounter]) -> int:
    """Return the number of the next review of a question: one that was looked at and not tried is taken up again."""
    return sum(1 for one in met if one.n >= 0 and one.tries)
