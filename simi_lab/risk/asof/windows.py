"""Counting what happened earlier on the same key, for all rows at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

DAY_US = 86_400_000_000
AT = "at"  # column name of the instant in both frames


def count_earlier(
    asked: pl.DataFrame, facts: pl.DataFrame, on: Sequence[str], *, window_us: int | None = None
) -> NDArray[np.int64]:
    """How many facts with an equal key lie strictly before each asked instant, inside the window.

    Parameters
    ----------
    asked : one row per question: the key columns and `at` (microseconds, Int64)
    facts : one row per fact: the key columns and `at`
    on : key columns; a row with a null in one of them matches nothing
    window_us : only facts at or after `at - window_us` count; None counts all earlier ones

    Returns
    -------
    array of int64, shape (n_asked,)
        A fact at exactly the asked instant does not count.

    Examples
    --------
    >>> calls = pl.DataFrame({"phone": ["a", "a", "b"], "at": [1, 5, 5]})
    >>> count_earlier(calls, calls, ["phone"]).tolist()
    [0, 1, 0]
    """
    key_asked, key_facts = _shared_codes(asked, facts, on)
    known = key_facts >= 0
    fact_keys, fact_at = key_facts[known], facts[AT].to_numpy()[known]
    moments = np.unique(fact_at)
    width = moments.size + 1
    line = np.sort(fact_keys * width + np.searchsorted(moments, fact_at))
    at = asked[AT].to_numpy()
    base = key_asked * width
    upper = np.searchsorted(line, base + np.searchsorted(moments, at))
    start = base if window_us is None else base + np.searchsorted(moments, at - window_us)
    return np.where(key_asked >= 0, upper - np.searchsorted(line, start), 0).astype(np.int64)


def count_from_others(
    rows: pl.DataFrame, facts: pl.DataFrame, on: Sequence[str], *, own: str, window_us: int | None = None
) -> NDArray[np.int64]:
    """Like `count_earlier`, without the facts of the row's own `own` (its household, its identity number)."""
    everyone = count_earlier(rows, facts, on, window_us=window_us)
    return everyone - count_earlier(rows, facts, [*on, own], window_us=window_us)


def _shared_codes(
    asked: pl.DataFrame, facts: pl.DataFrame, on: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number the keys of both frames alike, from 0; -1 where a part of the key is null."""
    both = pl.concat([asked.select(on), facts.select(on)])
    absent = both.select(pl.any_horizontal(pl.all().is_null())).to_series().to_numpy()
    hashed = both.select(pl.struct(on).hash()).to_series().to_numpy()
    codes = np.unique(hashed, return_inverse=True)[1].astype(np.int64)
    codes[absent] = -1
    return codes[: asked.height], codes[asked.height :]
