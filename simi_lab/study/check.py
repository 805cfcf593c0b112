"""The order of a check: bytes first, then what must hold in every world, then every rate against its target."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from simi_lab.errors import BrokenRunError
from simi_lab.foreign import definition_faults
from simi_lab.measures.selfcheck import Finding, flow_findings, label_findings, order_findings, recovery_findings
from simi_lab.measures.targets import STRATA, Outcome, World, outcomes
from simi_lab.scenario.model import Scenario
from simi_lab.scenario.targets import load_targets
from simi_lab.schema import all_tables
from simi_lab.schema.checks import reference_faults
from simi_lab.store import Run, verify
from simi_lab.store.run.check import Verdict
from simi_lab.store.run.reserved import reserved_faults
from simi_lab.study.measure import scenario_of

if TYPE_CHECKING:
    from simi_lab.study.prove import Proof

Progress = Callable[..., Any]


@dataclass(frozen=True)
class Report:
    """What a check found.

    Parameters
    ----------
    verdict : the run against its manifest
    findings : self-checks
    outcomes : every target with what the world gave
    proof : of the posterior, only with `deep`
    is_judged : false where the run does not carry a whole scenario or is damaged: then only `verdict` says something
    """

    verdict: Verdict
    findings: list[Finding] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    proof: Proof | None = None
    is_judged: bool = True

    @property
    def missed(self) -> list[Outcome]:
        """Targets that the world does not keep."""
        return [outcome for outcome in self.outcomes if outcome.verdict == "missed"]

    @property
    def broken(self) -> list[Finding]:
        """Self-checks that found something wrong."""
        return [finding for finding in self.findings if not finding.ok]

    @property
    def ok(self) -> bool:
        """Whether the run is whole, keeps every target, and passes every self-check and proof."""
        proven = self.proof is None or self.proof.ok
        return self.verdict.ok and not self.missed and not self.broken and proven


def check(run: Run, *, deep: bool = False, progress: Progress | None = None) -> Report:
    """Check a run.

    Parameters
    ----------
    deep : read every value against the catalogue and the logical hashes too, and prove the posterior on fresh rows
    progress : called with a label, what is done and how much there is

    Raises
    ------
    ScenarioError
        The targets files contradict each other or the scenario of the run.
    """
    tell = progress or (lambda *_: None)
    tell("Reading files and hashes", 0, 3)
    verdict = verify(run, deep=deep)
    scenario = _scenario(run)
    if not verdict.ok or scenario is None:
        return Report(verdict, is_judged=False)
    world = World({name: _scan(run, name) for name in all_tables()}, scenario, _is_whole(run))
    targets = load_targets(scenario, metrics=STRATA)
    tell("Checking what must hold in every world", 1, 3)
    findings = list(findings_of(world))
    tell("Measuring rates", 2, 3)
    made = list(outcomes(targets, world))
    return Report(verdict, findings, made, _proof(scenario, tell) if deep else None)


def findings_of(world: World) -> Iterator[Finding]:
    """Every self-check of a world."""
    scenario = world.scenario
    yield _references(world)
    yield _reserved(world)
    yield from order_findings(world.events)
    after = scenario.period.last + timedelta(days=1)
    end = pl.select(pl.lit(after).cast(pl.Datetime("us")).dt.replace_time_zone(scenario.site.zone)).item()
    yield from flow_findings(world.events, end=end)
    yield from label_findings(world.table("labels").collect(), world.applications, zone=scenario.site.zone)
    yield from recovery_findings(
        world.table("truth_applications").collect(),
        world.table("truth_rings").collect(),
        world.applications,
        scenario.typologies,
    )
    yield _sponsors(world)


def _sponsors(world: World) -> Finding:
    guarantors, truth = (world.table(name).collect() for name in ("guarantors", "truth_guarantors"))
    faults = definition_faults(world.scenario.foreign.sponsor_ring, guarantors, truth)
    return Finding("sponsors_defined", guarantors.height, len(faults), faults[0] if faults else "")


def _references(world: World) -> Finding:
    pointing = sum(column.refers is not None for table in all_tables().values() for column in table.columns)
    faults = reference_faults(world.tables)
    return Finding("references", pointing, len(faults), faults[0].where if faults else "")


def _reserved(world: World) -> Finding:
    names = list(all_tables())
    faults = [fault for name in names for fault in reserved_faults(world.table(name).collect(), name)]
    return Finding("reserved_numbers", len(names), len(faults), faults[0].where if faults else "")


def _proof(scenario: Scenario, tell: Progress) -> Proof:
    """Prove the posterior on fresh rows: the one place where `--deep` asks for it."""
    from simi_lab.study.prove import prove  # here: the rival models load slowly, and only a deep check needs them

    return prove(scenario, progress=tell)


def _scenario(run: Run) -> Scenario | None:
    try:
        return scenario_of(run)
    except BrokenRunError:  # a run written by other hands than `study.make`, or by another version
        return None


def _is_whole(run: Run) -> bool:
    return run.manifest["origin"]["options"].get("applications") is None


def _scan(run: Run, name: str) -> pl.LazyFrame:
    """Scan a table, hidden ones too; nothing of the truth leaves a check but counts."""
    return pl.scan_parquet(run.parts(name), glob=False)
