"""The numbers of a made world that lessons may name, read from what has already been worked out of it."""

from __future__ import annotations

from functools import cache
from typing import Any

from simi_lab.training.text.facts import FactSource, facts_from, no_facts
from simi_lab.training.text.risk_facts import risk_facts

_MONTHLY = {"applications": "n_applications", "issued": "n_issued", "postponed": "n_postponed"}


def world_facts(run: Any = None) -> FactSource:
    """Make a source from a run's comparison of the two ways of working.

    Names are `promise.METRIC.before`, `.after` (means, in the metric's unit) and `.change`, `.change_low`,
    `.change_high` (share by which the mean changes, with its interval; negative is less), for each METRIC of
    `study.aggregates(run).promise`; `compared.applicants` and `compared.replications`, what the comparison rests on;
    `lampung_barat.travel_hours.before`, `.after`, hours on the road of an applicant from the lab's own regency, where
    the world has such applicants; `risk.…`, what the risk model found and marked in vain (see `risk_facts`), where it
    has been judged; and `monthly.applications`, `monthly.issued`, `monthly.postponed`, each with `.count`
    (number of months) and `.n0`, `.n1`, … (applications of that month over the whole area).

    Parameters
    ----------
    run : Run, optional
        Without one, or when its comparison has not been made yet, nothing is known: a lesson never makes a learner
        wait for a simulation.
    """
    if run is None:
        return no_facts
    from simi_lab.study import measure  # here: a lesson without a world needs no polars

    @cache
    def risk() -> FactSource:
        return facts_from({"risk": risk_facts(run)})

    made = measure.kept_of(run, measure.REPLICATIONS)
    if not made.exists:
        return lambda name: risk()(name) if name.startswith("risk.") else None
    promise = made.meta["promise"]
    told = facts_from(
        {
            "promise": promise_facts(promise),
            "compared": {"applicants": promise["n_applicants"], "replications": promise["replications"]},
            "lampung_barat": {"travel_hours": regency_hours(promise["districts"])},
        }
    )

    @cache  # read once per source, and only when a lesson asks
    def monthly() -> FactSource:
        return facts_from({"monthly": monthly_facts(made.frame("service_counts"))})

    def find(name: str) -> float | None:
        kept = {"monthly": monthly, "risk": risk}.get(name.split(".")[0])
        return (kept() if kept else told)(name)

    return find


def newest_world() -> FactSource:
    """Make a source from the newest run on this computer, if there is one."""
    from simi_lab.store import list_runs

    return world_facts(next(iter(list_runs()), None))


def promise_facts(promise: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Flatten a comparison into the numbers that lessons name, by metric."""
    return {
        name: {
            "before": metric["before"],
            "after": metric["after"],
            "change": metric["ratio"]["value"] - 1,
            "change_low": metric["ratio"]["low"] - 1,
            "change_high": metric["ratio"]["high"] - 1,
        }
        for name, metric in promise["metrics"].items()
        if metric["ratio"] is not None
    }


def regency_hours(districts: list[dict[str, Any]]) -> dict[str, float]:
    """Travel hours of one applicant of Lampung Barat in both ways of working, each district by its applicants.

    Parameters
    ----------
    districts : one entry per district, as a comparison keeps them; small groups are hidden there and left out here

    Returns
    -------
    dict
        before and after, in hours; empty when no district of the regency can be told.
    """
    from simi_lab.reference.places import LIWA_REGENCY  # here: places load their tables

    ours = [one for one in districts if one["district_id"].startswith(f"{LIWA_REGENCY}.")]
    told = [one for one in ours if one["n_applicants"] is not None]
    total = sum(one["n_applicants"] for one in told)
    if not total:
        return {}
    return {way: sum(one[way] * one["n_applicants"] for one in told) / total for way in ("before", "after")}


def monthly_facts(counts: Any) -> dict[str, dict[str, float]]:
    """Sum a run's kept counts over all places and services, month by month.

    Parameters
    ----------
    counts : lazy table `service_counts` of the run's aggregates
    """
    import polars as pl

    columns = list(_MONTHLY.values())
    months = counts.group_by("month").agg(pl.col(columns).sum()).sort("month").collect()
    found = {}
    for name, column in _MONTHLY.items():
        values = [float(value) for value in months[column]]
        found[name] = {"count": float(len(values)), **{f"n{n}": value for n, value in enumerate(values)}}
    return found
