"""Words into uniforms, integers, categories, normals and the rest, by fixed code that no library can change.

Only integers, + - x / sqrt, exact scaling by powers of two and committed tables are used, so that every processor
gives the same bits; `log`, `exp` and `pow` of a mathematics library would not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simi_lab.streams.words import Words

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_TABLES = Path(__file__).parent / "tables"
_STEPS = 1024  # intervals of the logarithm and power tables
_NORMAL_STEPS = 64  # intervals of an octave of the normal table
_NORMAL_OCTAVES = 40  # tails beyond 2**-40 are cut: |z| < 7.1
LN2 = float.fromhex("0x1.62e42fefa39efp-1")
LOG2E = float.fromhex("0x1.71547652b82fep+0")


@cache
def _table(name: str) -> Floats:
    """A committed table of hexadecimal floats, one a line."""
    lines = (_TABLES / f"{name}.txt").read_text(encoding="ascii").split()
    return np.array([float.fromhex(line) for line in lines])


def _interpolate(table: Floats, position: Floats) -> Floats:
    """Linear interpolation at `position` (in intervals, below len(table) - 1)."""
    index = position.astype(np.int64)
    base = table[index]
    return base + (table[index + 1] - base) * (position - index)


def log(x: ArrayLike) -> Floats:
    """Natural logarithm of positive numbers, relative error below 3e-7, same bits everywhere."""
    mantissa, exponent = np.frexp(np.asarray(x, dtype=np.float64))
    return exponent * LN2 + _interpolate(_table("log"), (mantissa - 0.5) * (2 * _STEPS) * (1 - 2**-53))


def exp(x: ArrayLike) -> Floats:
    """Exponential, relative error below 3e-7, same bits everywhere."""
    scaled = np.asarray(x, dtype=np.float64) * LOG2E
    whole = np.floor(scaled)
    part = np.minimum(scaled - whole, 1 - 2**-53)
    return np.ldexp(_interpolate(_table("power"), part * _STEPS), whole.astype(np.int64))


def uniform(words: Words) -> Floats:
    """Uniform on the open interval (0, 1): the top 53 bits, centred."""
    return ((words >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def integers(words: Words, n: int | Ints) -> Ints:
    """Integers 0..n-1 (n up to 2**31, scalar or per word) by multiply-shift of the top 32 bits."""
    wide = np.asarray(n).astype(np.uint64)
    return (((words >> np.uint64(32)) * wide) >> np.uint64(32)).astype(np.int64)


def bernoulli(words: Words, share: float | Floats) -> NDArray[np.bool_]:
    """True with probability `share` (scalar or per word)."""
    return uniform(words) < share


def cumulative(weights: Sequence[float] | Floats) -> Words:
    """Cumulative table for `category`: thresholds in 2**-53, from non-negative weights.

    Raises
    ------
    ValueError
        A weight is negative, or all are zero.
    """
    w = np.asarray(weights, dtype=np.float64)
    if w.size == 0 or (w < 0).any() or not w.sum() > 0:
        raise ValueError("weights must be non-negative and not all zero")
    running = np.empty(w.size)
    total = 0.0
    for i, value in enumerate(w.tolist()):  # a fixed order of addition; np.cumsum promises none
        total += value
        running[i] = total
    table = np.floor(running / total * 2.0**53).astype(np.uint64)
    table[running >= total] = np.uint64(1 << 53)
    return table


def category(words: Words, table: Words) -> Ints:
    """Category index by a `cumulative` table."""
    return np.searchsorted(table, words >> np.uint64(11), side="right")


def category_by(words: Words, tables: Sequence[Words], group: Ints) -> Ints:
    """Category index where each word has the table of its group."""
    out = np.empty(words.size, dtype=np.int64)
    for index, table in enumerate(tables):
        mine = group == index
        out[mine] = category(words[mine], table)
    return out


def normal(words: Words) -> Floats:
    """Standard normal by the inverse distribution function, linear inside 64 steps of each octave of the tail.

    The top bit is the sign; the rest is a tail probability p in (0, 1/2). Error below 2e-4, tails cut at 7.1.
    """
    negative = (words >> np.uint64(63)) == 0
    tail = ((words & np.uint64((1 << 63) - 1)) >> np.uint64(11)).astype(np.float64) * 2.0**-53 + 2.0**-54
    mantissa, exponent = np.frexp(tail)  # tail = mantissa * 2**exponent, mantissa in [1/2, 1)
    octave = np.minimum(-exponent - 1, _NORMAL_OCTAVES - 1)
    position = (1.0 - mantissa) * (2 * _NORMAL_STEPS)
    whole = np.minimum(position.astype(np.int64), _NORMAL_STEPS - 1)
    table = _table("normal").reshape(_NORMAL_OCTAVES, _NORMAL_STEPS + 1)
    base = table[octave, whole]
    z = base + (table[octave, whole + 1] - base) * (position - whole)
    return np.where(negative, -z, z)


def exponential(words: Words, mean: float | Floats = 1.0) -> Floats:
    """Exponential with that mean, in the unit of `mean`."""
    return -log(uniform(words)) * mean


def lognormal(words: Words, mean: float | Floats, sd: float | Floats) -> Floats:
    """Lognormal with that mean and standard deviation (of the variable itself, not of its logarithm)."""
    return lognormal_of(normal(words), mean, sd)


def lognormal_of(z: Floats, mean: float | Floats, sd: float | Floats) -> Floats:
    """Lognormal from standard normals, shape of `z`."""
    m, s = np.asarray(mean, dtype=np.float64), np.asarray(sd, dtype=np.float64)
    variance = log(1.0 + (s / m) * (s / m))
    return exp(log(m) - variance / 2 + np.sqrt(np.maximum(variance, 0.0)) * z)


def poisson(words: Words, mean: float) -> Ints:
    """Poisson counts by inversion of the distribution function (mean up to 200)."""
    if not 0 <= mean <= 200:
        raise ValueError(f"mean {mean} is outside 0..200")
    term = float(exp(-mean))
    steps, running, k = [term], term, 0
    while running < 1 - 2**-50 and k < mean + 400:
        k += 1
        term = term * mean / k
        running += term
        steps.append(running)
    return np.searchsorted(np.array(steps), uniform(words), side="left").astype(np.int64)


def permutation(words: Words) -> Ints:
    """Order in which rows come when shuffled: sorted by word, ties by index."""
    return np.argsort(words, kind="stable")


def seconds(values: Floats) -> Ints:
    """Whole seconds, halves up."""
    return np.floor(values + 0.5).astype(np.int64)
