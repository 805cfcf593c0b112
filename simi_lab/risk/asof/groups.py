"""Applications that hang together by a shared phone or household, so that a split never cuts through a group."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray


def contact_groups(applications: pl.DataFrame) -> NDArray[np.int64]:
    """Number of the group of each application: the smallest application_id that hangs together with it.

    Two applications hang together if they share a contact phone or a household, directly or through others.

    Parameters
    ----------
    applications : reads application_id, phone, household_id; a null phone joins nothing

    Returns
    -------
    array of int64, shape (n_applications,)
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = applications.height
    rows = np.arange(n)
    homes = applications["household_id"].rank("dense").to_numpy().astype(np.int64) - 1
    phones = applications["phone"].rank("dense").fill_null(0).to_numpy().astype(np.int64) - 1
    calls = phones >= 0
    first_home, first_phone = n, n + int(homes.max(initial=-1)) + 1
    ends = np.concatenate([first_home + homes, first_phone + phones[calls]])
    starts = np.concatenate([rows, rows[calls]])
    size = first_phone + int(phones.max(initial=-1)) + 1
    graph = coo_array((np.ones(starts.size, dtype=np.int8), (starts, ends)), shape=(size, size))
    label = connected_components(graph, directed=False)[1][:n]
    numbered = pl.DataFrame({"label": label, "application_id": applications["application_id"]})
    return numbered.select(pl.col("application_id").min().over("label")).to_series().to_numpy()
