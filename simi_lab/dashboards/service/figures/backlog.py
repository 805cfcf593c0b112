"""Cases that stand open at the end of each month, and those among them that hang (*status menggantung*)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from simi_lab.dashboards.service.figures.hiding import hide_parts
from simi_lab.privacy import SMALLEST_GROUP


@dataclass(frozen=True)
class Backlog:
    """Open and hanging cases at month ends.

    Parameters
    ----------
    by_month : month, n (open), n_stuck; null where few would be told of: `suppressed` of n, `part_hidden` of n_stuck
    office_share : share of the hanging cases, over all month ends, that wait for the office; None when too few
    """

    by_month: pl.DataFrame
    office_share: float | None


def backlog_of(standing: pl.DataFrame) -> Backlog:
    """Describe the open cases of the choice (n_open, n_stuck, n_stuck_office per month and group)."""
    sums = standing.group_by("month").agg(pl.col("n_open", "n_stuck").sum()).sort("month").rename({"n_open": "n"})
    stuck, office = standing.select(pl.col("n_stuck", "n_stuck_office").sum()).row(0)
    sides = (office, stuck - office)
    is_told = stuck >= SMALLEST_GROUP and all(n == 0 or n >= SMALLEST_GROUP for n in sides)
    return Backlog(hide_parts(sums, "n", "n_stuck"), office / stuck if is_told else None)
