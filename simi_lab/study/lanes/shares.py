"""One way after the other to share out the cases of a month among officers, who then decide them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.decide import decides
from simi_lab.decide.analysts import Analyst
from simi_lab.decide.assignment import MODEL, NOBODY, assign
from simi_lab.scenario.officers import Officers
from simi_lab.streams import Streams, transforms
from simi_lab.study.lanes.cases import VISIBLE, Alerts

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
_ROOM = 64  # counters of one case: a word for each officer
_PRIOR = 10.0  # cases by which a rate of few cases leans on the one of all
_MIDDAY_HOURS = 2.0


class Words:
    """Uniforms of the officers, by kind, replication, case and officer; 0 is the practice."""

    def __init__(self, seed: int) -> None:
        self._streams = Streams(seed)

    def of(self, kind: str, replication: int, ids: Ints, officer: int = 0) -> Floats:
        """One uniform per case."""
        return transforms.uniform(
            self._streams.decision(f"analyst_{kind}", ids * _ROOM + officer, f"replication {replication}")
        )


@dataclass(frozen=True)
class Round:
    """Cases that a team decides, again and again.

    Parameters
    ----------
    cases : `Alerts.test`
    costs : of `expected_costs`
    team, plan, words : who decides, at what price, with which uniforms
    """

    cases: pl.DataFrame
    costs: Floats
    team: list[Analyst]
    plan: Officers
    words: Words

    def tried(self, strategy: str, replications: int) -> dict[str, Floats]:
        """Expected and realised cost, persons missed and stopped in vain; one value per replication."""
        positive, missed_cost = self.cases["is_positive"].to_numpy(), self.plan.cost_missed.value
        nobody = self.cases["p"].to_numpy() * missed_cost
        rows = []
        for replication in range(1, replications + 1):
            given = self._given(strategy, replication)
            stops = self._decided(given, replication)
            column = np.where(given < 0, len(self.team), given)
            priced = np.take_along_axis(self.costs, column[:, None], axis=1)[:, 0]
            expected = float(np.where(given == NOBODY, nobody, priced).sum())
            missed, stopped = int((positive & ~stops).sum()), int((~positive & stops).sum())
            realised = missed * missed_cost + stopped * self.plan.cost_stopped.value
            rows.append((expected, realised, missed, stopped, int((given >= 0).sum())))
        names = ("expected", "realised", "missed", "stopped", "by_officers")
        return dict(zip(names, np.array(rows, dtype=np.float64).T, strict=True))

    def _given(self, strategy: str, replication: int) -> Ints:
        """The decider of each case, month by month."""
        order = self.words.of("order", replication, self.cases["application_id"].to_numpy())
        given, month = np.empty(self.cases.height, dtype=np.int64), self.cases["month"].to_numpy()
        for each in np.unique(month):
            mine = month == each
            given[mine] = assign(strategy, self.costs[mine], places_of(int(mine.sum()), self.plan), order[mine])
        return given

    def _decided(self, given: Ints, replication: int) -> Flags:
        """Who is stopped in the end."""
        stops = np.where(given == MODEL, self.cases["model_stops"].to_numpy(), False)
        for place, analyst in enumerate(self.team):
            rows = np.flatnonzero(given == place)
            if not rows.size:
                continue
            mine = self.cases[rows]
            ids = mine["application_id"].to_numpy()
            nth = mine.select(pl.int_range(pl.len()).over("day")).to_series().to_numpy()
            stops[rows] = decides(
                analyst,
                mine,
                hours=nth * self.plan.case_minutes.value / 60,
                n_before=np.arange(rows.size, dtype=np.int64),
                follow=self.words.of("follow", replication, ids, place),
                own=self.words.of("own", replication, ids, place),
            )
        return stops


def places_of(n_cases: int, plan: Officers) -> Ints:
    """Cases that each officer can take in a month of so many; what is left over goes to the first ones."""
    whole, rest = divmod(round(n_cases * plan.capacity_share.value), plan.team)
    return np.array([whole + (place < rest) for place in range(plan.team)], dtype=np.int64)


def practised(team: list[Analyst], practice: pl.DataFrame, words: Words) -> list[Flags]:
    """Every officer decides every practice case, two hours into a day and new to the work."""
    ids, n = practice["application_id"].to_numpy(), practice.height
    return [
        decides(
            analyst,
            practice,
            hours=np.full(n, _MIDDAY_HOURS),
            n_before=np.zeros(n, dtype=np.int64),
            follow=words.of("follow", 0, ids, place),
            own=words.of("own", 0, ids, place),
        )
        for place, analyst in enumerate(team)
    ]


def expected_costs(found: Alerts, answers: list[Flags], plan: Officers) -> Floats:
    """Expected cost of each test case with each officer, by what can be seen of it; the score alone stands last."""
    missed, stopped = plan.cost_missed.value, plan.cost_stopped.value
    p = found.test["p"].to_numpy()
    columns = []
    for answer in answers:
        miss, alarm = np.empty(p.size), np.empty(p.size)
        for seen in VISIBLE:
            here = (found.test["visible"] == seen).to_numpy()
            miss[here], alarm[here] = _rates(found.practice, answer, seen)
        columns.append(p * miss * missed + (1 - p) * alarm * stopped)
    stops = found.test["model_stops"].to_numpy()
    columns.append(np.where(stops, (1 - p) * stopped, p * missed))
    return np.stack(columns, axis=1)


def _rates(practice: pl.DataFrame, answer: Flags, seen: str) -> tuple[float, float]:
    """Shares missed and doubted in vain among cases that look like this, leaning on all cases where they are few."""
    positive, mine = practice["is_positive"].to_numpy(), (practice["visible"] == seen).to_numpy()
    rates = []
    for among, wrong in ((positive, ~answer), (~positive, answer)):
        whole = (wrong[among].sum() + 1.0) / (among.sum() + 2.0)
        here = among & mine
        rates.append(float((wrong[here].sum() + _PRIOR * whole) / (here.sum() + _PRIOR)))
    return rates[0], rates[1]
