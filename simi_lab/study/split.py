"""How much of a difference each cause makes: Shapley's mean over every order in which the causes could come.

SIMI differs from the old way in five things. Four can be switched one by one: applicants keep their quarter of an hour,
papers are checked before the visit, hands are faster, a message tells that the book is ready. What is left goes
together with the way of working itself and stands first, as one cause (`together`): places at the door all day instead
of tickets until ten, and dossiers that nobody has to seek.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import polars as pl

from simi_lab.errors import BadRequest
from simi_lab.estimate import student
from simi_lab.scenario.model import Scenario
from simi_lab.scenario.number import Factors
from simi_lab.study.paired import Replay, mean_of, on_both_sides
from simi_lab.study.ways import Question, Way

SWITCHES = ("arrivals", "papers", "service", "message")
TOGETHER = "together"
SPLIT = {"wait_min": "min", "lead_days": "day", "total_days": "day", "visits": "visit", "travel_hours": "hour"}
"""What is split, with its unit."""

MOST_PLAYERS = 7
Team = frozenset[str]


@dataclass(frozen=True)
class Split:
    """Ways of working between before and after.

    Parameters
    ----------
    players : causes that come in any order
    between : way of working for each set of causes that came, but for those that are `before` or `after` themselves
    stands : where the cause `together` stands: "first", "last", or "" where SIMI is not named
    """

    players: tuple[str, ...]
    between: Mapping[Team, Way]
    stands: str

    @property
    def causes(self) -> tuple[str, ...]:
        """All causes, the one that goes together with SIMI included."""
        return ((TOGETHER,) if self.stands else ()) + self.players

    def contributions(self, values: Mapping[Team, float], before: float, after: float) -> dict[str, float]:
        """What each cause adds to one figure of one replication; the sum is after less before."""
        empty, full = frozenset[str](), frozenset(self.players)
        known = dict(values)
        if self.stands != "first":
            known[empty] = before
        if self.stands != "last":
            known[full] = after
        found = shapley(known, self.players)
        if self.stands == "first":
            found[TOGETHER] = known[empty] - before
        elif self.stands == "last":
            found[TOGETHER] = after - known[full]
        return {cause: found[cause] for cause in self.causes}


def split_of(asked: Question) -> Split | None:
    """The ways of working that have to be tried for a split; None where there is one cause only.

    Raises
    ------
    BadRequest
        More causes than can be tried in every order.
    """
    is_simi = asked.regimes[0] is not None
    players = (SWITCHES if is_simi else ()) + asked.others
    if len(players) < 2:
        return None
    if len(players) > MOST_PLAYERS:
        raise BadRequest(
            "{n} causes are too many to be split: every order of them would be tried.",
            where="--change",
            cure="Name fewer changes, or leave the split out with --no-split.",
            n=len(players),
        )
    stands = "" if not is_simi else "first" if asked.regimes[0] == "manual" else "last"
    teams = {frozenset(team) for size in range(len(players) + 1) for team in combinations(players, size)}
    teams -= {frozenset[str]()} if stands != "first" else set()
    teams -= {frozenset(players)} if stands != "last" else set()
    between = {team: _way(asked, team, stands) for team in sorted(teams, key=sorted)}
    return Split(players, between, stands)


def _way(asked: Question, team: Team, stands: str) -> Way:
    laid = [name for name in asked.others if name in team]
    if not stands:
        return asked.way(laid, None)
    is_on = [name for name in SWITCHES if (name in team) == (stands == "first")]
    return without(asked.way(laid, "simi"), [name for name in SWITCHES if name not in is_on])


def without(way: Way, parts: Collection[str]) -> Way:
    """Work with SIMI, but for some of its parts, which are done as before."""
    scenario, desk = way.scenario, way.desk
    if "papers" in parts:  # nothing is said before the visit
        desk = replace(desk, intake=desk.intake.with_columns(pl.col("is_complete_manual").alias("is_complete_simi")))
    for name in parts:
        if name in _UNDO:
            office = scenario.office.model_copy(update=_UNDO[name](scenario))
            scenario = scenario.model_copy(update={"office": office})
    return Way(scenario, desk, way.regime)


def _all_in_the_morning(scenario: Scenario) -> dict[str, Any]:
    arrivals = scenario.office.arrivals
    nobody = arrivals.keeps_slot.model_copy(update={"value": 0.0})
    return {"arrivals": arrivals.model_copy(update={"keeps_slot": nobody})}


def _hands_as_before(scenario: Scenario) -> dict[str, Any]:
    work, making = scenario.office.work, scenario.office.making
    touches = {name: getattr(work, name) for name in type(work).model_fields}
    slow = {name: touch.model_copy(update={"mean": _as_manual(touch.mean)}) for name, touch in touches.items()}
    hours = {"adjudication_hours": _as_manual(making.adjudication_hours)}
    return {"work": work.model_copy(update=slow), "making": making.model_copy(update=hours)}


def _no_message(scenario: Scenario) -> dict[str, Any]:
    collection = scenario.office.collection
    return {"collection": collection.model_copy(update={"days": _as_manual(collection.days)})}


_UNDO: dict[str, Callable[[Scenario], dict[str, Any]]] = {
    "arrivals": _all_in_the_morning,
    "service": _hands_as_before,
    "message": _no_message,
}


def _as_manual(table: Factors) -> Factors:
    return table.model_copy(update={"values": {**table.values, "simi": table.values["manual"]}})


def shapley(values: Mapping[Team, float], players: Sequence[str]) -> dict[str, float]:
    """Mean of what each player adds, over every order of the players.

    Parameters
    ----------
    values : a figure for every set of players

    Source : Shapley 1953, A value for n-person games.

    Examples
    --------
    >>> values = {frozenset(): 0.0, frozenset("a"): 2.0, frozenset("b"): 4.0, frozenset("ab"): 10.0}
    >>> shapley(values, "ab")
    {'a': 4.0, 'b': 6.0}
    """
    n = len(players)
    found = {}
    for player in players:
        rest = [other for other in players if other != player]
        parts = [
            (values[frozenset((*team, player))] - values[frozenset(team)]) / (n * math.comb(n - 1, size))
            for size in range(n)
            for team in combinations(rest, size)
        ]
        found[player] = math.fsum(parts)
    return found


def values_of(before: Replay, after: Replay, between: Mapping[Team, Replay]) -> dict[str, dict[Team | str, float]]:
    """Means of what is split, in every way of working, over the applicants with a value before and after."""
    found: dict[str, dict[Team | str, float]] = {}
    for name in SPLIT:
        among = on_both_sides(before, after, name)
        found[name] = {team: mean_of(way, name, among) for team, way in between.items()}
        found[name] |= {"before": mean_of(before, name, among), "after": mean_of(after, name, among)}
    return found


def told(split: Split, replications: Sequence[Mapping[str, Mapping[Team | str, float]]]) -> dict[str, Any]:
    """Contributions of the causes with intervals over replications, as plain values; each list sums to its total."""
    answer: dict[str, Any] = {"causes": list(split.causes), "metrics": {}}
    for name, unit in SPLIT.items():
        tables = [replication[name] for replication in replications]
        answer["metrics"][name] = _scaled(split, tables, name, unit, float)
    tables = [replication["wait_min"] for replication in replications]
    if all(value > 0 for table in tables for value in table.values()):
        answer["metrics"]["wait_log_ratio"] = _scaled(split, tables, "wait_log_ratio", "log ratio", math.log)
    return answer


def _scaled(
    split: Split,
    tables: Sequence[Mapping[Team | str, float]],
    name: str,
    unit: str,
    scale: Callable[[float], float],
) -> dict[str, Any] | None:
    """One figure's split on a scale; None where nobody has a value."""
    if any(math.isnan(value) for table in tables for value in table.values()):
        return None
    shares, totals = [], []
    for table in tables:
        values = {team: scale(value) for team, value in table.items() if isinstance(team, frozenset)}
        before, after = scale(table["before"]), scale(table["after"])
        shares.append(split.contributions(values, before, after))
        totals.append(after - before)
    parts = {c: student([s[c] for s in shares], name=c, unit=unit).to_dict() for c in split.causes}
    return {"unit": unit, "total": student(totals, name=name, unit=unit).to_dict(), "parts": parts}
