"""What was found against what is true: as pairs, and as clusters after everything linked is drawn together."""

from __future__ import annotations

import math
from collections.abc import Mapping

import polars as pl

from simi_lab.estimate import Estimate, wilson


def judge_pairs(found: pl.DataFrame, true: pl.DataFrame) -> dict[str, Estimate]:
    """Recall, precision and F1 of pairs.

    Parameters
    ----------
    found : left, right; order within a pair does not matter
    true : left, right of records that are one person

    Returns
    -------
    dict
        recall and precision with Wilson's interval; f1, whose ends come from the ends of the two (cautious).
    """
    ours, theirs = _ordered(found), _ordered(true)
    hit = ours.join(theirs, on=["a", "b"], how="semi").height
    return _told(hit, ours.height, theirs.height)


def judge_clusters(clusters: pl.DataFrame, truth: pl.DataFrame) -> dict[str, Estimate | float]:
    """Recall, precision and F1 of all pairs that lie in one cluster, and B-cubed, which counts by record.

    Parameters
    ----------
    clusters : record, cluster_id, as `find_duplicates` gives them for one frame
    truth : record, person; one row per record of the frame

    Source : Bagga and Baldwin 1998 (B-cubed).
    """
    both = truth.join(clusters.select("record", "cluster_id"), on="record", how="left")
    lone = -1 - pl.int_range(pl.len(), dtype=pl.Int64)
    both = both.with_columns(pl.col("cluster_id").fill_null(lone))
    counted = both.with_columns(
        n_cluster=pl.len().over("cluster_id"),
        n_person=pl.len().over("person"),
        n_both=pl.len().over("cluster_id", "person"),
    )
    pairs = {name: int((counted[f"n_{name}"].cast(pl.Int64) - 1).sum()) // 2 for name in ("both", "cluster", "person")}
    cubed = counted.select(
        precision=(pl.col("n_both") / pl.col("n_cluster")).mean(), recall=(pl.col("n_both") / pl.col("n_person")).mean()
    ).row(0)
    told: dict[str, Estimate | float] = dict(_told(pairs["both"], pairs["cluster"], pairs["person"]))
    precision, recall = cubed
    told |= {"bcubed_precision": precision, "bcubed_recall": recall, "bcubed_f1": _f1(precision, recall)}
    return told


def _ordered(pairs: pl.DataFrame) -> pl.DataFrame:
    one, two = pl.col("left"), pl.col("right")
    return pairs.select(a=pl.min_horizontal(one, two), b=pl.max_horizontal(one, two)).unique()


def _told(hit: int, found: int, true: int) -> dict[str, Estimate]:
    precision = wilson(hit, found, name="precision", goal="higher")
    recall = wilson(hit, true, name="recall", goal="higher")
    f1 = Estimate(
        "f1",
        _f1(precision.value, recall.value),
        _f1(precision.low, recall.low),
        _f1(precision.high, recall.high),
        "share",
        "higher",
        true,
        method="ends of precision and recall",
    )
    return {"recall": recall, "precision": precision, "f1": f1}


def _f1(precision: float, recall: float) -> float:
    if math.isnan(precision) or math.isnan(recall):
        return math.nan
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def true_pairs(truth: Mapping[str, pl.Series] | pl.DataFrame) -> pl.DataFrame:
    """Every pair of records of one person, from record and person: left, right."""
    rows = truth if isinstance(truth, pl.DataFrame) else pl.DataFrame(dict(truth))
    pairs = rows.join(rows, on="person", suffix="_right").filter(pl.col("record") < pl.col("record_right"))
    return pairs.select(left="record", right="record_right")
