"""What is judged: the rows of the test months, what there is to find, and the draws shared by every model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.risk.judging.alarms import Alarms
from simi_lab.risk.judging.capacity import looked_at
from simi_lab.risk.judging.intervals import Resampling
from simi_lab.risk.judging.targets import Target


@dataclass(frozen=True)
class Case:
    """One set of judged rows.

    Parameters
    ----------
    test : features of the test months
    places : of `slots`, in the same order
    targets : what counts as a find, the truth first where it is known
    kinds : parts of the truth that ask for different acts: protection, investigation; empty without truth
    truth : rows of the truth in the same order, or None
    drawn : the same draws for every model, so that differences between models are paired
    seed : of intervals over months
    """

    test: pl.DataFrame
    places: pl.DataFrame
    targets: list[Target]
    kinds: list[Target]
    truth: pl.DataFrame | None
    drawn: Resampling
    seed: int

    def chosen(self, score: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Who is looked at by this score, shape (n,)."""
        return looked_at(self.test, score, self.places)

    def alarms(self, score: NDArray[np.float64], target: Target) -> Alarms:
        """The score of the rows whose outcome is known."""
        return Alarms(target.hit[target.known], score[target.known], self.drawn.of_rows(target.known))

    def oracle(self, target: Target) -> NDArray[np.float64] | None:
        """Exact posterior of being such a find, shape (n,); None where only records tell."""
        if self.truth is None or target.name == "recorded":
            return None
        protect = self.truth["posterior_protect"].to_numpy()
        if target.name == "protect":
            return protect
        whole = self.truth["posterior"].to_numpy()
        return whole if target.name == "truth" else whole - protect
