"""What still gives away the protected columns of a run, worked out once and kept beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from simi_lab.store import Run, derived
from simi_lab.study.fairness.rows import applicants
from simi_lab.study.model import kept_model, risk_model

if TYPE_CHECKING:
    from simi_lab.risk.proxies import ProxyReport

_FORMAT = 1
_FILE = "proxies.json"
_GROUPS = ("sex", "age_band", "district", "distance", "signal")
_PERSONAL = ("education", "livelihood", "marital")
_MOST_DISTRICTS = 20
_REST = "other"


def proxy_report(run: Run) -> ProxyReport:
    """How well the features of a run guess each protected column.

    Raises
    ------
    SimiError
        The run has too little to learn from, too few people, or models that were altered.
    """
    from simi_lab.risk import proxies
    from simi_lab.risk.proxies import ProxyReport

    kept = risk_model(run)
    thing = derived(run, "proxies", {"format": _FORMAT}, parents=[kept_model(run)])
    if not thing.exists:
        report = proxies(kept.features.collect(), protected_columns(run))
        thing.write({}, files={_FILE: json.dumps(report.to_dict()).encode()})
    return ProxyReport.from_dict(json.loads(thing.file(_FILE).read_text(encoding="utf-8")))


def protected_columns(run: Run) -> pl.DataFrame:
    """One row per application: application_id and the columns that serve audits only, as text; ages in bands.

    Districts that few come from are one value together, so that a large area can be guessed at all. Nobody's name,
    number or birth date is among them.
    """
    people = run.table("people").select("person_id", *(pl.col(name).cast(pl.String) for name in _PERSONAL))
    persons = run.table("applications").select("application_id", "person_id").join(people, on="person_id", how="left")
    told = applicants(run).select("application_id", *(pl.col(name).cast(pl.String) for name in _GROUPS))
    sizes = told["district"].value_counts().sort("count", "district", descending=[True, False])
    largest = sizes["district"].head(_MOST_DISTRICTS).implode()
    told = told.with_columns(pl.when(pl.col("district").is_in(largest)).then("district").otherwise(pl.lit(_REST)))
    return told.join(
        persons.drop("person_id").collect(), on="application_id", how="left", maintain_order="left", validate="1:1"
    )
