"""Open and stuck cases (*status menggantung*): who hears nothing for too long, and how many on a given day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from simi_lab.clock import to_local
from simi_lab.measures.cases import FINAL

OFFICE_STEPS = ("clarification", "numbering", "duplicate_check", "adjudication", "printing", "ready")
"""Steps that the office has to take; for all others a date was given, or the applicant has to come."""


def silences(
    events: pl.DataFrame | pl.LazyFrame, *, days: int, zone: str, holidays: Sequence[date] = ()
) -> pl.DataFrame:
    """Stretches in which nothing happened to a case for more than so many working days while it had not ended.

    The working days after the day of an event are counted; at the end of the first day that is one too many the case
    is stuck, until the day of its next event.

    Parameters
    ----------
    events : table `events`, rows of whole cases in any order
    days : working days that may pass
    zone : IANA zone of the office
    holidays : days besides Saturday and Sunday on which the office is shut

    Returns
    -------
    DataFrame
        One row per stretch: application_id, stuck_on (first day on which it is stuck), until_on (day of the next
        event, null if there is none), is_office (whether the next step was the office's; null if there is none).

    Randomness : none.
    """
    rows = (
        events.lazy()
        .select("application_id", "event_id", "ended_at", "stage", "outcome")
        .drop_nulls("ended_at")
        .sort("application_id", "ended_at", "event_id")
    )
    following = rows.with_columns(
        (pl.col("application_id") != pl.col("application_id").shift(-1)).fill_null(True).alias("is_last"),
        pl.col("ended_at").shift(-1).alias("next_at"),
        pl.col("stage").shift(-1).alias("next_stage"),
    )
    is_long = pl.col("next_at") - pl.col("ended_at") > pl.duration(days=days)  # only these can be too long
    gaps = following.filter(pl.col("is_last") | is_long).with_columns(
        to_local(pl.col("ended_at"), zone).dt.date().alias("since"),
        pl.when(~pl.col("is_last")).then(to_local(pl.col("next_at"), zone).dt.date()).alias("until_on"),
        pl.when(~pl.col("is_last")).then(pl.col("next_stage").cast(pl.String).is_in(OFFICE_STEPS)).alias("is_office"),
    )
    has_ended = (pl.col("stage").cast(pl.String) == "closed") | pl.col("outcome").cast(pl.String).is_in(FINAL)
    late = pl.col("since").dt.add_business_days(days + 1, holidays=list(holidays), roll="backward")
    return (
        gaps.filter(~(pl.col("is_last") & has_ended))
        .with_columns(late.alias("stuck_on"))
        .filter(pl.col("until_on").is_null() | (pl.col("stuck_on") < pl.col("until_on")))
        .select("application_id", "stuck_on", "until_on", "is_office")
        .collect()
    )


def month_ends(first: date, last: date) -> list[date]:
    """Last days of the months that end between two days, both inside.

    Examples
    --------
    >>> month_ends(date(2024, 1, 31), date(2024, 3, 30))
    [datetime.date(2024, 1, 31), datetime.date(2024, 2, 29)]
    """
    ends = pl.date_range(first, last, "1d", eager=True)
    return ends.filter(ends == ends.dt.month_end()).to_list()


def standing(open_from: pl.Series, until: pl.Series, stuck: pl.DataFrame, *, days: Sequence[date]) -> pl.DataFrame:
    """How many cases are open, and how many of them stuck, at the end of some days.

    Parameters
    ----------
    open_from, until : Date, shape (n_cases,); day of filing, and of the end (null while open)
    stuck : stretches as `silences` gives them
    days : days to count at, in any order

    Returns
    -------
    DataFrame
        day, backlog, stuck, stuck_office (Int64), one row per day in the order given.

    Randomness : none.
    """
    here = pl.DataFrame({"from": open_from, "until": until})
    office = stuck.filter(pl.col("is_office").fill_null(True))
    return pl.DataFrame(
        {
            "day": list(days),
            "backlog": _open_at(here["from"], here["until"], days),
            "stuck": _open_at(stuck["stuck_on"], stuck["until_on"], days),
            "stuck_office": _open_at(office["stuck_on"], office["until_on"], days),
        },
        schema={"day": pl.Date, "backlog": pl.Int64, "stuck": pl.Int64, "stuck_office": pl.Int64},
    )


def _open_at(begins: pl.Series, ends: pl.Series, days: Sequence[date]) -> list[int]:
    """How many stretches have begun by the end of each day and not ended by it."""
    begun, over = begins.sort(), ends.drop_nulls().sort()
    asked = pl.Series(list(days), dtype=pl.Date)
    return (begun.search_sorted(asked, side="right") - over.search_sorted(asked, side="right")).cast(pl.Int64).to_list()
