"""The rows of members as they stand on record; all others keep every value."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.filing.typologies.laws import AGENCIES, n_unlicensed
from simi_lab.filing.typologies.members import Rings
from simi_lab.filing.typologies.record import Desk
from simi_lab.scenario.model import Scenario
from simi_lab.schema import enum
from simi_lab.schema.enums import coded
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]


def patched(frame: pl.DataFrame, rows: Ints, new: pl.DataFrame) -> pl.DataFrame:
    """The frame with other rows at some places, column by column; columns that `new` lacks stay.

    Parameters
    ----------
    rows : positions, each once, shape (n_new,)
    new : columns of the frame with their types, one row per position
    """
    if rows.size == 0:
        return frame
    take = np.arange(frame.height)
    take[rows] = frame.height + np.arange(rows.size)
    at = pl.Series(take)
    columns = [
        pl.concat([frame[name], new[name].cast(frame[name].dtype)]).gather(at).alias(name)
        for name in new.columns
        if not new[name].equals(frame[name].gather(rows), check_dtypes=False, null_equal=True)
    ]
    return frame.with_columns(columns)


def members_rows(
    scenario: Scenario,
    table: pl.DataFrame,
    rows: Ints,
    desk: Desk,
    planted: Sequence[Rings],
    contacts: Sequence[pl.Series],
    streams: Streams,
    office_id: int,
) -> pl.DataFrame:
    """Applications of the members with what they show, in order of `rows`; not yet settled by the rules of their day.

    Randomness : table "applications", column agency_no, role planted, counter = application key.
    """
    shift = clock.offset_seconds(scenario.period.first, scenario.site.zone)
    filed = (desk.day[rows] * clock.SECONDS_PER_DAY + desk.second[rows] - shift) * clock.US_PER_SECOND
    values = {column: codes[rows] for column, codes in desk.values.items()}
    night = pl.lit(pl.Series(desk.night[rows]))
    mine = table[rows].with_columns(
        coded("purpose", values["purpose"]).alias("purpose"),
        coded("destination", values["destination"]).alias("destination"),
        coded("kind", values["kind"]).alias("kind"),
        pl.Series("has_itinerary", values["itinerary"] == 0),
        pl.Series("is_same_day", values["same_day"] == 1),
        pl.Series("filed_at", filed).cast(pl.Datetime("us", "UTC")),
        pl.when(night)
        .then(pl.lit("online"))
        .otherwise(pl.col("channel").cast(pl.String))
        .cast(enum("channel"))
        .alias("channel"),
        *_agency(scenario, desk.keys[rows], values["agency"], streams, office_id),
    )
    place = np.full(desk.keys.size, -1, dtype=np.int64)
    place[rows] = np.arange(rows.size)
    for rings, contact in zip(planted, contacts, strict=True):
        by = rings.kind.pattern.link.by
        if by in ("phone", "email") and rings.linked.any():
            shared = pl.DataFrame({by: contact.gather(rings.ring[rings.linked])})
            mine = patched(mine, place[rings.row[rings.linked]], shared)
    return mine


def _agency(scenario: Scenario, keys: Ints, state: Ints, streams: Streams, office_id: int) -> list[pl.Expr]:
    """Agency of each member: any of the drawn state; null where none is named."""
    unlicensed = n_unlicensed(scenario)
    words = streams.at("applications", "agency_no", "planted", keys)
    licensed = transforms.integers(words, AGENCIES - unlicensed)
    lapsed = AGENCIES - unlicensed + transforms.integers(words, unlicensed)
    has = pl.when(pl.lit(pl.Series(state > 0)))
    number = office_id * 1000 + np.where(state == 2, lapsed, licensed)
    return [
        has.then(pl.lit(pl.Series(number))).alias("agency_id"),
        has.then(pl.lit(pl.Series(state == 1))).alias("agency_licensed"),
    ]
