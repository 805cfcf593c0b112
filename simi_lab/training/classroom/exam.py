"""The test before and after: two forms with one question for each outcome, drawn from the modules' own questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from simi_lab.training.content import Module
from simi_lab.training.content.model import Question
from simi_lab.training.engine.progress import Event, share_in

MOST_QUESTIONS = 12
Which = Literal["pre", "post"]
WHICH: tuple[Which, ...] = ("pre", "post")
# Kinds that take minutes, or an answer that is worked out elsewhere, have no place in a short test.
_LEFT_OUT = ("case", "calibration", "code", "notice")


@dataclass(frozen=True)
class Item:
    """One question of a test: module, outcome and key."""

    module: str
    outcome: str
    key: str

    @property
    def step(self) -> str:
        """Under which name the answer is written down."""
        return f"{self.module}/{self.key}"


@dataclass(frozen=True)
class Sheet:
    """Where a learner is in a test.

    Parameters
    ----------
    items : the questions in order
    scores : share of the marks (0 to 1) of what was answered or passed over
    started : whether the test was begun
    """

    items: tuple[Item, ...]
    scores: Mapping[str, float]
    started: bool = False

    @property
    def place(self) -> int:
        """Number of questions behind the learner."""
        return next((n for n, item in enumerate(self.items) if item.step not in self.scores), len(self.items))

    @property
    def finished(self) -> bool:
        """Whether every question was answered or passed over."""
        return bool(self.items) and self.place == len(self.items)

    @property
    def score(self) -> float:
        """Mean share of the marks, 0 to 1; what is still open counts nothing."""
        return sum(self.scores.get(item.step, 0.0) for item in self.items) / len(self.items) if self.items else 0.0


def two_forms(modules: Sequence[Module]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """Draw two forms of a test that ask about the same outcomes in the same order.

    Outcomes are taken from the modules in turn, those with two questions first, so that the forms differ where they
    can; where an outcome has one question only, both forms ask it (options in another order, numbers drawn anew).

    Randomness : none; the choice follows from keys alone, so that a test stays the same after a restart.
    """
    choices: list[list[tuple[Item, Item]]] = []
    for module in modules:
        pairs = []
        for outcome in module.head.outcomes:
            keys = [one.key for one in module.questions if one.outcome == outcome and may_ask(one)]
            keys.sort(key=lambda key: sha256(f"{module.id}/{key}".encode()).digest())
            if keys:
                pairs.append((Item(module.id, outcome, keys[0]), Item(module.id, outcome, keys[-1])))
        choices.append(sorted(pairs, key=lambda pair: pair[0] == pair[1]))  # stable: outcomes keep their order
    chosen: list[tuple[Item, Item]] = []
    while any(choices) and len(chosen) < MOST_QUESTIONS:
        for pairs in choices:
            if pairs and len(chosen) < MOST_QUESTIONS:
                chosen.append(pairs.pop(0))
    order = [module.id for module in modules]
    chosen.sort(key=lambda pair: order.index(pair[0].module))
    return tuple(one for one, _ in chosen), tuple(other for _, other in chosen)


def may_ask(question: Question) -> bool:
    """Whether a question fits into a short test: quickly answered, and marked by itself."""
    fixed = not isinstance(getattr(question, "answer", 0.0), str) or bool(getattr(question, "draw", None))
    return question.kind not in _LEFT_OUT and fixed


def form_of(forms: tuple[tuple[Item, ...], tuple[Item, ...]], alias: str, which: Which) -> tuple[Item, ...]:
    """Return the form that a learner gets: half of the class begins with one, half with the other.

    So a form that happens to be easier moves both halves in opposite directions, and not the change of the class.
    """
    swapped = sha256(alias.encode()).digest()[0] % 2
    return forms[swapped ^ (which == "post")]


def exam_id(label: str, which: Which) -> str:
    """Under which name a test stands in the record, where modules have theirs."""
    return f"tes/{label}/{which}"


def fold_exam(items: Sequence[Item], events: Iterable[Event], name: str) -> Sheet:
    """Work out where a learner is in a test; the first answer to a question counts."""
    known = {item.step for item in items}
    scores: dict[str, float] = {}
    started = False
    for event in events:
        if event.module != name:
            continue
        started = True
        if event.step in known and event.verb in ("answered", "skipped"):
            scores.setdefault(event.step, share_in(event.data.get("score")))
    return Sheet(tuple(items), scores, started)


def turned(question: Any, alias: str, which: Which) -> Any:
    """Return a question with its options in an order of this learner and test; other kinds as they are."""
    options = getattr(question, "options", None)
    if not isinstance(options, list | tuple):
        return question
    mixed = sorted(options, key=lambda one: sha256(f"{alias}/{which}/{question.key}/{one.key}".encode()).digest())
    return question.model_copy(update={"options": type(options)(mixed)})
