"""What an office month would be with other desks, hours, places or habits: asked in a moment, on the same people."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simi_lab.errors import BadRequest
from simi_lab.office.arrivals import Intake
from simi_lab.office.replicas import Duty, Kept, Replicas, duty_of, replicate
from simi_lab.reference.calendar import holidays
from simi_lab.scenario.model import Scenario
from simi_lab.schema.enums import CODES
from simi_lab.streams import Streams
from simi_lab.study.block import Desk
from simi_lab.study.whatif.answers import Answer, Told, answer_of, told_of
from simi_lab.study.whatif.levers import Levers, plan_with
from simi_lab.study.whatif.month import Month, may_choose

CHUNK = 20
MOST = 400


class Interrupted(Exception):
    """The question was let go before its answer was there."""


class WhatIf(Month):
    """One month of one office, to be asked with other levers again and again.

    Parameters
    ----------
    scenario, desk : as `study.block.prepare` makes them
    month : first day of the month; None is the usual one, see `months`

    Every question meets the same applicants with the same random words, so that what differs is the plan's doing. SIMI
    (or its absence) holds as in that month, for everyone; figures of a replication are of those who filed in the
    month. Not thread-safe.

    Randomness : streams of the scenario's seed, by replication and applicant.
    """

    def __init__(self, scenario: Scenario, desk: Desk, month: date | None = None) -> None:
        super().__init__(scenario, desk, month)
        self._kept: dict[tuple[int, int, int], Kept] = {}
        self._today: dict[int, Told] = {}

    def ask(self, levers: Levers, replications: int = 40, *, stop: Callable[[], bool] | None = None) -> Answer:
        """Try a setting and compare it with today's on the same applicants and words.

        Parameters
        ----------
        replications : months simulated, 2 to 400; 40 answer in a moment, 200 more precisely
        stop : asked now and then; once it says yes the rest is left undone

        Raises
        ------
        Interrupted
            `stop` said yes.
        BadRequest
            Too few replications for an interval, or more than memory is kept for.
        """
        if not 2 <= replications <= MOST:
            raise BadRequest("{n} replications; give 2 to {most}.", n=replications, most=MOST)
        if replications not in self._today:
            self._today[replications] = told_of(self, self.today, self._run(self.today, replications, stop))
        before = self._today[replications]
        is_today = levers == self.today
        after = before if is_today else told_of(self, levers, self._run(levers, replications, stop))
        return answer_of(self, levers, before, after)

    def let_go(self, most: int) -> None:
        """Let go of what was drawn once it takes more than `most` bytes; it is drawn again when it is needed."""
        if sum(kept.nbytes for kept in self._kept.values()) > most:
            self._kept = {}

    def _run(self, levers: Levers, replications: int, stop: Callable[[], bool] | None = None) -> list[Replicas]:
        return self.months_of(levers, range(1, replications + 1), stop=stop)

    def months_of(
        self, levers: Levers, numbers: range, chunk: int = CHUNK, *, stop: Callable[[], bool] | None = None
    ) -> list[Replicas]:
        """Simulate some replications of the month, by their numbers from 1; the same number meets the same words.

        Returns
        -------
        list of Replicas
            One per `chunk` replications; their columns are `rows(levers)`.
        """
        rows = self.rows(levers)
        intake = self._intake(levers, rows)
        plan = plan_with(self.plan, levers, self.today, (self.first, self.last))
        streams = Streams(self.scenario.seed)

        def draws(role: str, counters: NDArray[np.int64]) -> NDArray[np.uint64]:
            return streams.decision("office", counters, role)

        def part(start: int) -> Replicas:
            if stop is not None and stop():
                raise Interrupted
            return replicate(
                intake,
                plan,
                draws,
                kept=self._kept_of(start, min(chunk, numbers.stop - start), rows.size),
                window=(self.first, self.last),
                closed_days=holidays()["day"].to_list(),
            )

        starts = range(numbers.start, numbers.stop, chunk)
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(part, starts))

    def duty(self, levers: Levers) -> Duty:
        """Who is paid in the month under a setting; nothing is simulated for it."""
        plan = plan_with(self.plan, levers, self.today, (self.first, self.last))
        return duty_of(plan, (self.first, self.last), holidays()["day"].to_list())

    def _kept_of(self, start: int, size: int, n_coming: int) -> Kept:
        """What was drawn for today's applicants stays; of those with a campaign only the last number is kept."""
        own = int(self.crowd.is_own.sum())
        self._kept = {key: kept for key, kept in self._kept.items() if key[2] in (own, n_coming)}
        key = (start, size, n_coming)
        if key not in self._kept:
            self._kept[key] = Kept(range(start, start + size), n_coming, self.crowd.is_own.size)
        return self._kept[key]

    def _intake(self, levers: Levers, rows: NDArray[np.int64]) -> Intake:
        crowd = self.crowd
        intake = crowd.intake
        changed: dict[str, Any] = {}
        channel = intake.channel.copy()
        if levers.online_share != self.today.online_share:
            choose = may_choose(intake)
            is_online = crowd.place < levers.online_share
            channel[choose & is_online] = CODES["channel"].index("online")
            channel[choose & ~is_online] = CODES["channel"].index("walk_in")
        if self.has_simi and not levers.early_check:
            nobody = np.zeros(intake.ids.size, dtype=np.bool_)
            changed = {"is_complete": crowd.complete_manual, "found_early": nobody}
        changed |= {"channel": channel, "hours_to_unit": self.hours_to_unit(levers)}
        whole = replace(intake, **changed)
        return whole.each(lambda column: column[rows])
