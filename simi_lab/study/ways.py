"""Ways of working that can be compared: the changes that are named, and what the office is given in each way."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

from simi_lab.errors import BadRequest
from simi_lab.scenario.load import ChangeHead, changes_dir, find, resolve
from simi_lab.scenario.model import Scenario
from simi_lab.scenario.tree import read_yaml
from simi_lab.study.block import Desk, Extent, extent_of, prepare
from simi_lab.study.make import plan_of

Regime = Literal["manual", "simi"]
COMPARABLE = ("office", "papers", "simi", "survey")
"""Sections that leave the applicants as they are; all others would send other people to the office."""

_GO_LIVE = "simi.go_live"


@dataclass(frozen=True)
class Change:
    """A named change: every key that it sets, in dots, with its value."""

    name: str
    asked: str | Path
    sets: Mapping[str, Any]

    @property
    def is_more_than_simi(self) -> bool:
        """Whether anything but SIMI's first day is changed."""
        return set(self.sets) != {_GO_LIVE}


@dataclass(frozen=True)
class Way:
    """What the office is given and how it works; `regime` None leaves each application its own way of working."""

    scenario: Scenario
    desk: Desk
    regime: Regime | None


@dataclass(frozen=True)
class Question:
    """Never against always: the scenario without the named changes, and with them from the first day.

    Parameters
    ----------
    asked : name or file of the scenario
    changes : what is named, in order
    regimes : way of working before and after; (None, None) where SIMI is not named
    base : scenario without the changes
    """

    asked: str | Path
    changes: tuple[Change, ...]
    regimes: tuple[Regime | None, Regime | None]
    base: Scenario
    _desks: dict[frozenset[str], Desk] = field(default_factory=dict)
    _scenarios: dict[frozenset[str], Scenario] = field(default_factory=dict)

    @property
    def others(self) -> tuple[str, ...]:
        """Names of the changes that do more than start or end SIMI."""
        return tuple(change.name for change in self.changes if change.is_more_than_simi)

    def way(self, laid: Collection[str], regime: Regime | None) -> Way:
        """The office with some of the changes, on the same applicants."""
        mine = [change for change in self.changes if change.name in laid]
        scenario = self._scenario(mine)
        return Way(scenario, self._desk(scenario, mine), regime)

    def _scenario(self, laid: Sequence[Change]) -> Scenario:
        key = frozenset(change.name for change in laid)
        if key not in self._scenarios:
            asked = [change.asked for change in laid]
            self._scenarios[key] = plan_of(resolve(self.asked, asked)) if laid else self.base
        return self._scenarios[key]

    @property
    def before(self) -> Way:
        """Without any of the changes."""
        return self.way((), self.regimes[0])

    @property
    def after(self) -> Way:
        """With all of them."""
        return self.way(self.others, self.regimes[1])

    def _desk(self, scenario: Scenario, laid: Sequence[Change]) -> Desk:
        """The base's desk; with other papers where a change alters those, never with other applicants."""
        key = frozenset(c.name for c in laid if any(k.startswith(("papers.", "office.near_unit")) for k in c.sets))
        if key not in self._desks:
            plan = self.base.model_copy(update={"papers": scenario.papers, "office": scenario.office})
            self._desks[key] = prepare(plan, extent_of(plan, None), 0)
        return self._desks[key]


def question(scenario: str | Path, changes: Sequence[str | Path]) -> Question:
    """Read a scenario and the changes whose effect is asked for.

    Raises
    ------
    ScenarioError
        The scenario or a change is wrong.
    BadRequest
        No change is named, two contradict each other, one would send other people, or nothing changes.
    """
    if not changes:
        raise BadRequest("No change is named.", where="--change", cure="Name one, for example: --change simi")
    read = {change.name: change for change in map(_read, changes)}
    found = tuple(read.values())
    _refuse_contradictions(found)
    _refuse_other_people(found)
    base, after = resolve(scenario), resolve(scenario, [change.asked for change in found])
    days = [change.sets[_GO_LIVE] for change in found if _GO_LIVE in change.sets]
    asked = Question(scenario, found, _regimes(days), plan_of(base))
    if not days and base.hash == after.hash:
        raise BadRequest(
            "The scenario {name} already holds {changes}: there is nothing to compare.",
            cure="Name a change that is not in force there, or another scenario.",
            name=str(scenario),
            changes=", ".join(read),
        )
    return asked


def simi_question(plan: Scenario, extent: Extent) -> Question:
    """SIMI never against SIMI always, in a world that was made: its first office, as large as it is there.

    Parameters
    ----------
    plan : scenario of the run, all its changes and its seed included
    extent : how large the run is
    """
    simi = Change("simi", "simi", {_GO_LIVE: plan.simi.go_live})
    desks = {frozenset[str](): prepare(plan, extent, 0)}
    return Question(plan.name, (simi,), ("manual", "simi"), plan, desks)


def _regimes(days: Sequence[Any]) -> tuple[Regime | None, Regime | None]:
    if not days:
        return None, None
    return ("simi", "manual") if days[0] is None else ("manual", "simi")


def _read(asked: str | Path) -> Change:
    file = find(asked, changes_dir(), "change")
    plain = read_yaml(file).plain()
    body = {key: value for key, value in plain.items() if key not in ChangeHead.model_fields}
    return Change(str(plain.get("change", file.stem)), asked, dict(_leaves(body)))


def _leaves(tree: Mapping[str, Any], above: str = "") -> list[tuple[str, Any]]:
    """Keys in dots with what a change sets there; a number with its unit and source is one value."""
    found: list[tuple[str, Any]] = []
    for key, value in tree.items():
        is_section = isinstance(value, dict) and value and not {"value", "values"} & set(value)
        found += _leaves(value, f"{above}{key}.") if is_section else [(f"{above}{key}", value)]
    return found


def _refuse_contradictions(changes: Sequence[Change]) -> None:
    """All contradictions in one message: two changes that set one key, and not to the same value."""
    faults = [
        f"{a.name} / {b.name}: {key}"
        for a, b in combinations(changes, 2)
        for key in sorted(a.sets)
        if key in b.sets and a.sets[key] != b.sets[key]
    ]
    if faults:
        raise BadRequest(
            "These changes contradict each other: {pairs}.",
            where="--change",
            cure="Both set the same key, and only one can be in force; name one of them.",
            pairs="; ".join(faults),
        )


def _refuse_other_people(changes: Sequence[Change]) -> None:
    for change in changes:
        odd = sorted({key.split(".")[0] for key in change.sets} - set(COMPARABLE))
        if odd:
            raise BadRequest(
                "The change {name} alters {sections}: other people would apply, and only the same can be compared.",
                where="--change",
                cure="Changes of {known} can be compared; make a world of its own with: simi-lab study make",
                name=change.name,
                sections=", ".join(odd),
                known=", ".join(COMPARABLE),
            )
