"""What a reader asked for, and the rows of the aggregates that answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

ALL = "all"
COUNT = "n_applications"
METRICS = ("wait_min", "lead_days", "total_days", "work_days", "travel_hours_x10")
MEASURES = ("total_days", "wait_min", "lead_days", "travel_hours_x10", COUNT)
"""What the reader can compare between districts."""

REGENCY_CODE = len("18.04")


@dataclass(frozen=True)
class Choice:
    """What a reader asked for.

    Parameters
    ----------
    first, last : first days of the first and last month of filing
    area : "all", a regency ("18.04") or a district ("18.04.04")
    service : "all" or a code
    regime : "all", "manual" or "simi"
    measure : one of `MEASURES`, compared between districts
    """

    first: date
    last: date
    area: str = ALL
    service: str = ALL
    regime: str = ALL
    measure: str = MEASURES[0]

    @property
    def regency(self) -> str:
        """The regency asked for, or that of the district asked for; "" when all are."""
        return "" if self.area == ALL else self.area[:REGENCY_CODE]

    @property
    def district(self) -> str:
        """The district asked for, or ""."""
        return self.area if len(self.area) > REGENCY_CODE else ""


def asked(frame: pl.DataFrame, choice: Choice) -> pl.DataFrame:
    """Rows of the months, kind of passport and way of working asked for; of a frame without those, of the months."""
    rows = pl.col("month").is_between(choice.first, choice.last)
    for column, wanted in (("service", choice.service), ("regime", choice.regime)):
        if wanted != ALL and column in frame.columns:
            rows = rows & (pl.col(column) == wanted)
    return frame.filter(rows)


def inside(area: str) -> pl.Expr:
    """Whether a row's district lies in the area."""
    if area == ALL:
        return pl.lit(True)
    code = pl.col("district_id")
    return code == area if len(area) > REGENCY_CODE else code.str.starts_with(f"{area}.")
