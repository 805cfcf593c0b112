"""Plans raced against a promise: a few months for hopeless ones, many for those that may win, the budget counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np

from simi_lab.estimate import Estimate, student
from simi_lab.study.recipe.office import Months, Office, Promise, is_unstable
from simi_lab.study.whatif.levers import LEVERS, Levers

ROUNDS = (10, 40, 200)
GLANCE = 5
"""Months by which neighbours are ranked: they meet the same chance, so few tell them apart."""
FINAL = ROUNDS[-1]
EARLY = 0.998
"""Coverage of the intervals by which a plan may leave the race before its last round."""
ORDERED = ("counters", "interviewers", "extra_hours", "back_desks")
"""Levers of which more never lengthens a wait, and always costs."""


class SpentError(Exception):
    """The budget of months is used up; caught inside the finder."""


@dataclass(frozen=True)
class Trial:
    """A plan with the months that were simulated of it."""

    plan: Levers
    seen: Months

    @property
    def n(self) -> int:
        """How many months were simulated."""
        return int(self.seen.cost.size)

    @property
    def cost(self) -> float:
        """Rupiah of a month, mean."""
        return float(self.seen.cost.mean())

    @property
    def kept(self) -> float:
        """The smaller of the two shares, mean over the months."""
        return float(min(self.seen.within.mean(), self.seen.standard.mean()))

    def share(self, name: str, level: float = 0.95) -> Estimate:
        """Share of applicants whose wait (`within`) or days (`standard`) keep the promise, with its interval."""
        return student(getattr(self.seen, name).tolist(), name=name, unit="share", goal="higher", level=level)


class Trials:
    """Every plan that was looked at, what follows from it for others, and how many months it took.

    Parameters
    ----------
    office : what is asked
    promise : what is to be kept
    budget : months that may be simulated
    tell : called with a label, what is done and how much there is
    infers : whether verdicts carry over: what fails also fails with fewer desks, what keeps also keeps with more
    """

    def __init__(
        self, office: Office, promise: Promise, budget: int, tell: Callable[..., Any] | None = None, infers: bool = True
    ) -> None:
        self.office, self.promise, self.budget, self.infers = office, promise, budget, infers
        self.tell = tell or (lambda *_: None)
        self.spent = 0
        self.seen: dict[Levers, Trial] = {}
        self.best: Trial | None = None
        self.path: list[tuple[int, float]] = []
        self._floors: dict[Levers, float] = {}
        self._failed: list[Levers] = []
        self._kept: list[Levers] = []

    def floor(self, plan: Levers) -> float:
        """Rupiah of a month that a plan costs at least."""
        if plan not in self._floors:
            self._floors[plan] = self.office.floor(plan)
        return self._floors[plan]

    def look(self, plan: Levers, n: int) -> Trial:
        """Simulate a plan until `n` months of it are known.

        Raises
        ------
        SpentError
            The budget does not reach.
        """
        known = self.seen.get(plan)
        first = known.n + 1 if known else 1
        if first <= n:
            if self.spent + n - first + 1 > self.budget:
                raise SpentError
            fresh = self.office.months(plan, range(first, n + 1))
            both = fresh if known is None else joined([known.seen, fresh])
            self.seen[plan] = Trial(plan, both)
            self.spent += n - first + 1
            self.tell("Plans of the office, tried on the same months", self.spent, self.budget)
        return self.seen[plan]

    def keeps(self, plan: Levers, is_final: bool = False, is_itself: bool = False) -> bool:
        """Whether a plan keeps the promise: raced, or inferred from others.

        `is_final` asks for every round; `is_itself` for the plan's own months, whatever others say.
        """
        inferred = None if is_itself and plan not in self._failed else self._inferred(plan)
        if inferred is False or (inferred is True and not is_final):
            return inferred
        for n in ROUNDS[-1:] if is_final and inferred else ROUNDS:
            trial = self.look(plan, n)
            verdict = judge(trial, self.promise)
            if verdict is False or (verdict is True and (n == FINAL or not is_final)):
                break
        if not verdict and plan in self._kept:
            self._kept.remove(plan)
        (self._kept if verdict else self._failed).append(plan)
        if verdict and n == FINAL and (self.best is None or trial.cost < self.best.cost):
            self.best = trial
            self.path.append((self.spent, trial.cost))
        return bool(verdict)

    def has_failed(self, plan: Levers, is_itself: bool = False) -> bool:
        """Whether a plan was refuted: by its own months (`is_itself`), or also by those of others."""
        return plan in self._failed if is_itself else self._inferred(plan) is False

    def reject(self, plan: Levers) -> None:
        """A plan that kept the promise in the race, and did not on fresh months."""
        self._kept = [each for each in self._kept if each != plan]
        self._failed.append(plan)
        kept = [self.seen[each] for each in self._kept if each in self.seen and self.seen[each].n >= FINAL]
        sure = [trial for trial in kept if judge(trial, self.promise)]
        self.best = min(sure, key=lambda trial: trial.cost, default=None)

    def _inferred(self, plan: Levers) -> bool | None:
        if plan in self._failed:
            return False
        if self.infers and any(_covers(failed, plan) for failed in self._failed):
            return False
        if plan in self._kept or (self.infers and any(_covers(plan, kept) for kept in self._kept)):
            return True
        return None


def judge(trial: Trial, promise: Promise) -> bool | None:
    """Whether a plan keeps the promise by the interval's lower end; None: more months must be seen."""
    is_last = trial.n >= FINAL
    level = 0.95 if is_last else EARLY
    shares = [trial.share(name, level) for name in ("within", "standard")]
    lead = student(trial.seen.lead_days.tolist(), name="lead_days", unit="day", level=level)
    if is_unstable(trial.seen) or min(s.high for s in shares) < promise.share or lead.low > promise.lead_days:
        return False
    if min(s.low for s in shares) >= promise.share and (lead.high if not is_last else lead.value) <= promise.lead_days:
        return True
    return False if is_last else None


def breaks(trial: Trial, promise: Promise) -> list[str]:
    """Conditions that a plan does not keep by the interval: `within`, `standard`, `lead_days`."""
    found = [name for name in ("within", "standard") if trial.share(name).low < promise.share]
    return found + (["lead_days"] if trial.seen.lead_days.mean() > promise.lead_days else [])


def joined(parts: Sequence[Months]) -> Months:
    """Months one after the other."""
    return Months(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _covers(more: Levers, less: Levers) -> bool:
    """Whether a plan has at least as much of every ordered lever as another, and the same of all others."""
    return _rest(more) == _rest(less) and all(x >= y for x, y in zip(_amounts(more), _amounts(less), strict=True))


_amounts = attrgetter(*ORDERED)
_rest = attrgetter(*(name for name in LEVERS if name not in ORDERED))
