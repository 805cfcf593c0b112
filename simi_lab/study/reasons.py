"""Why an application of a run has its score: the number that people read, the kept models, the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from simi_lab.errors import BadRequest
from simi_lab.reference.identity.case_number import read_case_number
from simi_lab.store import Run
from simi_lab.study.measure import scenario_of
from simi_lab.study.model import risk_model

if TYPE_CHECKING:
    from simi_lab.risk.explaining import Explanation

_FORM = "Write its number as SIM-2025-000123, or the plain key 123."


def reasons_of(run: Run, application: str, *, model: str = "glass_box") -> Explanation:
    """Why an application has its score under a model, and what evidence would change it.

    Parameters
    ----------
    run : the run; its models are fitted if they are not there
    application : "SIM-2025-000123", or the plain key "123"
    model : one of `risk.models.MODELS`

    Raises
    ------
    BadRequest
        No such application, one filed outside the months that are judged, or no such model.
    BrokenRunError
        A file of the models was altered.
    """
    from simi_lab.risk import explain, load
    from simi_lab.risk.models import MODELS

    number, year = _read(application)
    if model not in MODELS:  # before anything is fitted
        raise BadRequest(
            "There is no model {name}.", name=model, cure="Choose one of {models}.", models=", ".join(MODELS)
        )
    kept = risk_model(run)
    features = kept.features.collect()
    zone = scenario_of(run).site.zone
    found = features.filter(pl.col("application_id") == number)
    filed_year = found["filed_at"].dt.convert_time_zone(zone).dt.year()
    if found.is_empty() or (year is not None and filed_year[0] != year):
        raise BadRequest("Run {run} holds no application {number}.", run=run.name, number=application, cure=_FORM)
    (told,) = explain(load(kept.path, run_hash=run.hash), features, [number], model=model, zone=zone)
    return told


def _read(application: str) -> tuple[int, int | None]:
    """Key and, where the number names one, the year of filing."""
    told = read_case_number(application)
    if told is not None:
        return told
    text = application.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise BadRequest("{text} is not the number of an application.", text=application, cure=_FORM)
    return int(text), None
