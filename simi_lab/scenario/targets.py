"""What must come out of a world: one row per rate, with value, tolerance, source and mark.

A value is a number, or the place in the scenario where it is configured (`{scenario: filing.kinds.new}`), so that one
file serves every scenario. A `*` in the place stands for every key there and fills the `*` of the strata in order.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from simi_lab import paths
from simi_lab.errors import Fault, ScenarioError
from simi_lab.scenario.faults import did_you_mean, validated
from simi_lab.scenario.model import Scenario
from simi_lab.scenario.number import Mark, Section, check_languages
from simi_lab.scenario.places import Place, PlaceError, find_places
from simi_lab.scenario.tree import Node, read_yaml

STANDARD_ERRORS = 4.0
_NEAR = 1e-9
Code = Annotated[str, BeforeValidator(lambda value: value if isinstance(value, str) else str(value))]


class Configured(Section):
    """A value that the scenario holds; `plus` is added to it."""

    scenario: str = Field(min_length=1)
    plus: str | None = None


class Tolerance(Section):
    """How far a world may lie from a value.

    Chance allows `standard_errors` of what is measured; `allowance` comes on top and needs a reason. `absolute` is a
    distance without chance; `between` is a range as published, with chance on top of either end.
    """

    standard_errors: float | None = Field(default=None, gt=0, le=6)
    allowance: float = Field(default=0.0, ge=0)
    absolute: float | None = Field(default=None, gt=0)
    between: tuple[float, float] | None = None
    reason: str = ""

    @model_validator(mode="after")
    def _one_kind(self) -> Tolerance:
        if sum(each is not None for each in (self.standard_errors, self.absolute, self.between)) != 1:
            raise ValueError("a tolerance is one of standard_errors, absolute, between")
        if self.allowance and (self.standard_errors is None or not self.reason.strip()):
            raise ValueError("an allowance comes on top of standard_errors and needs a reason")
        if self.between is not None and not self.between[0] <= self.between[1]:
            raise ValueError("between goes from the lower to the higher end")
        return self

    def interval(self, value: float) -> tuple[float, float]:
        """Ends that a world of any size must keep; chance comes on top."""
        if self.between is not None:
            return self.between
        wide = self.allowance if self.absolute is None else self.absolute
        return value - wide, value + wide

    @property
    def errors_allowed(self) -> float:
        """Standard errors on top of the interval."""
        if self.absolute is not None:
            return 0.0
        return STANDARD_ERRORS if self.standard_errors is None else self.standard_errors


class Row(Section):
    """A line of a targets file.

    `when` names places of the scenario and the values they must have for the row to hold, for instance that a pattern
    is not enlarged. Source and mark of a configured value are those of the scenario.
    """

    metric: str = Field(pattern="^[a-z0-9_]+$")
    strata: dict[str, Code] = Field(default_factory=dict)
    value: float | Configured
    tolerance: Tolerance
    source: str = ""
    mark: Mark | None = None
    note: str = ""
    when: dict[str, float | str | bool | None] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_where_from(self) -> Row:
        if not isinstance(self.value, Configured):
            if not math.isfinite(self.value):
                raise ValueError("value must be finite")
            if not self.source.strip() or self.mark is None:
                raise ValueError("a value that is not in the scenario needs source and mark")
            low, high = self.tolerance.interval(self.value)
            if not low <= self.value <= high:
                raise ValueError("value lies outside its own range")
        if self.mark == "assumed" and not self.note.strip():
            raise ValueError("an assumed value needs a reason: write it as note")
        return self


class TargetsFile(Section):
    """A file of targets."""

    about: dict[str, str]
    rows: tuple[Row, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _both_languages(self) -> TargetsFile:
        check_languages(about=self.about)
        return self


@dataclass(frozen=True)
class Target:
    """One rate that must come out of one world.

    Parameters
    ----------
    low, high : ends of what is allowed before chance; equal to `value` where only chance is
    standard_errors : how many of them chance may add at either end
    is_configured : whether the scenario holds the value (else it is published or assumed here)
    place : file and line
    """

    metric: str
    strata: Mapping[str, str]
    value: float
    low: float
    high: float
    standard_errors: float
    source: str
    mark: str
    note: str
    is_configured: bool
    place: str


def load_targets(
    scenario: Scenario, *, folder: Path | None = None, metrics: Mapping[str, Collection[str]] | None = None
) -> list[Target]:
    """Read every targets file and resolve it against a scenario.

    Parameters
    ----------
    folder : of the files, instead of the committed one
    metrics : names of known metrics with their strata; None accepts any

    Raises
    ------
    ScenarioError
        A file is wrong, a place of the scenario or a metric is unknown, two targets contradict each other, or the
        shares of a family add up to more than one; every fault at once, with file and line.
    """
    plain = scenario.model_dump(mode="json")
    faults: list[Fault] = []
    targets: list[Target] = []
    for path in sorted((folder or paths.targets_dir()).glob("*.yaml")):
        try:
            tree = read_yaml(path)
            rows = validated(TargetsFile, tree).rows
        except ScenarioError as error:
            faults += error.faults
            continue
        for number, row in enumerate(rows):
            place = _place(tree, number)
            faults += _metric_faults(row, place, metrics)
            try:
                targets += _resolved(row, place, plain)
            except PlaceError as error:
                faults.append(Fault(place, error.what, error.cure))
    faults += [*_contradictions(targets), *_families(targets)]
    if faults:
        raise ScenarioError(faults)
    return targets


def _place(tree: Node, number: int) -> str:
    return tree.nearest(["rows", number]).place


def _metric_faults(row: Row, place: str, metrics: Mapping[str, Collection[str]] | None) -> Iterator[Fault]:
    if metrics is None:
        return
    if row.metric not in metrics:
        yield Fault(place, f"unknown metric {row.metric!r}.", did_you_mean(row.metric, metrics))
        return
    for name in sorted(set(row.strata) - set(metrics[row.metric])):
        yield Fault(place, f"{row.metric} has no stratum {name!r}.", did_you_mean(name, metrics[row.metric]))


def _resolved(row: Row, place: str, plain: dict[str, Any]) -> Iterator[Target]:
    for path, wanted in row.when.items():
        if [each.value for each in find_places(plain, path)] != [wanted]:
            return
    for found in _values(row, plain):
        low, high = row.tolerance.interval(found.value)
        yield Target(
            row.metric,
            _filled(row.strata, found.keys),
            found.value,
            low,
            high,
            row.tolerance.errors_allowed,
            row.source or found.source,
            row.mark or found.mark,
            "; ".join(text for text in (row.note, row.tolerance.reason) if text),
            isinstance(row.value, Configured),
            place,
        )


def _values(row: Row, plain: dict[str, Any]) -> Iterator[Place]:
    if not isinstance(row.value, Configured):
        yield Place(row.value, (), row.source, row.mark or "")
        return
    n_stars = sum(each == "*" for each in row.strata.values())
    plus = 0.0 if row.value.plus is None else sum(float(each.value) for each in find_places(plain, row.value.plus))
    for found in find_places(plain, row.value.scenario):
        if isinstance(found.value, bool) or not isinstance(found.value, int | float):
            if "*" in row.value.scenario and found.value is None:
                continue  # an optional number that this key does not have
            raise PlaceError(f"{row.value.scenario} is no number.", "Name the place of one number.")
        if len(found.keys) != n_stars:
            raise PlaceError(
                f"{len(found.keys)} stars in {row.value.scenario!r}, {n_stars} in the strata.",
                "Each star of the place fills one star of the strata.",
            )
        yield Place(found.value + plus, found.keys, found.source, found.mark)


def _filled(strata: Mapping[str, str], keys: tuple[str, ...]) -> dict[str, str]:
    rest = iter(keys)
    return {name: next(rest) if code == "*" else code for name, code in strata.items()}


def _contradictions(targets: list[Target]) -> Iterator[Fault]:
    """Pairs that no world can meet both; a scenario that leaves a published range is the world's fault, not theirs."""
    seen: dict[tuple[object, ...], list[Target]] = {}
    for target in targets:
        key = (target.metric, tuple(sorted(target.strata.items())), target.is_configured)
        for other in seen.get(key, []):
            if max(target.low, other.low) > min(target.high, other.high) + _NEAR:
                what = f"{_named(target)}: {_range(target)} contradicts {_range(other)} of {other.place}."
                yield Fault(target.place, what, "No world can meet both: keep one of them.")
        seen.setdefault(key, []).append(target)


def _families(targets: list[Target]) -> Iterator[Fault]:
    """Shares of the classes of one whole (`share_of_kind` by `kind`) whose lowest allowed values exceed one."""
    families: dict[tuple[object, ...], dict[str, Target]] = {}
    for target in targets:
        own = target.metric.removeprefix("share_of_")
        if own == target.metric or own not in target.strata:
            continue
        others = tuple(sorted((k, v) for k, v in target.strata.items() if k != own))
        members = families.setdefault((target.metric, others, target.is_configured), {})
        known = members.get(target.strata[own])
        members[target.strata[own]] = target if known is None or target.low > known.low else known
    for members in families.values():
        total = math.fsum(max(member.low, 0.0) for member in members.values())
        if total > 1 + 1e-6:
            first = next(iter(members.values()))
            what = f"the shares of {first.metric} add up to at least {total:.4f}, more than 1."
            yield Fault(first.place, what, "Lower one of them, or widen a tolerance with its reason.")


def _named(target: Target) -> str:
    strata = ", ".join(f"{name}={code}" for name, code in target.strata.items())
    return f"{target.metric} ({strata})" if strata else target.metric


def _range(target: Target) -> str:
    if target.low == target.high:
        return f"{target.value:g}"
    return f"{target.low:g} to {target.high:g}"
