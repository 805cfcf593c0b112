"""What the faces read of a run: counts, bins and the twin comparison, made once and kept beside the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from simi_lab.measures import cases, halving_verdict, paired_log_ratio, service_bins, service_counts, skm_bins
from simi_lab.reference.calendar import holidays
from simi_lab.scenario.model import Scenario
from simi_lab.store import Run, derived
from simi_lab.study.block import Desk, case_rows, prepare, work
from simi_lab.study.eras import base_era

REPLICATIONS = 5
PROMISED = {
    "wait_min": "min",
    "lead_days": "day",
    "total_days": "day",
    "work_days": "day",
    "visits": "visit",
    "travel_hours": "hour",
}


@dataclass(frozen=True)
class Aggregates:
    """Tables and figures of one run for its faces; no row speaks of one person.

    Small groups are in here; a face hides them (`privacy.suppress`) before it shows them.
    """

    service_bins: pl.DataFrame
    service_counts: pl.DataFrame
    skm_bins: pl.DataFrame
    districts: pl.DataFrame
    promise: dict[str, Any]


def scenario_of(run: Run) -> Scenario:
    """The scenario that a run was made from."""
    plain = Scenario.model_validate(run.manifest["origin"]["scenario"])
    return plain.model_copy(update={"seed": run.manifest["origin"]["seed"]})


def aggregates(run: Run, *, replications: int = REPLICATIONS) -> Aggregates:
    """Counts and bins of a run, and whether its promise holds; read if they are there, else made and kept.

    Parameters
    ----------
    replications : how often the same applicants go through the office in each way of working
    """
    thing = derived(run, "aggregates", {"replications": replications})
    if not thing.exists:
        thing.write(_tables(run), {"promise": promise(run, replications=replications)})
    frames = {name: thing.frame(name).collect() for name in ("service_bins", "service_counts", "skm_bins", "districts")}
    return Aggregates(**frames, promise=thing.meta["promise"])


def _tables(run: Run) -> dict[str, pl.DataFrame]:
    zone = run.table("offices").select("zone").head(1).collect().item()
    homes = (
        run.table("people")
        .select("person_id", "household_id")
        .join(run.table("households").select("household_id", "district_id"), on="household_id")
        .join(run.table("districts").select("district_id", "hours_to_office"), on="district_id")
    )
    applications = run.table("applications").join(homes, on="person_id", how="left")
    rows = cases(applications, run.table("events"), zone=zone, holidays=holidays()["day"].to_list()).collect()
    return {
        "service_bins": service_bins(rows).collect(),
        "service_counts": service_counts(rows).collect(),
        "skm_bins": skm_bins(run.table("surveys"), zone=zone).collect(),
        "districts": run.table("districts").collect(),
    }


def promise(run: Run, *, replications: int = REPLICATIONS) -> dict[str, Any]:
    """The claim that waiting falls by half, tried on the same applicants: SIMI never against SIMI always.

    The first office of the run, without months that were added later, goes through its work `replications` times in
    each way of working, with the same applicants and the same random words; only the way of working differs. Months
    of learning are left out.

    Returns
    -------
    dict
        verdict ("reached" or "not_reached", about the wait at the counter), replications, n_applicants, and per metric
        before, after (means), ratio and log_ratio (estimates as plain values).
    """
    base = base_era(run.manifest["origin"])
    scenario = base.plan
    desk = prepare(scenario, base.extent, 0)
    before, after = (_replays(scenario, desk, regime, replications) for regime in ("manual", "simi"))
    metrics: dict[str, Any] = {}
    for metric, unit in PROMISED.items():
        pair = paired_log_ratio(before, after, value=metric)
        metrics[metric] = {
            "unit": unit,
            "before": before[metric].mean(),
            "after": after[metric].mean(),
            "ratio": pair.ratio.to_dict(),
            "log_ratio": pair.log_ratio.to_dict(),
        }
        if metric == "wait_min":
            verdict = halving_verdict(pair.ratio)
    return {
        "verdict": verdict,
        "claim": "wait_min",
        "promised_ratio": 0.5,
        "replications": replications,
        "n_applicants": desk.intake.height,
        "metrics": metrics,
    }


def _replays(scenario: Scenario, desk: Desk, regime: str, replications: int) -> pl.DataFrame:
    keep = ["application_id", *PROMISED]
    parts = []
    for replication in range(1, replications + 1):
        result = work(scenario, desk, replication=replication, regime_override=regime)
        rows = case_rows(scenario, desk, result.events).select(keep)
        parts.append(rows.with_columns(pl.lit(replication, dtype=pl.Int16).alias("replication")))
    return pl.concat(parts)
