"""How fast each desk works in each week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simi_lab.errors import Fault, FaultsError

PER_MILLE = 1000


class Pace(NamedTuple):
    """Time that a desk takes for a service of length one, by desk and week; without rows the service's own time.

    Parameters
    ----------
    row : first row of each station, -1 where its desks all take the service's own time
    table : shape (n_rows, n_weeks); per mille where times are whole numbers (the product is rounded to halves up), else
        a factor; before the first week its first column holds, after the last one its last
    begins, week : begin of the first week, and its length, in the unit of the times
    one : 1000 or 1
    """

    row: NDArray[np.int64]
    table: Any
    begins: Any
    week: Any
    one: Any


def no_pace(n_stations: int, dtype: Any) -> Pace:
    """Every desk takes the service's own time."""
    kind = np.dtype(dtype).type
    return Pace(np.full(n_stations, -1, np.int64), np.empty((0, 0), dtype), kind(0), kind(1), kind(1))


def pack_pace(
    factors: Sequence[Any], servers: Sequence[int], dtype: Any, *, begins: float = 0, week: float = 1
) -> Pace:
    """Put the factors of all stations into one table.

    Parameters
    ----------
    factors : one per station: None, or shape (n_desks, n_weeks) of positive numbers, above 1 where a desk is slow
    servers : desks of each station, at most as many as rows
    dtype : int64 or float64, that of the times
    begins, week : when the first week begins, and how long one is

    Raises
    ------
    FaultsError
        Too few rows for the desks, factors that are not positive, tables with other numbers of weeks, a week of no
        length.
    """
    tables = [None if f is None else np.atleast_2d(np.asarray(f, dtype=np.float64)) for f in factors]
    faults = [] if week > 0 else [Fault("week", "has no length.", "Give the length of a week above 0.")]
    for place, (table, desks) in enumerate(zip(tables, servers, strict=True)):
        if table is None:
            continue
        where = f"pace of station {place}"
        if table.shape[0] < desks or table.ndim != 2 or not table.shape[1]:
            faults.append(Fault(where, f"shape {table.shape} for {desks} desks.", "Give a row for each desk."))
        elif not (np.isfinite(table) & (table > 0)).all():
            faults.append(Fault(where, "holds a factor that is not above 0.", "1 is the service's own time."))
    kept = [table for table in tables if table is not None]
    if len({table.shape[1] for table in kept}) > 1:
        faults.append(Fault("pace", "the stations have other numbers of weeks.", "Give all the same weeks."))
    if faults:
        raise FaultsError(faults)
    if not kept:
        return no_pace(len(tables), dtype)
    sizes = [0 if table is None else len(table) for table in tables]
    row = np.where(np.array(sizes) > 0, np.cumsum([0, *sizes[:-1]]), -1)
    whole = np.dtype(dtype).kind == "i"
    table = np.concatenate(kept) * (PER_MILLE if whole else 1)
    kind = np.dtype(dtype).type
    packed = np.maximum(np.rint(table), 1).astype(np.int64) if whole else table
    return Pace(row.astype(np.int64), packed, kind(begins), kind(week), kind(PER_MILLE if whole else 1))
