"""Who is looked at when interviewers can look at so many a day: the highest scores of each office and period."""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.errors import BadRequest
from simi_lab.reference import calendar

Period = Literal["day", "month"]


def slots(
    frame: pl.DataFrame, *, capacity_per_day: float, period: Period, zone: str = clock.OFFICE_ZONE
) -> pl.DataFrame:
    """The office and period in which each application competes, and how many can be looked at there.

    Applications filed on a day without service compete on the next working day. By day, a capacity with a fraction is
    spread: 0.5 a day is one person every second working day. By month, it is the capacity of the month's working days
    between the first and the last day of the frame, rounded.

    Parameters
    ----------
    frame : reads application_id, office_id, filed_at
    capacity_per_day : persons per working day and office
    period : "day" or "month"
    zone : IANA zone in which days are counted

    Returns
    -------
    pl.DataFrame
        One row per application, in the order of `frame`: stratum (number of office and period), n_slots.

    Raises
    ------
    BadRequest
        The capacity is not above 0, or a day lies outside the calendar.
    """
    if not capacity_per_day > 0 or not np.isfinite(capacity_per_day):
        raise BadRequest(
            "A capacity of {n} persons a day looks at no one.", n=capacity_per_day, cure="Give more than 0."
        )
    filed_on = frame.select(clock.to_local(pl.col("filed_at"), zone).dt.date()).to_series()
    seen_on = calendar.add_working_days(filed_on, 0, zone).cast(pl.Date)
    work_days = calendar.days_of(seen_on.min(), seen_on.max()).filter("is_working").select("day")  # type: ignore[arg-type]
    spent = (pl.int_range(1, pl.len() + 1) * capacity_per_day + 0.5).floor()
    per_day = work_days.with_columns(n_slots=(spent - spent.shift(1, fill_value=0)).cast(pl.Int64))
    by = pl.col("day") if period == "day" else pl.col("day").dt.month_start()
    per_period = per_day.group_by(by.alias("period")).agg(pl.col("n_slots").sum())
    rows = frame.select("office_id", day=seen_on).select("office_id", by.alias("period"))
    return rows.join(per_period, on="period", how="left", maintain_order="left").select(
        stratum=pl.struct("office_id", "period").rank("dense").cast(pl.Int64), n_slots="n_slots"
    )


def looked_at(frame: pl.DataFrame, score: NDArray[np.float64], places: pl.DataFrame) -> NDArray[np.bool_]:
    """Whether each application is among the highest scores of its office and period; equal scores go first come.

    Parameters
    ----------
    frame : reads application_id, filed_at
    score : of each row, higher is looked at first
    places : of `slots`, in the same order
    """
    rows = frame.select("application_id", "filed_at").with_columns(places).with_row_index("row")
    rows = rows.with_columns(score=pl.Series(score)).sort(
        "stratum", "score", "filed_at", "application_id", descending=[False, True, False, False]
    )
    inside = rows.with_columns(inside=pl.int_range(pl.len()).over("stratum") < pl.col("n_slots"))
    return inside.sort("row")["inside"].to_numpy()


def chance_finds(
    target: NDArray[np.bool_], places: pl.DataFrame, *, draws: int, rng: np.random.Generator
) -> tuple[float, NDArray[np.int64]]:
    """What looking at random people with the same capacity finds: the exact mean, and draws of the number found."""
    strata = (
        places.with_columns(hit=pl.Series(target))
        .group_by("stratum", maintain_order=True)
        .agg(all=pl.len(), hits=pl.col("hit").sum(), seen=pl.col("n_slots").first())
        .with_columns(seen=pl.min_horizontal("seen", "all"))
    )
    mean = strata.select((pl.col("hits") * pl.col("seen") / pl.col("all")).sum()).item()
    hits, everyone, seen = (strata[name].cast(pl.Int64).to_numpy() for name in ("hits", "all", "seen"))
    found = np.zeros(draws, dtype=np.int64)
    for k, n, m in zip(hits, everyone, seen, strict=True):
        if k and m:
            found += rng.hypergeometric(k, n - k, m, size=draws)
    return float(mean), found
