"""Whom a dial treats differently; no such flag is a column of the world."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.scenario.typologies import Group

YOUNG, FAR_HOURS = 30, 3.0


def group_mask(
    group: Group, applications: pl.DataFrame, women: NDArray[np.bool_], districts: pl.DataFrame
) -> NDArray[np.bool_]:
    """Which applications belong to the group, shape (n,); nobody for "none".

    Parameters
    ----------
    applications : age_years, signal, district_id
    districts : district_id, hours_to_office
    """
    if group == "women":
        return women
    if group == "young":
        return (applications["age_years"] < YOUNG).to_numpy()
    if group == "weak_signal":
        return (applications["signal"].cast(pl.String) != "good").to_numpy()
    if group == "far":
        hours = applications.select("district_id").join(districts, on="district_id", how="left", maintain_order="left")
        return (hours["hours_to_office"].fill_null(0.0) > FAR_HOURS).to_numpy()
    return np.zeros(applications.height, dtype=bool)
