"""What counts as a find: the office's records, or the truth of a synthetic world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.errors import BadRequest, Fault, TableError

_TRUTH_COLUMNS = (
    "application_id",
    "typology",
    "is_positive",
    "twin_of",
    "ring_id",
    "posterior",
    "posterior_protect",
    "right_action",
)


@dataclass(frozen=True)
class Target:
    """What counts as a find: by the office's records, or by the truth.

    Parameters
    ----------
    name : "recorded" or "truth"; "protect" and "investigate" for the two parts of the truth
    hit : true where there is something to find, shape (n,)
    known : false where nothing was recorded, and in a part of the truth where the other part is; shape (n,)
    """

    name: str
    hit: NDArray[np.bool_]
    known: NDArray[np.bool_]


def targets_of(finding: pl.Series, truth: pl.DataFrame | None) -> list[Target]:
    """Targets to judge against, the truth first.

    Raises
    ------
    BadRequest
        There is neither truth nor any recorded outcome.
    """
    known = finding.is_not_null().to_numpy()
    targets = []
    if truth is not None:
        hit = truth["is_positive"].to_numpy()
        targets.append(Target("truth", hit, np.ones(hit.size, dtype=bool)))
    if known.any():
        targets.append(Target("recorded", finding.fill_null(False).to_numpy(), known))
    if not targets:
        raise BadRequest("No outcome was recorded in the test months, and there is no truth to judge against.")
    return targets


def kinds_of(truth: pl.DataFrame | None) -> list[Target]:
    """The two parts of the truth, apart: people in harm's way, who are protected, and deceivers, who are investigated.

    Each is held against those who did nothing; the other part is left out, as it is no false alarm.
    """
    if truth is None:
        return []
    positive = truth["is_positive"].to_numpy()
    protect = positive & (truth["right_action"].cast(pl.String) == "protect_and_refer").to_numpy()
    return [
        Target(name, hit, ~positive | hit) for name, hit in (("protect", protect), ("investigate", positive & ~protect))
    ]


def true_rows(test: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """The truth in the order of the judged rows.

    Raises
    ------
    TableError
        Columns or rows are missing.
    """
    missing = [name for name in _TRUTH_COLUMNS if name not in truth.columns]
    if missing:
        raise TableError([Fault(f"truth_applications.{name}", "the column is missing.") for name in missing])
    rows = test.select("application_id").join(
        truth.select(_TRUTH_COLUMNS), on="application_id", how="left", maintain_order="left"
    )
    if rows["is_positive"].null_count():
        n = rows["is_positive"].null_count()
        raise TableError([Fault(f"truth_applications ({n})", "rows are missing for applications of the test months.")])
    return rows
