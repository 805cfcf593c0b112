"""What the faces read of a run: counts, bins and the twin comparison, made once and kept beside the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from simi_lab.measures import cases, service_bins, service_counts, skm_bins
from simi_lab.measures.standing import open_at_month_ends
from simi_lab.reference.calendar import holidays
from simi_lab.scenario.model import Scenario
from simi_lab.store import Derived, Run, derived
from simi_lab.study.block import roads_to_unit
from simi_lab.study.compare import told_of
from simi_lab.study.eras import base_era
from simi_lab.study.kept import kept_scenario
from simi_lab.study.ways import Question, simi_question

REPLICATIONS: int | None = None
"""How often the office works in each way: None is as often as the comparison's precision asks for."""

FORM = 2
"""Number of the form in which counts are kept: what an earlier state of the lab kept is made again."""

TABLES = ("service_bins", "service_counts", "skm_bins", "standing", "districts")


@dataclass(frozen=True)
class Aggregates:
    """Tables and figures of one run for its faces; no row speaks of one person.

    Small groups are in here; a face hides them (`privacy.suppress`) before it shows them.
    """

    service_bins: pl.DataFrame
    service_counts: pl.DataFrame
    skm_bins: pl.DataFrame
    standing: pl.DataFrame
    districts: pl.DataFrame
    promise: dict[str, Any]


def scenario_of(run: Run) -> Scenario:
    """The scenario that a run was made from."""
    plain = kept_scenario(run.manifest["origin"]["scenario"])
    return plain.model_copy(update={"seed": run.manifest["origin"]["seed"]})


def aggregates(run: Run, *, replications: int | None = REPLICATIONS) -> Aggregates:
    """Counts and bins of a run, and whether its promise holds; read if they are there, else made and kept.

    Parameters
    ----------
    replications : how often the same applicants go through the office in each way of working; None as often as the
        precision of `study.compare` asks for
    """
    thing = kept_of(run, replications)
    if not thing.exists:
        thing.write(_tables(run), {"promise": promise(run, replications=replications)})
    frames = {name: thing.frame(name).collect() for name in TABLES}
    return Aggregates(**frames, promise=thing.meta["promise"])


def kept_of(run: Run, replications: int | None) -> Derived:
    """Where the aggregates of a run lie, or will lie."""
    return derived(run, "aggregates", {"replications": replications, "form": FORM})


def _tables(run: Run) -> dict[str, pl.DataFrame]:
    zone = run.table("offices").select("zone").head(1).collect().item()
    homes = (
        run.table("people")
        .select("person_id", "household_id")
        .join(run.table("households").select("household_id", "district_id"), on="household_id")
        .join(run.table("districts").select("district_id", "hours_to_office"), on="district_id")
    )
    near = list(scenario_of(run).office.near_unit.regencies)
    if near:
        roads = roads_to_unit(near).lazy()
        homes = homes.join(roads, on="district_id", how="left")
    applications = run.table("applications").join(homes, on="person_id", how="left")
    events, shut = run.table("events"), holidays()["day"].to_list()
    rows = cases(applications, events, zone=zone, holidays=shut).collect()
    plan = scenario_of(run)
    standing = open_at_month_ends(
        rows,
        events,
        zone=zone,
        last=plan.period.last,
        stuck_days=int(plan.office.service.stuck_days.value),
        holidays=shut,
    )
    return {
        "service_bins": service_bins(rows).collect(),
        "service_counts": service_counts(rows).collect(),
        "skm_bins": skm_bins(run.table("surveys"), zone=zone).collect(),
        "standing": standing.collect(),
        "districts": run.table("districts").collect(),
    }


def promise(run: Run, *, replications: int | None = REPLICATIONS) -> dict[str, Any]:
    """The claim that waiting falls by half, tried on the same applicants: SIMI never against SIMI always.

    The first office of the run, without months that were added later, goes through its work in each way of working,
    with the same applicants and the same random words; only the way of working differs. Months of learning are left
    out. See `study.compare`, which does the comparing.

    Parameters
    ----------
    replications : so many; None goes on until the half width of the log ratio of the mean wait is small enough

    Returns
    -------
    dict
        verdict ("reached" or "not_reached", about the wait at the counter), judged (everything that the comparison
        says of the claim), promised_ratio, replications, precision, n_applicants, districts (travel hours, small
        groups hidden), and per metric before, after (means), difference, ratio and log_ratio (estimates as plain
        values; null where nothing can be said).
    """
    found = told_of(asked_of(run), replications=replications, split=False, with_claims=False)
    kept = ("replications", "precision", "n_applicants", "metrics", "districts")
    judged = found["verdict"]
    return {
        "verdict": judged["halved"],
        "claim": judged["claim"],
        "promised_ratio": judged["promised_ratio"],
        "judged": judged,
        **{name: found[name] for name in kept},
    }


def asked_of(run: Run) -> Question:
    """SIMI never against SIMI always, of the first office of a run without months that were added later."""
    base = base_era(run.manifest["origin"])
    return simi_question(base.plan, base.extent)
