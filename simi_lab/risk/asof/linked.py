"""Households that hang together by shared contacts, as they could be seen at each filing: nothing from later."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.risk.asof.windows import AT

MOST = 50  # households counted; a village helper's phone is as large as that after a season, and more says nothing more


def linked_households(rows: pl.DataFrame, keys: Sequence[str], *, own: str, window_us: int) -> NDArray[np.int64]:
    """Other households that hang together with each row through shared keys, among what was filed before it.

    Two applications hang together if they share one of the keys, directly or through others. Only applications from
    `at - window_us` up to, and not at, the row's own instant are looked at.

    Parameters
    ----------
    rows : the key columns, `own` and `at` (microseconds)
    keys : columns that tie, such as phone and e-mail; null ties nothing
    own : column of the household

    Returns
    -------
    array of int64, shape (n_rows,)
        Distinct other values of `own`, at most `MOST`.

    Examples
    --------
    >>> calls = {"phone": ["a", "a", "b"], "email": [None, "x", "x"], "household_id": [1, 2, 3], "at": [1, 2, 3]}
    >>> linked_households(pl.DataFrame(calls), ["phone", "email"], own="household_id", window_us=10).tolist()
    [0, 1, 2]
    """
    at, homes = rows[AT].to_list(), rows[own].to_list()
    ties = [_shared(rows, key, own) for key in keys]
    members: list[dict[int, list[int]]] = []
    for codes in ties:
        by_key: dict[int, list[int]] = {}
        for row in np.flatnonzero(codes >= 0)[np.argsort(rows[AT].to_numpy()[codes >= 0], kind="stable")].tolist():
            by_key.setdefault(int(codes[row]), []).append(row)
        members.append(by_key)
    found = np.zeros(rows.height, dtype=np.int64)
    for row in np.flatnonzero(np.any([codes >= 0 for codes in ties], axis=0)).tolist():
        found[row] = _reach(row, at, homes, ties, members, at[row] - window_us)
    return found


def _reach(
    row: int,
    at: list[int],
    homes: list[int],
    ties: Sequence[NDArray[np.int64]],
    members: Sequence[dict[int, list[int]]],
    since: int,
) -> int:
    """Walk from one row to all that hang together with it, earliest filing first."""
    until, seen, others, waiting = at[row], {row}, set(), [row]
    while waiting:
        here = waiting.pop()
        for codes, by_key in zip(ties, members, strict=True):
            for other in by_key.get(int(codes[here]), ()):
                if at[other] >= until:
                    break
                if at[other] < since or other in seen:
                    continue
                seen.add(other)
                waiting.append(other)
                if homes[other] != homes[row]:
                    others.add(homes[other])
                    if len(others) == MOST:
                        return MOST
    return len(others)


def _shared(rows: pl.DataFrame, key: str, own: str) -> NDArray[np.int64]:
    """Code of the key of each row, -1 where it is null or only one household ever used it."""
    sharing = rows.select((pl.col(own).n_unique().over(key) > 1) & pl.col(key).is_not_null()).to_series()
    codes = rows[key].rank("dense").cast(pl.Int64).fill_null(-1)
    return pl.select(pl.when(sharing).then(codes).otherwise(-1)).to_series().to_numpy()
