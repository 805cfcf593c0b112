"""Explaining scores of the judged months: terms of the model, and the same model asked again with a fact settled."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from simi_lab import clock
from simi_lab.errors import BadRequest
from simi_lab.risk.explaining.explanation import Change, Explanation
from simi_lab.risk.explaining.line import Line
from simi_lab.risk.explaining.terms import base_of, reasons_of, unit_of
from simi_lab.risk.models import FittedModels
from simi_lab.risk.models.matrix import check_frame
from simi_lab.risk.signals import FEATURES
from simi_lab.risk.signals.reliefs import RELIEFS

GLASS_BOX = "glass_box"
EXACT = (
    "rule_of_thumb",
    "scorecard",
    GLASS_BOX,
)  # models that are sums; the others borrow the reasons of the glass box


def explain(
    fitted: FittedModels,
    features: pl.DataFrame,
    application_ids: Sequence[int],
    *,
    model: str = GLASS_BOX,
    capacity_per_day: float | None = None,
    zone: str = clock.OFFICE_ZONE,
) -> list[Explanation]:
    """Why these applications have their score, and what evidence would change it.

    Terms are exact, nothing is approximated: points of the scorecard and of the written rules, curves of the glass
    box. Boosting and the foil have none; they are given the reasons of the glass box, and the answer says so. What
    would change a score is found by asking the model again, with the facts of one check set to what an ordinary
    application shows.

    Parameters
    ----------
    fitted : models of `fit` or `load`
    features : table from `risk.features` with all applications of the test months, who compete for a look
    application_ids : filed in the test months; the months that trained are not explained, their outcome is in the model
    model : one of `MODELS`
    capacity_per_day : persons per working day and office; None takes the plan's
    zone : IANA zone in which days are counted

    Returns
    -------
    list of Explanation
        In the order of `application_ids`.

    Raises
    ------
    BadRequest
        Unknown model; an application that is not there, or was filed outside the test months.
    TableError
        The frame is not the registry's.

    Randomness : none.
    """
    if model not in fitted.models:
        raise BadRequest(
            "There is no model {name}.", name=model, cure="Choose one of {models}.", models=", ".join(fitted.models)
        )
    check_frame(features)
    rows = [_row(fitted, features, number) for number in application_ids]
    if not rows:
        return []
    source = model if model in EXACT else GLASS_BOX
    test = features.filter(pl.col("month").is_in(fitted.split.test_months))
    capacity = fitted.plan.capacity_per_day.value if capacity_per_day is None else capacity_per_day
    asked = Line.of(fitted, model, test, capacity, zone)
    told = asked if source == model else Line.of(fitted, source, test, capacity, zone)
    return [_explained(fitted, row, asked, told, zone) for row in rows]


def _row(fitted: FittedModels, features: pl.DataFrame, number: int) -> pl.DataFrame:
    row = features.filter(pl.col("application_id") == number)
    if row.is_empty():
        raise BadRequest(
            "There is no application {number}.", number=number, cure="Look it up in the World explorer of the run."
        )
    months = fitted.split.test_months
    if row["month"][0] not in months:
        raise BadRequest(
            "Application {number} was filed in {month}, outside the months that are judged.",
            number=number,
            month=f"{row['month'][0]:%Y-%m}",
            cure="Choose one filed from {first} to {last}: earlier months trained the models.",
            first=f"{months[0]:%Y-%m}",
            last=f"{months[-1]:%Y-%m}",
        )
    return row


def _explained(fitted: FittedModels, row: pl.DataFrame, asked: Line, told: Line, zone: str) -> Explanation:
    source = fitted.models[told.model]
    reasons = reasons_of(source, row)
    raising = [name for reason in reasons if reason.adds > 0 for name in reason.features]
    return Explanation(
        application_id=int(row["application_id"][0]),
        filed_year=int(row.select(clock.to_local(pl.col("filed_at"), zone).dt.year()).item()),
        model=asked.model,
        place=asked.place(row),
        reasons_of=told.model,
        reasons_place=told.place(row),
        base=base_of(source),
        unit=unit_of(told.model),
        reasons=tuple(reasons),
        changes=tuple(_changes(fitted, row, asked, raising)),
    )


def _changes(fitted: FittedModels, row: pl.DataFrame, asked: Line, raising: Sequence[str]) -> list[Change]:
    bundles = dict.fromkeys(feature.told.bundle for feature in FEATURES if feature.name in raising)
    found = []
    for bundle in bundles:
        names = tuple(feature.name for feature in FEATURES if feature.told.bundle == bundle)
        settled = row.with_columns(
            pl.lit(fitted.ordinary[name], dtype=row.schema[name]).alias(name)
            for name in names
            if name in fitted.ordinary
        )
        found.append(Change(bundle, RELIEFS[bundle], names, asked.place(settled)))
    return sorted(found, key=lambda change: change.place.score)
