"""What a conversation in each lane of triage finds: doubts about people at risk, and about those who are not."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.scenario.triage import Triage


def doubts_in_lanes(
    doubt: NDArray[np.float64], lanes: pl.Series, positive: NDArray[np.bool_], plan: Triage
) -> NDArray[np.float64]:
    """Probability that each case is doubted in its lane.

    Nobody who is taken aside is doubted less than today, so that with the same random word a doubt of today stays one.

    Parameters
    ----------
    doubt : without triage, shape (n,)
    lanes : lane of each case, null where none
    positive : at true risk, shape (n,)
    plan : section `triage` of the scenario

    Randomness : none.
    """
    aside = {
        "look": np.where(positive, plan.look_found.value, plan.look_doubt.value),
        "clarify": np.ones(doubt.size),
        "protect": np.where(positive, plan.protect_found.value, plan.look_doubt.value),
    }
    named = lanes.cast(pl.String).fill_null("")
    told = np.where((named == "direct").to_numpy(), doubt * plan.direct_found.value, doubt)
    for lane, at_least in aside.items():
        told = np.where((named == lane).to_numpy(), np.maximum(doubt, at_least), told)
    return told
