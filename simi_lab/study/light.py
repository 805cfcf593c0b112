"""The many ways of a split on one replication: figures of every applicant without tables, shared work done once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.office import met, refetched, work_through
from simi_lab.office.twin import Done
from simi_lab.streams import Streams
from simi_lab.study.paired import Replay
from simi_lab.study.ways import Way

Team = frozenset[str]
_LATE = "message"  # the one cause that changes nothing before the book is ready


class Words:
    """Words of one replication, drawn once for all ways of working that meet them."""

    def __init__(self, seed: int) -> None:
        self._streams = Streams(seed)
        self._kept: dict[tuple[str, int], NDArray[np.uint64]] = {}

    def __call__(self, role: str, counters: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Draw the words of a role; the counters of a role are those of the same applicants every time."""
        key = (role, counters.size)  # days of duty may be more in one way than in another, and begin alike
        if key not in self._kept:
            self._kept[key] = self._streams.decision("office", counters, role)
        return self._kept[key]


def light_replays(
    ways: Mapping[Team, Way], replication: int, words: Words, tell: Callable[[float], None] = lambda _: None
) -> dict[Team, Replay]:
    """Let the office work in many ways; two ways that differ by the message alone share all but the hand-over.

    The figures per applicant are those of `paired.replay`, nothing of the desks; working days are left out.

    Parameters
    ----------
    ways : way of working for each set of causes
    tell : called with the share that is done
    """
    found: dict[Team, Replay] = {}
    last: tuple[Team, Done] | None = None
    for number, team in enumerate(sorted(ways, key=lambda team: (sorted(team - {_LATE}), _LATE in team))):
        tell(number / len(ways))
        way = ways[team]
        done = None
        if last is not None and last[0] == team - {_LATE}:
            done = refetched(last[1], way.scenario.office.collection)
        if done is None:
            done = _done(way, replication, words)
        last = (team - {_LATE}, done)
        found[team] = _replay(way, done)
    return found


def _done(way: Way, replication: int, words: Words) -> Done:
    scenario, desk = way.scenario, way.desk
    plan = scenario.office.at(zone=scenario.site.zone, simi_from=scenario.simi.go_live)
    return work_through(
        desk.intake, desk.traits, plan=plan, draws=words, replication=replication, regime_override=way.regime
    )


def _replay(way: Way, done: Done) -> Replay:
    values = met(done)
    traits = way.desk.traits.sort("application_id")
    hours = traits["hours_to_office"].cast(pl.Float64).to_numpy()
    unit = done.book.intake.hours_to_unit
    near = np.where(np.isnan(unit), 0.0, values["visits_near"])
    values["travel_hours"] = 2 * (hours * (values["visits"] - near) + np.where(near > 0, unit, 0.0) * near)
    return Replay(values, traits["district_id"], {})
