"""Counts, dates and sentences that stand beside every figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from simi_lab.risk.judging.case import Case
from simi_lab.risk.models import FittedModels, Note
from simi_lab.risk.models.points import point_rows, start_share


def facts_of(
    fitted: FittedModels,
    case: Case,
    finding: pl.Series,
    capacity: float,
    decisions: pl.DataFrame | None,
) -> dict[str, Any]:
    """Plain values: who trained, who was judged, how many can be looked at, how many there were to find."""
    test, targets = case.test, case.targets
    groups = test["group_id"].to_numpy()
    strata = case.places.group_by("stratum").agg(all=pl.len(), seen=pl.col("n_slots").first())
    return {
        "synthetic": True,
        "run_hash": fitted.run_hash,
        "capacity_per_day": capacity,
        "capacity_period": fitted.plan.capacity_period,
        "n_offices": test["office_id"].n_unique(),
        "train_months": [f"{month:%Y-%m}" for month in fitted.split.train_months],
        "test_months": [f"{month:%Y-%m}" for month in fitted.split.test_months],
        "scorecard": point_rows(fitted.models["scorecard"]),
        "scorecard_start": start_share(fitted.models["scorecard"]),
        "n_train": fitted.n_train,
        "n_train_positive": fitted.n_positive,
        "n_train_shared": fitted.n_shared,
        "n_test": test.height,
        "n_looked_at": int(strata.select(pl.min_horizontal("all", "seen").sum()).item()),
        "n_unrecorded": finding.null_count(),
        "n_positive": {target.name: int(target.hit.sum()) for target in targets},
        "n_kind": {kind.name: int(kind.hit.sum()) for kind in case.kinds},
        "n_protect_refused": _refused_victims(case, decisions),
        "n_positive_groups": {target.name: int(np.unique(groups[target.hit]).size) for target in targets},
    }


def _refused_victims(case: Case, decisions: pl.DataFrame | None) -> int | None:
    """People who should have been protected and were refused; None where truth or decisions are not known."""
    if decisions is None or not case.kinds:
        return None
    refused = decisions.filter(pl.col("decision").cast(pl.String) == "refuse")["application_id"].unique()
    victims = case.test.filter(pl.Series(case.kinds[0].hit))["application_id"]
    return int(victims.is_in(refused.implode()).sum())


def notes_of(silent: Sequence[date], *, has_truth: bool) -> Iterator[Note]:
    """What a reader must know before believing a figure."""
    yield Note(
        "Recorded findings exist only where the office looked, and say what it believed; only a synthetic world knows "
        "the truth.",
        {},
    )
    if has_truth:
        yield Note(
            "The perfect judge knows the exact odds of every piece of evidence and sees who files later on the same "
            "contact. A model looks at the moment of filing, so that a part of the distance can not be closed.",
            {},
        )
    if silent:
        yield Note("No outcome was recorded for these test months: {months}.", {"months": month_names(silent)})


def month_names(months: Sequence[date]) -> str:
    """Months as a reader writes them in a list: 2025-03, 2025-04."""
    return ", ".join(f"{month:%Y-%m}" for month in months)
