"""What became of every case: steps, officers, and how it was closed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simi_lab.clock import SECONDS_PER_DAY
from simi_lab.office.arrivals import FINAL, Coming, Intake
from simi_lab.office.chance import Chance
from simi_lab.office.journey import AT, STATIONS, Journey
from simi_lab.scenario.office import OfficePlan
from simi_lab.schema.enums import CODES

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
NONE = -1
OFFICERS_PER_OFFICE = 10_000


@dataclass(frozen=True)
class Walked:
    """What became of every step, shape (n, n_steps); local seconds, -1 for what did not happen."""

    joined: Ints
    start: Ints
    departure: Ints
    server: Ints


class Casebook:
    """Everything known of the cases of an office, from which its tables are written."""

    def __init__(
        self, intake: Intake, coming: Coming, path: Journey, walked: Walked, plan: OfficePlan, chance: Chance
    ) -> None:
        self.intake, self.coming, self.path, self.walked, self.plan = intake, coming, path, walked, plan
        self.chance = chance
        self.done = walked.departure >= 0
        self.started = _started(walked, self.done, plan, chance)

    @cached_property
    def officer(self) -> Ints:
        """Officer of every step; -1 for the system."""
        return _officers(self.intake, self.path, self.walked, self.plan, self.chance)

    def step(self, name: str) -> Flags:
        """Cases in which a step was finished."""
        return self.done[:, AT[name]]

    def ended(self, name: str) -> Ints:
        """When a step was finished; -1 where it was not."""
        return self.walked.departure[:, AT[name]]

    def closing(self) -> tuple[Ints, Ints]:
        """Moment (-1 while the case is open) and outcome code of the end of every case."""
        final, checks = self.intake.final, self.plan.checks
        limit = int(checks.paper_limit_days.value) * SECONDS_PER_DAY
        fetch_limit = int(self.plan.collection.limit_days.value) * SECONDS_PER_DAY
        refused, postponed = final == FINAL.index("refuse"), final == FINAL.index("postpone")
        reopened = self.intake.needs_clarification
        clarified, reviewed = self.ended("clarify"), self.ended("review")
        ends = (
            (~self.coming.has_paid, self.coming.paid_at, "expired"),
            (self.coming.lapsed_at >= 0, self.coming.lapsed_at, "expired"),
            (self.coming.n_missed >= 2, self.coming.closing[:, 1], "cancelled"),
            (~self.intake.is_complete & ~self.path.is_returned, self.ended("visit") + limit, "expired"),
            (refused, clarified, "refused"),
            (postponed & ~self.path.is_back, clarified + limit, "expired"),
            (refused & ~reopened, reviewed, "refused"),
            (postponed & ~reopened & ~self.path.is_amended, reviewed + limit, "expired"),
            (~self.path.is_collected, self.ended("ready") + fetch_limit, "cancelled"),
            (self.path.is_collected, self.ended("handover"), "issued"),
        )
        needs = (None, None, None, "visit", "clarify", "clarify", "review", "review", "ready", "handover")
        moment = np.full(final.size, NONE, dtype=np.int64)
        outcome = np.zeros(final.size, dtype=np.int64)
        for (holds, when, word), need in zip(ends, needs, strict=True):
            here = holds & (moment < 0) & (self.step(need) if need else when >= 0)
            moment[here], outcome[here] = when[here], CODES["outcome"].index(word)
        return moment, outcome


def _officers(intake: Intake, path: Journey, walked: Walked, plan: OfficePlan, chance: Chance) -> Ints:
    """Officer of every step: desks in order of the stations, then those who sign; -1 for the system."""
    desks = desks_of(plan)
    before = np.cumsum([0, *(desks[name] for name in STATIONS)])[:-1]
    officer = np.where(walked.server >= 0, before[path.station] + walked.server, NONE)
    for name, step in (("clarification", "clarify"), ("duplicate_review", "review"), ("adjudication", "adjudication")):
        who = chance.integers(f"officer_{name}", desks[name])
        officer[:, AT[step]] = before[STATIONS.index(name)] + who
    return np.where(officer >= 0, intake.office_id * OFFICERS_PER_OFFICE + officer, NONE)


def desks_of(plan: OfficePlan) -> dict[str, int]:
    """Most people ever on duty at each station; those who sign where work is a delay; none in transport."""
    desks = plan.desks
    by_weekday = {
        "counter": desks.counter,
        "interview": desks.interview,
        "numbering": desks.numbering,
        "duplicate_check": desks.duplicate_check,
        "printing": desks.printing,
        "handover": desks.handover,
    }
    found = {name: int(max(table.values.values())) for name, table in by_weekday.items()}
    return found | {
        "clarification": int(desks.clarifiers.value),
        "duplicate_review": int(desks.adjudicators.value),
        "adjudication": int(desks.adjudicators.value),
        "transport": 0,
        "outreach_counter": int(desks.outreach_counter.value),
        "outreach_interview": int(desks.outreach_interview.value),
    }


def _started(walked: Walked, done: Flags, plan: OfficePlan, chance: Chance) -> Ints:
    """Beginning of the work itself: at a delay, the touch at its end."""
    start = walked.start.copy()
    simi = np.zeros(len(start), dtype=np.bool_)
    touch = {
        "clarify": chance.work("clarification_talk", plan.work.clarification, simi),
        "review": np.full(len(start), round(plan.making.adjudication_touch.value * 60)),
        "adjudication": np.full(len(start), round(plan.making.adjudication_touch.value * 60)),
        "ready": np.zeros(len(start), dtype=np.int64),
    }
    for name, seconds in touch.items():
        column = AT[name]
        begun = np.maximum(walked.joined[:, column], walked.departure[:, column] - seconds)
        start[:, column] = np.where(done[:, column], begun, start[:, column])
    return start
