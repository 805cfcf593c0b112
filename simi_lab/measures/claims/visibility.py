"""Hours from what happened in the back office until the applicant can see it."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.clock import SECONDS_PER_DAY, to_local
from simi_lab.scenario.office_service import Status

UNSEEN = ("numbering", "duplicate_check", "adjudication", "printing", "ready", "closed")
"""Stages at which the applicant is not there; what is done at a desk he sees himself."""


def status_hours(
    events: pl.DataFrame | pl.LazyFrame,
    signals: pl.DataFrame | pl.LazyFrame,
    *,
    status: Status,
    closings: NDArray[np.int64],
    zone: str,
) -> pl.LazyFrame:
    """Mean hours per case from an event in the back office until it can be seen, by register and by message.

    Parameters
    ----------
    events : table `events`
    signals : application_id, signal (none, weak, good) of the applicant's home
    status : the scenario's assumptions
    closings : end of each working day in office-local seconds since 1970, rising
    zone : IANA zone of the office

    Returns
    -------
    LazyFrame
        application_id, register_hours, message_hours; one row per case to which something happened in the back office.
        What is finished after the last closing is left out of register_hours.

    Randomness : none.
    """
    done = (
        events.lazy()
        .filter(pl.col("stage").is_in(UNSEEN) & pl.col("ended_at").is_not_null())
        .select("application_id", to_local(pl.col("ended_at"), zone).dt.epoch("s").alias("at"))
        .collect()
    )
    at = done["at"].to_numpy()
    place = np.searchsorted(closings, at)
    known = place < closings.size
    wait = np.full(at.size, np.nan)
    wait[known] = (closings[place[known]] - at[known]) / 3600 + status.register_hours.value
    slow = pl.Series(wait).fill_nan(None)
    hours = status.message_hours.values
    message = (
        pl.col("signal").cast(pl.String).replace_strict(list(hours), list(hours.values()), return_dtype=pl.Float64)
    )
    return (
        done.lazy()
        .select("application_id", slow.alias("register_hours"))
        .group_by("application_id")
        .agg(pl.col("register_hours").mean())
        .join(signals.lazy().select("application_id", message.alias("message_hours")), on="application_id", how="left")
    )


def closings_of(days: list[date], seconds: list[int]) -> NDArray[np.int64]:
    """Ends of working days as local seconds since 1970, rising, from days and seconds after their midnight.

    Examples
    --------
    >>> closings_of([date(1970, 1, 2)], [16 * 3600]).tolist()
    [144000]
    """
    first = np.array(days, dtype="datetime64[D]").astype(np.int64) * SECONDS_PER_DAY
    return np.sort(first + np.array(seconds, dtype=np.int64))
