"""What the officers would record of each applicant, after a longer conversation and after a short one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.decide import verdicts
from simi_lab.scenario.model import Scenario
from simi_lab.store import Run

Flags = NDArray[np.bool_]
_FAR = 1_000_003  # seeds of replications lie far from those that worlds are made with


@dataclass(frozen=True)
class Judgement:
    """Whether a finding would be recorded of each applicant, shape (n,) each; the luck is the person's own.

    Parameters
    ----------
    longer : after a longer conversation
    short : after the short interview that everyone has; who is found there would be found in the longer one too
    """

    longer: Flags
    short: Flags


@dataclass(frozen=True)
class CaseFiles:
    """What the officers' judgement reads, one row per application by application_id."""

    applications: pl.DataFrame
    documents: pl.DataFrame
    truth: pl.DataFrame


def case_files(run: Run, scenario: Scenario) -> CaseFiles:
    """Read them from a run.

    Whom the duplicate search finds is on no table; it matters to a record only where a pattern is linked by a match,
    and there the truth says who shows the link.
    """
    truth = run.truth("applications").sort("application_id").collect()
    by_match = [name for name, pattern in scenario.typologies.items() if pattern.link.by == "match"]
    decided = run.table("labels").select("application_id").collect()["application_id"]
    applications = truth.select(
        "application_id",
        duplicate_hit=pl.col("is_linked") & pl.col("typology").cast(pl.String).is_in(by_match),
        in_group=pl.Series(_in_group(run, scenario)),
        is_decided=pl.col("application_id").is_in(decided.implode()),
    )
    documents = run.table("documents").select("application_id", "nik_check", "name_check").collect()
    return CaseFiles(applications, documents, truth)


def judge(files: CaseFiles, scenario: Scenario, *, short_share: float, replication: int) -> Judgement:
    """How the officers would judge everyone, by the skill that the scenario gives them.

    Replication 0 has the luck of the world itself. A finding counts as recorded when the case is held, also where it is
    let through later; of a case that the run leaves undecided nothing is recorded.

    Parameters
    ----------
    short_share : chance of a doubt in a short interview, as a share of that in a longer one
    replication : other luck, the same in every variant of the loop

    Randomness : see `decide.verdicts`.
    """
    played = scenario.model_copy(update={"seed": scenario.seed + _FAR * replication})
    longer, short = (
        (verdicts(plan, files.applications, files.documents, files.truth).frame["label"] != "none").to_numpy()
        for plan in (played, _hurried(played, short_share))
    )
    longer &= files.applications["is_decided"].to_numpy()
    return Judgement(longer, short & longer)


def _hurried(scenario: Scenario, share: float) -> Scenario:
    """The same officers with little time: what they would doubt of a pattern shrinks; the duplicate search does not."""
    patterns = {
        name: pattern
        if pattern.link.by == "match"
        else pattern.model_copy(
            update={
                skill: number.model_copy(update={"value": max(floor, share * number.value)})
                for skill, number in (("found", pattern.found), ("twin_found", pattern.twin_found))
                for floor in [min(scenario.doubts.background.value, number.value)]
            }
        )
        for name, pattern in scenario.typologies.items()
    }
    return scenario.model_copy(update={"typologies": patterns})


def _in_group(run: Run, scenario: Scenario) -> Flags:
    """Whom a dial of the scenario has officers doubt more often; nobody unless the dial is turned."""
    n = run.truth("applications").select(pl.len()).collect().item()
    if scenario.dials.group == "none":
        return np.zeros(n, dtype=bool)
    from simi_lab.filing.typologies.groups import group_mask
    from simi_lab.people import area_of

    people = run.table("people").select("person_id", "household_id", "sex", "birth_date")
    homes = run.table("households").select("household_id", "district_id", "signal")
    rows = (
        run.table("applications")
        .select("application_id", "person_id", "filed_at")
        .join(people, on="person_id", how="left")
        .join(homes, on="household_id", how="left")
        .with_columns(
            age_years=((pl.col("filed_at").dt.date() - pl.col("birth_date")).dt.total_days() / 365.25).floor()
        )
        .sort("application_id")
        .collect()
    )
    women = (rows["sex"].cast(pl.String) == "F").to_numpy()
    return group_mask(scenario.dials.group, rows, women, area_of(scenario).districts)
