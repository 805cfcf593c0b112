"""The claims made for SIMI as one table, for a notebook or a report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from simi_lab.study.compare import Progress, compare

_SCHEMA: dict[str, Any] = {
    "metric": pl.String,
    "unit": pl.String,
    "goal": pl.String,
    "promised_ratio": pl.Float64,
    "before": pl.Float64,
    "after": pl.Float64,
    "difference": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "ratio": pl.Float64,
    "verdict": pl.String,
    "basis": pl.String,
}


def claims(
    scenario: str | Path = "kotabumi",
    *,
    changes: Sequence[str | Path] = ("simi",),
    replications: int | None = None,
    progress: Progress | None = None,
) -> pl.DataFrame:
    """Judge each claim on the same applicants; everything else that is known of them is in `study.compare`.

    Parameters
    ----------
    scenario, changes, replications, progress : as for `study.compare.compare`

    Returns
    -------
    DataFrame
        One row per claim: metric, unit, goal, promised_ratio (null unless one was promised), before, after, difference
        with its 95 % interval low to high, ratio, verdict (supported, not_supported, no_difference; null where nobody
        has a value) and basis (worked: came out of the office at work; given: repeats an assumption).

    Raises
    ------
    BadRequest, ScenarioError
        As for `study.compare.compare`.

    Randomness : as for `study.compare.compare`.
    """
    found = compare(scenario, changes=changes, replications=replications, split=False, progress=progress)
    return claims_table(found)


def claims_table(found: dict[str, Any]) -> pl.DataFrame:
    """The claims of a comparison that was made already, as `claims` returns them."""
    return pl.DataFrame([_row(claim) for claim in found["claims"]], schema=_SCHEMA)


def _row(claim: dict[str, Any]) -> dict[str, Any]:
    moved, ratio = claim["difference"] or {}, claim["ratio"] or {}
    ends = {"difference": moved.get("value"), "low": moved.get("low"), "high": moved.get("high")}
    return {name: claim[name] for name in _SCHEMA if name in claim} | ends | {"ratio": ratio.get("value")}
