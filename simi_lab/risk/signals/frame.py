"""The one place where history is read: features of each application as they stood when it was filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl

from simi_lab import clock
from simi_lab.errors import Fault, TableError
from simi_lab.risk.asof.declare import DTYPES, Family, View
from simi_lab.risk.asof.groups import contact_groups
from simi_lab.risk.asof.known import Frame, known_before, view_tables
from simi_lab.risk.asof.protected import refuse_declared, refuse_disguised
from simi_lab.risk.asof.windows import DAY_US
from simi_lab.risk.signals.registry import FAMILIES, ROW_COLUMNS
from simi_lab.schema import forbidden_for_models


def features(
    applications: Frame,
    documents: Frame,
    people: Frame,
    households: Frame,
    events: Frame,
    decisions: Frame,
    labels: Frame,
    *,
    as_of: datetime,
    expiry_days: int = 365,
    zone: str = clock.OFFICE_ZONE,
    families: Sequence[Family] = FAMILIES,
) -> pl.DataFrame:
    """Features of every application filed before a moment, each as it could be known when that application was filed.

    Two filters stand one behind the other. Nothing that became known at or after `as_of` is read: applications by
    filing, events by their end, decisions and labels by the moment they were recorded. And each row counts only what
    lies strictly before its own filing, so that a later fact never changes an earlier row. The application's own form
    and papers, with the checks of the papers, count as known at filing: the score is meant for the interview that
    follows. Waiting, service times and surveys are never read (purpose limitation, article 28 of UU 27/2022).

    Parameters
    ----------
    applications, documents, people, households, events, decisions, labels : tables of one run
        Only declared columns and keys are read; identifiers reach the features as opaque codes.
    as_of : aware datetime
        The moment of looking.
    expiry_days : days, 1 and up
        How long an earlier hold or finding may count.
    zone : IANA zone
        Where days and months are counted.
    families : feature families
        Made features and their declarations; the registry by default.

    Returns
    -------
    pl.DataFrame
        One row per application filed before `as_of`, by application_id: application_id, office_id, filed_at, month
        (first day, office-local), group_id (see `contact_groups`; computed over all rows, for splitting only), then
        the features in the order of the registry.

    Raises
    ------
    ProtectedColumnError
        A feature declares a protected column, or its values repeat one.
    TableError
        Declared columns are missing, or a family made other columns than it declared.
    BadRequest
        No application before `as_of`, or `as_of` without zone.

    Randomness : none.
    """
    refuse_declared(families)
    given = {
        "applications": applications,
        "documents": documents,
        "people": people,
        "households": households,
        "events": events,
        "decisions": decisions,
        "labels": labels,
    }
    known = known_before(given, families, as_of=as_of)
    homes = known["people"].select("person_id", "household_id")
    known["applications"] = (
        known["applications"].sort("application_id").join(homes, on="person_id", how="left", maintain_order="left")
    )
    made = _rows(known["applications"], zone)
    for family in families:
        view = View(view_tables(known, family), expiry_days * DAY_US, zone)
        made = made.join(_made_by(family, view), on="application_id", how="left", maintain_order="left")
    holders = _protected(
        known["applications"], {"applications": applications, "people": people, "households": households}
    )
    refuse_disguised(made, [feature for family in families for feature in family.features], holders)
    return made


def _rows(applications: pl.DataFrame, zone: str) -> pl.DataFrame:
    month = clock.to_local(pl.col("filed_at"), zone).dt.date().dt.month_start()
    groups = pl.Series(contact_groups(applications))
    return applications.with_columns(month=month, group_id=groups).select(ROW_COLUMNS)


def _made_by(family: Family, view: View) -> pl.DataFrame:
    """Run one family and hold it to its declaration: its columns, its kinds, no gaps but in amounts."""
    made = family.make(view)
    declared = {feature.name for feature in family.features} | {"application_id"}
    faults = [Fault(name, "is made and declared nowhere.") for name in made.columns if name not in declared]
    faults += [Fault(name, "is declared and not made.") for name in sorted(declared - set(made.columns))]
    faults += [
        Fault(feature.name, "has gaps; only an amount may be unknown.")
        for feature in family.features
        if feature.kind != "amount" and feature.name in made.columns and made[feature.name].null_count()
    ]
    if faults:
        raise TableError(faults, what="A family of features does not keep its declaration.")
    kinds = {feature.name: DTYPES.get(feature.kind, pl.String()) for feature in family.features}
    return made.select("application_id", *(pl.col(name).cast(dtype) for name, dtype in kinds.items()))


def _protected(places: pl.DataFrame, given: Mapping[str, Frame]) -> dict[str, pl.DataFrame]:
    """Protected columns per table, in the row order of `places`: to be compared with, never to be used."""
    keys = {"applications": "application_id", "people": "person_id", "households": "household_id"}
    holders = {}
    for table, frame in given.items():
        present = frame.lazy().collect_schema().names()
        columns = [name for name in present if (table, name) in forbidden_for_models()]
        barred = frame.lazy().select(keys[table], *columns).collect()
        holders[table] = places.select(keys[table]).join(barred, on=keys[table], how="left", maintain_order="left")
    return holders
