"""Hide small cells, and enough of their neighbours that no total gives them away.

The partners are found by the hypercube method: a hidden cell is one corner of a box whose other corners are hidden
too. Move one person along every edge of the box and all totals stay as they are; so the totals cannot tell which of
the tables that differ by such moves is the true one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

import polars as pl

from simi_lab.errors import BadRequest
from simi_lab.i18n import plural

if TYPE_CHECKING:
    import numpy as np

    Cells = np.ndarray[Any, np.dtype[np.int64]]
    Flags = np.ndarray[Any, np.dtype[np.bool_]]

SMALLEST_GROUP = 5
"""The smallest group of people whose figures are shown (k)."""


def suppress(frame: pl.DataFrame, *, count: str, by: Sequence[str], k: int = SMALLEST_GROUP) -> pl.DataFrame:
    """Hide every group under `k`, and the partners that keep it from being worked out from totals.

    All totals along `by` (over one column, over two, over all) may be shown beside the result: with them, every hidden
    count could still be `k` or more, so nothing says how small it is. An empty group names nobody and stays visible.
    Where no partner is large enough for that, the best one is taken; where there is none at all, the row is marked
    `total_unsafe`, and a total over it must not be shown.

    The promise holds for one table. Two tables cut differently from the same people (January to March, January to
    April) can still be subtracted from each other; who publishes must keep to one cut.

    Parameters
    ----------
    frame : one row per group
        A group that is not listed is taken as empty.
    count : column with the number of people of each group
    by : columns that name the group
    k : smallest group that is shown

    Returns
    -------
    DataFrame
        The same rows and columns in the same order; in hidden rows every column but `by` is null. Two flags are added:
        `suppressed`, and `total_unsafe`.

    Raises
    ------
    BadRequest
        Two rows for one group, a missing or negative count, or a `k` below 2.

    Randomness : none.   Source : Repsilber 1999, Giessing and Repsilber 2002, hypercube method (GHMITER).
    """
    import numpy as np

    _check(frame, count, by, k)
    if frame.is_empty():
        return frame.with_columns(pl.lit(False).alias("suppressed"), pl.lit(False).alias("total_unsafe"))
    places = [frame[column].rank("dense").cast(pl.Int64).fill_null(0).to_numpy() for column in by]
    table = np.zeros([int(place.max()) + 1 for place in places], dtype=np.int64)
    table[tuple(places)] = frame[count].to_numpy()
    hidden, unsafe = _hide(table, k)
    flags = {"suppressed": hidden[tuple(places)], "total_unsafe": unsafe[tuple(places)]}
    marked = frame.with_columns([pl.Series(name, values) for name, values in flags.items()])
    shown = [pl.when(~pl.col("suppressed")).then(pl.col(name)).alias(name) for name in frame.columns if name not in by]
    return marked.with_columns(shown)


def small_cell_note(frame: pl.DataFrame, lang: str = "id", *, k: int = SMALLEST_GROUP) -> str:
    """Say under a table or chart how many of its groups are hidden and why; "" when none is."""
    n = int(frame["suppressed"].sum())
    one = "{n} group is not shown: it has fewer than {k} applicants, or would give such a group away."
    many = "{n} groups are not shown: they have fewer than {k} applicants, or would give such a group away."
    return plural(one, many, n, lang, k=k) if n else ""


def _check(frame: pl.DataFrame, count: str, by: Sequence[str], k: int) -> None:
    if k < 2:
        raise BadRequest("A smallest group of {k} hides nobody.", k=k)
    if not by:
        raise BadRequest("Suppression needs at least one column that names the group.")
    if frame.select(by).is_duplicated().any():
        raise BadRequest("Two rows for one group of {by}.", by=", ".join(by))
    counts = frame[count]
    if counts.null_count() or (counts < 0).any():
        raise BadRequest("The count {count} is missing or negative somewhere.", count=count)


def _hide(table: Cells, k: int) -> tuple[Flags, Flags]:
    """Flag the cells to hide, and those that no box protects; the smallest are dealt with first."""
    import numpy as np

    small = np.argwhere((table > 0) & (table < k))
    hidden = (table > 0) & (table < k)
    unsafe = np.zeros_like(hidden)
    for cell in small[np.argsort(table[tuple(small.T)], kind="stable")]:
        at = tuple(int(i) for i in cell)
        box = _best_box(table, hidden, at, k)
        if box is None:
            unsafe[at] = True
        else:
            hidden[box] = True
    return hidden, unsafe


def _best_box(table: Cells, hidden: Flags, at: tuple[int, ...], k: int) -> tuple[Any, ...] | None:
    """Find the box with a corner `at` that protects best and then hides fewest people more.

    Corners an odd number of edges away give people up, those an even number away receive them. Each giver keeps one
    person, so a box of givers with `k` or more lets the cell `at` grow to `k`.
    """
    import numpy as np

    room: Any = np.iinfo(np.int64).max
    cost: Any = np.zeros((1,) * table.ndim, dtype=np.int64)
    filled: Any = True
    for far in product((False, True), repeat=table.ndim):
        corner = tuple(slice(None) if moved else slice(i, i + 1) for moved, i in zip(far, at, strict=True))
        filled = filled & (table[corner] > 0)
        cost = cost + np.where(hidden[corner], 0, table[corner])
        if sum(far) % 2:
            room = np.minimum(room, table[corner] - 1)
    room = np.where(filled, np.minimum(room, k - 1), 0)
    for axis, i in enumerate(at):  # the opposite corner shares no line with `at`
        room[(slice(None),) * axis + (i,)] = 0
    if room.max() < 1:
        return None
    best = np.where(room == room.max(), cost, np.iinfo(np.int64).max)
    opposite = np.unravel_index(int(best.argmin()), best.shape)
    return np.ix_(*[sorted({i, int(j)}) for i, j in zip(at, opposite, strict=True)])
