"""An answer with its interval, direction and count; never a bare number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import NormalDist
from typing import Any, Literal

Goal = Literal["lower", "higher"]


@dataclass(frozen=True)
class Estimate:
    """A value with its interval.

    Parameters
    ----------
    name : metric code, see `vocabulary`
    value, low, high : point and interval in `unit`
    unit : "min", "day", "share", "ratio", "score", ...
    goal : which direction is better, None if neither
    n : number of independent observations behind it
    level : coverage of the interval
    method : how the interval was made
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    goal: Goal | None = None
    n: int = 0
    level: float = 0.95
    method: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    def excludes(self, value: float) -> bool:
        """Whether the interval lies wholly on one side of `value`."""
        return not self.low <= value <= self.high


def wilson(k: int, n: int, *, name: str = "share", level: float = 0.95, goal: Goal | None = None) -> Estimate:
    """Share k/n with Wilson's score interval; (0, 1) when n is 0.

    Source : Wilson 1927, JASA 22, 209-212.
    """
    if n == 0:
        return Estimate(name, math.nan, 0.0, 1.0, "share", goal, 0, level, "wilson")
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n}")
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share, z2 = k / n, z * z
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Estimate(name, share, max(0.0, centre - half), min(1.0, centre + half), "share", goal, n, level, "wilson")


def poisson(
    count: float, *, name: str, unit: str, exposure: float = 1.0, level: float = 0.95, goal: Goal | None = None
) -> Estimate:
    """Rate of what was counted once, with the exact interval; `exposure` is the time or number it was counted over.

    Source : Garwood 1936, Biometrika 28, 437-442.
    """
    if count < 0 or exposure <= 0:
        raise ValueError(f"{count} over {exposure}")
    from scipy.special import gammaincinv

    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    high = float(gammaincinv(count + 1, 1 - tail))
    return Estimate(name, count / exposure, low / exposure, high / exposure, unit, goal, round(count), level, "poisson")


def student(
    values: Sequence[float], *, name: str, unit: str, level: float = 0.95, goal: Goal | None = None
) -> Estimate:
    """Mean of independent values (replications) with Student's interval.

    Raises
    ------
    ValueError
        Fewer than two values: an interval cannot be given.
    """
    n = len(values)
    if n < 2:
        raise ValueError("an interval needs at least two values")
    from scipy.special import stdtrit

    mean = math.fsum(values) / n
    spread = math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (n - 1) / n)
    half = float(stdtrit(n - 1, 0.5 + level / 2)) * spread
    return Estimate(name, mean, mean - half, mean + half, unit, goal, n, level, "student")


def bootstrap_mean(
    values: Sequence[float],
    *,
    name: str,
    unit: str,
    seed: int,
    level: float = 0.95,
    goal: Goal | None = None,
    resamples: int = 1000,
) -> Estimate:
    """Mean with the percentile interval of `resamples` bootstrap samples.

    Randomness : NumPy's PCG64 from `seed` (an analysis, not a world column).
    """
    import numpy as np

    data = np.asarray(values, dtype=float)
    if data.size < 2:
        raise ValueError("an interval needs at least two values")
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(data.size, np.full(data.size, 1 / data.size), size=resamples)
    means = weights @ data / data.size
    tail = (1 - level) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return Estimate(name, float(data.mean()), float(low), float(high), unit, goal, int(data.size), level, "bootstrap")
