"""Raw 64-bit words of Philox4x64-10, addressed by (seed, table, column, role) and row index."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

_MASK256 = (1 << 256) - 1
_LOW32 = np.uint64(0xFFFFFFFF)
_SHIFT32 = np.uint64(32)
_MULTIPLIERS = (np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157))
_WEYL = (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)
_WORD = 0xFFFFFFFFFFFFFFFF
# Below this share of wanted counters, computing each counter alone is cheaper than drawing the whole range.
_SPARSE = 16


def key_of(seed: int, table: str, column: str, role: str = "") -> tuple[int, int]:
    """Philox key of one stream: the first 128 bits of SHA-256 over the four names.

    Names are length-prefixed, so that ("ab", "c") and ("a", "bc") differ.
    """
    parts = [str(seed), table, column, role]
    text = "".join(f"{len(part.encode())}:{part};" for part in parts)
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:16], "little")


def range_words(key: tuple[int, int], start: int, n: int) -> Words:
    """Words `start` to `start + n - 1` of a stream, shape (n,).

    Word j is lane j mod 4 of the Philox block with counter j div 4. NumPy raises the counter before it makes a
    block, hence the minus one.
    """
    if start < 0 or n < 0:
        raise ValueError(f"start={start}, n={n}")
    if n == 0:
        return np.empty(0, dtype=np.uint64)
    block, lane = divmod(start, 4)
    counter = (block - 1) & _MASK256
    limbs = [(counter >> (64 * i)) & _WORD for i in range(4)]
    bits = np.random.Philox(key=np.array(key, dtype=np.uint64), counter=np.array(limbs, dtype=np.uint64))
    words: Words = bits.random_raw(lane + n)
    return words[lane:]


def _mulhilo(a: Words, b: np.uint64) -> tuple[Words, Words]:
    """High and low 64 bits of a 64 x 64 bit product, from 32-bit halves."""
    a_lo, a_hi = a & _LOW32, a >> _SHIFT32
    b_lo, b_hi = b & _LOW32, b >> _SHIFT32
    low = a_lo * b_lo
    mid = a_hi * b_lo + (low >> _SHIFT32)
    cross = a_lo * b_hi + (mid & _LOW32)
    high = a_hi * b_hi + (mid >> _SHIFT32) + (cross >> _SHIFT32)
    return high, a * b


def words_at(key: tuple[int, int], counters: NDArray[np.int64]) -> Words:
    """The words at arbitrary counters, shape of `counters`; equal to `range_words` there."""
    at = np.asarray(counters, dtype=np.int64)
    if at.size == 0:
        return np.empty(at.shape, dtype=np.uint64)
    first, last = int(at.min()), int(at.max())
    if first < 0:
        raise ValueError("a negative counter")
    if last - first < _SPARSE * at.size:
        return range_words(key, first, last - first + 1)[at - first]
    flat = at.ravel().astype(np.uint64)
    lane = (flat & np.uint64(3)).astype(np.intp)
    zero = np.zeros_like(flat)
    c = [flat >> np.uint64(2), zero, zero, zero]
    k0, k1 = key
    for _ in range(10):
        high0, low0 = _mulhilo(c[0], _MULTIPLIERS[0])
        high1, low1 = _mulhilo(c[2], _MULTIPLIERS[1])
        c = [high1 ^ c[1] ^ np.uint64(k0), low1, high0 ^ c[3] ^ np.uint64(k1), low0]
        k0, k1 = (k0 + _WEYL[0]) & _WORD, (k1 + _WEYL[1]) & _WORD
    return np.choose(lane, c).reshape(at.shape)


@dataclass(frozen=True)
class Streams:
    """All chance of one run.

    Two kinds of keys are in use: person keys (table and column of a world table, counter = row index, stable over
    scenarios) and decision keys (table "decision", column = kind of event, role = n-th time, counter = the row that
    decides), so that a counterfactual differs only by its intervention.
    """

    seed: int

    def words(self, table: str, column: str, role: str = "", *, start: int = 0, n: int) -> Words:
        """Words of rows start..start+n-1 of a column, shape (n,)."""
        return range_words(key_of(self.seed, table, column, role), start, n)

    def at(self, table: str, column: str, role: str, counters: NDArray[np.int64]) -> Words:
        """Words of the rows named by `counters`, same shape."""
        return words_at(key_of(self.seed, table, column, role), counters)

    def decision(self, kind: str, counters: NDArray[np.int64], nth: int | str = 0) -> Words:
        """Words of the n-th decision of a kind, one per counter."""
        return self.at("decision", kind, str(nth), counters)
