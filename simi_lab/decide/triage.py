"""Triage: the highest scores of a day are taken aside, all others go the direct way, and a few of those by lot."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from polars.datatypes import DataType, DataTypeClass

from simi_lab.errors import Fault, TableError
from simi_lab.scenario.triage import Triage
from simi_lab.schema import enum
from simi_lab.streams import Streams, transforms

COLUMNS = ("application_id", "score", "stratum", "n_slots", "has_sign")
ASIDE = ("look", "clarify", "protect")
"""Lanes in which somebody speaks with the applicant longer."""


def assign_lanes(cases: pl.DataFrame, plan: Triage, *, seed: int) -> pl.DataFrame:
    """Give each case a lane by its score and the day's capacity.

    The `n_slots` highest scores of each stratum are taken aside. Of them, those with a sign of trafficking are
    protected and referred, those from `clarify_from` on are asked for a written clarification, the others are looked at
    longer.
    All others go the direct way; a share of them is looked at all the same, whatever the score says, on top of the
    capacity: without it nothing would ever be known of the direct lane.

    Parameters
    ----------
    cases : one row per application
        application_id, score (0 to 1, higher is looked at first), stratum (number of office and day), n_slots (people
        that can be taken aside in this stratum), has_sign (of trafficking, see `signs_of_danger`)
    plan : section `triage` of the scenario

    Returns
    -------
    pl.DataFrame
        One row per application in the order of `cases`: application_id, lane, is_audit (looked at by lot),
        propensity (probability that this case is taken aside, given all scores: 1, or the audit share)

    Raises
    ------
    TableError
        A column or a value is missing, a score is not in 0 to 1, a capacity is negative, an application stands twice.

    Randomness : decision keys, kinds triage_tie (equal scores) and triage_audit; the same applicant has the same lot at
    every capacity, so that with one place more nobody loses one.
    """
    if faults := [*_faults(cases)]:
        raise TableError(faults)
    if cases.is_empty():
        return pl.DataFrame(schema=_SCHEMA)
    streams, keys = Streams(seed), cases["application_id"].to_numpy()
    lot = pl.Series("lot", transforms.uniform(streams.decision("triage_tie", keys)))
    audit = transforms.bernoulli(streams.decision("triage_audit", keys), plan.audit_share.value)
    rows = cases.select(COLUMNS).with_columns(lot, pl.Series("drawn", audit)).with_row_index("row")
    rows = rows.sort("stratum", "score", "lot", "application_id", descending=[False, True, False, False])
    aside = pl.int_range(pl.len()).over("stratum") < pl.col("n_slots")
    rows = rows.with_columns(is_aside=aside).sort("row").with_columns(is_audit=pl.col("drawn") & ~pl.col("is_aside"))
    lane = (
        pl.when(~pl.col("is_aside") & ~pl.col("is_audit"))
        .then(pl.lit("direct"))
        .when(pl.col("has_sign"))
        .then(pl.lit("protect"))
        .when(pl.col("is_aside") & (pl.col("score") >= plan.clarify_from.value))
        .then(pl.lit("clarify"))
        .otherwise(pl.lit("look"))
    )
    propensity = pl.when(pl.col("is_aside")).then(1.0).otherwise(plan.audit_share.value)
    return rows.select("application_id", lane.cast(enum("lane")).alias("lane"), "is_audit", propensity=propensity)


_SCHEMA: dict[str, DataType | DataTypeClass] = {
    "application_id": pl.Int64,
    "lane": enum("lane"),
    "is_audit": pl.Boolean,
    "propensity": pl.Float64,
}


def _faults(cases: pl.DataFrame) -> Iterator[Fault]:
    missing = [name for name in COLUMNS if name not in cases.columns]
    for name in missing:
        yield Fault(f"cases.{name}", "the column is missing.")
    for name in (each for each in COLUMNS if each not in missing):
        if n := cases[name].null_count():
            yield Fault(f"cases.{name}", f"is empty in {n} rows.", "Every case needs one; score all of them first.")
    if missing or cases.is_empty():
        return
    if twice := cases.height - cases["application_id"].n_unique():
        yield Fault("cases.application_id", f"repeats in {twice} rows.", "One row for each application.")
    if not cases["score"].fill_null(0).is_between(0, 1).all():
        yield Fault("cases.score", "lies outside 0 to 1.", "Give probabilities, as the models do.")
    if (cases["n_slots"].fill_null(0) < 0).any():
        yield Fault("cases.n_slots", "is negative.", "Nobody can be taken aside less than not at all: give 0 or more.")
