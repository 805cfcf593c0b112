"""Words of the table `applications`, drawn run by run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
MOST_RUNS = 64  # more gaps than this among the keys: they are drawn one by one


class Draw:
    """Words of the table `applications` at the given keys, column by column.

    Keys without gaps (those of a shard) are drawn as one range: the room between two shards costs nothing.
    """

    def __init__(self, streams: Streams, keys: Ints) -> None:
        self._streams, self.keys = streams, keys
        starts = np.flatnonzero(np.diff(keys, prepend=-2) != 1)
        self._runs = list(zip(keys[starts].tolist(), np.diff(starts, append=keys.size).tolist(), strict=True))

    def words(self, column: str, role: str = "") -> Words:
        """One word per application."""
        if not 0 < len(self._runs) <= MOST_RUNS:
            return self._streams.at("applications", column, role, self.keys)
        return np.concatenate([self._streams.words("applications", column, role, start=k, n=n) for k, n in self._runs])

    def flag(self, column: str, share: float | NDArray[np.float64]) -> NDArray[np.bool_]:
        """True with that probability."""
        return transforms.bernoulli(self.words(column), share)
