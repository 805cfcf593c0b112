"""What a learner still remembers: every question answered is a card, and FSRS says when it should come back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from simi_lab.clock import OFFICE_ZONE
from simi_lab.training.content.kinds.numeric import Numeric
from simi_lab.training.content.model import Module, Step
from simi_lab.training.content.question import Question
from simi_lab.training.engine.progress import REVIEWED, TRIES_TO_SOLUTION, Event

if TYPE_CHECKING:
    from fsrs import Scheduler

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4  # as FSRS counts them
RETENTION = 0.9  # a card comes back when about nine of ten such cards would still be known
LONGEST_DAYS = 365
_APART = ("case", "code")  # a case needs its dossier, a code task its desk; neither is a thing to remember
_EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)

Key = tuple[str, str]  # module, step


@dataclass
class Encounter:
    """One time that a learner met a question, in a lesson or in a review, until it was settled."""

    n: int = -1  # which review it was; -1 in a lesson
    at: datetime = _EARLIEST  # of the last act
    tries: int = 0
    hints: int = 0
    right: bool = False
    revealed: bool = False
    confidence: str | None = None  # said with the last try
    misjudged: bool = False  # said "sure" with a wrong answer

    @property
    def settled(self) -> bool:
        """Whether nothing more was asked."""
        return self.right or self.revealed

    @property
    def rating(self) -> int:
        """How well it was remembered, in FSRS's four grades; see DECISIONS.md for the reasons."""
        if not self.right or self.misjudged or self.tries >= TRIES_TO_SOLUTION:
            return AGAIN
        if self.tries > 1 or self.hints or self.confidence == "guess":
            return HARD
        return EASY if self.confidence == "sure" else GOOD


@dataclass(frozen=True)
class Card:
    """A question with the day on which it comes back.

    Parameters
    ----------
    n_reviews : how often it was met, the lesson included
    days : days from the last time to `due`
    """

    module: str
    step: str
    due: date
    n_reviews: int
    days: int

    @property
    def key(self) -> Key:
        """Module and step."""
        return self.module, self.step


def can_be_reviewed(step: Step) -> bool:
    """Whether a step is a card; a figure of the world is none, since it changes with the world."""
    is_fact = isinstance(step, Numeric) and isinstance(step.answer, str) and not step.draw
    return isinstance(step, Question) and step.kind not in _APART and not is_fact


def cards(modules: Iterable[Module], events: Iterable[Event]) -> list[Card]:
    """Work out every card of a learner from the record.

    A question becomes a card once it is settled in its lesson; while it is open there, a review would give it away.
    Steps that a module no longer has are passed over, and so are acts whose content is damaged.

    Parameters
    ----------
    events : of one learner, in the order in which they were written; of all modules or of some

    Randomness : none; FSRS runs without fuzz. Time : only that of the events.
    """
    known = [(module.id, step.key) for module in modules for step in module.steps if can_be_reviewed(step)]
    met = encounters(events)
    found = (_card(key, [one for one in met.get(key, ()) if one.tries]) for key in known if _is_settled(met.get(key)))
    return [card for card in found if card is not None]


def _is_settled(met: Sequence[Encounter] | None) -> bool:
    return any(one.settled for one in met or ())


def encounters(events: Iterable[Event]) -> dict[Key, list[Encounter]]:
    """Put the acts at each question together to encounters.

    What comes after an encounter is settled does not change it: a second window answered what was done.
    """
    met: dict[Key, dict[object, Encounter]] = {}
    passages: dict[str, int] = {}
    for event in events:
        if event.verb == "initialized" and event.data.get("fresh"):
            passages[event.module] = passages.get(event.module, 0) + 1
        at = moment(event.ts)
        verb, data, n = _act(event)
        if at is None or n is None:
            continue
        which: object = n if n >= 0 else ("lesson", passages.get(event.module, 0))
        one = met.setdefault((event.module, event.step), {}).setdefault(which, Encounter(n))
        if not one.settled:
            _take(one, verb, data, at)
    return {key: list(each.values()) for key, each in met.items()}


def _act(event: Event) -> tuple[str, Mapping[str, Any], int | None]:
    """What was done, and in which review (-1: in the lesson; None: nothing that counts here)."""
    if event.verb == REVIEWED:
        n, verb = event.data.get("n"), event.data.get("do")
        usable = isinstance(n, int) and not isinstance(n, bool) and n >= 0 and isinstance(verb, str)
        return (str(verb), event.data, n) if usable else ("", {}, None)
    if event.verb == "answered":
        return event.verb, event.data, -1 if "response" in event.data else None
    return event.verb, event.data, -1 if event.verb in ("asked-hint", "revealed") else None


def _take(one: Encounter, verb: str, data: Mapping[str, Any], at: datetime) -> None:
    if verb == "asked-hint":
        one.hints += 1
    elif verb == "revealed" and one.tries:
        one.revealed, one.at = True, at
    elif verb == "answered":
        one.tries, one.at, one.right = one.tries + 1, at, data.get("success") is True
        one.confidence = data.get("confidence") if isinstance(data.get("confidence"), str) else None
        one.misjudged = one.misjudged or (not one.right and one.confidence == "sure")


def _card(key: Key, met: Sequence[Encounter]) -> Card | None:
    if not met:
        return None
    from fsrs import Card as Remembered
    from fsrs import Rating

    card = Remembered(card_id=0, due=met[0].at)
    last = met[0].at
    for one in sorted(met, key=lambda one: one.at):
        card, _ = _scheduler().review_card(card, Rating(one.rating), one.at)
        last = one.at
    return Card(*key, due=local_day(card.due), n_reviews=len(met), days=(card.due - last).days)


@cache
def _scheduler() -> Scheduler:
    """FSRS in whole days: what is forgotten comes back tomorrow, not in a minute."""
    from fsrs import Scheduler

    return Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )


def moment(ts: int) -> datetime | None:
    """Return the moment of an event; None when it lies outside the lab's time and must be damaged."""
    try:
        at = datetime.fromtimestamp(ts / 1_000_000, UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return at if _EARLIEST <= at < _LATEST else None


def local_day(at: datetime) -> date:
    """Return the office's day of a moment."""
    return at.astimezone(ZoneInfo(OFFICE_ZONE)).date()


def review_acts(events: Iterable[Event], day: date) -> Iterator[Event]:
    """Yield the acts in reviews on one day."""
    for event in events:
        at = moment(event.ts) if event.verb == REVIEWED else None
        if at is not None and local_day(at) == day:
            yield event
