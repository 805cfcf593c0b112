"""Chance of an office: every draw is named by what it decides and counted by the application that it decides for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simi_lab.scenario.office_work import Touch
from simi_lab.streams import transforms

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Draws = Callable[[str, Ints], NDArray[np.uint64]]
"""`draws(role, counters)` gives one word per counter, always the same ones for a role."""


@dataclass(frozen=True)
class Chance:
    """Draws of the applications `ids`, shape (n,) each.

    A decision key is (application, kind of event, n-th time): two regimes, or two plans, meet the same applicant with
    the same words, and differ only by what they do with them.
    """

    draws: Draws
    ids: Ints
    replication: int = 0

    def words(self, kind: str, nth: int = 1) -> NDArray[np.uint64]:
        """Raw words of the n-th event of a kind."""
        role = f"{kind}/{nth}" + (f"/replication {self.replication}" if self.replication else "")
        return self.draws(role, self.ids)

    def happens(self, kind: str, share: float | NDArray[np.float64], nth: int = 1) -> Flags:
        """True with that probability."""
        return transforms.bernoulli(self.words(kind, nth), share)

    def uniform(self, kind: str, nth: int = 1) -> NDArray[np.float64]:
        """Between 0 and 1."""
        return transforms.uniform(self.words(kind, nth))

    def integers(self, kind: str, n: int | Ints, nth: int = 1) -> Ints:
        """0 to n - 1."""
        return transforms.integers(self.words(kind, nth), n)

    def normals(self, kind: str, nth: int = 1) -> NDArray[np.float64]:
        """Standard normals."""
        return transforms.normal(self.words(kind, nth))

    def spread(self, kind: str, mean: float | NDArray[np.float64], sd: float, nth: int = 1) -> NDArray[np.float64]:
        """Lognormal with that mean and standard deviation."""
        if sd <= 0:
            return np.broadcast_to(np.asarray(mean, dtype=np.float64), self.ids.shape).copy()
        if np.ndim(mean) == 0:
            return transforms.lognormal_of(self.normals(kind, nth), mean, sd) if mean > 0 else np.zeros(self.ids.shape)
        centre = np.asarray(mean, dtype=np.float64)
        spread = transforms.lognormal_of(self.normals(kind, nth), np.where(centre > 0, centre, 1.0), sd)
        return np.where(centre > 0, spread, 0.0)

    def work(
        self, kind: str, touch: Touch, is_simi: Flags, nth: int = 1, factor: float | NDArray[np.float64] = 1.0
    ) -> Ints:
        """Whole seconds of one piece of work."""
        means = touch.mean.values
        minutes = self.minutes(kind, touch, means["simi"], nth)
        if means["manual"] != means["simi"] and not is_simi.all():
            minutes = np.where(is_simi, minutes, self.minutes(kind, touch, means["manual"], nth))
        return transforms.seconds(minutes * factor * 60)

    def minutes(self, kind: str, touch: Touch, mean: float, nth: int = 1) -> NDArray[np.float64]:
        """Minutes of one piece of work, as if all worked in the way that has this mean."""
        return np.clip(self.spread(kind, mean, touch.sd.value, nth), touch.low.value, touch.high.value)
