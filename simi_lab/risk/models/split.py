"""Earlier months train, a gap follows, later months test; no group of contacts stands on both sides."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.errors import BadRequest
from simi_lab.scenario.risk import RiskPlan

POSITIVE_LABELS = ("pmi_nonprocedural", "two_identities", "papers_forged", "broker")
_LONGEST_MONTH = 31


@dataclass(frozen=True)
class Split:
    """Which months train and which test.

    Parameters
    ----------
    train_months, gap_months, test_months : first days of whole office-local months, in order
    known_until : instant before which a label must have been recorded to train: the first moment of the test
    """

    train_months: tuple[date, ...]
    gap_months: tuple[date, ...]
    test_months: tuple[date, ...]
    known_until: datetime


def split_months(frame: pl.DataFrame, plan: RiskPlan, zone: str = clock.OFFICE_ZONE) -> Split:
    """Cut the months of a feature frame by the plan: those that train, the gap in whole months, those that test.

    Raises
    ------
    BadRequest
        No month is left to train or to test in.
    """
    months = frame["month"].unique().sort().to_list()
    n_train = math.floor(plan.train_share.value * len(months))
    n_gap = math.ceil(plan.gap_days.value / _LONGEST_MONTH)
    train, gap, test = months[:n_train], months[n_train : n_train + n_gap], months[n_train + n_gap :]
    if not train or not test:
        raise BadRequest(
            "{n} months are too few to train, wait {gap} and test.",
            n=len(months),
            gap=n_gap,
            cure="Make a longer world, or a smaller `risk.gap_days`.",
        )
    midnight = datetime(test[0].year, test[0].month, 1, tzinfo=ZoneInfo(zone))
    return Split(tuple(train), tuple(gap), tuple(test), midnight.astimezone(UTC))


def recorded(frame: pl.DataFrame, labels: pl.DataFrame, *, before: datetime | None = None) -> pl.Series:
    """Recorded finding per row of the frame: true, false, or null where nothing was recorded before the moment.

    Recorded labels are selective: they exist where the office looked, and say what it believed.

    Parameters
    ----------
    frame : table of features
    labels : table `labels`; reads application_id, label, known_at
    before : only labels known strictly before it count; None takes all
    """
    told = labels if before is None else labels.filter(pl.col("known_at") < before)
    finding = told.select("application_id", finding=pl.col("label").cast(pl.String).is_in(POSITIVE_LABELS))
    return frame.select("application_id").join(finding, on="application_id", how="left", maintain_order="left")[
        "finding"
    ]


def training_rows(frame: pl.DataFrame, labelled: pl.Series, split: Split) -> tuple[NDArray[np.bool_], int]:
    """Rows that train: in the training months, with a recorded outcome, in no group that also stands in the test.

    Returns
    -------
    array of bool, shape (n_applications,), and the number of rows left out for their group
    """
    early = frame["month"].is_in(split.train_months) & labelled.is_not_null()
    tested = frame.filter(pl.col("month").is_in(split.test_months))["group_id"].unique()
    shared = frame["group_id"].is_in(tested.implode())
    return (early & ~shared).to_numpy(), int((early & shared).sum())


def silent_months(frame: pl.DataFrame, labelled: pl.Series, months: tuple[date, ...]) -> list[date]:
    """Months of the list in which not one outcome was recorded."""
    told = frame.with_columns(told=labelled.is_not_null()).group_by("month").agg(pl.col("told").any())
    silent = told.filter(~pl.col("told"))["month"].to_list()
    return [month for month in months if month in silent]


def group_folds(
    groups: NDArray[np.int64], target: NDArray[np.bool_], folds: int, *, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Fold of each row, 0 to folds - 1: whole groups, and at least one group with a finding in each fold."""
    names, place = np.unique(groups, return_inverse=True)
    hit = np.zeros(names.size, dtype=bool)
    hit[place[target]] = True
    fold = np.empty(names.size, dtype=np.int64)
    for kind in (hit, ~hit):
        fold[rng.permutation(np.flatnonzero(kind))] = np.arange(int(kind.sum())) % folds
    return fold[place]
