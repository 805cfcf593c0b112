"""How much of a difference each cause makes: Shapley's mean over every order in which the causes could come.

SIMI differs from the old way in six things, and each can be switched alone: applicants keep their quarter of an hour,
places are given at the door all day instead of tickets until ten, papers are checked before the visit, hands are
faster, no dossier has to be sought, a message tells that the book is ready. With none of them the office works as it
did before.
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

SWITCHES = ("arrivals", "door", "papers", "service", "dossiers", "message")
SPLIT = {"wait_min": "min", "lead_days": "day", "total_days": "day", "visits": "visit", "travel_hours": "hour"}
"""What is split, with its unit."""

MOST_PLAYERS = 9
"""Nine causes are 512 ways of working for each replication."""
Team = frozenset[str]


@dataclass(frozen=True)
class Split:
    """Ways of working between before and after.

    Parameters
    ----------
    players : causes that come in any order
    between : way of working for each set of causes that came, but for none (`before`) and all (`after`)
    """

    players: tuple[str, ...]
    between: Mapping[Team, Way]

    def contributions(self, values: Mapping[Team, float], before: float, after: float) -> dict[str, float]:
        """What each cause adds to one figure of one replication; the sum is after less before."""
        known = {**values, frozenset[str](): before, frozenset(self.players): after}
        return shapley(known, self.players)


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
    teams = [frozenset(team) for size in range(1, len(players)) for team in combinations(players, size)]
    return Split(players, {team: _way(asked, team) for team in teams})


def _way(asked: Question, team: Team) -> Way:
    laid = [name for name in asked.others if name in team]
    if asked.regimes[0] is None:
        return asked.way(laid, None)
    begins = asked.regimes[0] == "manual"  # else SIMI ends, and a cause that came takes its part away
    return without(asked.way(laid, "simi"), [name for name in SWITCHES if (name in team) != begins])


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


def _leave_out(part: str) -> Callable[[Scenario], dict[str, Any]]:
    return lambda scenario: {"simi_parts": scenario.office.simi_parts.model_copy(update={part: False})}


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
    "arrivals": _leave_out("slots"),
    "door": _leave_out("door"),
    "dossiers": _leave_out("dossiers"),
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
    answer: dict[str, Any] = {"causes": list(split.players), "metrics": {}}
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
    parts = {c: student([s[c] for s in shares], name=c, unit=unit).to_dict() for c in split.players}
    return {"unit": unit, "total": student(totals, name=name, unit=unit).to_dict(), "parts": parts}
